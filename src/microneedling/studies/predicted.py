"""One reading of a study predicted: the draws of the report, and which way of it is better."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.brief import brief
from ..evidence.posterior import account
from ..evidence.registry import registry
from ..evidence.track_record import TrackRecord, track_record
from ..outcomes.summary import rounded
from .published import arms, likelihood_readings
from .readings import HIGHER, READINGS

if TYPE_CHECKING:
    from .study import Reading

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class PredictedReading:
    """One reading predicted: draws of the report, and of what the biology alone would give, in `reading.unit`."""

    __repr__ = brief

    reading: Reading
    reported: np.ndarray
    biology: np.ndarray
    family: str

    @property
    def unit(self) -> str:
        """Unit of the report and of the draws."""
        return self.reading.unit

    @property
    def calibrated(self) -> bool:
        """Whether published results of this scale, or of its family of scores, have informed the numbers."""
        scales, families = informed()
        return bool(account()) and (self.reading.scale in scales or self.family in families)

    @property
    def record(self) -> TrackRecord:
        """How past predictions of its family of outcomes fared."""
        return track_record(self.family, self.reading.scale)

    @property
    def better(self) -> str:
        """Which way is better: higher, lower, or neither for levels."""
        return {1: "higher", -1: "lower", 0: "neither"}[direction_of(self.reading)]

    @property
    def probability_of_improvement(self) -> float | None:
        """Share of draws that report any improvement; None for levels, where nothing is compared."""
        sign = direction_of(self.reading)
        return None if sign == 0 else float((sign * (self.reported - no_change(self.reading)) > 0).mean())

    def to_json(self) -> dict[str, Any]:
        """The reading in the shape of `microneedling predict --json`."""
        reading = self.reading
        return {
            "scale": reading.scale,
            "statistic": reading.statistic,
            **({"over_percent": reading.over_percent} if reading.over_percent is not None else {}),
            **({"part": reading.part} if reading.part is not None else {}),
            "rater": reading.rater,
            "unit": self.unit,
            "day": rounded(reading.day_at),
            **summary(self.reported),
            "without_study_effect": summary(self.biology),
            "probability_of_improvement": None
            if self.probability_of_improvement is None
            else rounded(self.probability_of_improvement),
            "family": self.family,
            "calibrated": self.calibrated,
            "record": self.record.to_json(),
        }


@cache
def informed() -> tuple[frozenset[str], frozenset[str]]:
    """Scales, and families of raters' scores, of the readings that the calibration rests on."""
    found = [(item.reading.scale, arms()[item.arm].family(item.reading)) for item in likelihood_readings()]
    scales, families = (frozenset(names) for names in zip(*found, strict=True))
    return scales, families - {"instrument", "event", "clock"}


def summary(draws: np.ndarray) -> dict[str, Any]:
    """Mean, SD and quantiles."""
    sound = draws[np.isfinite(draws)]
    return {
        "mean": rounded(float(sound.mean())),
        "sd": rounded(float(sound.std(ddof=1))),
        "quantiles": {f"{q:g}": rounded(float(np.quantile(sound, q))) for q in QUANTILES},
    }


def direction_of(reading: Reading) -> int:
    """+1 where a higher report is better, -1 where a lower one is, 0 for levels that are compared with nothing."""
    if reading.statistic in ("mean improvement", "share improved"):
        return 1
    if reading.statistic == "mean" and reading.scale != "gais":
        return 0
    return 1 if READINGS[reading.scale].direction == HIGHER else -1


def no_change(reading: Reading) -> float:
    """The report that says: no change. 0 but for the category of a scale that judges change."""
    if reading.scale == "gais" and reading.statistic == "mean":
        return float(registry()["scales.neutral_points.gais"].value or 0.0)
    return 0.0
