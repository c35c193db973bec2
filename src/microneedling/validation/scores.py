"""How good a forecast was, and two forecasts that know nothing of skin to compare it with.

    CRPS(F, y) = E|X - y| - E|X - X'| / 2 = mean_i |x_i - y| - sum_i (2 i - n - 1) x_(i) / n^2   (sorted draws x_(i))
    interval score(l, u, y) = (u - l) + 2 / a ((l - y)+ + (y - u)+),   1 - a = level

Lower is better in both; the CRPS is exact for the distribution the draws themselves make up, in the unit of y. The
baselines leave the scored study out: `family_mean` says that every study of a kind of outcome changes like the mean of
the others; `sessions_only` that the number of sessions decides (a straight line). Both are given a fair spread
(Student t, prediction of a new value). They fail, with a ValueError, when fewer than three other values exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

FEWEST = 3  # other values a spread can be had from


def crps(draws: np.ndarray, observed: np.ndarray | float) -> np.ndarray:
    """Continuous ranked probability score (k,) of draws (n, k) or (n,) for observed (k,); NaN draws left out."""
    draws = np.atleast_2d(np.asarray(draws, float).T).T
    observed = np.broadcast_to(np.asarray(observed, float), draws.shape[1:])
    return np.array([_crps(column, value) for column, value in zip(draws.T, observed, strict=True)])


def _crps(draws: np.ndarray, observed: float) -> float:
    x = np.sort(draws[~np.isnan(draws)])
    count = x.size
    if not count:
        return float("nan")
    rank = 2.0 * np.arange(1, count + 1) - count - 1.0
    return float(np.mean(np.abs(x - observed)) - np.sum(rank * x) / count**2)


def interval(draws: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end (k,) of the central interval of draws (n, k) that holds `level` (0..1)."""
    low, high = np.nanquantile(draws, [0.5 - level / 2.0, 0.5 + level / 2.0], axis=0)
    return low, high


def coverage(draws: np.ndarray, observed: np.ndarray, level: float) -> float:
    """Share of observed (k,) inside the central interval of draws (n, k)."""
    low, high = interval(draws, level)
    return float(np.mean((observed >= low) & (observed <= high)))


def interval_score(draws: np.ndarray, observed: np.ndarray, level: float) -> np.ndarray:
    """Interval score (k,), in the unit of observed: width, plus a fine for each miss."""
    low, high = interval(draws, level)
    fine = 2.0 / (1.0 - level)
    return high - low + fine * (np.maximum(low - observed, 0.0) + np.maximum(observed - high, 0.0))


def probability_integral_transform(draws: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Share of draws (n, k) below observed (k,), ties half; uniform over outcomes when forecasts are calibrated."""
    below = np.where(np.isnan(draws), np.nan, (draws < observed) + 0.5 * (draws == observed))
    return np.nanmean(below, axis=0)


def sign_agreement(draws: np.ndarray, observed: np.ndarray) -> float:
    """Share of observed (k,) that are not zero and have the sign of the draws' median (n, k); NaN without any."""
    told = observed != 0.0
    if not np.any(told):
        return float("nan")
    return float(np.mean(np.sign(np.nanmedian(draws, axis=0))[told] == np.sign(observed[told])))


@dataclass(frozen=True)
class Reports:
    """Reported changes to be forecast, one an entry: `value`, `study`, outcome `family`, number of `sessions`.

    Values of one family must be in one unit; those of different families are pooled only when a family has too few
    of its own, and for `sessions_only` where `pooled` is asked for, so give them on one scale then (such as percent).
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

    def others(self, index: int, within_family: bool) -> np.ndarray:
        """Which reports (k,) may teach about report `index`: of other studies, of its family when enough exist."""
        other = np.array([study != self.study[index] for study in self.study])
        kin = other & np.array([family == self.family[index] for family in self.family])
        chosen = kin if within_family and kin.sum() >= FEWEST else other
        if chosen.sum() < FEWEST:
            raise ValueError(f"fewer than {FEWEST} reports of studies other than {self.study[index]}")
        return chosen


def family_mean(reports: Reports, draws: int) -> np.ndarray:
    """Predictive draws (n, k): t about the mean of the family in other studies, all families when it has too few.

    x ~ m + s sqrt(1 + 1/k) t_{k-1}; the draws are quantiles at (i - 1/2)/n, so that no seed enters.
    """
    return np.stack(
        [_mean_of(reports.value[reports.others(at, True)], draws) for at in range(len(reports.value))], axis=1
    )


def sessions_only(reports: Reports, draws: int, pooled: bool = False) -> np.ndarray:
    """Predictive draws (n, k): least squares of value on number of sessions in other studies.

    x ~ a + b q + s sqrt(1 + 1/k + (q - mean q)^2 / sum (q - mean q)^2) t_{k-2}; through the family's own reports
    (all with `pooled`); the plain mean where all have the same number of sessions.
    """
    columns = []
    for at, count in enumerate(reports.sessions):
        chosen = reports.others(at, not pooled)
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


def summary(
    draws: np.ndarray, observed: np.ndarray, baselines: Mapping[str, np.ndarray]
) -> dict[str, object]:
    """Coverage (%), CRPS of model and baselines, and sign agreement, over draws (n, k) and observed (k,)."""
    scores = {"model": draws, **baselines}
    return {
        "coverage": {str(level): 100.0 * coverage(draws, observed, level / 100.0) for level in (50, 80)},
        "crps": {name: float(np.mean(crps(made, observed))) for name, made in scores.items()},
        "sign_agreement": sign_agreement(draws, observed),
    }
