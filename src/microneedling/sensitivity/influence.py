"""The ranking that a report shows: which numbers make the spread of the forecast, and what would narrow them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..course.forecast import Result

MOST = 12


def with_influence(result: Result) -> Result:
    """The result with the ranking of its numbers in the manifest: from its own draws, or one at a time when too few."""
    from .spread import FEWEST_DRAWS

    enough = result.values.count >= FEWEST_DRAWS
    rows = _from_draws(result) if enough else _one_at_a_time(result)
    way = "draws" if enough else "one at a time"
    return replace(result, manifest=result.manifest | {"influence": rows, "influence_by": way})


def _from_draws(result: Result) -> list[dict[str, Any]]:
    """Mean share of the outcomes' variance that a number makes by itself, percent."""
    from .ranking import ranking

    return [
        {
            "key": row.entry.key,
            "about": row.entry.about,
            "grade": row.entry.grade,
            "source": row.source,
            "outcome": row.outcome,
            "swing": 100 * row.share,
            "narrowed_by": row.advice,
        }
        for row in ranking(result, MOST).numbers
    ]


def _one_at_a_time(result: Result) -> list[dict[str, Any]]:
    """Each number moved alone over its range, as a share of all movement, percent."""
    from ..evidence.report import evidence_report

    asked = evidence_report(result)
    book = result.values.registry
    ranking = []
    for key, weight in asked.overall(MOST):
        mine = [
            (item.span / asked.strongest(item.outcome, 1)[0].span, item.outcome)
            for item in asked.influences
            if item.key == key and item.span > 0
        ]
        most = max(mine)[1] if mine else ""
        entry = book[key]
        ranking.append(
            {"key": key, "about": entry.about, "grade": entry.grade, "outcome": most, "swing": 100 * weight}
        )
    return ranking
