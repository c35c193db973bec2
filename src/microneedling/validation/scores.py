"""How good predictions were: coverage, signs, CRPS and log score beside reference forecasts, one vote a study.

    CRPS(F, y) = E|X - y| - E|X - X'| / 2 = mean_i |x_i - y| - sum_i (2 i - n - 1) x_(i) / n^2   (sorted draws x_(i))

Lower is better; exact for the distribution that the draws themselves make up, in the unit of y. The log score is
that of the draws smoothed by a normal kernel; higher is better. PIT is the share of the draws below y, ties halved:
uniform where a forecast is calibrated. Scores of all scales are in one unit, percent of what could be gained
(`percent.to_percent`), and are means over studies of the means over their readings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..streams import generator
from .compared import LEVELS, ComparedReading, rounding
from .judged import MODEL, REFERENCES, Scores
from .percent import to_percent
from .reference.forecasts import Forecast, references, treated

RESAMPLES = 4000
FEWEST_STUDIES = 3  # that a bootstrap interval can be had from
LEAST_KERNEL = 1.0  # percent: no smoothed forecast is sharper than reports are rounded


@dataclass(frozen=True)
class Beside:
    """One number with the scores of the model's forecast and of each reference forecast, by key; NaN where none."""

    study: str
    median: float
    observed: float
    crps: Mapping[str, float]
    log_score: Mapping[str, float]
    pit: Mapping[str, float]
    inside: Mapping[str, Mapping[str, bool]]

    @property
    def compared(self) -> bool:
        """Whether every reference forecast has something to say of it."""
        return all(np.isfinite(self.crps[key]) for key in REFERENCES)


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


def log_score(draws: np.ndarray, observed: float) -> float:
    """Log density at `observed` of draws (n,) smoothed by a normal kernel of Silverman's width; NaN draws left out."""
    x = draws[~np.isnan(draws)]
    middle = float(np.subtract(*np.quantile(x, (0.75, 0.25)))) / 1.349
    spread = min(float(x.std()), middle) if middle > 0 else float(x.std())
    width = max(0.9 * spread * x.size**-0.2, LEAST_KERNEL)
    exponent = -0.5 * ((observed - x) / width) ** 2
    top = float(exponent.max())
    return top + float(np.log(np.mean(np.exp(exponent - top)))) - float(np.log(width * np.sqrt(2 * np.pi)))


def pit(draws: np.ndarray, observed: float) -> float:
    """Share of draws (n,) below `observed`, ties halved."""
    x = draws[~np.isnan(draws)]
    return float(np.mean(x < observed) + 0.5 * np.mean(x == observed))


def beside(readings: Sequence[ComparedReading]) -> dict[str, Beside]:
    """Row -> its scores, for every reading of a treated arm that is a number; references learn from these readings."""
    ours = [item for item in readings if item.observed is not None and treated(item.row)]
    made = references([item.row for item in ours], [item.predicted.family for item in ours])
    return {
        item.row.row: _beside(item, {key: made[key][place] for key in REFERENCES})
        for place, item in enumerate(ours)
    }


def _beside(item: ComparedReading, made: Mapping[str, Forecast | None]) -> Beside:
    factor = to_percent(item.row)
    y = factor * float(item.observed or 0.0)
    slack = abs(factor) * rounding(item.row) + 1e-9
    draws = {MODEL: factor * item.draws}
    draws |= {key: found.draws for key, found in made.items() if found is not None}
    keys = (MODEL, *REFERENCES)
    return Beside(
        study=item.row.study,
        median=float(np.median(draws[MODEL])),
        observed=y,
        crps={key: float(crps(draws[key], y)[0]) if key in draws else np.nan for key in keys},
        log_score={key: log_score(draws[key], y) if key in draws else np.nan for key in keys},
        pit={key: pit(draws[key], y) if key in draws else np.nan for key in keys},
        inside={key: _inside(draws[key], y, slack) for key in keys if key in draws},
    )


def _inside(draws: np.ndarray, observed: float, slack: float) -> dict[str, bool]:
    found = {}
    for level in LEVELS:
        low, high = np.quantile(draws, (0.5 - level / 2, 0.5 + level / 2))
        found[f"{100 * level:g}"] = bool(low - slack <= observed <= high + slack)
    return found


def scores(readings: Sequence[ComparedReading], known: Mapping[str, Beside]) -> Scores:
    """Coverage, signs and scores of `readings`; `known` is `beside` of all that the reference forecasts learn from."""
    plain = coverage_and_sign(readings)
    ours = [known[item.row.row] for item in readings if item.row.row in known]
    both = [item for item in ours if item.compared]
    keys = (MODEL, *REFERENCES)
    return Scores(
        readings=plain.readings,
        coverage=plain.coverage,
        sign_agreement=plain.sign_agreement,
        crps={key: _rounded(by_study(both, [item.crps[key] for item in both])) for key in keys},
        studies=len({item.study for item in both}),
        compared=len(both),
        log_score={key: _rounded(by_study(both, [item.log_score[key] for item in both])) for key in keys},
        difference={key: difference(both, key) for key in REFERENCES},
        reference_coverage={
            key: {f"{100 * level:g}": _covered(both, key, f"{100 * level:g}") for level in LEVELS}
            for key in REFERENCES
        },
        pit={key: [round(item.pit[key], 3) for item in both] for key in keys},
        slope=slope(both),
    )


def scores_by_family(readings: Sequence[ComparedReading], known: Mapping[str, Beside]) -> dict[str, Scores]:
    """The scores of each outcome family, in the order in which families come."""
    families = dict.fromkeys(item.predicted.family for item in readings)
    return {
        family: scores([item for item in readings if item.predicted.family == family], known)
        for family in families
    }


def coverage_and_sign(readings: Sequence[ComparedReading]) -> Scores:
    """Shares of numbers inside their intervals, of signs that agree, and how many numbers there were; no scores."""
    numbers = [item for item in readings if item.observed is not None]
    signs = [sign for item in readings if (sign := item.sign()) is not None]
    inside = {f"{100 * level:g}": _share([bool(item.inside(level)) for item in numbers]) for level in LEVELS}
    return Scores(len(numbers), inside, _share(signs))


def by_study(items: Sequence[Beside], values: Sequence[float]) -> float | None:
    """Mean over studies of the means over their readings; None where there are none."""
    means = study_means(_studies(items), values)
    return float(np.mean(means)) if means.size else None


def study_means(studies: Sequence[str], values: Sequence[float]) -> np.ndarray:
    """Mean of the values of each study, (study,)."""
    found: dict[str, list[float]] = {}
    for study, value in zip(studies, values, strict=True):
        found.setdefault(study, []).append(value)
    return np.array([np.mean(each) for each in found.values()])


def difference(items: Sequence[Beside], key: str) -> dict[str, float | None]:
    """Mean CRPS of the model less that of a reference, below 0 better, with a 95 % interval over studies resampled."""
    return mean_over_studies(_studies(items), [item.crps[MODEL] - item.crps[key] for item in items])


def mean_over_studies(studies: Sequence[str], values: Sequence[float]) -> dict[str, float | None]:
    """Mean over studies of the means of their values, with its 95 % interval over studies resampled."""
    each = study_means(studies, values)
    if not each.size:
        return dict.fromkeys(("mean", "low", "high"))
    if each.size < FEWEST_STUDIES:
        return {"mean": _rounded(float(each.mean())), "low": None, "high": None}
    low, high = np.quantile(each[_resampled(each.size)].mean(axis=1), (0.025, 0.975))
    return {"mean": _rounded(float(each.mean())), "low": _rounded(float(low)), "high": _rounded(float(high))}


def slope(items: Sequence[Beside]) -> dict[str, float | None]:
    """Slope of what was observed on what was predicted, over the means of studies, with its 95 % interval.

    1 where larger predictions are followed by reports as much larger, 0 where they tell nothing of size.
    """
    predicted, observed = [item.median for item in items], [item.observed for item in items]
    return slope_over_studies(_studies(items), predicted, observed)


def slope_over_studies(
    studies: Sequence[str], predicted: Sequence[float], observed: Sequence[float]
) -> dict[str, float | None]:
    """Slope of observed on predicted over the means of studies, with its 95 % interval over studies resampled."""
    x, y = study_means(studies, predicted), study_means(studies, observed)
    if x.size < FEWEST_STUDIES:
        return dict.fromkeys(("value", "low", "high"))
    chosen = _resampled(x.size)
    many = _slopes(x[chosen], y[chosen])
    value = float(_slopes(x[None], y[None])[0])
    if np.isnan(value):
        return dict.fromkeys(("value", "low", "high"))
    low, high = np.nanquantile(many, (0.025, 0.975))
    return {"value": _rounded(value), "low": _rounded(float(low)), "high": _rounded(float(high))}


def _studies(items: Sequence[Beside]) -> list[str]:
    return [item.study for item in items]


def _slopes(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Least squares slope of each row; NaN where x does not vary."""
    off = x - x.mean(axis=1, keepdims=True)
    square = np.sum(off**2, axis=1)
    return np.divide(np.sum(off * y, axis=1), square, out=np.full(len(x), np.nan), where=square > 1e-12)


def _resampled(count: int) -> np.ndarray:
    return generator(1, "studies resampled", count).integers(0, count, (RESAMPLES, count))


def _covered(items: Sequence[Beside], key: str, level: str) -> float | None:
    return _share([item.inside[key][level] for item in items])


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 3) if flags else None


def _rounded(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, 3)
