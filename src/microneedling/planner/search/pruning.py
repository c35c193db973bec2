"""Fewer settings a zone where several zones would make more designs than fit: those that no other beats there.

Exact search over all combinations is kept as long as it fits. Beyond it a setting that another of the same zone beats
in mean benefit, dark marks, downtime and pain at every number of sessions is left out; if that is not enough, the rest
is thinned evenly along benefit, the best kept. The answer says which of the three it was.
"""

from __future__ import annotations

import numpy as np

from .front import nondominated
from .space import Space
from .stored import ZoneDraws

MOST_DESIGNS = 40_000


def fitted(space: Space, zones: list[ZoneDraws]) -> tuple[Space, list[ZoneDraws], str]:
    """The space and the stored draws of a search that fits, and in words how it was made to."""
    if space.size <= MOST_DESIGNS:
        return space, zones, "every design was tried"
    zones = [zone.of_settings(_unbeaten(zone)) for zone in zones]
    space = _with(space, zones)
    if space.size <= MOST_DESIGNS:
        return (
            space,
            zones,
            "settings that another of their zone beats on average in everything were left out: not exact; "
            "all else was tried",
        )
    while space.size > MOST_DESIGNS:
        most = max(range(len(zones)), key=lambda k: len(zones[k].settings))
        zones[most] = zones[most].of_settings(_thinner(zones[most]))
        space = _with(space, zones)
    return (
        space,
        zones,
        "settings were thinned evenly along benefit, so that the combinations of zones fit: not exact",
    )


def _with(space: Space, zones: list[ZoneDraws]) -> Space:
    return Space(
        {zone.zone: zone.settings for zone in zones}, space.sessions, space.intervals_day, space.creams
    )


def _points(zone: ZoneDraws) -> np.ndarray:
    """What a setting is compared by, (setting, number), less is better: means over draws and intervals."""
    count = len(zone.settings)
    seen = zone.noticed.mean(axis=(0, 2, 4)) if len(zone.wanted) else np.zeros((count, 1))
    calm, hurt = zone.downtime.mean(axis=(1, 3)), zone.pain.mean(axis=2)
    return np.concatenate([-seen, zone.marks.mean(axis=(1, 3)), calm, hurt], axis=1)


def _unbeaten(zone: ZoneDraws) -> list[int]:
    return np.flatnonzero(nondominated(np.round(_points(zone), 9))).tolist()


def _thinner(zone: ZoneDraws) -> list[int]:
    """Three quarters of the settings, spread along benefit."""
    seen = zone.noticed.mean(axis=(0, 2, 3, 4)) if len(zone.wanted) else zone.marks.mean(axis=(1, 2, 3))
    order = np.argsort(-seen, kind="stable")
    keep = np.unique(np.linspace(0, len(order) - 1, max(3 * len(order) // 4, 1)).round().astype(int))
    return sorted(order[keep].tolist())
