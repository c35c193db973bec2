"""Rows of numbers near a draw, for central differences: the draw itself, then each number a little above and below.

Most numbers leave most of a course untouched. What is dear to follow - a product's way into the skin - is followed
once for the draws, and again only for rows in which something it asks for differs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from ..evidence.registry import Values
from ..injury.punctures import Punctures
from ..protocol.products import effect_share
from ..protocol.shares import Shares
from ..protocol.topicals import TOPICALS

STEP = 1e-5  # relative


def around(values: Values, keys: Sequence[str]) -> Values:
    """Every draw as 1 + 2 len(keys) rows; a number that is 0 is moved by that share of its range."""
    rows = 1 + 2 * len(keys)
    plain = {key: v for key, v in values.values.items() if values.registry[key].formula is None}
    table = {key: np.repeat(v, rows) for key, v in plain.items()}
    for k, key in enumerate(keys):
        low, high = values.registry[key].range or (0.0, 1.0)
        size = np.where(plain[key] != 0, np.abs(plain[key]), high - low)
        table[key][1 + 2 * k :: rows] += STEP * size
        table[key][2 + 2 * k :: rows] -= STEP * size
    return Values(values.registry, table, values.count * rows)


@dataclass(frozen=True)
class NearbyShares(Shares):
    """`Shares` of rows near a draw; `rows` to a draw. Rows that are followed together are cut into the same steps."""

    rows: int = 1

    def of(self, topical: Any, made: Punctures) -> np.ndarray:
        """Share of the full effect of a product through these punctures, (draw,); followed into the skin once."""
        like = (id(made), topical)
        if like not in self._known:
            self._known[like] = (made, self._followed(topical, made))
        return self._known[like][1]

    def _followed(self, topical: Any, made: Punctures) -> np.ndarray:
        count = self.values.count
        first = np.arange(count) % self.rows == 0
        share, used = self._share_of(first, topical, made)
        found = np.repeat(share, self.rows)
        apart = differing(made, count, self.rows) | differing(self.body, count, self.rows)
        for key in used:
            apart |= _differs(self.values.values[key], self.rows)
        if apart.any():
            found[apart] = self._share_of(apart, topical, made)[0]
        return found

    def _share_of(self, here: np.ndarray, topical: Any, made: Punctures) -> tuple[np.ndarray, set[str]]:
        """Shares of some rows, and the numbers that were asked for."""
        size = here.size

        def pick(array: np.ndarray) -> np.ndarray:
            return array[here]

        values = Values(
            self.values.registry, {key: v[here] for key, v in self.values.values.items()}, int(here.sum())
        )
        occluded = self.wrapped and bool(TOPICALS[topical.name].drivers)
        share = effect_share(topical, taken(made, size, pick), taken(self.body, size, pick), values, occluded)
        self.values.used.update(values.used)
        for key in values.used - set(self.values.values):
            _ = self.values[key]  # made by a formula: every row needs its own to be compared
        return share, values.used


def taken(item: Any, count: int, pick: Callable[[np.ndarray], np.ndarray]) -> Any:
    """A dataclass of arrays (draw, ...) with its draw axis changed, parts included."""
    changes = {}
    for name, part in ((each.name, getattr(item, each.name)) for each in fields(item)):
        if is_dataclass(part):
            changes[name] = taken(part, count, pick)
        elif isinstance(part, np.ndarray) and part.ndim and len(part) == count:
            changes[name] = pick(part)
    return replace(item, **changes)


def differing(item: Any, count: int, rows: int) -> np.ndarray:
    """Which rows of a dataclass of arrays differ from the first of their draw, (draw,) bool."""
    found = np.zeros(count, bool)
    for part in (getattr(item, each.name) for each in fields(item)):
        if is_dataclass(part):
            found |= differing(part, count, rows)
        elif isinstance(part, np.ndarray) and part.ndim and len(part) == count:
            found |= _differs(part, rows)
    return found


def _differs(array: np.ndarray, rows: int) -> np.ndarray:
    table = array.reshape(len(array) // rows, rows, -1)
    return (table != table[:, :1]).any(axis=2).ravel()
