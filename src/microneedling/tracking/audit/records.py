"""One result of a clinic beside the forecast given for it before: what the self-audit reads.

A record is one client, day and scale as one rater read it. Its forecast is of *what would be read* (error of reading
included), given by five quantiles in the unit of the scale; where readings go in whole steps, `step` says so, and a
reading stands for half a step either side. Loads without the array library.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...evidence.practice import numbers_of
from ...observation.instrument_kinds import DIRECTION, KIND
from ...outcomes.direction import HIGHER

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
QUANTILES = ("q10", "q25", "q50", "q75", "q90")
HIGHER_IS_BETTER = frozenset({"face_q", "vas_100", "percent_improvement", "striae_improvement"})


@dataclass(frozen=True)
class Record:
    """One result with its forecast. `day` counts from the first session, `sessions` those done before it."""

    client: str
    seen: date
    day: int
    concern: str
    scale: str
    baseline: float
    quantiles: tuple[float, ...]  # at `LEVELS`, never falling
    result: float
    rater: str = ""
    blinded: bool | None = None  # None: not told
    sessions: int = 0
    step: float = 0.0
    forecast_given: date | None = None

    @property
    def instrument(self) -> bool:
        """Whether an instrument read it, not a person."""
        return self.scale in KIND

    @property
    def better(self) -> int:
        """+1 where a higher reading is better, -1 where a lower one is."""
        return better_of(self.scale)

    @property
    def inside_80(self) -> bool:
        """Whether the result lies in the 80 % band, its ends included."""
        return self.quantiles[0] <= self.result <= self.quantiles[-1]


def better_of(scale: str) -> int:
    """+1 where a higher reading of a scale or instrument is better, -1 where a lower one is."""
    higher = DIRECTION[scale] == HIGHER if scale in DIRECTION else scale in HIGHER_IS_BETTER
    return 1 if higher else -1


def ends_of(scale: str) -> tuple[float, float]:
    """Lowest and highest score of a rating scale; (0, inf) of an instrument."""
    if scale in KIND:
        return 0.0, float("inf")
    group = "practice" if f"scale_lowest_points.{scale}" in numbers_of("practice") else "scales"
    low, high = (numbers_of(group)[f"scale_{end}_points.{scale}"].value for end in ("lowest", "highest"))
    return float(low or 0.0), float(high or 0.0)
