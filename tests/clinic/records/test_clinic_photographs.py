"""Pictures: turned, stripped, limited; what is none is refused; a lost or changed one is told."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from helpers.clinic.people import a_client, consented
from microneedling.clinic.records import pictures
from microneedling.clinic.records.models import Photograph
from microneedling.clinic.records.pictures import cleaned
from microneedling.clinic.records.services import photographs
from microneedling.clinic.wholeness import whole
from microneedling.errors import CannotWrite, InputError

GPS, ORIENTATION = 0x8825, 0x0112


def photo(kind: str = "JPEG", **more) -> bytes:
    written = io.BytesIO()
    image = Image.new("RGB", (60, 40), (210, 160, 150))
    image.paste((0, 0, 0), (0, 0, 20, 20))  # a mark in the upper left
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # lies on its side
    exif[0x010F] = "SECRET CAMERA"
    exif.get_ifd(GPS)[1] = "N"
    image.save(written, kind, exif=exif, **more)
    return written.getvalue()


def clean(data: bytes):
    return cleaned(io.BytesIO(data), len(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_and_stripped(kind):
    raw = photo(kind)
    found = clean(raw)
    image = Image.open(io.BytesIO(found.data))
    assert (found.width, found.height) == image.size == (40, 60)
    assert image.getpixel((35, 5)) < (60, 60, 60)  # the mark is now in the upper right
    assert not image.getexif()
    assert b"SECRET" in raw
    assert b"SECRET" not in found.data
    assert found.original_sha256 == hashlib.sha256(raw).hexdigest()
    assert found.sha256 == hashlib.sha256(found.data).hexdigest()


def test_what_hangs_behind_a_picture_is_left_behind():
    assert b"<script>" not in clean(photo() + b"<script>alert(1)</script>").data


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that says that it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


REFUSED = {
    "text": b"hello",
    "page": b"<html><body>x</body></html>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "cut off": photo()[:-200],
    "bomb": bomb(),
    "less of a bomb": bomb(9000, 8000),
    "empty": b"",
    "tiff": b"II*\0\x08\0\0\0\0\0",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_refused(what):
    with pytest.raises(InputError):
        clean(REFUSED[what])


def test_size_is_limited_whatever_was_said(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 1000)
    data = photo() + b"\0" * 2000
    for said in (len(data), 10):
        with pytest.raises(InputError, match="MB"):
            cleaned(io.BytesIO(data), said)


def test_a_large_picture_is_made_smaller(monkeypatch):
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 30)
    assert (clean(photo()).width, clean(photo()).height) == (20, 30)


def test_a_telephones_format_names_what_reads_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pi_heif", None)
    with pytest.raises(InputError, match=r"microneedling\[photos\]"):
        clean(b"\0\0\0\x18ftypheic" + b"\0" * 100)


@pytest.fixture
def kept(owner):
    client = a_client(owner)
    consented(owner, client)
    data = photo()
    return photographs.add_photograph(
        actor=owner, client=client.pk, zone="cheek", upload=io.BytesIO(data), size=len(data)
    )


def test_a_photograph_lies_under_a_name_that_says_nothing_for_its_owner_alone(kept):
    path = photographs.path_of(kept)
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(kept.client_id) not in path.name
    assert hashlib.sha256(photographs.picture_of(kept)).hexdigest() == kept.sha256
    assert whole().faults == ()


def test_a_changed_or_lost_picture_is_told(kept):
    path = photographs.path_of(kept)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"\0")
    with pytest.raises(CannotWrite, match="not the one"):
        photographs.picture_of(kept)
    assert any("not the one" in fault for fault in whole().faults)
    path.unlink()
    assert any("cannot be read" in fault for fault in whole().faults)


def test_a_full_disc_leaves_no_record(owner, monkeypatch):
    client = a_client(owner)
    consented(owner, client)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(photographs.os, "fsync", full)
    data = photo()
    with pytest.raises(CannotWrite, match="No space"):
        photographs.add_photograph(
            actor=owner, client=client.pk, zone="cheek", upload=io.BytesIO(data), size=len(data)
        )
    assert not Photograph.objects.exists()
    assert not list(photographs.home().photographs.glob("*.part"))


def test_files_that_no_record_names_are_found(kept):
    lost = photographs.home().photographs / "left.jpg"
    lost.write_bytes(b"x")
    assert lost in photographs.left_behind()
    assert photographs.path_of(kept) not in photographs.left_behind()
    lost.unlink()
