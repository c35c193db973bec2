"""Which signs the bytes of a table stand for: told by a mark, found by trial, or asked for; never guessed in silence.

UTF-8 is known when it holds: other bytes hardly ever do. What is not UTF-8 is tried as Windows-1252, the code page of
Western Europe, in which nearly all bytes are some sign; so what comes out must look like words of those languages.
Where it does not, the file is refused, and the words are shown as each code page reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ....errors import InputError, Mistake, did_you_mean

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What may be named -> in words. Order of the code pages that are shown where trial does not decide.
KNOWN = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252, Western Europe",
    "cp1250": "Windows-1250, Central Europe",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "cp1255": "Windows-1255, Hebrew",
    "cp1256": "Windows-1256, Arabic",
    "cp1257": "Windows-1257, Baltic",
    "cp850": "DOS 850, Western Europe",
    "mac_roman": "Macintosh",
}
NO_TABLES = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"\x1f\x8b", "a packed file"),
    (b"SQLite format 3", "a database"),
)
LETTERS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒŠŽàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžßðþÐÞªº")
SIGNS = frozenset("\u00a0€‚„…†‘’“”•–—™¡«»¿·°±²³µ¼½¾×§©®´¨£¥\u00ad")
ALIEN_INSIDE = re.compile(r"[^\W\d_][\u00a1-\u00bf€†•™¥£§×÷ƒ‡ˆ‰¦¬¯¶¸¢¤˜](?=[^\W\d_])")
TOO_MANY = re.compile(r"[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]{3,}")
ALONE = re.compile(r"(?<!\w)[\u00c0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]{2,}(?!\w)")
TURNED = re.compile(r"[a-zà-öø-ÿ][À-ÖØ-ÞŠŒŽŸ](?![A-ZÀ-ÖØ-Þ])")
TWICE = re.compile(r"[ÂÃÄÅ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")
WORD = re.compile(r"[^\s;,|\"]*[^\x00-\x7f][^\s;,|\"]*")
SHOWN = 8


@dataclass(frozen=True)
class Decoded:
    """The text, the encoding it was read in, how that was known, and words with signs beyond ASCII to look at."""

    text: str
    encoding: str
    how: str
    words: tuple[str, ...]
    warning: str = ""


def decoded(data: bytes, named: str = "", source: str = "the table") -> Decoded:
    """The text of a table's bytes, in the encoding that was `named` or that is found.

    Raises `InputError` for bytes that are no text in it, and where trial does not decide.
    """
    if not data.strip(b"\r\n \t\xef\xbb\xbf\xff\xfe\x00"):
        raise InputError(source, [Mistake("file", "an empty file", "a table with a line of column names")])
    if what := next((word for start, word in NO_TABLES if data.startswith(start)), ""):
        raise _no_table(source, what)
    if named:
        return _named(data, named, source)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _told(_strictly(data, encoding, source), encoding.removesuffix("-sig"), "said by its mark")
    if b"\0" in data[:4000]:
        return _without_mark(data, source)
    try:
        return _told(data.decode("utf-8"), "utf-8", "its bytes are UTF-8 throughout")
    except UnicodeDecodeError:
        return _by_trial(data, source)


def _no_table(source: str, what: str) -> InputError:
    hint = "Open it in the program that made it, and save the table as CSV UTF-8."
    return InputError(source, [Mistake("file", f"{what}, no table of text", "a CSV file", hint)])


def _named(data: bytes, named: str, source: str) -> Decoded:
    word = named.strip().lower().replace("windows-", "cp").replace("utf8", "utf-8").replace("utf16", "utf-16")
    if word not in KNOWN:
        raise InputError(
            source, [Mistake("--encoding", f'"{named[:20]}"', " | ".join(KNOWN), did_you_mean(word, KNOWN))]
        )
    encoding = "utf-8-sig" if word == "utf-8" else word
    if word == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return _without_mark(data, source)
    return _told(_strictly(data, encoding, source), word, "as was said")


def _without_mark(data: bytes, source: str) -> Decoded:
    """UTF-16 whose mark is missing: the zeros of plain letters lie at odd or at even places."""
    odd, even = data[1:4000:2].count(0), data[:4000:2].count(0)
    encoding = "utf-16-le" if odd >= even else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _no_table(source, "bytes of another kind") from None
    return _told(text, encoding, "found by its zeros, for it bears no mark")


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"bytes in line {line} that are no text in {encoding.removesuffix('-sig')}"
        hint = "Save the table as CSV UTF-8, or name its encoding with --encoding."
        raise InputError(source, [Mistake("file", found, "text", hint)]) from None


def _by_trial(data: bytes, source: str) -> Decoded:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and looks_western(text):
        return _told(text, "cp1252", "found by trial: no UTF-8, and Windows-1252 makes words of it")
    lines = data.splitlines()
    shown = b"\n".join(line for line in lines if any(byte > 127 for byte in line))[:4000]
    mistakes = []
    for encoding, words in KNOWN.items():
        if encoding.startswith("utf"):
            continue
        reads = WORD.findall(shown.decode(encoding, "replace"))[:4]
        mistakes.append(Mistake(f"--encoding {encoding}", ", ".join(reads), f"if these are right ({words})"))
    raise InputError(f"{source}: which code page it was saved in does not show; name it", mistakes)


def looks_western(text: str) -> bool:
    """Whether a text read as Windows-1252 holds only what Western European tables hold."""
    beyond = {sign for sign in text if sign > "\x7f"}
    odd = any(shape.search(text) for shape in (ALIEN_INSIDE, TOO_MANY, ALONE, TURNED))
    return beyond <= LETTERS | SIGNS and not odd


def _told(text: str, encoding: str, how: str) -> Decoded:
    words = list(dict.fromkeys(word for word in WORD.findall(text[:2_000_000])))[: SHOWN + 1]
    shown = tuple(word.strip("'\ufeff") for word in words[:SHOWN])
    warning = ""
    if found := TWICE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        warning = f'line {line} holds "{text[found.start() : found.end()]}", as text that was read wrongly once before'
    return Decoded(text.removeprefix("\ufeff"), encoding, how, shown, warning)
