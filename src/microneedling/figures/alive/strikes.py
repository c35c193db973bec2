"""What the needles of one session do to the skin that is drawn, from the punctures of the middle numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...answers.brief import brief

if TYPE_CHECKING:
    from ...injury.punctures import Punctures

SHARES = (np.arange(16) + 0.5) / 16
"""shares of the channels that are no deeper than the depths given of a session"""


@dataclass(frozen=True)
class Strikes:
    """One session as it is drawn: its punctures under the middle numbers; lengths in mm, depths below the surface."""

    __repr__ = brief

    day: float
    depth_mm: tuple[float, ...]  # of single channels, at `SHARES`
    low_mm: float  # 80 % of all channels end between `low_mm` and `high_mm`
    median_mm: float
    high_mm: float
    channels_per_cm2: float  # distinct ones
    bleeding_share: float
    mouth_mm: float  # radius of a fresh mouth
    width_share: float  # radius of a channel over that of the needle that made it
    shaft_mm: float  # the needle: radius of its shaft and tip, slope of its cone
    tip_mm: float
    slope: float

    def to_json(self) -> dict[str, Any]:
        """The same as plain numbers, to four figures; the day to six, as days of frames are."""
        return {name: _short(value) for name, value in vars(self).items()} | {"day": float(f"{self.day:.6g}")}


def _short(value: float | tuple[float, ...]) -> Any:
    return [_short(one) for one in value] if isinstance(value, tuple) else float(f"{value:.4g}")


def strikes_of(day: float, made: Punctures) -> Strikes:
    """What a session did, as it is drawn."""
    needle = made.stroke
    low, median, high = made.depth_quantiles_mm()

    def middle(draws: Any) -> float:
        return float(np.median(draws))

    return Strikes(
        day=float(day),
        depth_mm=tuple(middle(made.depth_quantile_mm(float(share))) for share in SHARES),
        low_mm=low,
        median_mm=median,
        high_mm=high,
        channels_per_cm2=middle(made.channels_per_cm2),
        bleeding_share=middle(made.bleeding_fraction),
        mouth_mm=middle(made.channel_radius_mm),
        width_share=middle(made.recoil_width),
        shaft_mm=middle(needle.shaft_radius_mm),
        tip_mm=middle(needle.tip_radius_mm),
        slope=middle(needle.tip_slope),
    )
