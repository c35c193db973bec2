"""Sentences in another language: only where one is spoken, with its numbers, and English again afterwards."""

from __future__ import annotations

import pytest

from microneedling.phrases import chance_words, number, signed, with_unit
from microneedling.speech import gettext, ngettext, spoken

KNOWN = {"grades": "Stufen", "about %(n)d in 10": "etwa %(n)d von 10"}


class Other:
    """A language of a few words."""

    def one(self, words: str) -> str:
        return KNOWN.get(words, words)

    def many(self, one: str, many: str, count: int) -> str:
        return f"[{one if count == 1 else many}]"

    def decimal(self) -> str:
        return ","


def test_without_a_language_all_stays_as_it_is_written():
    assert (gettext("grades"), ngettext("one", "many", 2)) == ("grades", "many")
    assert (signed(0.5), number(25_600, 3), with_unit("0.5", "grades")) == ("+0.5", "25,600", "0.5 grades")


def test_what_is_spoken_is_spoken_until_its_end():
    with spoken(Other()):
        assert (signed(0.5), number(25_600, 3)) == ("+0,5", "25.600")
        assert with_unit("0,5", "grade") == "0,5 Stufen"
        assert chance_words(0.6) == "etwa 6 von 10"
        assert ngettext("one", "many", 1) == "[one]"
        assert gettext("unknown to it") == "unknown to it"
    assert (signed(0.5), chance_words(0.6)) == ("+0.5", "about 6 in 10")


def test_it_ends_with_an_error_too():
    with pytest.raises(ValueError, match="within"), spoken(Other()):
        raise ValueError("within")
    assert number(0.5) == "0.5"
