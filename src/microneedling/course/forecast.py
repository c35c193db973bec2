"""What a simulation returns: the labelled result, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..inputs.assumed import Assumed, as_json
from ..outcomes.summary import interval, rounded
from .assumed import assumed
from .chances import ConcernChance, chances
from .without_effect import without_effect

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from ..observation.forecast import OutcomeForecast
    from ..outcomes.harm import Harm
    from ..protocol.comfort import Numbed
    from ..skin.tissue import TissueTrajectory
    from .course import Course
    from .delivered import Delivered
    from .screen import Finding


@dataclass(frozen=True)
class SessionResult:
    """What one session did, over the draws."""

    day: float
    punctures: Punctures
    pain_vas: np.ndarray
    pain_without_numbing_vas: np.ndarray
    numbing: Numbed | None = None  # None without a cream
    delivered: tuple[Delivered, ...] = ()  # products whose pathway into the skin is followed

    @property
    def reached_mm(self) -> dict[str, float]:
        """Depth of the channels, over the draws and the channels of a draw: median and 80 % interval, mm."""
        ends = zip(("low80", "median", "high80"), self.punctures.depth_quantiles_mm(), strict=True)
        return {name: rounded(value) for name, value in ends}

    def to_json(self) -> dict[str, Any]:
        """What the session did, felt like and brought in, each with its median and 80 % interval."""
        punctures = self.punctures
        return {
            "day": self.day,
            "density_per_cm2": rounded(np.median(punctures.density_per_cm2)),
            "reach_mm": self.reached_mm,
            "bleeding_fraction": rounded(np.median(punctures.bleeding_fraction)),
            "pain_vas": interval(self.pain_vas),
            "pain_without_numbing_vas": interval(self.pain_without_numbing_vas),
            "channel_radius_mm": interval(punctures.channel_radius_mm),
            "numbing": self.numbing.to_json() if self.numbing else None,
            "delivered": [product.to_json() for product in self.delivered],
        }


@dataclass(frozen=True)
class Forecast:
    """One simulated course. Arrays have a leading draw axis; `outcomes` carry their words, certainty and scale."""

    course: Course
    findings: tuple[Finding, ...]
    sessions: tuple[SessionResult, ...]
    outcomes: tuple[OutcomeForecast, ...]
    harm: Harm
    clock: dict[str, float | None]
    tissues: dict[str, TissueTrajectory]
    section: TissueTrajectory  # the person's own skin in full depth, nominal numbers, finely in time
    values: Values
    manifest: dict[str, Any]
    report_days: tuple[float, ...]

    @cached_property
    def chances(self) -> tuple[ConcernChance, ...]:
        """The one chance of each concern, on the earliest assessment day."""
        return chances(self.course, self.outcomes)

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        """What the course leaves out and what was taken instead."""
        return assumed(self.course)

    @property
    def without_effect(self) -> tuple[Assumed, ...]:
        """What the course gives and that changed nothing in the numbers."""
        return without_effect(self.course)

    def to_json(self) -> dict[str, Any]:
        """The result as one JSON object; changes are relative to the person's own baseline."""
        return {
            "model_number": self.manifest["model_number"],
            "course": self.course.model_dump(mode="json", exclude_none=True),
            "sessions": [item.to_json() for item in self.sessions],
            "chances": [item.to_json() for item in self.chances],
            "outcomes": [item.to_json(self.report_days) for item in self.outcomes],
            "clock": self.clock,
            "harm": self.harm.to_json(),
            "findings": [item.to_json() for item in self.findings],
            "assumed": as_json(self.assumed),
            "changes_nothing": as_json(self.without_effect),
            "manifest": self.manifest,
        }
