"""Words that records share with course files: zones and concerns, in their usual spelling."""

from __future__ import annotations

from typing import get_args

from ...errors import InputError, Mistake, did_you_mean
from ...skin.concern import Kind
from ...skin.sites import SITE_ALIASES, Site, site_word

ZONES = get_args(Site)
CONCERNS = get_args(Kind)
PHOTOTYPES = ("I", "II", "III", "IV", "V", "VI")


def zone_of(word: str, where: str = "zone") -> str:
    """A zone in its usual word (`cheeks`: `cheek`); raises `InputError` for one that the model does not know."""
    found = str(site_word(word.strip().lower()))
    if found not in ZONES:
        raise InputError(where, [_unknown(where, word, (*ZONES, *SITE_ALIASES), ZONES)])
    return found


def concern_of(word: str, where: str = "concern") -> str:
    """A concern in its usual word; raises `InputError` for one that the model does not know."""
    found = word.strip().lower()
    if found not in CONCERNS:
        raise InputError(where, [_unknown(where, word, CONCERNS, CONCERNS)])
    return found


def number_of(typed: str | float, where: str) -> float:
    """A number as people type it, with a comma or a point; raises `InputError` for what is none."""
    text = str(typed).strip().replace("\u2212", "-")
    try:
        if text.count(",") + text.count(".") > 1:
            raise ValueError
        value = float(text.replace(",", "."))
        if value != value or abs(value) == float("inf") or "_" in text:
            raise ValueError
    except ValueError:
        mistake = Mistake(where, f'"{text[:40]}"', "a number such as 1,5 or 1.5")
        raise InputError(where, [mistake]) from None
    return value


def _unknown(where: str, word: str, known: tuple[str, ...], allowed: tuple[str, ...]) -> Mistake:
    return Mistake(where, f'"{word[:40]}"', " | ".join(allowed), did_you_mean(word, known))
