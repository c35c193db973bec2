"""The printed answer of `evidence FILE`: which numbers make a forecast's spread, what would narrow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...phrases import NOT_FOR, fixed, grade_counts, overridden_words
from ..text import blocks, table, wrapped
from ..text import width as columns

if TYPE_CHECKING:
    from ...sensitivity.evidence_for import Evidence
    from ...sensitivity.identify import Identification
    from ...sensitivity.one_number import OneNumber
    from ...sensitivity.ranking import Ranked, Ranking
    from ...sensitivity.screening import Sensitivity

SHARE = (
    "Share: the part of each outcome's variance over the draws that a number makes by itself, averaged over "
    "the outcomes that answer the concern. The rest is what numbers do together, and what so few draws cannot resolve."
)
READING = (
    "Expected loss of variance if that one reading of this person were taken, its own error included (in brackets: "
    "the same without the straight line). Readings that would help by no more than chance are not named."
)


INDENT, MOST_SOURCES = " " * 13, 5


def evidence_text(evidence: Evidence) -> str:
    """The ranked table, the readings that would narrow each outcome, and the screenings there are."""
    ranking, title = evidence.ranking, evidence.forecast.course.title
    return blocks(
        [
            wrapped(overridden_words(evidence.forecast.overridden)),
            [title, *wrapped(_grades(evidence.forecast.manifest))],
            [*_number_lines(ranking), *wrapped(SHARE)],
            [*_reading_lines(ranking), *wrapped(READING)],
            _learnt_lines(ranking.identification),
            *(_screening_lines(item) for item in evidence.screenings),
            wrapped(NOT_FOR),
        ]
    )


def _grades(manifest: dict[str, Any]) -> str:
    grades = manifest["numbers_by_grade"]
    return (
        f"The forecast rests on {sum(grades.values())} numbers: {grade_counts(grades)}. "
        f"{manifest['draws']} draws of them, seed {manifest['seed']}."
    )


def _number_lines(ranking: Ranking) -> Iterator[str]:
    what = ", ".join(name.replace("_", " ") for name in ranking.asked) or "the forecast"
    yield from wrapped(
        f"Numbers that make the spread of {what} on day {ranking.day:g}, the concern asked about"
    )
    if not ranking.numbers:
        yield "  none stands out"
        return
    width = max(len(row.entry.key) for row in ranking.numbers)
    for place, row in enumerate(ranking.numbers, 1):
        entry, most = row.entry, f"most in {row.outcome} ({row.share_there:.0%})"
        line = f"{place:>3}  {row.share:>6.1%}  {entry.key:<{width}}  {entry.grade:<10}  {most}"
        yield from [line] if len(line) <= columns() else wrapped(" ".join(line.split()), INDENT)
        yield from wrapped(f"{INDENT}{entry.about}. Source: {_few(row.source)}.{_learnt(row)}", INDENT)
        narrowed = row.advice if row.narrowed_by else "no reading of this person"
        yield from wrapped(f"{INDENT}Would be narrowed by: {narrowed}.", INDENT)


def _few(sources: str) -> str:
    """The first sources of a list, and how many others there are."""
    named = sources.split(", ")
    more = len(named) - MOST_SOURCES
    return sources if more < 2 else f"{', '.join(named[:MOST_SOURCES])} and {more} others"


def _learnt(row: Ranked) -> str:
    return "" if row.contraction is None else f" Data took {row.contraction:.0%} off its prior's width."


def _reading_lines(ranking: Ranking) -> list[str]:
    rows = [("The reading that would narrow each outcome most", "how", "variance", "")]
    for item in sorted(ranking.spreads, key=lambda spread: spread.outcome not in ranking.asked):
        readings = ranking.readings_of(item.outcome)
        for place, reading in enumerate(readings[:2]):
            name, candidate = f"{item.outcome}: " if place == 0 else "  or ", reading.candidate
            loss, check = f"-{reading.share:.0%}", f"({-reading.check:.0%})"
            rows.append((f"{name}{candidate.title}", candidate.how, loss, check))
        if not readings:
            rows.append((f"{item.outcome}: none by more than chance", "", "", ""))
    return table(rows)


def _learnt_lines(learnt: Identification | None) -> Iterator[str]:
    """What the calibration taught: numbers by themselves, numbers only together, the rest."""
    if learnt is None:
        return
    counts = f"{len(learnt.learnt)} of {len(learnt.numbers)} numbers"
    yield from wrapped(f"Published data narrowed {counts} by at least a tenth of their prior's width.")
    if together := [item.key for item in learnt.numbers if item.only_together]:
        yield from wrapped(f"Known only together with others: {', '.join(together)}.", "  ")
    for item in learnt.combinations[:5]:
        if parts := ", ".join(f"{key} ({loading:+.2f})" for key, loading in item.parts):
            yield from wrapped(f"Known to {item.width:.0%} of the prior's width: {parts}", "  ")


def _screening_lines(screening: Sensitivity) -> list[str]:
    sobol = screening.method == "sobol"
    left = f", {screening.left_out} blocks of runs left out" if screening.left_out else ""
    what = "Sobol shares of the leaders, all other numbers nominal" if sobol else "Morris screening"
    head = f"{what}: {len(screening.keys)} numbers, {screening.runs} runs{left}"
    rows = [
        ("Outcome", f"numbers that move it most ({'total/first share' if sobol else 'mu*/sigma'})"),
    ]
    for name in screening.outcomes():
        for place, item in enumerate(screening.strongest(name, 3)):
            text = f"{item.key} {fixed(item.size)}/{fixed(item.other)} (error {fixed(item.error)})"
            rows.append((name if place == 0 else "", text))
    overall = ", ".join(f"{key} {weight:.2f}" for key, weight in screening.overall())
    return [head, *wrapped(f"Overall, 1 = strongest everywhere: {overall}", "  "), *table(rows)]


def moved_text(found: OneNumber) -> str:
    """What one number moves in a course, the most first."""
    if not found.moved:
        why = "it is fixed, or made from others" if found.used else "no answer of this course reads it"
        return f"It moves nothing in {found.title}: {why}."
    low, high = found.range or (0.0, 0.0)
    ends = f"change with the number at {low:g}, as it is, at {high:g}"
    head = f"{found.title}, day {found.day:g}, all else nominal: {ends}"
    rows = [("outcome", "at low", "nominal", "at high", "unit", "of the smallest detectable change")]
    rows += [
        (
            item.label,
            fixed(item.at_low),
            fixed(item.nominal),
            fixed(item.at_high),
            item.unit,
            f"{item.share:.0%}",
        )
        for item in found.moved
    ]
    return "\n".join([*wrapped(head), *table(rows)])
