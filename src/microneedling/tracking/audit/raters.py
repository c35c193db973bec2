"""Raters compared: how they agree where two judged the same client on the same day and scale, and who drifts.

Agreement is of shares of the way, so that scales stand together, and in whole steps for one scale (kappa). A rater's
own level is the mean difference from the others who judged the same; where nobody did, from what was forecast (normal
scores), which says as much of the forecasts as of the rater. One vote a client.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from ...units import DAYS_A_YEAR
from .agreement import icc, limits_of_agreement, resampled, weighted_kappa
from .places import normal_score, way
from .records import Record
from .settings import setting
from .votes import DIGITS, Estimate, mean_of, slope_of

FEWEST_TO_COMPUTE = 3
AGREE, DISAGREE, FAIR, FEW = "agree well", "disagree", "agree in part", "too few judged alike for a verdict"


@dataclass(frozen=True)
class Pair:
    """Two raters of the same things: `icc` with its interval, `kappa` of their commonest scale in steps, limits."""

    raters: tuple[str, str]
    clients: int
    judged: int
    icc: tuple[float, float, float]
    kappa: tuple[float, float, float] | None
    scale: str  # of the kappa
    difference: Estimate  # first minus second, shares of the way
    limits: tuple[float, float]

    @property
    def verdict(self) -> str:
        """Agree well, in part, disagree; judged by the interval of the ICC, and by nothing where there are too few."""
        value, low, high = self.icc
        if self.clients < setting("fewest_clients.raters") or not np.isfinite(value):
            return FEW
        if high < setting("agreement_good"):
            return DISAGREE if value < setting("agreement_weak") else FAIR
        return AGREE if low >= setting("agreement_weak") and value >= setting("agreement_good") else FAIR

    def to_json(self) -> dict[str, Any]:
        """The pair in numbers."""
        return {
            "raters": list(self.raters),
            "clients": self.clients,
            "judged": self.judged,
            "icc": _json(self.icc),
            "kappa": _json(self.kappa) if self.kappa else None,
            "kappa_scale": self.scale if self.kappa else None,
            "difference": self.difference.to_json(),
            "limits_of_agreement": [round(end, DIGITS) for end in self.limits],
            "verdict": self.verdict,
        }


def _json(values: Sequence[float]) -> list[float | None]:
    return [round(v, DIGITS) if np.isfinite(v) else None for v in values]


@dataclass(frozen=True)
class Rater:
    """One rater's level: over the others who judged the same (None where nobody did), and over the forecasts."""

    name: str
    clients: int
    records: int
    blinded_share: float | None  # None where it is not told
    over_others: Estimate | None  # share of the way
    drift_per_year: Estimate | None  # of `over_others`
    over_forecast: Estimate  # normal scores
    forecast_drift_per_year: Estimate | None

    def to_json(self) -> dict[str, Any]:
        """The rater in numbers."""
        names = ("over_others", "drift_per_year", "over_forecast", "forecast_drift_per_year")
        found = {name: getattr(self, name) for name in names}
        told = {"name": self.name, "clients": self.clients, "records": self.records}
        told["blinded_share"] = self.blinded_share
        return told | {name: None if item is None else item.to_json() for name, item in found.items()}


@dataclass(frozen=True)
class Raters:
    """All raters, and all pairs who judged something alike."""

    raters: tuple[Rater, ...]
    pairs: tuple[Pair, ...]

    def to_json(self) -> dict[str, Any]:
        """Raters and pairs."""
        return {
            "raters": [item.to_json() for item in self.raters],
            "pairs": [item.to_json() for item in self.pairs],
        }


Thing = tuple[str, Any, str, str]  # client, day, concern, scale


def compare_raters(records: Iterable[Record]) -> Raters:
    """Compare the raters of these records; instruments, and readings of which the rater is not told, are left out."""
    judged = [item for item in records if item.rater and not item.instrument]
    things: dict[Thing, dict[str, Record]] = {}
    for item in judged:
        things.setdefault((item.client, item.seen, item.concern, item.scale), {})[item.rater] = item
    names = sorted({item.rater for item in judged})
    pairs = [found for two in combinations(names, 2) if (found := _pair(two, things)) is not None]
    return Raters(tuple(_rater(name, judged, things) for name in names), tuple(pairs))


def _pair(names: tuple[str, str], things: dict[Thing, dict[str, Record]]) -> Pair | None:
    both = [(by[names[0]], by[names[1]]) for by in things.values() if all(name in by for name in names)]
    if len(both) < FEWEST_TO_COMPUTE:
        return None
    clients = [one.client for one, _ in both]
    shares = np.array([[way(item, item.result) for item in two] for two in both])
    scale, kappa = _kappa(both)
    return Pair(
        names,
        len(set(clients)),
        len(both),
        (icc(shares), *resampled(shares, icc)),
        kappa,
        scale,
        mean_of(clients, shares[:, 0] - shares[:, 1]),
        limits_of_agreement(shares)[1:],
    )


def _kappa(both: Sequence[tuple[Record, Record]]) -> tuple[str, tuple[float, float, float] | None]:
    """Scale in whole steps that was judged most often, and kappa on it with its interval."""
    stepped = [two for two in both if two[0].step > 0]
    if not stepped:
        return "", None
    names = [two[0].scale for two in stepped]
    scale = max(sorted(set(names)), key=names.count)
    scores = np.array([[item.result / item.step for item in two] for two in stepped if two[0].scale == scale])
    if len(scores) < FEWEST_TO_COMPUTE:
        return "", None
    return scale, (weighted_kappa(scores), *resampled(scores, weighted_kappa))


def _rater(name: str, judged: Sequence[Record], things: dict[Thing, dict[str, Record]]) -> Rater:
    own = [item for item in judged if item.rater == name]
    beside = [
        (by[name], [other for key, other in by.items() if key != name])
        for by in things.values()
        if name in by
    ]
    beside = [(mine, others) for mine, others in beside if others]
    told = [item.blinded for item in own if item.blinded is not None]
    over, drift = None, None
    if beside:
        clients = [mine.client for mine, _ in beside]
        apart = np.array(
            [way(mine, mine.result) - np.mean([way(o, o.result) for o in others]) for mine, others in beside]
        )
        over = mean_of(clients, apart)
        drift = _drift(clients, [mine for mine, _ in beside], apart)
    scores = np.array([normal_score(item) for item in own])
    clients = [item.client for item in own]
    return Rater(
        name,
        len(set(clients)),
        len(own),
        round(float(np.mean(told)), DIGITS) if told else None,
        over,
        drift,
        mean_of(clients, scores),
        _drift(clients, own, scores),
    )


def _drift(clients: Sequence[str], records: Sequence[Record], values: np.ndarray) -> Estimate | None:
    """Slope per year; None where all was seen on one day."""
    first = min(item.seen for item in records)
    years = np.array([(item.seen - first).days / DAYS_A_YEAR for item in records])
    return slope_of(clients, years, values) if years.max() > 0 else None
