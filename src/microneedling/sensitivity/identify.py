"""What the data taught about each number: width left, numbers that only move together, what stays loose.

Draws are in prior scores z (every number N(0, 1) before the data). With C the covariance of the calibrated draws,

    contraction_i = 1 - sd(z_i)                    0: nothing learnt; 1: known
    width held_i  = 1 / sqrt((C^-1)_ii)            spread of z_i with every other number held fixed

A number whose own width is near 1 while its width held is small is not known by itself, only together with its
partners: data see a combination. Combinations are eigenvectors of C; those with a variance below what draws of
nothing learnt would show, (1 - sqrt(d/n))^2 (Marchenko and Pastur), were learnt, and the loosest of the numbers that
take part in them are practically not identifiable. It breaks down where posteriors have several modes or bend
strongly, and for fewer draws than twice the numbers it gives no combinations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..answers.brief import brief

LEARNT = 0.1  # contraction from which a number counts as learnt by itself
LOADING = 0.2  # part in a combination from which a number is named
PARTNERS = 3


@dataclass(frozen=True)
class Learnt:
    """One number after the data, in units of its prior's standard deviation."""

    key: str
    shift: float  # mean of the calibrated scores
    width: float  # their standard deviation
    width_held: float | None  # the same with every other number held fixed; None with too few draws
    partners: tuple[tuple[str, float], ...]  # numbers it moves with, and the correlation

    @property
    def contraction(self) -> float:
        """Share of the prior's width that the data took off this number alone."""
        return 1 - self.width

    @property
    def only_together(self) -> bool:
        """Not learnt by itself, but a combination with others was."""
        return self.width_held is not None and self.contraction < LEARNT and 1 - self.width_held >= 2 * LEARNT


@dataclass(frozen=True)
class Combination:
    """A direction of scores that the data narrowed: its width (prior 1) and the numbers in it with their loadings."""

    width: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Identification:
    """What data say about each number alone and about combinations of several, from `draws` joint draws."""

    __repr__ = brief

    numbers: tuple[Learnt, ...]  # most contracted first
    combinations: tuple[Combination, ...]  # narrowest first
    draws: int

    @property
    def learnt(self) -> tuple[Learnt, ...]:
        """The numbers that the data narrowed noticeably by themselves."""
        return tuple(item for item in self.numbers if item.contraction >= LEARNT)

    def to_json(self, count: int = 20) -> dict[str, Any]:
        """Plain numbers for JSON; the `count` most contracted numbers are listed."""
        return {
            "draws": self.draws,
            "numbers": len(self.numbers),
            "learnt": len(self.learnt),
            "only_together": [item.key for item in self.numbers if item.only_together],
            "most_contracted": [
                {
                    "key": item.key,
                    "contraction": round(item.contraction, 3),
                    "shift": round(item.shift, 3),
                    "width_held": None if item.width_held is None else round(item.width_held, 3),
                    "partners": [{"key": key, "correlation": round(r, 2)} for key, r in item.partners],
                }
                for item in self.numbers[:count]
            ],
            "combinations": [
                {
                    "width": round(item.width, 3),
                    "parts": [{"key": key, "loading": round(part, 2)} for key, part in item.parts],
                }
                for item in self.combinations[:count]
            ],
        }


def identify(names: Sequence[str], scores: np.ndarray) -> Identification:
    """What calibrated draws of prior scores, (draw, number), say about each number. Raises ValueError on bad shapes."""
    scores = np.asarray(scores, float)
    if scores.ndim != 2 or scores.shape[1] != len(names) or len(scores) < 3 or not np.isfinite(scores).all():
        raise ValueError(
            f"scores of {len(names)} numbers have shape (draw, number) and are finite: {scores.shape}"
        )
    count = len(scores)
    covariance = np.atleast_2d(np.cov(scores, rowvar=False))
    width = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(np.maximum(width, 1e-12), np.maximum(width, 1e-12))
    held = _held(covariance, count)
    numbers = [
        Learnt(
            name,
            float(scores[:, j].mean()),
            float(width[j]),
            None if held is None else float(held[j]),
            _partners(names, correlation[j], j, count),
        )
        for j, name in enumerate(names)
    ]
    ordered = tuple(sorted(numbers, key=lambda item: (item.width, item.key)))
    return Identification(ordered, _combinations(names, covariance, count), count)


def _held(covariance: np.ndarray, count: int) -> np.ndarray | None:
    """1/sqrt of the precision's diagonal; the inverse of a sample covariance is too large by (n-1)/(n-d-2)."""
    size = len(covariance)
    if count < 2 * size + 3:
        return None
    eigenvalues, vectors = np.linalg.eigh(covariance)
    precision = (vectors**2 / np.maximum(eigenvalues, 1e-12)).sum(axis=1) * (count - size - 2) / (count - 1)
    return 1 / np.sqrt(precision)


def _partners(names: Sequence[str], row: np.ndarray, own: int, count: int) -> tuple[tuple[str, float], ...]:
    """The strongest correlations beyond what chance gives among all pairs: sqrt(4 ln d / n)."""
    limit = np.sqrt(4 * np.log(max(len(names), 2)) / count)
    order = [int(j) for j in np.argsort(-np.abs(row)) if j != own and abs(row[j]) > limit]
    return tuple((names[j], float(row[j])) for j in order[:PARTNERS])


def _combinations(names: Sequence[str], covariance: np.ndarray, count: int) -> tuple[Combination, ...]:
    size = len(covariance)
    if count < 2 * size + 3:
        return ()
    root_n, root_d = np.sqrt(count), np.sqrt(size)
    chance = (
        (root_n - root_d) * (1 / root_d - 1 / root_n) ** (1 / 3) / count
    )  # scatter of the smallest (Tracy, Widom)
    edge = (1 - root_d / root_n) ** 2 - 2 * chance
    eigenvalues, vectors = np.linalg.eigh(covariance)
    found = []
    for value, vector in zip(eigenvalues, vectors.T, strict=True):
        if value >= edge:
            break
        order = [int(j) for j in np.argsort(-np.abs(vector)) if abs(vector[j]) >= LOADING]
        sign = np.sign(vector[order[0]]) if order else 1.0
        parts = tuple((names[j], float(sign * vector[j])) for j in order)
        found.append(Combination(float(np.sqrt(max(value, 0.0))), parts))
    return tuple(found)
