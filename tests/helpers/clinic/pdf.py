"""The words on each page of a PDF as Chromium writes it: glyph numbers, and the maps beside them that give letters."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)endobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def texts_of_pages(pdf: bytes) -> list[str]:
    """The text of every page, in the order of pages; letters of fonts without a map are left out."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b(?!s)", body)]
    return [_text(page, objects) for page in pages]


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _text(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = {
        name: _letters(objects[int(number)], objects)
        for name, number in re.findall(rb"/(F\d+)\s+(\d+) 0 R", _resources(page, objects))
    }
    contents = re.search(rb"/Contents\s+(\d+) 0 R", page)
    assert contents is not None
    said, font = [], {}
    token = rb"/(F\d+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f\s]+)>"
    for name, shown in re.findall(token, _stream(objects[int(contents[1])])):
        if name:
            font = fonts.get(name, {})
            continue
        digits = re.sub(rb"\s", b"", shown).decode()
        said += [font.get(int(digits[at : at + 4], 16), "") for at in range(0, len(digits), 4)]
    return "".join(said)


def _resources(page: bytes, objects: dict[int, bytes]) -> bytes:
    apart = re.search(rb"/Resources\s+(\d+) 0 R", page)
    return objects[int(apart[1])] if apart else page


def _letters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """Glyph number -> letters."""
    named = re.search(rb"/ToUnicode\s+(\d+) 0 R", font)
    if named is None:
        return {}
    written, found = _stream(objects[int(named[1])]).decode("latin-1"), {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", written, re.S):
        for glyph, letter in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", written, re.S):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letter, 16) + step)
    return found
