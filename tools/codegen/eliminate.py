"""Sparse elimination of one node's matrix, decided at generation time: which entries, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import partial


@dataclass
class Elimination:
    """LU of a sparse matrix without pivoting; the last states of `order` may be kept as a Schur complement.

    `steps` holds, per pivot, the rows to reduce and the columns that remain; together they give the
    straight-line factorisation  l = a[i,p]/a[p,p];  a[i,j] -= l a[p,j].
    """

    order: tuple[int, ...]
    kept: tuple[int, ...]
    steps: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    filled: set[tuple[int, int]] = field(default_factory=set)

    @property
    def operations(self) -> int:
        """Products of one factorisation."""
        return sum(len(rows) * (len(columns) + 1) for _, rows, columns in self.steps)


def eliminate(size: int, pattern: Iterable[tuple[int, int]], kept: Iterable[int] = ()) -> Elimination:
    """Markowitz order: each time the pivot (on the diagonal) with the smallest (rows - 1)(columns - 1)."""
    entries = {*pattern, *((i, i) for i in range(size))}
    kept = tuple(kept)
    remaining = [i for i in range(size) if i not in kept]
    found = Elimination((), kept)
    active = set(entries)
    order = []
    while remaining:
        pivot = min(remaining, key=partial(_cost, active))
        remaining.remove(pivot)
        order.append(pivot)
        rows = tuple(sorted(i for i, j in active if j == pivot and i != pivot))
        columns = tuple(sorted(j for i, j in active if i == pivot and j != pivot))
        active |= {(i, j) for i in rows for j in columns}
        entries |= active
        active = {(i, j) for i, j in active if pivot not in (i, j)}
        found.steps.append((pivot, rows, columns))
    found.order = tuple(order)
    found.filled = entries
    return found


def _cost(active: Set[tuple[int, int]], p: int) -> tuple[int, int]:
    """How many entries the pivot p would touch; ties go to the first state."""
    rows = sum(1 for i, j in active if j == p and i != p)
    columns = sum(1 for i, j in active if i == p and j != p)
    return rows * columns, p
