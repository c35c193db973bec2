"""The printed answer of `predict`: what a study would report, what the biology says, what was assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...phrases import NOT_FOR, fixed
from ...studies.readings import HIGHER, READINGS
from ...validation.reading_words import reading_words, when_words
from ...validation.result import ReadingFacts
from ..text import blocks, table, wrapped

REPORTED = (
    "Reported: as a new study would report it, with raters of its own and the chance of who takes part. "
    "Biology: the same without raters and without that chance. Ranges hold the middle 50 % and 80 % of the draws."
)
PRIORS_ONLY = (
    "No published result has been used: these are the ranges of the registry before any calibration."
)


def prediction_text(answer: Mapping[str, Any], draws: int, seed: int) -> str:
    """A table for each reading, then what was taken where the file was silent."""
    parts = [[answer["title"]]]
    parts += [list(_reading_lines(item)) for item in answer["readings"]]
    parts.append(list(_known_lines(answer, draws, seed)))
    parts.append(wrapped(NOT_FOR))
    return blocks(parts)


def _reading_lines(item: Mapping[str, Any]) -> Iterator[str]:
    kind = READINGS[item["scale"]]
    facts = ReadingFacts.from_json({**item, "label": kind.label})
    when = when_words(facts) if kind.timed else ""
    judge = "" if item["rater"] == "instrument" else f"judged by {_rater(item['rater'])}"
    words = (reading_words(facts), when, judge)
    unit = "" if item["unit"] in ("", "1") else f" ({item['unit']})"
    yield ", ".join(word for word in words if word) + unit
    rows = [("", "median", "50 %", "80 %")]
    rows += [
        (name, *_spread(made["quantiles"]))
        for name, made in (("  reported", item), ("  biology", item["without_study_effect"]))
    ]
    yield from table(rows)
    chance = item["probability_of_improvement"]
    if chance is not None:
        better = "higher" if _higher_is_better(item) else "lower"
        yield f"  chance that it reports an improvement ({better} is better): {100 * chance:.0f} %"


def _rater(word: str) -> str:
    return {"blinded": "a blinded rater", "investigator": "the investigator", "patient": "the patients"}[word]


def _higher_is_better(item: Mapping[str, Any]) -> bool:
    judged = item["statistic"] in ("mean improvement", "share improved")
    return judged or READINGS[item["scale"]].direction == HIGHER


def _spread(quantiles: Mapping[str, float]) -> tuple[str, str, str]:
    low, quarter, middle, three, high = (
        fixed(quantiles[key]) for key in ("0.1", "0.25", "0.5", "0.75", "0.9")
    )
    return middle, f"{quarter} .. {three}", f"{low} .. {high}"


def _known_lines(answer: Mapping[str, Any], draws: int, seed: int) -> Iterator[str]:
    if answer["assumed"]:
        yield "Assumed, since the file does not say"
        for sentence in answer["assumed"]:
            yield from wrapped(f"  {sentence}", "    ")
        yield ""
    yield from wrapped(f"{REPORTED} {draws} draws, seed {seed}, model number {answer['model_number']}.", "")
    if not answer["calibrated"]:
        yield PRIORS_ONLY
