"""The few plans worth showing, by name, out of all that keep the limits.

    nothing        no sessions                      balanced      the highest worth, by what the client would give
    most change    the largest benefit; where that is the same within what is known, what asks least for it
    gentlest, fastest, fewest visits, least cost    the least of that, among plans with enough of the best benefit

Ties go to the plan with less of everything, then to a fixed order of designs, whatever order they were tried in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .front import nondominated
from .scenarios import Scenario, judged, scenarios_of
from .table import Table

ROUND = 9  # digits from which two numbers are told apart
OBJECTIVES = ("benefit", "dark marks", "downtime", "pain", "visits", "length")


@dataclass(frozen=True, eq=False)
class Choice:
    """Rows by name, the front, the scenarios, and what each row is judged by."""

    named: dict[str, int]
    front: np.ndarray  # rows, rising
    scenarios: tuple[Scenario, ...]
    score: np.ndarray  # (row,) of worth
    benefit: np.ndarray  # (row,) likewise of benefit


def objectives(table: Table, benefit: np.ndarray) -> np.ndarray:
    """What plans are compared by, (row, objective), less is better: `OBJECTIVES`, and cost where there are prices."""
    columns = [
        -benefit,
        table.marks.mean(axis=1),
        table.all_downtime.mean(axis=1),
        table.pain.mean(axis=1),
        table.number,
        table.last_day,
    ]
    if table.cost is not None:
        columns.append(table.cost)
    return np.round(np.stack(columns, axis=1), ROUND)


def choose(table: Table, feasible: np.ndarray) -> Choice:
    """Plans by name among the rows that are `feasible` (row,); none is named where no row is."""
    rows = np.flatnonzero(feasible)
    reference = _first(table, rows, [-table.worth.mean(axis=1)]) if rows.size else 0
    scenarios = scenarios_of(table, reference)
    score = judged(table.worth, table.goals.judge, scenarios)
    benefit = judged(table.benefit, table.goals.judge, scenarios)
    compared = objectives(table, benefit)
    front = rows[nondominated(compared[rows])] if rows.size else rows
    named = _named(table, rows, score, benefit, compared) if rows.size else {}
    return Choice(named, front, scenarios, score, benefit)


def _named(
    table: Table, rows: np.ndarray, score: np.ndarray, benefit: np.ndarray, compared: np.ndarray
) -> dict[str, int]:
    found: dict[str, int] = {}
    if table.number[rows[0]] == 0:
        found["nothing"] = int(rows[0])
    treated = rows[table.number[rows] > 0]
    if not treated.size:
        return {**found, "balanced": int(rows[0])}
    give, less = table.goals.exchange, [compared[:, k] for k in (4, 1, 2, 5, 3)]
    # Where the judge sees little of any plan's benefit - in the worst scenario nothing may work - the mean decides.
    same, enough = treated, treated
    for seen in (benefit, table.benefit.mean(axis=1)):
        same = same[seen[same] >= seen[same].max() - give.same_percent / 100]
        enough = enough[seen[enough] >= give.enough_percent / 100 * seen[enough].max()]
    marks, calm = np.round(compared[:, 1], 3), np.round(table.downtime.mean(axis=1), 1)
    found["gentlest"] = _first(table, enough, [marks, calm, np.round(compared[:, 3], 1), -score, *less])
    found["balanced"] = _first(table, rows, [-score, *less])
    found["fastest"] = _first(table, enough, [compared[:, 5], -score, *less])
    found["fewest visits"] = _first(table, enough, [compared[:, 4], -score, *less])
    if table.cost is not None:
        found["least cost"] = _first(table, enough, [table.cost, -score, *less])
    asked = table.benefit.mean(axis=1) - table.worth.mean(axis=1)
    found["most change"] = _first(table, same, [asked, *less, -benefit])
    return found


def _first(table: Table, rows: np.ndarray, keys: Sequence[np.ndarray]) -> int:
    """The row that is first by these keys, one after another, then by its design."""
    left = rows
    for key in keys:
        held = np.round(key[left], ROUND)
        left = left[held == held.min()]
        if left.size == 1:
            return int(left[0])
    return int(min(left, key=table.key))
