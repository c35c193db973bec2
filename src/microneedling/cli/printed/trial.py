"""The printed answer of `trial`: each arm, the comparison, how many people such a trial needs. Without arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...phrases import NOT_FOR, fixed
from ..text import blocks, table, wrapped

if TYPE_CHECKING:
    from ...trials.trial_file import Trial

MEANING = (
    "Each virtual trial has numbers and raters of its own; its people differ. So the share of virtual trials that "
    "succeed is what planners call assurance: it carries what the model does not know. Power at the middle effect "
    "leaves that out and is nearly always more hopeful."
)


def trial_text(answer: Mapping[str, Any], trial: Trial, found: Sequence[Mapping[str, Any]] | None) -> str:
    """Arms, comparison, planning, what the people were, what it cost."""
    parts = [
        list(_head(answer, trial)),
        list(_arms(answer)),
        list(_comparison(answer, trial)),
        list(_planning(answer)),
        list(_known(answer)),
    ]
    if found is not None:
        parts.append(list(_rows(found)))
    parts.append(wrapped(NOT_FOR))
    return blocks(parts)


def _head(answer: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    yield answer["title"]
    end = answer["endpoint"]
    over = f" over {trial.endpoint.over_percent:g} %" if trial.endpoint.over_percent is not None else ""
    yield f"Endpoint  {end['scale']}, {end['statistic']}{over}, day {end['day']}; {end['better']} is better"


def _arms(answer: Mapping[str, Any]) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [("Arm", "people", "seen", "failed", "mean", "sd", "5 %", "median", "95 %")]
    for name, arm in answer["arms"].items():
        end, seen = arm["endpoint"], answer["summaries"][name]["seen"]
        quantiles = end["quantiles"]
        cells = (end["mean"], end["sd"], quantiles["0.05"], quantiles["0.5"], quantiles["0.95"])
        rows.append((name, str(arm["people"]), str(seen), str(arm["failed"]), *map(_shown, cells)))
    yield from table(rows)


def _shown(value: float | None) -> str:
    return "-" if value is None else fixed(value)


def _comparison(answer: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    found, aim = answer["comparison"], answer["aim"]
    first, second = aim["compare"]
    yield f"{first} minus {second}: {_shown(found['difference'])}"
    if found["ci95"]:
        low, high = found["ci95"]
        size = answer["people_per_trial_arm"]
        yield f"  95 % of trials with {size} people an arm would report {fixed(low)} .. {fixed(high)}"
    if found["power"] is not None:
        margin = f", margin {aim['margin']:g}" if aim["margin"] else ""
        plan = answer["planning"]
        error = f" (+- {100 * plan['power_mc_error']:.1f} by chance of the simulation)" if plan else ""
        yield f"  {aim['kind']}{margin}: {100 * found['power']:.0f} % of virtual trials succeed{error}"
    if answer["within_person_correlation"] is not None:
        yield f"  correlation between the sides of one person: {answer['within_person_correlation']:.2f}"


def _planning(answer: Mapping[str, Any]) -> Iterator[str]:
    plan = answer["planning"]
    if plan is None:
        yield "Too few virtual trials to plan by: take more --people."
        return
    rows = [("People an arm, to reach", "power: analysed", "enrolled", "assurance: analysed", "enrolled")]
    for goal, needed in plan["sample_size"].items():
        cells = []
        for kind in ("power", "assurance"):
            there = needed[kind]
            cells += ["-", "-"] if there is None else [str(there["analysed"]), str(there["enrolled"])]
        rows.append((f"  {goal}", *cells))
    yield from table(rows)
    if plan["assurance_ceiling"] < 0.005:
        yield "As the model sees it, no number of people makes such a trial succeed."
    elif plan["assurance_ceiling"] < 0.995:
        yield f"However many take part, assurance stays under {100 * plan['assurance_ceiling']:.0f} %."
    yield from wrapped(MEANING, "")


def _known(answer: Mapping[str, Any]) -> Iterator[str]:
    cohort = answer["cohort"]
    ages = cohort["marginals"]["age_year_mean"]
    yield (
        f"People from a {cohort['from']}: {100 * cohort['acceptance']:.0f} % accepted, effective sample "
        f"{cohort['effective_sample_size']:.0f}, age {ages['got']:g} (asked {ages['asked']:g})"
    )
    for item in answer["failures"]:
        yield f"Failed: person {item['person']}, {item['arm']}: {item['reason']}"
    memory = answer["peak_memory_mb"]
    cost = "" if memory is None else f", {memory:.0f} MB at most"
    yield f"{answer['people_per_second']:.0f} people a second{cost}; result {answer['result_hash'][:16]}"
    yield f"seed {answer['seed']}, model number {answer['model_number']}"


def _rows(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "(no rows)"
        return
    names = list(found[0])
    yield from table([tuple(names), *(tuple(str(row[name]) for name in names) for row in found)])
