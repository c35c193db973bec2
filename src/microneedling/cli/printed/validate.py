"""The printed answers of `validate`: how predictions stood up, misses first; one study or bench table predicted now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...phrases import NOT_FOR, fixed
from ...validation.card import score_table
from ...validation.comparisons import FORECASTS, MODEL, chance_cells, finding_words
from ...validation.comparisons import misses_first as comparisons_misses_first
from ...validation.judged import JudgedReading, misses, misses_first
from ...validation.not_significant import WORDS as SHARE_WORDS
from ...validation.reading_words import (
    counted,
    largest_first,
    model_words,
    number_or_dash,
    observed_words,
    predicted_words,
    share,
    slope_words,
    unit_words,
    verdict_words,
    what_and_when,
)
from ...validation.result import Validation
from ..text import blocks as joined
from ..text import table, wrapped

if TYPE_CHECKING:
    from ...validation.bench.rows import JudgedRow
    from ...validation.bench.tables import BenchTable
    from ...validation.comparisons import WithinStudies
    from ...validation.not_significant import Shares
    from ...validation.validate import StudyValidation

READ = "Each: what was reported; what was predicted."
INTERVALS = "Predicted: median and 80 % interval of what a study would report."
MORE = (
    "One study computed again: microneedling validate --study ID; every study as a page: --report FILE; measurements "
    "on skin, channels and drugs: --bench"
)
SLOPE = "Slope of {} reported on {} predicted (1: sizes are told rightly, 0: not at all), with its 95 % interval: {}."
CONTRASTS = (
    "Each comparison of sides a and b, misses first: what was found; the chances that a is more, that none is found, "
    "that b is more; the ranked probability score of the model, of no difference, and of what other studies found."
)
NOT_SIGNIFICANT = "How often a result is not significant, foretold and found"
BENCH = (
    "Checked: the row set nothing in the model. Fitted: it helped to set a number or its range. Predicted: median and "
    "80 % interval of the priors, before any clinical study taught the model anything; with the scatter between "
    "studies and instruments."
)
COVERED = (
    "Do the intervals hold? Each source left out in turn, the scatter of its topic estimated from the others; rows "
    "inside 80 %, by topic"
)


def validation_text(found: Validation) -> str:
    """Coverage and scores by family, the plain verdict, every miss, what was not compared."""
    blocks = [
        list(_head(found)),
        ["Calibration studies, each predicted by all others", *table(score_table(found.scored_rows()))],
        wrapped(found.plain_verdict()),
        list(_slope_lines(found)),
        list(_within_lines(found.within_studies)),
        list(_not_significant_lines(found.not_significant)),
        list(_miss_lines(found.readings)),
        list(_not_compared(found.not_compared)),
        list(_diagnostic_lines(found.diagnostics)),
        wrapped(MORE),
        wrapped(NOT_FOR),
    ]
    return joined(blocks)


def _head(found: Validation) -> Iterator[str]:
    readings = found.readings
    yield f"{len(readings)} published readings of {found.studies} studies beside what the model says of them"
    text = f"Judged with {model_words(found.model_number)}, {found.draws} draws. Contradicted: {counted(readings)}."
    if held_out := found.held_out:
        inside = held_out.coverage
        text += (
            f" Held-out studies ({held_out.readings} numbers): {share(inside['50'])} inside the 50 % intervals, "
            f"{share(inside['80'])} inside the 80 % intervals, sign right in {share(held_out.sign_agreement)}."
        )
    yield from wrapped(text)


def _slope_lines(found: Validation) -> Iterator[str]:
    """Whether larger predictions are followed by larger reports."""
    slope = slope_words(found.left_out.slope)
    if slope != "-":
        yield from wrapped(SLOPE.format("what was", "what was", slope))


def _within_lines(found: WithinStudies | None) -> Iterator[str]:
    """The verdict on comparisons within studies, then each with its three chances, misses first."""
    if found is None:
        return
    yield from wrapped(found.verdict())
    if (slope := slope_words(found.slope)) != "-":
        yield from wrapped(SLOPE.format("differences", "those", slope))
    yield from wrapped(CONTRASTS)
    for item in comparisons_misses_first(found.contrasts):
        miss = "MISS " if item.missed else ""
        told = f"  {miss}{item.id} {item.study}, {item.about}: {item.reading}; a {item.a}, b {item.b}"
        yield from wrapped(told, " " * 4)
        scores = ", ".join(f"{fixed(item.rps[name])}" for name in FORECASTS)
        chances = chance_cells(item.chances[MODEL])
        found_words = finding_words(item)
        yield from wrapped(f"    found {found_words}; chances {chances} %; scores {scores}", " " * 6)


def _not_significant_lines(found: Mapping[str, Shares]) -> Iterator[str]:
    """How often a result is no difference: foretold and found."""
    if found:
        yield NOT_SIGNIFICANT
    for name, item in found.items():
        yield from wrapped(f"  {SHARE_WORDS[name]}: {item.words()}", " " * 4)


def _miss_lines(readings: Sequence[JudgedReading]) -> Iterator[str]:
    yield f"Misses: {counted(readings)} readings"
    yield from wrapped(f"{READ} {INTERVALS}")
    yield from _rows(misses(readings))


def _rows(readings: Sequence[JudgedReading]) -> list[str]:
    """Two lines a reading: what it is; what was reported and predicted, and what came of it."""
    rows = []
    for item in readings:
        what = what_and_when(item.reading)
        rows += wrapped(f"  {item.id} {item.study}: {what} ({item.role})", " " * 4)
        made = f"{predicted_words(item)} {unit_words(item.reading)}".strip()
        rows += wrapped(f"    {observed_words(item)}; predicted {made}: {verdict_words(item)}", " " * 6)
    return rows or ["  none"]


def _not_compared(reasons: Mapping[str, int]) -> Iterator[str]:
    if not reasons:
        return
    told_of = ", ".join(f"{reason} {count}" for reason, count in largest_first(reasons))
    yield from wrapped(f"Rows not compared ({sum(reasons.values())}), and why: {told_of}.")


def _diagnostic_lines(found: Mapping[str, Any]) -> Iterator[str]:
    text = f"The draws: R-hat at most {number_or_dash(found.get('rhat_max'))}"
    text += f" ({number_or_dash(found.get('rhat_over_1_05'))} numbers over 1.05; "
    text += f"of what the arms show {number_or_dash(found.get('rhat_of_what_arms_show_max'))})"
    text += f", least effective sample {number_or_dash(found.get('ess_bulk_min'))}"
    text += f" (of what the arms show {number_or_dash(found.get('ess_of_what_arms_show_min'))})."
    yield from wrapped(text)


def study_text(found: StudyValidation) -> str:
    """Readings predicted now, misses first; beside them the shipped predictions that had not learnt from the study."""
    blocks = [[*wrapped(" ".join(found.references), "  "), *_titles(found.readings)]]
    blocks.append([*wrapped(f"{READ} {INTERVALS}"), *_rows(misses_first(found.readings))])
    if found.taught:
        why = (
            "The lines above use draws that have learnt from this study; those below, as shipped, have not, "
            "and only they say how good the model is."
        )
        blocks.append([*wrapped(why), *_rows(misses_first(found.shipped))])
    blocks.append(wrapped(NOT_FOR))
    return joined(blocks)


def _titles(readings: Sequence[JudgedReading]) -> list[str]:
    arms = dict.fromkeys((item.arm, item.title) for item in readings)
    return [f"  {arm}: {title}" for arm, title in arms]


def bench_text(tables: Sequence[BenchTable]) -> str:
    """A line for each table, then every row that was judged, misses first; one table alone with all its rows."""
    whole = len(tables) == 1
    blocks = [[line for item in tables for line in wrapped(item.summary(), "  ")], wrapped(BENCH)]
    for item in tables:
        rows = item.rows if whole else [row for row in item.rows if row.predicted is not None]
        blocks.append([item.title, *(line for row in rows for line in _bench_row(row))])
    blocks.append(list(_covered([row for item in tables for row in item.rows])))
    blocks.append(wrapped(NOT_FOR))
    return joined(blocks)


def _covered(rows: Sequence[JudgedRow]) -> Iterator[str]:
    """Coverage of every topic with rows among these."""
    from ...validation.bench.coverage import coverage

    lines = [line for line in coverage(rows) if line.inside is not None]
    if lines:
        yield from wrapped(COVERED)
    for line in lines:
        told = f"{share(line.inside)} of {line.rows} rows, {line.sources} sources: {line.verdict}"
        yield from wrapped(f"  {line.title}: {told}", " " * 4)


def _bench_row(row: JudgedRow) -> list[str]:
    told = f"{row.observed}; predicted {row.predicted_words}" if row.predicted else row.observed
    note = f" ({row.note})" if row.note else ""
    verdict = " ".join(filter(None, (row.verdict, row.role)))
    return wrapped(f"  {row.row} {verdict}: {row.quantity}: {told}{note}", " " * 4)
