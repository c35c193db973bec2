"""Where sources disagree: what each says, in a number where it gives one, and how it was seen. Data of the rules.

Each stands in `docs/practice.md` under the anchor that its rule names; `key` is its entry in `sources.bib`, empty where
the source was not recorded. Nothing is merged into one number: a finding shows all of them and their range.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..findings import Said, Seen

WEEK, MONTH, YEAR = 7, 30, 365  # days
_OLD = "not recorded which"

ISOTRETINOIN = (
    Said("no delay, little evidence for any", "Indian task force 2017", "read", "mysore2017", 0, "d"),
    Said("not during use", "SkinPen label as a clinic quotes it", "second-hand", "eliteclinic", 0, "d"),
    Said("6 months after", "a clinic's list", "second-hand", "kichi", 6 * MONTH, "d"),
    Said(
        "6 months for smoothing",
        "US text of the drug as quoted",
        "second-hand",
        "projectlead",
        6 * MONTH,
        "d",
    ),
    Said("12 months after", "exclusion of the sham-controlled trial", "read", "alam2014", YEAR, "d"),
    Said("12 months after", "a clinic's list", "second-hand", "sisu", YEAR, "d"),
)
FILLER = (
    Said("2 weeks before and after", "a clinic's page on care", "second-hand", "browsofjoy", 2 * WEEK, "d"),
    Said("4 weeks", "an answer of a surgeon", "second-hand", "feau", 4 * WEEK, "d"),
    Said("6 months", "a clinic's page", "second-hand", "osei22derm", 6 * MONTH, "d"),
    Said("6 months", f"exclusion of trials, {_OLD}", "read", "", 6 * MONTH, "d"),
    Said("12 months", "a clinic's list", "second-hand", "balancedayspa", YEAR, "d"),
)
TOXIN = (
    Said("2 weeks", "a clinic's page on care", "second-hand", "browsofjoy", 2 * WEEK, "d"),
    Said("3 months", "a clinic's list", "second-hand", "balancedayspa", 3 * MONTH, "d"),
)
ANTICOAGULANTS = (
    Said("barred", "a clinic's page on care", "second-hand", "browsofjoy"),
    Said("barred, low-dose aspirin too", "a clinic's list", "second-hand", "balancedayspa"),
    Said("with a doctor's approval", "a clinic's list", "second-hand", "kichi"),
    Said("with a doctor's approval", "a clinic's list", "second-hand", "sisu"),
)
DIABETES = (
    Said("ask a doctor", "a clinic's page on care", "second-hand", "browsofjoy"),
    Said("only if uncontrolled", "a clinic's list", "second-hand", "sisu"),
    Said("only if uncontrolled", "a clinic's list", "second-hand", "balancedayspa"),
)
SCAR_AGE = (
    Said(
        "first at 6 to 16 weeks, earlier better",
        "trial of fresh surgical scars",
        "read",
        "claytor2022",
        6 * WEEK,
        "d",
    ),
    Said("6 weeks to 6 months with approval", "a clinic's list", "second-hand", "sisu", 6 * WEEK, "d"),
    Said("not under 6 months", "a clinic's page", "second-hand", "osei22derm", 6 * MONTH, "d"),
    Said("not under 12 months", "a clinic's list", "second-hand", "balancedayspa", YEAR, "d"),
)
# Rule of a delay -> days that its source waits, where that is one number and stands in the rule's own words.
WAITS = {"H07": MONTH, "H08": WEEK, "H11": 6 * MONTH}
_VENDOR, _TEXTS = f"a vendor's guide, {_OLD}", f"dermatologists' texts, {_OLD}"


def _mm(low: float, high: float, source: str, seen: Seen, key: str = "") -> Said:
    words = f"{low:g} to {high:g} mm" if low < high else f"{high:g} mm"
    return Said(words, source, seen, key, high, "mm")


def _poland(depth_mm: float, zone: str = "") -> Said:
    return _mm(depth_mm, depth_mm, f"split-face protocol, Poland 2025{zone}", "read", "cosmetics2025")


# Zone -> set depths by source; the number of each is its highest. A zone that is not here: no source seen names it.
DEPTH: dict[str, tuple[Said, ...]] = {
    "forehead": (
        _poland(0.3),
        _mm(0.25, 0.5, _VENDOR, "second-hand"),
        _mm(0.5, 1.0, "Alster and Graham", "memory", "alster"),
    ),
    "nose": (_mm(0.5, 1.0, "Alster and Graham", "memory", "alster"),),
    "periorbital": (
        _poland(0.2),
        _mm(0.25, 0.5, _VENDOR, "second-hand"),
        _mm(0.5, 0.5, f"a dermatology protocol, {_OLD}", "read"),
        _mm(0.5, 1.0, "Alster and Graham", "memory", "alster"),
    ),
    "cheek": (
        _poland(0.5),
        _mm(0.5, 1.0, _VENDOR, "second-hand"),
        _mm(1.5, 3.0, _TEXTS, "memory"),
    ),
    "perioral": (
        _poland(0.25, ", lips"),
        _mm(0.25, 0.5, _VENDOR, "second-hand"),
        _mm(0.5, 1.5, f"a clinic, {_OLD}", "second-hand"),
        _mm(1.5, 3.0, _TEXTS, "memory"),
    ),
    "jawline": (_poland(0.25), _mm(0.5, 1.0, _VENDOR, "second-hand")),
    "chin": (_poland(0.5), _mm(0.5, 1.0, _VENDOR, "second-hand")),
}


def range_words(said: Iterable[Said]) -> str:
    """The lowest and highest value that sources give: `14 to 365 d`; empty where none gives a number."""
    values = [item for item in said if item.value is not None]
    if not values:
        return ""
    low, high = (edge(item.value or 0.0 for item in values) for edge in (min, max))
    return f"{low:g} to {high:g} {values[0].unit}" if low < high else f"{high:g} {values[0].unit}"
