"""The phrasebook of terminal, pages and figures: numbers, intervals, chances and days as a person would say them.

Loads without the array library.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from .speech import digits as as_spoken
from .speech import gettext as _
from .units import DAYS_A_YEAR

MINUS = "−"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SCIENTIFIC_BELOW = 0.001
NOT_FOR = (
    "NOT A MEDICAL DEVICE. For education, research and consultation support; never for diagnosis or for "
    "deciding on a treatment. Check with your board what you may do."
)
DESPITE_STOP, TRIAL_DESPITE_STOP = "FORECAST DESPITE A STOP", "TRIAL DESPITE A STOP"
NUMBER_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

# Names that the simulation uses, in the words of the clinic.
CLOCK_WORDS = {
    "cytokine_peak_h": ("Alarm signals peak", "h"),
    "neutrophil_peak_d": ("Neutrophils peak", "d"),
    "sealed_90_percent_d": ("Channels sealed by a plug", "d"),
    "reepithelialised_d": ("Channels closed by new skin", "d"),
    "barrier_90_percent_d": ("Nine tenths closed by new skin", "d"),
    "macrophage_peak_d": ("Macrophages peak", "d"),
    "fibroblast_peak_d": ("Fibroblasts peak", "d"),
    "collagen3_peak_d": ("Collagen III peaks", "d"),
    "collagen1_new_peak_d": ("New collagen I peaks", "d"),
}
# Outcomes called by their instrument -> what it is that changes, where the instrument is named beside it.
PLAIN_NAMES = {
    "roughness Ra": "roughness",
    "melanin index": "pigment",
    "stratum corneum hydration": "moisture",
    "transepidermal water loss": "water loss",
    "Cutometer R2": "elasticity",
    "Cutometer R7": "elastic recovery",
}
INSTRUMENT_NAMES = {"r2": "Cutometer R2", "r7": "Cutometer R7", "tewl": "TEWL", "roughness": "roughness Ra"}
# Outcome families in the order in which readers see them.
FAMILIES = {
    "acne_scar": "Acne scars",
    "other_scar": "Other scars",
    "striae": "Stretch marks",
    "fine_lines": "Fine lines and wrinkles",
    "texture": "Texture and pores",
    "firmness": "Firmness",
    "rejuvenation": "The whole impression",
    "tone": "Even tone",
    "melasma": "Melasma and dark marks",
    "instrument": "Instruments on skin",
    "event": "What follows a session",
    "clock": "Clocks of healing",
}
GRADE_WORDS = {
    "measured": "measured in people or tissue",
    "derived": "calculated from other numbers",
    "calibrated": "fitted to published results",
    "elicited": "judged by experts",
    "assumed": "no source: a guess within a stated range",
}


def family_name(family: str) -> str:
    """The name of an outcome family as a reader sees it."""
    return FAMILIES.get(family, family.replace("_", " ").capitalize())


def number(value: float, digits: int = 2) -> str:
    """`digits` significant digits without exponents or trailing zeros, and a real minus sign."""
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    short = f"{round(value, places):,.{max(places, 0)}f}"
    if "." in short:
        short = short.rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else as_spoken(short.replace("-", MINUS))


def amount(value: float, digits: int = 2) -> str:
    """As `number`; below 0.001, where zeros would have to be counted, with a power of ten: `2.8×10⁻⁸`."""
    if value is None or not math.isfinite(value) or value == 0 or abs(value) >= SCIENTIFIC_BELOW:
        return number(value, digits)
    stem, power = f"{value:.{digits - 1}e}".split("e")
    stem = stem.rstrip("0").rstrip(".") if "." in stem else stem
    return f"{stem}×10{str(int(power)).translate(RAISED)}".replace("-", MINUS)


def fixed(value: float) -> str:
    """Digits by size, for columns of a terminal: `0.25`, `12.5`, `130`; zero without a sign."""
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
    return "0" if float(text) == 0 else text


def signed(value: float, digits: int = 2) -> str:
    """As `number`, with a plus before what is above zero."""
    short = number(value, digits)
    return f"+{short}" if value is not None and math.isfinite(value) and value > 0 and short != "0" else short


def percent_change(share: float) -> str:
    """A relative change in whole percent, tenths below one: `+12 %`, `+0.4 %`, `no change`."""
    percent = 100 * share
    short = signed(round(percent, 0 if abs(percent) >= 1 else 1), 3)
    return "no change" if short == "0" else f"{short} %"


SIGNS = {"um": "µm", "g/m2/h": "g/m²/h"}  # units as files write them -> as people do


def with_unit(written: str, unit: str) -> str:
    """`5 %`, `0.7 grades`, `11 g/m²/h`, `20 µm`."""
    if not unit:
        return written
    one = written.lstrip(f"+{MINUS}") == "1"
    unit = SIGNS.get(unit, unit)
    return f"{written} {_(unit if one else {'grade': 'grades', 'category': 'categories'}.get(unit, unit))}"


def plural(count: int, noun: str) -> str:
    """A count with its noun: `one pass`, `three sessions`, `14 days`, `two studies`."""
    word = NUMBER_WORDS[count] if 0 <= count < len(NUMBER_WORDS) else str(count)
    if noun.endswith("y") and noun[-2] not in "aeiou" and count != 1:
        return f"{word} {noun[:-1]}ies"
    ending = "" if count == 1 else "es" if noun.endswith("s") else "s"
    return f"{word} {noun}{ending}"


def listed(items: Iterable[object]) -> str:
    """Items in a sentence: `a`, `a and b`, `a, b and c`."""
    *first, last = map(str, items)
    return f"{', '.join(first)} and {last}" if first else last


def span(low: float, high: float, unit: str = "", sign: bool = False) -> str:
    """An interval in words: `0.3 to 1.2 days`."""
    write = signed if sign else number
    first, second = write(low), write(high)
    return with_unit(first if first == second else f"{first} to {second}", unit)


def interval(item: Mapping[str, float], scale: float = 1, write: Callable[[float], str] = fixed) -> str:
    """`median [low .. high]` of a median with its 80 % interval (keys median, low80, high80); the median alone where
    there is no interval or it has no width, as of one draw."""
    if None in (item["low80"], item["high80"]) or item["low80"] == item["median"] == item["high80"]:
        return write(item["median"] * scale)
    middle, low, high = (write(item[key] * scale) for key in ("median", "low80", "high80"))
    return f"{middle} [{low} .. {high}]"


def grade_counts(counts: Mapping[str, int]) -> str:
    """Numbers by grade of evidence with their shares: `1 measured (25%), 3 assumed (75%)`."""
    total = sum(counts.values())
    return ", ".join(f"{count} {grade} ({count / total:.0%})" for grade, count in counts.items() if count)


def day_words(day: float) -> str:
    """A time after the first session in its natural unit."""
    if day < 1.5 / 24:
        return f"{number(day * 24 * 60)} min"
    if day < 1:
        return f"{number(day * 24)} h"
    if day < 22:
        return f"day {number(day)}"
    if day < 100:
        return f"week {number(day / 7)}"
    if day < 360:
        return f"month {number(day / (DAYS_A_YEAR / 12))}"
    return f"{number(day / DAYS_A_YEAR)} year{'s' if day > 400 else ''}"


class Overridden(Protocol):
    """What a banner needs of a finding of the safety screen."""

    @property
    def rule(self) -> str:
        """Name of the rule."""
        ...

    @property
    def reason(self) -> str:
        """Why it says stop."""
        ...


def overridden_words(findings: Iterable[Overridden]) -> str:
    """The banner above an answer that was asked for despite a stop; empty where nothing was overridden."""
    return despite_stop_words(DESPITE_STOP, [f"{item.rule} ({item.reason})" for item in findings])


def despite_stop_words(head: str, told: Sequence[str]) -> str:
    """The banner with a head of its own, such as that of a trial; empty where nothing was overridden."""
    return f"{head}: {'; '.join(told)}. The safety screen says: do not needle." if told else ""


def chance_words(chance: float) -> str:
    """A probability as natural frequency, never as a promise: even the sure ends keep a remainder."""
    if chance is None or not math.isfinite(chance):
        return _("not known")
    if chance < 0.05:
        return _("fewer than 1 in 20")
    if chance > 0.95:
        return _("more than 19 in 20")
    return _("about %(n)d in 10") % {"n": min(max(round(chance * 10), 1), 9)}


def percent_words(share: float, of: int | None = None) -> str:
    """A share in percent; a dash where there is none.

    A mean of chances may truly be very small: `below 0.1 %`. A share that was counted `of` so many draws may not: where
    none or all of them agree, it says what so many can tell, `fewer than 1 in 64` or `more than 63 in 64`.
    """
    percent = share * 100
    if not math.isfinite(percent):
        return "–"
    if of is not None and not 0.5 <= share * of <= of - 0.5:
        few, most = _("fewer than 1 in %(of)d"), _("more than %(n)d in %(of)d")
        return (few if share * of < 0.5 else most) % {"of": of, "n": of - 1}
    if percent < 0.1:
        return "below 0.1 %"
    return f"{number(percent)} %"


def surface_words(share: float) -> str:
    """A share of the surface in percent; above the whole of it channels overlap, and no number is told."""
    return "more than the whole" if share > 1 else percent_words(share)


def unit_words(unit: str) -> str:
    """A unit as printed: none for pure numbers."""
    if unit in ("", "1", "relative", "ratio"):
        return ""
    return {**SIGNS, "d": "days", "h": "hours"}.get(unit, unit)


def sentence(words: str) -> str:
    """The first letter large and a full stop at the end."""
    words = words.strip()
    return words if not words else words[0].upper() + words[1:] + ("" if words[-1] in ".!?" else ".")
