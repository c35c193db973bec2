"""The registry of noise: each changes the bytes of a file, as a bad editor, a cut line or a stranger would."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[Any], Any]
LITERALS = (
    b"nan", b"inf", b"-inf", b"1e400", b"-0", b"0x1F", b"1_000", b"1979-05-27", b"07:32:00", b"true", b"''",
    b'"""a\nb"""',    b"[]", b"{}", b"1.", b"09", b"9" * 5000, b"[1, 'a']", b"1,5", b"",
)  # fmt: skip
BYTES = (
    b"\0",
    b"\xff",
    b"\xc3",
    b"\r",
    b"\n",
    b"[",
    b"]",
    b"{",
    b"=",
    b'"',
    b"#",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
)


def _lines(draw: Draw, data: bytes) -> tuple[list[bytes], int]:
    lines = data.split(b"\n")
    return lines, draw(st.integers(0, len(lines) - 1))


def line_dropped(draw: Draw, data: bytes) -> bytes:
    """A line is gone."""
    lines, at = _lines(draw, data)
    return b"\n".join(lines[:at] + lines[at + 1 :])


def line_twice(draw: Draw, data: bytes) -> bytes:
    """A line stands twice, or again elsewhere."""
    lines, at = _lines(draw, data)
    lines.insert(draw(st.integers(0, len(lines))), lines[at])
    return b"\n".join(lines)


def lines_swapped(draw: Draw, data: bytes) -> bytes:
    """Two lines change places."""
    lines, at = _lines(draw, data)
    other = draw(st.integers(0, len(lines) - 1))
    lines[at], lines[other] = lines[other], lines[at]
    return b"\n".join(lines)


def literal(draw: Draw, data: bytes) -> bytes:
    """Another way to write a value, or no way at all."""
    found = list(re.finditer(rb"(?<=[=,\[] )[^\s,\]}]+|(?<=[=,;])[0-9.]+", data))
    if not found:
        return data
    match = draw(st.sampled_from(found))
    return data[: match.start()] + draw(st.sampled_from(LITERALS)) + data[match.end() :]


def byte_changed(draw: Draw, data: bytes) -> bytes:
    """A byte is another one."""
    at = draw(st.integers(0, max(len(data) - 1, 0)))
    return data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :]


def byte_inserted(draw: Draw, data: bytes) -> bytes:
    """Something that parsers mind stands in between."""
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.sampled_from(BYTES)) + data[at:]


def cut(draw: Draw, data: bytes) -> bytes:
    """The file ends early, or a piece is missing."""
    at = draw(st.integers(0, len(data)))
    return data[:at] + (b"" if draw(st.booleans()) else data[at + draw(st.integers(0, 200)) :])


def encoded(draw: Draw, data: bytes) -> bytes:
    """Another encoding, or other ends of lines."""
    text = data.decode("utf-8", "replace")
    way = draw(st.sampled_from(("utf-16", "utf-8-sig", "latin-1", "\r\n", "\r")))
    return data.replace(b"\n", way.encode()) if way[0] == "\r" else text.encode(way, "replace")


NOISE: dict[str, Callable[[Draw, bytes], bytes]] = {
    one.__name__: one
    for one in (line_dropped, line_twice, lines_swapped, literal, byte_changed, byte_inserted, cut, encoded)
}
