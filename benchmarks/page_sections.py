"""The other sections of docs/performance.md, each from one results file; what a file lacks is said, not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .tables import markdown

MILLION_GOAL_MIN, MILLION_GOAL_MB, GRADIENT_GOAL = 20.0, 4096.0, 4.0
GRAPHICS = (
    "A kernel for a graphics processor is written and checked without one (`microneedling trial --kernel cuda`, "
    "docs/decisions/0011): it has never run on one yet, so the goal of a minute on one is neither tried nor met."
)
FALL = 0.9  # a batch curve counts as flat while no larger batch falls below this share of the best before it

Result = Mapping[str, Any]


def met(yes: bool) -> str:
    return "met" if yes else "**not met**"


def batch_curve(result: Result) -> Iterator[str]:
    people, rates = result["people"], result["people_per_second_per_core"]
    best, falls = 0.0, []
    for count, rate in zip(people, rates, strict=True):
        if rate < FALL * best:
            falls.append(f"{count:,}")
        best = max(best, rate)
    if words := result.get("what"):
        yield f"{words[0].upper()}{words[1:]}."
        yield ""
    verdict = met(not falls) + (f" (falls at {', '.join(falls)})" if falls else "")
    yield f"Goal: flat or rising from 1 to 100,000 people: {verdict}."
    yield ""
    yield "| people in one batch | people a second on one core |"
    yield "|---:|---:|"
    for count, rate in zip(people, rates, strict=True):
        yield f"| {count:,} | {rate:,.0f} |"


def million(result: Result) -> Iterator[str]:
    people, minutes = result["people"], result["minutes_for_million"]
    whole = people >= result.get("asked", 1_000_000)
    yield f"{result['what'][0].upper()}{result['what'][1:]}." if result.get("what") else "A virtual trial."
    yield ""
    if whole:
        yield f"{people:,} people took **{minutes:.1f} minutes** on {result['workers']} workers."
    else:
        yield (
            f"{people:,} people were run on {result['workers']} workers; at their pace a million would take "
            f"**{minutes:.1f} minutes** (extrapolated, not run whole)."
        )
    memory = result["peak_memory_mb"]
    yield (
        f"{result['people_per_second']:,.0f} people a second; at most {memory:,.0f} MB of memory. "
        f"Goal under {MILLION_GOAL_MIN:g} minutes: {met(minutes < MILLION_GOAL_MIN)}; "
        f"under {MILLION_GOAL_MB / 1024:g} GiB: {met(memory < MILLION_GOAL_MB)}."
    )
    yield GRAPHICS


def gradient(result: Result) -> Iterator[str]:
    if words := result.get("what"):
        yield f"{words[0].upper()}{words[1:]}."
        yield ""
    yield (
        f"All {result['parameters']} derivatives of one outcome cost **{result['ratio']:.2g} times** one forward run "
        f"({result['gradient_s'] * 1e3:.3g} ms against {result['forward_s'] * 1e3:.3g} ms). "
        f"Goal at most {GRADIENT_GOAL:g} times: {met(result['ratio'] <= GRADIENT_GOAL)}."
    )
    if result.get("ratio_batch"):
        batch = result["ratio_batch"]
        yield f"In a batch of draws: {batch:.2g} times (the same goal: {met(batch <= GRADIENT_GOAL)})."
    if result.get("worst_relative_difference") is not None:
        yield f"Largest relative difference from central differences: {result['worst_relative_difference']:.1e}."


def roofline(result: Result) -> Iterator[str]:
    if words := result.get("what"):
        yield f"{words[0].upper()}{words[1:]}."
        yield ""
    bandwidth = ", ".join(f"{name} {value:.3g} GB/s" for name, value in result["bandwidth_gb_s"].items())
    yield f"One core of this machine: peak {result['peak_gflops']:.3g} Gflop/s; {bandwidth}."
    if result.get("step_us") is not None:
        yield f"One step takes {result['step_us']:.3g} microseconds."
    if result.get("share_of_roofline") is not None:
        yield f"The whole step reaches **{result['share_of_roofline']:.0%}** of its roofline."
    yield ""
    yield "| part | share of the time | Gflop/s | bytes a flop | share of its roofline |"
    yield "|---|---:|---:|---:|---:|"
    for part in result["parts"]:
        cells = [
            part["name"],
            _cell(part.get("share_of_time"), ".0%"),
            _cell(part.get("gflops"), ".2f"),
            _cell(part.get("bytes_per_flop"), ".2f"),
            _cell(part.get("share_of_roofline"), ".0%"),
        ]
        yield f"| {' | '.join(cells)} |"
    if tried := result.get("tried"):
        yield ""
        yield "What was tried to get nearer:"
        yield ""
        yield from (f"- {item}" for item in tried)


def _cell(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def solver(result: Result) -> Iterator[str]:
    yield "| what | measured |"
    yield "|---|---:|"
    for row in result["rows"]:
        yield f"| {row['name']} | {row['value']:.3g} {row['unit']} |"


def commands(result: Result) -> Iterator[str]:
    yield "Wall time from process start unless *warm*; the same table stands in the README."
    yield ""
    yield markdown(result["measures"], result["machine"], result["rounds"]).partition("\n\n")[0]
