"""The printed answer of `trial`: each arm, the comparison, how many people such a trial needs. Without arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ... import MODEL_NUMBER
from ...phrases import NOT_FOR, TRIAL_DESPITE_STOP, despite_stop_words, fixed
from ...report.trial_words import (
    ceiling_words,
    difference_error_words,
    endpoint_words,
    power_words,
    size_cells,
    size_error_words,
)
from ..text import blocks, headed, table, wrapped
from .assumed import assumed_lines, without_effect_lines

if TYPE_CHECKING:
    from ...trials.result import Planning, TrialResult

MEANING = (
    "Each virtual trial has numbers and raters of its own; its people differ. So the share of virtual trials that "
    "succeed is what planners call assurance: it carries what the model does not know. Power at the middle effect "
    "leaves that out and is nearly always more hopeful."
)


def trial_text(result: TrialResult) -> str:
    """Arms, comparison, planning, what the people were, what it cost."""
    return blocks(
        [
            wrapped(despite_stop_words(TRIAL_DESPITE_STOP, result.overridden)),
            [*_head(result), "", *_comparison(result)],
            _arms(result),
            _planning(result.planning),
            assumed_lines(result.assumed),
            without_effect_lines(result.without_effect),
            _known(result),
            [] if result.rows is None else _rows(result.rows),
            wrapped(NOT_FOR),
        ]
    )


def _head(result: TrialResult) -> Iterator[str]:
    yield from headed(result.trial.title)
    told = f"Endpoint  {endpoint_words(result.trial)[0]}; {result.better} is better"
    yield from wrapped(told, " " * 10)


def _arms(result: TrialResult) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [("Arm", "people", "seen", "failed", "mean", "sd", "5 %", "median", "95 %")]
    for name, arm in result.arms.items():
        end = arm.endpoint
        cells = (end.mean, end.sd, *(end.quantiles[share] for share in ("0.05", "0.5", "0.95")))
        counts = (str(arm.people), str(arm.seen), str(arm.failed))
        rows.append((name, *counts, *map(_shown, cells)))
    yield from table(rows)


def _shown(value: float | None) -> str:
    return "-" if value is None else fixed(value)


def _comparison(result: TrialResult) -> Iterator[str]:
    found, aim = result.comparison, result.trial.aim
    first, second = aim.compare
    error = "" if found.difference is None else f" ({difference_error_words(result)})"
    yield from wrapped(f"{first} minus {second}: {_shown(found.difference)}{error}", "  ")
    if found.ci95:
        low, high = found.ci95
        size = result.people_per_trial_arm
        yield f"  95 % of trials with {size} people an arm would report {fixed(low)} .. {fixed(high)}"
    if found.power is not None:
        margin = f", margin {aim.margin:g}" if aim.margin else ""
        yield from wrapped(f"  {aim.kind}{margin}: {power_words(result)}", "    ")
    if result.within_person_correlation is not None:
        yield f"  correlation between the sides of one person: {result.within_person_correlation:.2f}"


def _planning(plan: Planning | None) -> Iterator[str]:
    if plan is None:
        yield "Too few virtual trials to plan by: take more --people."
        return
    rows = [("People an arm, to reach", "power: analysed", "enrolled", "assurance: analysed", "enrolled")]
    for goal, needed in plan.sample_size.items():
        cells = []
        for there in (needed.power, needed.assurance):
            cells += ["-", "-"] if there is None else size_cells(there)
        rows.append((f"  {goal}", *cells))
    yield from table(rows)
    yield from wrapped(size_error_words(plan))
    yield from wrapped(ceiling_words(plan))
    yield from wrapped(MEANING)


def _known(result: TrialResult) -> Iterator[str]:
    cohort, cost = result.cohort, result.cost
    ages = cohort["marginals"]["age_year_mean"]
    yield from wrapped(
        f"People from a {cohort['from']}: {100 * cohort['acceptance']:.0f} % accepted, effective sample "
        f"{cohort['effective_sample_size']:.0f}, age {fixed(ages['got'])} (asked {fixed(ages['asked'])})"
    )
    for item in result.failures:
        yield f"Failed: person {item.person}, {item.arm}: {item.reason}"
    hash_ = f"result {result.result_hash[:16]}"
    if cost is None:
        yield hash_
    else:
        memory = "" if cost.peak_memory_mb is None else f", {cost.peak_memory_mb:.0f} MB at most"
        yield f"{cost.people_per_second:.0f} people a second{memory}; {hash_}"
    yield f"seed {result.seed}, model number {MODEL_NUMBER}"


def _rows(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "(no rows)"
        return
    names = list(found[0])
    yield from table([tuple(names), *(tuple(str(row[name]) for name in names) for row in found)])
