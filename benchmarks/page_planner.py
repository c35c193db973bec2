"""The planner's section of docs/performance.md, from its results file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

IDLE_LOAD = 1.0
CORES, SEARCH_GOAL_S, FIRST_GOAL_S, AGAIN_GOAL_S = 2, 25.0, 5.0, 0.3


def planner(result: Mapping[str, Any]) -> Iterator[str]:
    whole, first, again = (result[f"{name}_cpu_s"] for name in ("search", "first_front", "asked_again"))
    alone = result["one_design_alone_cpu_s"]
    yield f"The planner on {result['what']}. Times are processor seconds; two idle cores need half and a little more."
    yield ""
    yield (
        f"The whole search takes **{whole:.1f} s** of a processor (goal: {SEARCH_GOAL_S:g} s on two cores: "
        f"{_met(whole / CORES < SEARCH_GOAL_S)}), a first front {first:.1f} s (goal {FIRST_GOAL_S:g} s on two cores: "
        f"{_met(first / CORES < FIRST_GOAL_S)}), a changed wish {again:.3f} s (goal {AGAIN_GOAL_S:g} s: "
        f"{_met(again < AGAIN_GOAL_S)})." + _by_the_clock(result)
    )
    yield ""
    yield (
        f"One design by itself costs {alone:.2f} s; in the search, where one trunk of sessions serves all shorter "
        f"courses and all creams, {whole / result['designs']:.3f} s. NSGA-II (pymoo) and random search ask for designs "
        "one by one and pay the price of one alone. Their share of the exact hypervolume (benefit, dark marks, days of "
        "looking treated, visits), mean of ten seeds:"
    )
    yield ""
    yield "| designs asked for | processor s | random search | NSGA-II |"
    yield "|---:|---:|---:|---:|"
    for budget, random, nsga2 in zip(result["budgets"], result["random"], result["nsga2"], strict=True):
        yield f"| {budget} | {budget * alone:.0f} | {_share(random)} | {_share(nsga2)} |"
    yield f"| {result['designs']} (all, exact) | {whole:.0f} | 100 % | 100 % |"
    yield ""
    took = ", ".join(
        f"{one['cpu_s']:.1f} s ({one['name']}, {one['designs']} designs)" for one in result["examples"]
    )
    yield (
        f"In the time of the whole exact search they could ask for {whole / alone:.0f} designs. The examples as "
        f"shipped take {took}: a lesion is a second tissue, and a wish with its own day follows every course to it."
    )


def _by_the_clock(result: Mapping[str, Any]) -> str:
    """Seconds by the clock, where the machine had little else to do."""
    if result.get("load_before", IDLE_LOAD) >= IDLE_LOAD:
        return ""
    return (
        f" By the clock, on two cores with little else to do: {result['search_wall_s']:.1f} s, the first front after "
        f"{result['first_front_wall_s']:.1f} s."
    )


def _share(value: float | None) -> str:
    return "not asked for so many" if value is None else f"{100 * value:.1f} %"


def _met(yes: bool) -> str:
    return "met" if yes else "**not met**"
