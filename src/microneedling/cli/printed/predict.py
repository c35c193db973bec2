"""The printed answer of `predict`: what a study would report, what the biology says, what was assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ... import MODEL_NUMBER
from ...observation.bench_scatter import scatter_key
from ...phrases import NOT_FOR, fixed
from ...studies.readings import HIGHER, READINGS
from ...validation.judged import ReadingFacts
from ...validation.reading_words import reading_words, when_words
from ..text import blocks, table, wrapped

if TYPE_CHECKING:
    from ...studies.predict import PredictedReading, Prediction

REPORTED = (
    "Reported: as a held-out study would report it, with raters of its own and the chance of who takes part. "
    "Biology: the same without raters and without that chance. Ranges hold the middle 50 % and 80 % of the draws. "
    "Past predictions: of studies that the model had not learnt from; score (CRPS): how far a whole prediction lay "
    "from what was reported, in percent of what could be gained, beside the plain mean of the other studies."
)
PRIORS_ONLY = (
    "No published result has been used: these are the ranges of the registry before any calibration."
)


ON_THE_BENCH = (
    "Set on bench rows at most, by no course of treatment: how it stands up to them by topic, microneedling validate "
    "--bench."
)
NEVER_INFORMED = "No published result of this kind has informed the numbers: it has never been tested."
RATERS = {"blinded": "a blinded rater", "investigator": "the investigator", "patient": "the patients"}


def prediction_text(prediction: Prediction) -> str:
    """A table for each reading, then what was taken where the file was silent."""
    readings = [list(_reading_lines(item)) for item in prediction.readings]
    return blocks([[prediction.study.title], *readings, _known_lines(prediction), wrapped(NOT_FOR)])


def _reading_lines(item: PredictedReading) -> Iterator[str]:
    told = item.to_json()
    kind = READINGS[item.reading.scale]
    facts = ReadingFacts.from_json({**told, "label": kind.label})
    when = when_words(facts) if kind.timed else ""
    judge = "" if item.reading.rater == "instrument" else f"judged by {RATERS[item.reading.rater]}"
    words = (reading_words(facts), when, judge)
    unit = "" if item.unit in ("", "1") else f" ({item.unit})"
    yield from wrapped(", ".join(word for word in words if word) + unit, "  ")
    rows = [("", "median", "50 %", "80 %")]
    rows += [
        (name, *_spread(quantiles["quantiles"]))
        for name, quantiles in (("  reported", told), ("  biology", told["without_study_effect"]))
    ]
    yield from table(rows)
    chance = item.probability_of_improvement
    if chance is not None:
        better = "higher" if _higher_is_better(item) else "lower"
        yield f"  chance that it reports an improvement ({better} is better): {_never_certain(chance)}"
    if not item.calibrated:
        bench = scatter_key(item.reading.scale) is not None
        yield from wrapped(f"  {ON_THE_BENCH if bench else NEVER_INFORMED}", "  ")
    yield from wrapped(f"  Past predictions. {item.record.words()}", "  ")


def _never_certain(chance: float) -> str:
    """A chance in whole per cent; so many draws cannot tell the ends from certainty."""
    if 0.01 <= chance <= 0.99:
        return f"{100 * chance:.0f} %"
    return "more than 99 %" if chance > 0.5 else "less than 1 %"


def _higher_is_better(item: PredictedReading) -> bool:
    judged = item.reading.statistic in ("mean improvement", "share improved")
    return judged or READINGS[item.reading.scale].direction == HIGHER


def _spread(quantiles: Mapping[str, float]) -> tuple[str, str, str]:
    low, quarter, middle, three, high = (
        fixed(quantiles[key]) for key in ("0.1", "0.25", "0.5", "0.75", "0.9")
    )
    return middle, f"{quarter} .. {three}", f"{low} .. {high}"


def _known_lines(prediction: Prediction) -> Iterator[str]:
    if prediction.assumed:
        yield "Assumed, since the file does not say"
        for sentence in map(str, prediction.assumed):
            yield from wrapped(f"  {sentence}", "    ")
        yield ""
    how = f"{prediction.draws} draws, seed {prediction.seed}, model number {MODEL_NUMBER}."
    yield from wrapped(f"{REPORTED} {how}")
    if not prediction.calibrated:
        yield PRIORS_ONLY
