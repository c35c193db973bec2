"""A photograph made safe to keep: turned upright, encoded anew from its pixels alone, of a size that can be handled."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from ...errors import InputError, MicroneedlingError, Mistake
from ...extras import needs_extra
from ...imaging.heic import EXTRA, is_heic, read_heic_too

MOST_BYTES = 15_000_000
MOST_PIXELS = 60_000_000  # of a file; more is a bomb or no photograph of a phone or camera
LONGEST_SIDE = 6000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 92


@dataclass(frozen=True)
class Picture:
    """A JPEG without metadata, with the digests of it and of what was uploaded."""

    data: bytes
    width: int
    height: int
    sha256: str
    original_sha256: str


def cleaned(upload: BinaryIO, size: int) -> Picture:
    """The picture in an upload; raises `InputError` for what is none, is cut off, or is too large.

    Nothing but pixels goes over: no place, no device, no text behind the picture. The original is not kept, its
    SHA-256 is, so that who kept it can show that it is the same.
    """
    if size > MOST_BYTES:
        raise _refused(f"{size / 1e6:.1f} MB", f"at most {MOST_BYTES / 1e6:.0f} MB")
    raw = upload.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _refused("more than it said", f"at most {MOST_BYTES / 1e6:.0f} MB")
    formats = FORMATS
    if is_heic(raw):
        formats = _with_heic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(raw), formats=formats)
            if image.width * image.height > MOST_PIXELS:
                raise _refused(f"{image.width} x {image.height} pixels", f"at most {MOST_PIXELS:,} pixels")
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except MicroneedlingError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning,
            Image.DecompressionBombError, MemoryError, EOFError):  # fmt: skip
        raise _refused("no picture, or one that is cut off or made up", " | ".join(FORMATS)) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY)
    data = written.getvalue()
    digests = (hashlib.sha256(part).hexdigest() for part in (data, raw))
    return Picture(data, bare.width, bare.height, *digests)


def _with_heic() -> tuple[str, ...]:
    if not read_heic_too():
        raise _refused("the format of a telephone (HEIC)", " | ".join(FORMATS), needs_extra(EXTRA))
    return (*FORMATS, "HEIF")


def _refused(found: str, allowed: str, hint: str = "") -> InputError:
    return InputError("photograph", [Mistake("file", found, allowed, hint)])
