"""Rows of numbers near a draw, for central differences.

    row 0             the draw itself
    row 1 + 2k        number k a little above,        row 2 + 2k        a little below,        all others as they are

All rows of all draws stand on one axis, draw by draw, so that one computation makes every difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeGuard, TypeVar

import numpy as np

from ..evidence.registry import Values
from ..protocol.products import Application, effect_share

STEP = 1e-5  # relative
Arrays = TypeVar("Arrays")  # a dataclass of arrays (draw, ...), parts included


@dataclass(frozen=True)
class NearbyRows:
    """The numbers of every row, `per_draw` rows to a draw."""

    values: Values
    per_draw: int

    @classmethod
    def of(cls, values: Values, keys: Sequence[str]) -> NearbyRows:
        """Rows for the numbers `keys`; a number that is 0 is moved by that share of its range."""
        per_draw = 1 + 2 * len(keys)
        plain = {key: v for key, v in values.values.items() if values.registry[key].formula is None}
        moved = {key: np.repeat(v, per_draw) for key, v in plain.items()}
        for k, key in enumerate(keys):
            low, high = values.registry[key].range or (0.0, 1.0)
            size = np.where(plain[key] != 0, np.abs(plain[key]), high - low)
            moved[key][1 + 2 * k :: per_draw] += STEP * size
            moved[key][2 + 2 * k :: per_draw] -= STEP * size
        return cls(Values(values.registry, moved, values.count * per_draw), per_draw)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.values.count // self.per_draw

    @property
    def numbers(self) -> int:
        """Number of numbers that are moved."""
        return (self.per_draw - 1) // 2

    def of_draws(self) -> Values:
        """The draws alone, with every number that was used in any row."""
        used = {key: self.values.values[key][:: self.per_draw] for key in self.values.used}
        return Values(self.values.registry, used, self.draws, set(used))

    def table(self, array: np.ndarray) -> np.ndarray:
        """An array (draw * row, ...) as (draw, row, ...)."""
        return array.reshape(-1, self.per_draw, *array.shape[1:])

    def differences(self, array: np.ndarray) -> np.ndarray:
        """Above minus below for every number moved: (draw * row, ...) -> (draw, number, ...)."""
        table = self.table(array)
        return table[:, 1::2] - table[:, 2::2]

    def number_and_step(self, k: int, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Number k of the draws, and how far apart its rows above and below are, (draw,) each."""
        table = self.table(self.values.values[key])
        return table[:, 0], table[:, 1 + 2 * k] - table[:, 2 + 2 * k]

    def effect_share(self, application: Application) -> np.ndarray:
        """How far a product acts in every row (row,), a share of 0 to 1.

        Most numbers leave most of a course untouched, and a product's pathway into the skin is costly to follow: it is
        followed once for the draws, and again only for rows in which a number that it uses differs. Rows that are
        followed together are cut into the same steps.
        """
        is_draw = np.arange(self.values.count) % self.per_draw == 0
        share, used = self._share_in(is_draw, application)
        found = np.repeat(share, self.per_draw)
        own = self._differing(application.punctures) | self._differing(application.anatomy)
        for key in used:
            own |= self._differs(application.values.values[key])
        if own.any():
            found[own] = self._share_in(own, application)[0]
        return found

    def _share_in(self, rows: np.ndarray, application: Application) -> tuple[np.ndarray, set[str]]:
        """Shares in some rows (mask), and the numbers that were used."""
        every = application.values
        values = Values(every.registry, {key: v[rows] for key, v in every.values.items()}, int(rows.sum()))
        picked = replace(
            application,
            punctures=with_draws(application.punctures, rows.size, lambda array: array[rows]),
            anatomy=with_draws(application.anatomy, rows.size, lambda array: array[rows]),
            values=values,
        )
        share = effect_share(picked)
        every.used.update(values.used)
        for key in values.used - set(every.values):
            _ = every[key]  # made by a formula: every row needs its own to be compared
        return share, values.used

    def _differing(self, item: object) -> np.ndarray:
        """Which rows (mask) of a dataclass of arrays differ from their draw."""
        found = np.zeros(self.values.count, bool)
        for _, part in _parts(item):
            if is_dataclass(part):
                found |= self._differing(part)
            elif _has_draws(part, self.values.count):
                found |= self._differs(part)
        return found

    def _differs(self, array: np.ndarray) -> np.ndarray:
        table = array.reshape(len(array) // self.per_draw, self.per_draw, -1)
        return (table != table[:, :1]).any(axis=2).ravel()


def with_draws(item: Arrays, count: int, change: Callable[[np.ndarray], np.ndarray]) -> Arrays:
    """A dataclass of arrays with `change` applied to each that has a draw axis of length `count`, parts included."""
    changes = {}
    for name, part in _parts(item):
        if is_dataclass(part):
            changes[name] = with_draws(part, count, change)
        elif _has_draws(part, count):
            changes[name] = change(part)
    return replace(item, **changes)  # type: ignore[type-var]  # a dataclass, as `_parts` asked for its fields


def _parts(item: object) -> Iterator[tuple[str, object]]:
    return ((each.name, getattr(item, each.name)) for each in fields(item))  # type: ignore[arg-type]


def _has_draws(part: object, count: int) -> TypeGuard[np.ndarray]:
    return isinstance(part, np.ndarray) and part.ndim > 0 and len(part) == count
