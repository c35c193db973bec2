"""Forecasts in plain words: short sentences from median, interval and chance. They never promise."""

from __future__ import annotations

# Conventions of wording, not numbers of the model.
UNLIKELY, EVEN, LIKELY = 0.2, 0.4, 0.7
FRACTIONS = ((0.3, "a quarter of a"), (0.6, "half a"), (0.85, "three quarters of a"), (1.25, "one"))
PLURAL = {"grade": "grades", "category": "categories"}


def amount(size: float, unit: str) -> str:
    """How much, as a person would say it: `about half a grade`, `about 12 points`, `about 8 %`."""
    size = abs(size)
    if unit in PLURAL:
        if size < 0.15:
            return f"less than a quarter of a {unit}"
        for limit, text in FRACTIONS:
            if size < limit:
                return f"about {text} {unit}"
        return f"about {_short(round(size * 2) / 2)} {PLURAL[unit]}"
    return f"about {_short(size)} {'' if unit == 'ratio' else unit}".rstrip()


def chance(share: float) -> str:
    """A chance in natural frequencies, open at both ends: nothing is certain."""
    tenths = round(share * 10)
    if tenths == 0:
        return "fewer than 1 in 10 such people"
    if tenths >= 10:
        return "more than 9 in 10 such people"
    return f"about {tenths} in 10 such people"


def forecast(median: float, low: float, high: float, share: float, unit: str, better: int) -> str:
    """One or two sentences on a change; `better` is +1 where a rise is better, -1 where a fall is."""
    gain, span = better * median, sorted((better * low, better * high))
    would = f"{chance(share)} would get a change large enough to notice"
    if share < UNLIKELY:
        if span[0] < 0 and abs(span[0]) > abs(span[1]):
            return f"No visible improvement likely, and it may read worse for a time; {would}."
        return f"No visible change likely; {would}."
    head = f"{amount(gain, unit)} {'better' if gain > 0 else 'worse'}"
    how = "likely" if share >= LIKELY else "possible" if share >= EVEN else "possible but less likely than not"
    return f"{head[0].upper()}{head[1:]} at the middle of the range: a noticeable change is {how}; {would}. {_range(span, unit)}"


def without_direction(median: float, low: float, high: float, unit: str) -> str:
    """For readings that follow healing and are neither better nor worse."""
    way = "above" if median > 0 else "below"
    return f"{amount(median, unit)} {way} the start (four in five people between {_signed(low)} and {_signed(high)} {unit})."


def _range(span: list[float], unit: str) -> str:
    low, high = span
    worst = f"{amount(low, unit)} worse" if low < 0 else f"{amount(low, unit)} better"
    best = f"{amount(high, unit)} better" if high > 0 else f"{amount(high, unit)} worse"
    return f"Four in five people lie between {worst} and {best}."


def _short(number: float) -> str:
    return f"{number:.2g}" if abs(number) < 100 else f"{number:.0f}"


def _signed(number: float) -> str:
    return f"{number:+.2g}"
