"""The language in which sentences are told: English as it is written, or that of whoever reads a page.

Sentences that a page shares with terminal and report are marked by `gettext` and `ngettext`, whose places are named:
`_("by day %(n)s") % {"n": "12"}`. They stay as they are written unless a language is `spoken`. Answers that are kept
and files for programs are English always: nothing is spoken where they are made. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Language(Protocol):
    """Another language: its sentence for an English one, and its decimal sign."""

    def one(self, words: str) -> str:
        """A sentence."""
        ...

    def many(self, one: str, many: str, count: int) -> str:
        """A sentence that counts."""
        ...

    def decimal(self) -> str:
        """The sign between whole numbers and parts of them."""
        ...


_language: ContextVar[Language | None] = ContextVar("language", default=None)
SWAPPED = str.maketrans(".,", ",.")


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Sentences and numbers in a language, here and in what is called from here."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def gettext(words: str) -> str:
    """A sentence in the language that is spoken, as it is written where none is."""
    language = _language.get()
    return words if language is None or not words else language.one(words)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for a count, in the language that is spoken."""
    language = _language.get()
    return (one if count == 1 else many) if language is None else language.many(one, many, count)


def digits(written: str) -> str:
    """A number as the language that is spoken writes it: 1,234.5 with another decimal sign is 1.234,5."""
    language = _language.get()
    return written if language is None or language.decimal() == "." else written.translate(SWAPPED)
