"""Sentences of the simulator in the language of the page that shows them."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.formats import get_format
from django.utils.translation import gettext, ngettext

from ....speech import spoken


class OfPage:
    """The language of the page, its catalogue and its decimal sign."""

    def one(self, words: str) -> str:
        """A sentence."""
        return gettext(words)

    def many(self, one: str, many: str, count: int) -> str:
        """A sentence that counts."""
        return ngettext(one, many, count)

    def decimal(self) -> str:
        """The sign between whole numbers and parts of them."""
        return get_format("DECIMAL_SEPARATOR")


def speaking() -> AbstractContextManager[None]:
    """What the simulator says here is said in the language of the page."""
    return spoken(OfPage())
