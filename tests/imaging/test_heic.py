"""The format of telephones: read by `photo` as by the clinic where the optional library is there, else told."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageFile, JpegImagePlugin

from microneedling import InputError
from microneedling.clinic.records.pictures import cleaned
from microneedling.imaging.photograph import load_photograph

HEAD = b"\0\0\0\x18ftypheic" + bytes(12)


class Wrapped(ImageFile.ImageFile):
    """What stands for a picture in HEIC here: a JPEG behind the first bytes of one."""

    format = "HEIF"

    def _open(self) -> None:
        assert self.fp is not None
        whole = io.BytesIO(self.fp.read()[len(HEAD) :])
        inner = JpegImagePlugin.JpegImageFile(whole)
        self._size, self._mode, self.tile = inner.size, inner.mode, []
        inner.load()
        self.im = inner.im

    def load(self):
        return self.im.pixel_access(self.readonly)


def register() -> None:
    """What the library does: an opener more for pictures."""
    Image.register_open("HEIF", Wrapped, lambda prefix: prefix[4:12] == b"ftypheic")


@pytest.fixture
def with_library(monkeypatch):
    """The library found at run time; its opener is taken away again."""
    Image.init()
    before = dict(Image.OPEN), list(Image.ID)
    monkeypatch.setitem(sys.modules, "pi_heif", SimpleNamespace(register_heif_opener=register))
    yield
    Image.OPEN, Image.ID = before


@pytest.fixture
def telephone(tmp_path):
    """A photograph as a telephone writes it."""
    written = io.BytesIO()
    Image.new("RGB", (40, 30), (210, 160, 150)).save(written, "JPEG")
    path = tmp_path / "skin.heic"
    path.write_bytes(HEAD + written.getvalue())
    return path


@pytest.mark.usefixtures("with_library")
def test_a_telephones_photograph_is_read(telephone):
    found = load_photograph(telephone)
    assert found.stored.shape == (30, 40, 3)
    assert np.allclose(found.stored.mean(axis=(0, 1)) * 255, (210, 160, 150), atol=3)
    raw = telephone.read_bytes()
    kept = cleaned(io.BytesIO(raw), len(raw))
    assert (kept.width, kept.height) == (40, 30)


def test_without_the_library_it_names_what_reads_it(telephone, monkeypatch):
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(
        InputError, match=r"found the format of a telephone \(HEIC\).*microneedling\[photos\]"
    ):
        load_photograph(telephone)
