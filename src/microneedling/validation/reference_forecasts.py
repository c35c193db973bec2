"""Two forecasts that know nothing of skin, which a model must beat to be worth its trouble.

Both leave the scored study out: `family_mean` says that every study of a kind of outcome changes like the mean of the
others; `sessions_only` that the number of sessions decides (a straight line). Both are given a fair spread (Student t,
prediction of a new value) and raise ValueError where fewer than `FEWEST` other values exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

FEWEST = 3  # other values a spread can be had from


@dataclass(frozen=True)
class Reports:
    """Reported changes to be forecast, one an entry: `value`, `study`, outcome `family`, number of `sessions`.

    Values of one family must be in one unit; those of different families are pooled only when a family has too few
    of its own, so give them on one scale (such as percent).
    """

    value: np.ndarray
    study: Sequence[str]
    family: Sequence[str]
    sessions: np.ndarray

    def __post_init__(self):
        sizes = {len(self.value), len(self.study), len(self.family), len(self.sessions)}
        if len(sizes) > 1:
            raise ValueError(f"value, study, family and sessions differ in length: {sorted(sizes)}")
        object.__setattr__(self, "value", np.asarray(self.value, float))
        object.__setattr__(self, "sessions", np.asarray(self.sessions, float))

    def others(self, index: int) -> np.ndarray:
        """Mask (k,) of the reports that may teach about report `index`: of other studies, of its family if enough are.

        Raises ValueError where fewer than `FEWEST` are left.
        """
        other = np.array([study != self.study[index] for study in self.study])
        kin = other & np.array([family == self.family[index] for family in self.family])
        chosen = kin if kin.sum() >= FEWEST else other
        if chosen.sum() < FEWEST:
            raise ValueError(f"fewer than {FEWEST} reports of studies other than {self.study[index]}")
        return chosen


def family_mean(reports: Reports, draws: int) -> np.ndarray:
    """Predictive draws (n, k): t about the mean of the family in other studies, all families when it has too few.

    x ~ m + s sqrt(1 + 1/k) t_{k-1}; the draws are quantiles at (i - 1/2)/n, so that no seed enters.
    """
    return np.stack(
        [_mean_of(reports.value[reports.others(at)], draws) for at in range(len(reports.value))], axis=1
    )


def sessions_only(reports: Reports, draws: int) -> np.ndarray:
    """Predictive draws (n, k): least squares of value on number of sessions in other studies.

    x ~ a + b q + s sqrt(1 + 1/k + (q - mean q)^2 / sum (q - mean q)^2) t_{k-2}; through the family's own reports
    where it has enough; the plain mean where all have the same number of sessions.
    """
    columns = []
    for at, count in enumerate(reports.sessions):
        chosen = reports.others(at)
        columns.append(_line(reports.sessions[chosen], reports.value[chosen], count, draws))
    return np.stack(columns, axis=1)


def _mean_of(values: np.ndarray, draws: int) -> np.ndarray:
    spread = values.std(ddof=1) * np.sqrt(1.0 + 1.0 / len(values))
    return values.mean() + spread * student.ppf(_levels(draws), len(values) - 1)


def _line(x: np.ndarray, y: np.ndarray, at: float, draws: int) -> np.ndarray:
    square = np.sum((x - x.mean()) ** 2)
    if square == 0.0:
        return _mean_of(y, draws)
    slope = np.sum((x - x.mean()) * (y - y.mean())) / square
    left = y - y.mean() - slope * (x - x.mean())
    spread = np.sqrt(np.sum(left**2) / (len(x) - 2))
    spread *= np.sqrt(1.0 + 1.0 / len(x) + (at - x.mean()) ** 2 / square)
    return y.mean() + slope * (at - x.mean()) + spread * student.ppf(_levels(draws), len(x) - 2)


def _levels(draws: int) -> np.ndarray:
    return (np.arange(draws) + 0.5) / draws
