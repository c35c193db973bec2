"""Small tables of plans with made-up draws: the planner's choices without a simulation."""

from __future__ import annotations

from typing import Any

import numpy as np

from microneedling.planner.search.choosing import Choice, choose, objectives
from microneedling.planner.search.limits import all_hold, limits_of
from microneedling.planner.search.space import Setting, Space
from microneedling.planner.search.stored import ZoneDraws
from microneedling.planner.search.table import Table, table_of
from microneedling.planner.wishes.goals import Goals

WISH = [{"concern": "fine lines"}]
PRICE = {"currency": "EUR", "session": 100}


def goals(**parts: Any) -> Goals:
    """Goals with one wish."""
    return Goals.model_validate({"wish": WISH, **parts})


def made_up(
    seed: int,
    asked: Goals | None = None,
    settings: int = 3,
    numbers: int = 3,
    gaps: int = 2,
    draws: int = 12,
    coarse: bool = False,
) -> Table:
    """A table of one zone with random draws; more sessions and deeper settings do more of everything.

    `coarse` rounds so much that many plans tie.
    """
    random = np.random.default_rng(seed)
    asked = asked or goals()
    held = tuple(Setting("cheek", "pen", 0.25 * (k + 1), 2) for k in range(settings))
    space = Space(
        {"cheek": held}, tuple(range(1, numbers + 1)), tuple(14 * (k + 1) for k in range(gaps)), (None,)
    )
    shape = (settings, gaps, numbers, draws)
    more = np.cumsum(random.random(shape), axis=2).cumsum(axis=0)
    zone = ZoneDraws(
        zone="cheek",
        settings=held,
        wanted=_wanted(asked),
        noticed=_steps(more / more.max(), coarse)[None],
        untouched=np.zeros((1, draws)),
        marks=_steps(np.cumsum(random.random(shape), axis=2) / (8 * numbers), coarse),
        downtime=_steps(5 * random.random(shape), coarse),
        pain=_steps(8 * random.random((settings, 1, draws)), coarse),
    )
    return table_of(space, [zone], asked)


def _wanted(asked: Goals) -> Any:
    from microneedling.planner.search.wanted import Wanted
    from microneedling.skin.concern import Concern

    return (Wanted(0, asked.wishes[0], Concern(kind="fine lines"), "cheek"),)


def _steps(values: np.ndarray, coarse: bool) -> np.ndarray:
    return np.round(values, 1) if coarse else values


def chosen(table: Table) -> tuple[Choice, np.ndarray]:
    """The choice among the rows that keep every limit, and the mask of those."""
    feasible = all_hold(limits_of(table, table.goals), table.rows)
    return choose(table, feasible), feasible


def beaten(points: np.ndarray, row: int) -> bool:
    """Whether another point is nowhere worse and somewhere better: the definition, word by word."""
    return any(
        all(a <= b for a, b in zip(other, points[row], strict=True))
        and any(a < b for a, b in zip(other, points[row], strict=True))
        for other in points
    )


def exhaustive_front(table: Table, feasible: np.ndarray, benefit: np.ndarray) -> set[int]:
    """The front by comparing every plan with every other."""
    rows = np.flatnonzero(feasible)
    points = objectives(table, benefit)[rows]
    return {int(row) for k, row in enumerate(rows) if not beaten(points, k)}
