"""Phototype by questions about what sun does to the skin; nothing is asked about where somebody comes from.

The six types are defined by burning and tanning (docs/practice.md). Two answers seldom agree to the letter: what they
leave open is said, and who looks at the skin decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BURNS: dict[str, tuple[object, tuple[str, ...]]] = {
    "always": (gettext_lazy("Red and sore every time, often with blisters or peeling"), ("I",)),
    "usually": (gettext_lazy("Red and sore most times"), ("I", "II")),
    "sometimes": (gettext_lazy("Sometimes a little red"), ("II", "III")),
    "rarely": (gettext_lazy("Hardly ever red"), ("IV",)),
    "very rarely": (gettext_lazy("Almost never red"), ("V",)),
    "never": (gettext_lazy("Never red"), ("VI",)),
}
TANS: dict[str, tuple[object, tuple[str, ...]]] = {
    "never": (gettext_lazy("No darker than before; freckles at most"), ("I",)),
    "little": (gettext_lazy("A little darker, after weeks"), ("II",)),
    "evenly": (gettext_lazy("Clearly darker, evenly"), ("III",)),
    "easily": (gettext_lazy("Much darker, quickly"), ("IV", "V")),
    "always": (gettext_lazy("It is dark all year round and becomes darker still"), ("V", "VI")),
}
MARKS: dict[str, object] = {
    "never": gettext_lazy("No, spots and scratches heal without a mark"),
    "sometimes": gettext_lazy("Sometimes, gone within weeks"),
    "often": gettext_lazy("Often, for months"),
    "unknown": gettext_lazy("I do not know"),
}
TYPES = ("I", "II", "III", "IV", "V", "VI")


@dataclass(frozen=True)
class Suggested:
    """The types that the answers leave, and whether both answers agree on them."""

    types: tuple[str, ...]
    agree: bool

    def words(self) -> str:
        """As a page says it."""
        found = _(" or ").join(self.types)
        if self.agree and len(self.types) == 1:
            return _("The answers point to type %(types)s.") % {"types": found}
        if self.agree:
            return _("The answers leave type %(types)s: look at skin that sees no sun.") % {"types": found}
        words = _(
            "The two answers do not agree (type %(types)s): ask again, and look at skin that sees no sun."
        )
        return words % {"types": found}


def suggested(burns: str, tans: str) -> Suggested:
    """The types that two answers point to: what both allow; where nothing is in both, all from the one to the other.

    >>> suggested("usually", "little").types, suggested("always", "easily").agree
    (('II',), False)
    """
    first, second = BURNS[burns][1], TANS[tans][1]
    both = tuple(kind for kind in TYPES if kind in first and kind in second)
    if both:
        return Suggested(both, True)
    places = sorted(TYPES.index(kind) for kind in (*first, *second))
    between = TYPES[places[0] : places[-1] + 1]
    return Suggested(between, len(between) == 2)
