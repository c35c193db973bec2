"""Judged readings in words that the terminal, the page and the docs share. Loads without NumPy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .. import MODEL_NUMBER
from ..phrases import FAMILIES, fixed
from . import judged
from .judged import MODEL, REFERENCES, JudgedReading, ReadingFacts, Scores
from .verdicts import Verdict

DIRECTIONS = {"improved": "improved", "no_difference": "no difference", "worse": "worse"}
BEATS_ALL, AHEAD_BY_CHANCE = "beats all", "scores better than all, by no more than chance"


def share(value: float | None) -> str:
    """A share in whole percent; a dash where there is none."""
    return "-" if value is None else f"{100 * value:.0f} %"


def number_or_dash(value: float | None) -> str:
    """A number with three digits at most; a dash where there is none."""
    return "-" if value is None else fixed(value)


def verdict_words(item: JudgedReading) -> str:
    """Where the report lies: inside which interval, or on which side of it."""
    if item.kind == "value":
        if item.inside and item.inside["50"]:
            return "inside 50 %"
        side = "above" if item.numbers[0] > item.median else "below"
        return f"{side} the 80 % interval" if item.missed else "inside 80 %"
    if item.kind == "band":
        return "outside the 80 % interval" if item.missed else "meets the 80 % interval"
    if item.observed == "no_difference":
        return "zero outside the 80 % interval" if item.missed else "zero inside 80 %"
    if item.verdict == Verdict.NOT_JUDGED:
        return str(Verdict.NOT_JUDGED)
    return "wrong direction" if item.missed else "right direction"


def observed_words(item: JudgedReading) -> str:
    """What was reported: a number, a band, or a word."""
    if isinstance(item.observed, str):
        return DIRECTIONS.get(item.observed, item.observed)
    return " .. ".join(map(fixed, item.numbers))


def predicted_words(item: JudgedReading) -> str:
    """Median and 80 % interval of what a study would report."""
    return f"{fixed(item.median)} [{fixed(item.low)} .. {fixed(item.high)}]"


def residual_words(item: JudgedReading) -> str:
    """How far the report lies from the predicted median, with its sign; a dash for a direction."""
    return "-" if item.residual is None else f"{'+' if item.residual > 0 else ''}{fixed(item.residual)}"


def slope_words(slope: Mapping[str, float | None]) -> str:
    """`0.68 [0.44 .. 0.84]`: observed on predicted, with its 95 % interval; a dash where too few studies."""
    return interval_words({"mean": slope.get("value"), **slope})


def interval_words(found: Mapping[str, float | None]) -> str:
    """`-1.2 [-2.0 .. -0.4]` of a mean with its 95 % interval; the mean alone where too few studies, a dash for none."""
    mean, low, high = (found.get(key) for key in ("mean", "low", "high"))
    if mean is None:
        return "-"
    return fixed(mean) if low is None or high is None else f"{fixed(mean)} [{fixed(low)} .. {fixed(high)}]"


def unit_words(reading: ReadingFacts) -> str:
    """The unit; nothing where the number has none."""
    return "" if reading.unit in ("", "1") else reading.unit


def statistic_words(reading: ReadingFacts) -> str:
    """The statistic with its limit: `share improved by more than 50 %`; nothing for a plain level."""
    if reading.statistic == "mean":
        return ""
    over = reading.over_percent
    return reading.statistic + (f" by more than {over:g} %" if over is not None else "")


def part_words(reading: ReadingFacts) -> str:
    """The part that was read: `rolling scars`; nothing where all of it was."""
    return f"{reading.part} scars" if reading.part else ""


def reading_words(reading: ReadingFacts) -> str:
    """Label, statistic and part of one reading."""
    words = (reading.label, statistic_words(reading), part_words(reading))
    return ", ".join(word for word in words if word)


def when_words(reading: ReadingFacts) -> str:
    """`day 150`, `at 6 h`; nothing for what needs no day."""
    if not reading.day:
        return ""
    return f"at {fixed(24 * reading.day)} h" if reading.day < 1 else f"day {reading.day:g}"


def what_and_when(reading: ReadingFacts) -> str:
    """Label, statistic, part and day of one reading."""
    return ", ".join(word for word in (reading_words(reading), when_words(reading)) if word)


def by_family(readings: Iterable[JudgedReading]) -> dict[str, list[JudgedReading]]:
    """Readings by outcome family, families in the order of `FAMILIES`."""
    return judged.by_family(readings, tuple(FAMILIES))


def standing(scores: Scores) -> str:
    """Whether the model beats every reference forecast on these readings, said plainly."""
    if scores.crps.get(MODEL) is None:
        return "no numbers to judge"
    lost = [REFERENCES[key] for key in scores.not_beaten]
    if lost:
        return f"does NOT beat {' or '.join(lost)}"
    highest = [item.get("high") for item in scores.difference.values()]
    return AHEAD_BY_CHANCE if any(high is not None and high >= 0 for high in highest) else BEATS_ALL


def difference_words(scores: Scores) -> str:
    """Whether the difference from the family mean is more than chance between studies; nothing where not computed."""
    found = scores.difference.get("family_mean", {})
    low, high = found.get("low"), found.get("high")
    if low is None or high is None:
        return ""
    sure = "more than chance" if low > 0 or high < 0 else "no more than chance"
    return (
        f"Its difference from the mean of the outcome family, one vote a study, is {fixed(found['mean'] or 0.0)} "
        f"[95 % {fixed(low)} .. {fixed(high)}]: {sure}."
    )


def counted(readings: Sequence[JudgedReading]) -> str:
    """How many of the readings contradict their prediction: `18 of 124`."""
    return f"{len(judged.misses(readings))} of {len(readings)}"


def largest_first(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    """Reasons with their counts, the most frequent first, then by name."""
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))


def model_words(judged_with: int) -> str:
    """The model number that the readings were judged with, and this program's own where it has moved on."""
    since = (
        ""
        if judged_with == MODEL_NUMBER
        else f" (this program has {MODEL_NUMBER}; the changelog says what moved)"
    )
    return f"model number {judged_with}{since}"
