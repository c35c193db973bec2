"""The sections of docs/performance.md on the clinic: many people at work at once, and a plan's slider moved."""

from __future__ import annotations

from collections.abc import Iterator

from .page_sections import Result, met

MOVED_GOAL_MS = 300
MIDDLE_GOAL_MS, MOST_GOAL_MS, PAGE_GOAL_KB, SERVER_GOAL_MB, FIRST_GOAL_S = 150, 400, 500, 400, 2


def slider(result: Result) -> Iterator[str]:
    middle, high = result["median_ms"], result["ninety_ms"]
    yield (
        f"A plan of the clinic, the depth of a visit moved {result['moves']} times: from the press until the new band "
        f"is drawn **{middle:.0f} ms** in the middle, {high:.0f} ms or less for nine in ten, 60 ms of it a wait for "
        f"the next press (goal: {MOVED_GOAL_MS} ms, {met(high <= MOVED_GOAL_MS)}); {result['processor_ms']:.0f} ms of "
        f"the server's processor a move, while {result['load_before']:.1f} other processes wanted a processor."
    )


def day(result: Result) -> Iterator[str]:
    """Sentences on many people at work at once, and a row a kind of page."""
    whole = result["pages"]["all"]
    yield (
        f"{result['people']} people at work for {result['seconds']:.0f} s, each some {result['thinking_s']:g} s at a "
        f"page before the next, while {result['load_before']:.1f} other processes wanted a processor. No error. "
        f"The server needed {result['processor_ms']:.0f} ms of processor a request."
    )
    yield ""
    yield "| what | measured | goal | |"
    yield "|---|---:|---:|---|"
    yield _row("a page, in the middle", whole["median_ms"], MIDDLE_GOAL_MS, "ms")
    yield _row("nineteen pages of twenty", whole["most_of_all_ms"], MOST_GOAL_MS, "ms")
    yield _row("the first page after the start", result["first_page_s"], FIRST_GOAL_S, "s", 1)
    yield _row("the heaviest page", whole["most_kb"], PAGE_GOAL_KB, "kB")
    yield _row("memory of the server", result["memory_mb"], SERVER_GOAL_MB, "MB")
    yield ""
    yield "| page | asked for | in the middle | nineteen of twenty |"
    yield "|---|---:|---:|---:|"
    for kind, item in result["pages"].items():
        yield f"| {kind} | {item['asked']} | {item['median_ms']:.0f} ms | {item['most_of_all_ms']:.0f} ms |"


def _row(what: str, value: float, goal: float, unit: str, digits: int = 0) -> str:
    return f"| {what} | {value:.{digits}f} {unit} | {goal:g} {unit} | {met(value <= goal)} |"
