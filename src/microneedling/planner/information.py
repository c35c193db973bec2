"""What not knowing costs: regret of each plan, and the value of knowing everything, or one thing, before starting.

With worth W (plan, draw), all draws equally likely:

    regret_p  = E[max_q W_q - W_p]
    perfect   = E[max_q W_q] - max_q E[W_q]                   the regret of the plan that is best on average
    partial   = E_bins[max_q E[W_q | bin]] - max_q E[W_q]     bins of equally many draws by what would be read

A finer partition of the draws never knows less, so partial never exceeds perfect, and a set of readings never less than
a part of it. With few draws bins find something in any noise: what shuffled readings seem worth is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..streams import generator

IN_A_BIN = 12  # draws
SHUFFLES = 40


def regret(worth: np.ndarray) -> np.ndarray:
    """Expected regret of every plan, (plan,), from worth (plan, draw)."""
    return (worth.max(axis=0) - worth).mean(axis=1)


def perfect(worth: np.ndarray) -> float:
    """Expected value of perfect information: never below 0; 0 where one plan wins every draw."""
    return float(regret(worth).min())


def bins_of(reading: np.ndarray, count: int) -> np.ndarray:
    """Bin (draw,) of every draw, equally many in each, by rank of a reading; equal readings may part."""
    ranks = np.argsort(np.argsort(reading, kind="stable"), kind="stable")
    return ranks * count // reading.size


def partial(worth: np.ndarray, readings: Sequence[np.ndarray], count: int | None = None) -> float:
    """Expected value of knowing these readings (draw,) before choosing; together they part the draws more finely."""
    draws = worth.shape[1]
    each = max(draws // IN_A_BIN, 2) if count is None else count
    parts = np.zeros(draws, int)
    for reading in readings:
        parts = parts * each + bins_of(np.asarray(reading, float), each)
    gained = sum(worth[:, parts == part].sum(axis=1).max() for part in np.unique(parts))
    value = gained / draws - worth.mean(axis=1).max()
    return float(min(max(value, 0.0), perfect(worth)))


def beyond_chance(worth: np.ndarray, reading: np.ndarray, seed: int, name: str) -> float:
    """The value of one reading, less what the same reading shuffled seems to be worth; never below 0."""
    told = partial(worth, [reading])
    if told <= 0:
        return 0.0
    random = generator(seed, "planner", "information", name)
    by_chance = np.mean([partial(worth, [random.permutation(reading)]) for _ in range(SHUFFLES)])
    return max(told - float(by_chance), 0.0)
