"""Adjuncts to the sessions, as the tissue feels them: windows of days in which a driver is multiplied or set.

Fixed multipliers from the registry (`adjunct.toml`); the sun is set once, all other drivers are multiplied, so that two
products that act on the same driver add their effects on a log scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..answers.brief import brief
from .process import DRIVERS
from .session_effect import SessionEffect


@dataclass(frozen=True)
class Window:
    """From one day to another, `driver` is multiplied by `factor` (draw,)."""

    __repr__ = brief

    from_day: float
    to_day: float
    driver: str
    factor: np.ndarray


@dataclass(frozen=True)
class Adjuncts:
    """All windows of a course, and the daily sun that reaches the skin (draw,), 0 none to 1 full."""

    __repr__ = brief

    windows: tuple[Window, ...]
    sun: np.ndarray


def segment_days(
    session_effects: Sequence[SessionEffect], adjuncts: Adjuncts, until_day: float
) -> np.ndarray:
    """The days between which nothing is switched: sessions, starts and ends of windows, from 0 to `until_day`."""
    days = {0.0, float(until_day)} | {item.day for item in session_effects}
    days |= {day for window in adjuncts.windows for day in (window.from_day, window.to_day)}
    return np.array(sorted(day for day in days if 0 <= day <= until_day))


def drivers(
    session_effects: Sequence[SessionEffect], adjuncts: Adjuncts, days: np.ndarray, draws: int
) -> np.ndarray:
    """Drivers (draw, segment, driver) in the order of `DRIVERS`, each constant from one segment day to the next."""
    names = list(DRIVERS)
    table = np.ones((draws, len(days) - 1, len(names)))
    table[:, :, names.index("uv")] = adjuncts.sun[:, None]
    density = table[:, :, names.index("channels_per_mm2")]
    density[:] = 0.0
    for segment, day in enumerate(days[:-1]):
        done = [item for item in session_effects if item.day <= day]
        if done:
            density[:, segment] = done[-1].punctures.density_per_cm2 / 100
        for window in adjuncts.windows:
            if window.from_day <= day < window.to_day:
                table[:, segment, names.index(window.driver)] *= window.factor
    return table
