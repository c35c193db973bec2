"""A photograph as it comes from a camera: opened, turned upright, as stored sRGB; mistakes in the file are told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError, Mistake
from ..extras import needed, needs_extra
from .heic import EXTRA, HEAD_BYTES, is_heic, read_heic_too

LARGEST_MEGAPIXELS = 80
KINDS = "a JPEG, PNG, TIFF or WebP photograph in colour"


@dataclass(frozen=True)
class Photograph:
    """`stored` is sRGB 0-1, (row, column, 3), float32; `source` is what it is called in messages."""

    source: str
    stored: np.ndarray


def load_photograph(path: str | Path) -> Photograph:
    """Open a photograph and turn it upright. Raises `InputError`: not there, no picture, too large, without colour,
    or HEIC where the extra `photos` is not installed.
    """
    needed("photographs", "photo", "PIL", "skimage")
    from PIL import Image, ImageOps

    try:
        with open(path, "rb") as file:
            heic = is_heic(file.read(HEAD_BYTES))
        if heic and not read_heic_too():
            raise _mistake(path, "the format of a telephone (HEIC)", KINDS, needs_extra(EXTRA))
        with Image.open(path) as opened:
            if opened.width * opened.height > LARGEST_MEGAPIXELS * 1_000_000:
                raise _mistake(
                    path,
                    f"{opened.width} x {opened.height} pixels",
                    f"at most {LARGEST_MEGAPIXELS} megapixels",
                )
            if opened.mode not in ("RGB", "RGBA", "P", "CMYK", "YCbCr"):
                raise _mistake(path, f"a picture of kind {opened.mode}", KINDS)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except FileNotFoundError:
        raise _mistake(path, "nothing there", "the path of a photograph") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _mistake(path, f"no picture that can be read ({type(error).__name__})", KINDS) from None
    return Photograph(str(path), np.asarray(picture, np.float32) / 255)


def photograph_of(picture: Any, source: str) -> Photograph:
    """A photograph from an array (row, column, 3) of bytes or of sRGB 0-1, or from a path."""
    if isinstance(picture, Photograph):
        return picture
    if isinstance(picture, str | Path):
        return load_photograph(picture)
    array = np.asarray(picture)
    if array.ndim != 3 or array.shape[2] != 3 or array.dtype.kind not in "uf":
        raise _mistake(
            source, f"an array of shape {array.shape}, {array.dtype}", "a path, or an array (row, column, 3)"
        )
    stored = array.astype(np.float32) / (255 if array.dtype.kind == "u" else 1)
    if not np.isfinite(stored).all() or stored.min() < 0 or stored.max() > 1:
        raise _mistake(source, "numbers outside", "bytes 0-255, or numbers 0-1")
    return Photograph(source, stored)


def _mistake(path: object, found: str, allowed: str, hint: str = "") -> InputError:
    return InputError(str(path), [Mistake("photograph", found, allowed, hint)])
