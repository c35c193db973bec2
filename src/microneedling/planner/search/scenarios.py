"""Named parts of the stored draws: the same for every plan, so that a goal can be read in each of them.

All draws are equally likely. A scenario is the fifth of them in which one plan of reference does worst in something;
its draws are kept by their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..wishes.goals import Judge
from .table import Table

SHARE = 0.2


@dataclass(frozen=True, eq=False)
class Scenario:
    """A part of the draws under a name: their numbers, rising."""

    name: str
    draws: np.ndarray


def scenarios_of(table: Table, reference: int) -> tuple[Scenario, ...]:
    """All draws, then the fifths in which the plan of reference builds least, marks most and calms slowest."""
    every = Scenario("as likely as not", np.arange(table.draws))
    return (
        every,
        _fifth("skin builds little", -table.benefit[reference]),
        _fifth("skin marks easily", table.marks[reference]),
        _fifth("skin calms slowly", table.all_downtime[reference]),
    )


def _fifth(name: str, bad: np.ndarray) -> Scenario:
    """The fifth of the draws with the most of something bad; ties by number."""
    count = max(round(SHARE * bad.size), 1)
    return Scenario(name, np.sort(np.argsort(-bad, kind="stable")[:count]))


def judged(worth: np.ndarray, judge: Judge, scenarios: tuple[Scenario, ...]) -> np.ndarray:
    """What each plan is judged by, (row,), from worth (row, draw): mean, a quantile, or the worst named scenario."""
    if judge.by == "quantile":
        return np.quantile(worth, judge.quantile_percent / 100, axis=1)
    if judge.by == "worst":
        return np.min([worth[:, item.draws].mean(axis=1) for item in scenarios], axis=0)
    return worth.mean(axis=1)
