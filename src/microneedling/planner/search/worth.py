"""What plans are worth to a client, of designs in rows as of one course by hand."""

from __future__ import annotations

import numpy as np

from ..wishes.goals import Goals


def benefit_of(goals: Goals, noticed: np.ndarray) -> np.ndarray:
    """Share who notice by the weights of the wishes, (row, draw), of (wish, row, draw)."""
    weights = np.array([wish.weight for wish in goals.wishes], float)
    return np.einsum("w,wrd->rd", weights / weights.sum(), noticed)


def worth_of(
    goals: Goals, benefit: np.ndarray, marks: np.ndarray, number: np.ndarray, downtime: np.ndarray
) -> np.ndarray:
    """What it is worth by what the client would give for what, (row, draw), as a chance of a change.

        benefit - a * chance of dark marks - b * visits - c * days of looking treated

    `number` (row,) of visits; the others (row, draw); a, b, c of `goals.exchange`.
    """
    give = goals.exchange
    visits = give.visit_percent / 100 * number[:, None]
    return benefit - give.dark_marks * marks - visits - give.downtime_day_percent / 100 * downtime
