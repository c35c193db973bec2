"""The channels of one session as a pathway: which share of each depth they take, and how they close.

    area(z, t) = area(z) * open(t)                 share of the skin's area at depth z, overlaps counted once
    open(t)    = (1 - t / closing time)^2,  or 1,  or any course given by the healing

The radius of a channel shrinks evenly until it is shut, so that half of the area is gone after 0.29 of the
closing time. Hours count from the needling. All depths close at the same rate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from ..units import MM2_PER_CM2
from .closure import edge_speed_mm_per_h, passing_solutes

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from ..skin.anatomy import Anatomy

PLACES = 72  # depths at which the channels are described
DEEPEST_MM = 6.0
COURSE_H = 1000.0  # channels are shut long before


@dataclass(frozen=True)
class ChannelCourse:
    """Share of area taken by channels (draw, depth), channels per mm2 there, and their course (draw, time)."""

    __repr__ = brief

    depth_mm: np.ndarray  # (depth,), the same for all draws
    area_fraction: np.ndarray
    per_mm2: np.ndarray
    hours: np.ndarray
    open_fraction: np.ndarray

    def at(self, hour: float) -> np.ndarray:
        """Open share (draw,) at an hour after the needling; the last one afterwards."""
        # called at every stage of every step: plain numbers are several times quicker here than array calls
        place = min(max(int(self.hours.searchsorted(hour)) - 1, 0), self.hours.size - 2)
        low, high = float(self.hours[place]), float(self.hours[place + 1])
        share = min(max((float(hour) - low) / (high - low), 0.0), 1.0)
        return self.open_fraction[:, place] * (1 - share) + self.open_fraction[:, place + 1] * share

    def shifted(self, hours: float) -> ChannelCourse:
        """The same channels with time counted from `hours` after the needling."""
        return replace(self, hours=self.hours - hours)

    def on(self, depth_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Area share and channels per mm2 at depths (cell, draw), linear between the depths described."""
        place = np.interp(depth_mm, self.depth_mm, np.arange(self.depth_mm.size))
        below = np.minimum(place.astype(int), self.depth_mm.size - 2)
        share = place - below
        draws = np.arange(depth_mm.shape[1])

        def read(table: np.ndarray) -> np.ndarray:
            return table[draws, below] * (1 - share) + table[draws, below + 1] * share

        return read(self.area_fraction), read(self.per_mm2)


def none(draws: int) -> ChannelCourse:
    """Skin without channels."""
    depth = np.array([0.0, DEEPEST_MM])
    zero = np.zeros((draws, 2))
    return ChannelCourse(depth, zero, zero, np.array([0.0, COURSE_H]), zero)


def of_punctures(punctures: Punctures, hours: np.ndarray, open_fraction: np.ndarray) -> ChannelCourse:
    """The channels of these punctures, closing as `open_fraction` (draw, time) says."""
    faces = DEEPEST_MM * np.linspace(0, 1, PLACES + 1) ** 2
    middle = 0.5 * (faces[1:] + faces[:-1])
    area = punctures.wounded_fraction(faces)
    density = (punctures.density_per_cm2 / MM2_PER_CM2)[:, None] * punctures.reached_fraction(middle[None, :])
    return ChannelCourse(middle, area, np.where(area > 0, density, 0.0), hours, open_fraction)


def closing(
    punctures: Punctures, skin: Anatomy, values: Values, occluded: bool, occluded_from_h: float = 0.0
) -> ChannelCourse:
    """Channels in this living skin, as solutes find them while they close (`closure`), in open air until a wrap."""
    hours = np.concatenate([[0.0], np.geomspace(0.05, COURSE_H, 160)])
    radius, struck = punctures.channel_radius_mm, punctures.density_per_cm2 / MM2_PER_CM2
    speed = edge_speed_mm_per_h(values, skin.repair, struck, occluded)
    return of_punctures(
        punctures, hours, passing_solutes(hours, radius, speed, values, occluded, occluded_from_h)
    )


def losing(punctures: Punctures, half_life_h: float | None) -> ChannelCourse:
    """Channels in a Franz cell that lose half of their area in `half_life_h`, their radius shrinking evenly.

    None: they stay open.
    """
    hours = np.concatenate([[0.0], np.geomspace(0.05, COURSE_H, 160)])
    shape = (punctures.density_per_cm2.size, hours.size)
    if half_life_h is None:
        return of_punctures(punctures, hours, np.ones(shape))
    shut_h = half_life_h / (1 - 0.5**0.5)
    return of_punctures(punctures, hours, np.broadcast_to(np.maximum(1 - hours / shut_h, 0.0) ** 2, shape))
