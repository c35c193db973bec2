"""How good predictions were: coverage of the intervals, signs predicted right, and the CRPS beside reference forecasts.

    CRPS(F, y) = E|X - y| - E|X - X'| / 2 = mean_i |x_i - y| - sum_i (2 i - n - 1) x_(i) / n^2   (sorted draws x_(i))

Lower is better; exact for the distribution that the draws themselves make up, in the unit of y. Scores of all scales
are in one unit, percent of what could be gained (`percent.to_percent`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..studies.published import arms
from .compared import LEVELS, ComparedReading
from .judged import MODEL, REFERENCES, Scores
from .percent import to_percent
from .reference_forecasts import Reports, family_mean, sessions_only

REFERENCE_DRAWS = 400


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


def scores(readings: Sequence[ComparedReading], every: Sequence[ComparedReading]) -> Scores:
    """Coverage, signs and mean CRPS of `readings`; the reference forecasts learn from `every` reading."""
    plain = coverage_and_sign(readings)
    return Scores(plain.readings, plain.coverage, plain.sign_agreement, mean_crps(readings, every))


def scores_by_family(readings: Sequence[ComparedReading]) -> dict[str, Scores]:
    """The scores of each outcome family, in the order in which families come."""
    families = dict.fromkeys(item.predicted.family for item in readings)
    return {
        family: scores([item for item in readings if item.predicted.family == family], readings)
        for family in families
    }


def coverage_and_sign(readings: Sequence[ComparedReading]) -> Scores:
    """Shares of numbers inside their intervals, of signs that agree, and how many numbers there were; no CRPS."""
    numbers = [item for item in readings if item.observed is not None]
    signs = [sign for item in readings if (sign := item.sign()) is not None]
    inside = {f"{100 * level:g}": _share([bool(item.inside(level)) for item in numbers]) for level in LEVELS}
    return Scores(len(numbers), inside, _share(signs))


def mean_crps(
    readings: Sequence[ComparedReading], every: Sequence[ComparedReading]
) -> dict[str, float | None]:
    """Mean CRPS of the model and of both reference forecasts on `readings`, in percent of what could be gained.

    None for all where no reading is a number. Raises ValueError where `every` is too few for a reference forecast.
    """
    numbers = [item for item in every if item.observed is not None]
    ours = np.array([item in readings for item in numbers])
    if not ours.any():
        return dict.fromkeys((MODEL, *REFERENCES))
    factor = np.array([to_percent(item.row) for item in numbers])
    value = factor * np.array([item.observed for item in numbers], float)
    reports = Reports(
        value=value,
        study=[item.row.study for item in numbers],
        family=[reference_family(item) for item in numbers],
        sessions=np.array([len(arms()[item.row.arm].days) for item in numbers], float),
    )
    model = [crps(a * item.draws, y)[0] for a, item, y in zip(factor, numbers, value, strict=True)]
    found = {
        MODEL: np.array(model),
        "family_mean": crps(family_mean(reports, REFERENCE_DRAWS), value),
        "sessions_only": crps(sessions_only(reports, REFERENCE_DRAWS), value),
    }
    return {name: round(float(each[ours].mean()), 3) for name, each in found.items()}


def reference_family(item: ComparedReading) -> str:
    """Outcomes that a reference forecast lumps together: a family of scores, an instrument, an event; shares apart."""
    kind = item.predicted.reading.kind
    name = kind.name if kind.family in ("instrument", "event", "clock") else item.predicted.family
    return f"{name}, share of people" if item.predicted.reading.statistic == "share improved" else name


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 3) if flags else None
