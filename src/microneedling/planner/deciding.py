"""From stored draws to what a chooser asks: sameness, regret, information, what drives the choice, when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import rankdata

from ..outcomes.summary import rounded
from ..sensitivity.measure_next import candidates
from ..streams import generator
from . import information as info
from .search.table import Table

if TYPE_CHECKING:
    from ..course.forecast import Forecast
    from ..evidence.registry import Values

NAMED = 5
BEYOND_CHANCE = 4.0  # standard errors of a rank correlation: some hundred numbers are looked at


def same(table: Table, names: Sequence[str]) -> list[tuple[str, ...]]:
    """For each row the names of the others whose benefit is the same within what is known.

    Two plans are the same where their benefits differ, draw by draw, by no more than `same_percent` on average, or by
    less than two standard errors of that average.
    """
    near, found = table.goals.exchange.same_percent / 100, []
    for k in range(table.rows):
        others = []
        for j in range(table.rows):
            apart = table.benefit[k] - table.benefit[j]
            error = apart.std(ddof=1) / np.sqrt(apart.size) if apart.size > 1 else 0.0
            if j != k and abs(apart.mean()) <= max(near, 2 * error) and table.number[j] and table.number[k]:
                others.append(names[j])
        found.append(tuple(others))
    return found


def worth_knowing(worth: np.ndarray, forecast: Forecast, own: np.ndarray, seed: int) -> dict[str, Any]:
    """What perfect knowledge of the draw is worth to the choice between these plans, and what each reading before the
    start is worth: the level of the person's own skin, with the instrument's own error.

    `own` (draw,) marks the draws of the forecast that `worth` (plan, draw) is about.
    """
    total = info.perfect(worth)
    found = []
    if total > 0 and worth.shape[1] >= 2 * info.IN_A_BIN:
        for zone, one in forecast.by_zone.items():
            where = f", {zone}" if forecast.zones else ""
            for item in candidates(one, days=()):
                if item.kind != "level":
                    continue
                noise = generator(seed, "planner", "reading", zone, item.name).standard_normal(
                    item.value.size
                )
                read = (item.value + item.error * noise)[own]
                value = info.beyond_chance(worth, read, seed, f"{zone} {item.name}")
                found.append(
                    {
                        "name": item.name,
                        "label": f"{item.label}{where}",
                        "how": item.how,
                        "value": rounded(value),
                    }
                )
    found.sort(key=lambda entry: (-entry["value"], entry["name"]))
    return {
        "perfect": rounded(total),
        "partial": found,
        "unit": "chance of a noticeable change, by what the client would give for what",
        "note": "readings before the first session, each with its own error; what shuffled readings seem worth is off",
    }


def drivers(worth: np.ndarray, values: Values) -> list[dict[str, Any]]:
    """Which uncertain numbers decide between the two best plans: rank correlation with their difference in worth."""
    if len(worth) < 2 or worth.shape[1] < 2 * NAMED:
        return []
    order = np.argsort(-worth.mean(axis=1), kind="stable")
    apart = worth[order[0]] - worth[order[1]]
    if np.ptp(apart) <= 0:
        return []
    ranked, found = rankdata(apart), []
    for key in sorted(values.used):
        drawn = np.asarray(values[key], float)
        if drawn.shape != apart.shape or np.ptp(drawn) <= 0:
            continue
        with_it = float(np.corrcoef(rankdata(drawn), ranked)[0, 1])
        if abs(with_it) >= BEYOND_CHANCE / np.sqrt(apart.size):
            entry = values.registry[key]
            found.append(
                {"number": key, "about": entry.about, "grade": entry.grade, "correlation": rounded(with_it)}
            )
    found.sort(key=lambda entry: (-abs(entry["correlation"]), entry["number"]))
    return found[:NAMED]


def one_more(table: Table, row: int) -> float | None:
    """What one more session of the same kind adds to the benefit, on average; None where it was not looked at."""
    number = int(table.number[row])
    alike = (table.number == number + 1) & (table.cream == table.cream[row])
    alike &= (table.places == table.places[row]).all(axis=1)
    if number > 1:
        alike &= table.gap == table.gap[row]
    return _difference(table, alike, row)


def one_less(table: Table, row: int) -> float | None:
    """What leaving out the last session costs, on average; None without sessions."""
    number = int(table.number[row])
    if not number:
        return None
    if number == 1:
        return rounded(float((table.benefit[row] - table.benefit[0]).mean()))
    alike = (table.number == number - 1) & (table.cream == table.cream[row])
    alike &= (table.places == table.places[row]).all(axis=1)
    if number - 1 > 1:
        alike &= table.gap == table.gap[row]
    lost = _difference(table, alike, row)
    return None if lost is None else -lost


def _difference(table: Table, alike: np.ndarray, row: int) -> float | None:
    rows = np.flatnonzero(alike)
    if not rows.size:
        return None
    means = table.benefit[rows].mean(axis=1)
    return rounded(float(means.max() - table.benefit[row].mean()))
