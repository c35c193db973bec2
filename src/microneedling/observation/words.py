"""Forecasts in plain words: short sentences from median, interval and chance. They never promise."""

from __future__ import annotations

from bisect import bisect_right

from ..phrases import chance_words, unit_words
from ..speech import digits
from ..speech import gettext as _

# Conventions of wording, not numbers of the model.
UNLIKELY, EVEN, LIKELY = 0.2, 0.4, 0.7
NOTHING = 0.005  # half of the last digit that tables show
FRACTIONS = (0.15, 0.3, 0.6, 0.85, 1.25)  # of a grade: below each its own words
PLURAL = {"grade": "grades", "category": "categories"}


def amount(size: float, unit: str) -> str:
    """How much, as a person would say it: `about half a grade`, `about 12 points`, `about 8 %`."""
    size = abs(size)
    if unit not in PLURAL:
        return (_("about %(size)s %(unit)s") % {"size": _short(size), "unit": _(unit_words(unit))}).rstrip()
    if size >= FRACTIONS[-1]:
        size = round(size * 2) / 2
        return _("about %(size)s %(unit)s") % {"size": _short(size), "unit": _(PLURAL[unit])}
    few = _("less than a quarter of a %(unit)s"), _("about a quarter of a %(unit)s")
    told = (
        *few,
        _("about half a %(unit)s"),
        _("about three quarters of a %(unit)s"),
        _("about one %(unit)s"),
    )
    return told[bisect_right(FRACTIONS, size)] % {"unit": _(unit)}


def forecast(
    median: float, low: float, high: float, share: float, unit: str, better: int, measured: bool = False
) -> str:
    """A change in two sentences; `better` is +1 where a rise is better, -1 where a fall is.

    What is `measured` by an instrument is not seen: then the chance is that of a change beyond its error.
    """
    gain, (worst, best) = better * median, sorted((better * low, better * high))
    what = "would show more than the instrument's error" if measured else "would see a difference"
    noticed = f"{chance_words(share)} such people {what}"
    share = round(10 * share) / 10  # as told beside it: the same figure gets the same word
    if share < UNLIKELY:
        head = (
            "No visible improvement likely, and a setback is possible"
            if setback(low, high, better)
            else "No visible change likely"
        )
        return f"{head}: {noticed}."
    how = "likely" if share >= LIKELY else "possible" if share >= EVEN else "possible, more likely not"
    head = _way(gain, unit)
    span = f" ({_range(worst, best, unit)})" if low != high else ""  # one draw has no range
    return f"{head[0].upper()}{head[1:]}{span}. Noticeable: {how}; {noticed}."


def setback(low: float, high: float, better: int) -> bool:
    """Whether the worse end of a range lies beyond no change, and farther from it than the better end; what would
    print as 0 is no change."""
    worst, best = sorted((better * low, better * high))
    return worst < -NOTHING and -worst > best


def without_direction(median: float, low: float, high: float, unit: str) -> str:
    """For readings that follow healing and are neither better nor worse."""
    span = (
        f"80 % range {_signed(low)} to {_signed(high)} {unit_words(unit)}"
        if low != high
        else f"{_signed(median)} {unit_words(unit)}"
    )
    if round(abs(median)) == 0:
        return f"As before ({span})."
    return f"{amount(median, unit).capitalize()} {'above' if median > 0 else 'below'} the start ({span})."


def _way(gain: float, unit: str) -> str:
    return f"{amount(gain, unit)} {'better' if gain >= 0 else 'worse'}"


def _range(worst: float, best: float, unit: str) -> str:
    """In numbers: half grades would make its ends and the middle one."""
    many = PLURAL.get(unit, unit_words(unit))
    if worst < 0 < best:
        return f"80 % range: {_short(-worst)} {many} worse to {_short(best)} {many} better".replace("  ", " ")
    near, far = sorted((abs(worst), abs(best)))
    return f"80 % range: {_short(near)} to {_short(far)} {many} {'better' if best > 0 else 'worse'}".replace(
        "  ", " "
    )


def _short(number: float) -> str:
    return digits(f"{number:.2g}" if abs(number) < 100 else f"{number:.0f}")


def _signed(number: float) -> str:
    return f"{number:+.2g}"
