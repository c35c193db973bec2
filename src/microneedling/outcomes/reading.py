"""What one instrument reads from a tissue over a course, and the arithmetic that all read-outs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from .direction import Direction

if TYPE_CHECKING:
    from ..evidence.registry import Values

PAPILLARY, RETICULAR = 0, 1  # positions in skin.tissue.ZONES


@dataclass(frozen=True)
class InstrumentReading:
    """One instrument on one tissue: `value` (draw, day) and `baseline` (draw,) in `unit`.

    `error` (draw,) is the standard error of a single reading, in the same unit.
    """

    __repr__ = brief

    name: str
    label: str
    unit: str
    direction: Direction
    value: np.ndarray
    baseline: np.ndarray
    error: np.ndarray

    @property
    def change(self) -> np.ndarray:
        """Follow-up minus own baseline, (draw, day), in `unit`."""
        return self.value - per_draw(self.baseline)

    @property
    def relative(self) -> np.ndarray:
        """Value over own baseline, (draw, day)."""
        return self.value / per_draw(self.baseline)


def per_draw(number: np.ndarray) -> np.ndarray:
    """A number per draw (draw,) as (draw, 1), to meet time courses (draw, day)."""
    return np.asarray(number, float)[:, None]


def windows(session_days: Sequence[float]) -> list[tuple[float, float]]:
    """From each session to the next; the last has no end."""
    days = [float(day) for day in session_days]
    return list(zip(days, [*days[1:], np.inf], strict=True)) if days else []


def papillary(state: np.ndarray) -> np.ndarray:
    """The papillary zone of a dermal state: (draw, day, zone) -> (draw, day), (draw, zone) -> (draw,)."""
    return state[..., PAPILLARY]


def excess(now: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """How far a signal stands above its own baseline, never below zero: (draw, day)."""
    return np.maximum(now - per_draw(rest), 0.0)


def saturated(signal: np.ndarray) -> np.ndarray:
    """x/(1 + x): half at the signal's own half-effect."""
    return signal / (1.0 + signal)


def make(
    name: str,
    label: str,
    unit: str,
    direction: Direction,
    relative: np.ndarray,
    baseline: np.ndarray,
    values: Values,
) -> InstrumentReading:
    """A reading from its course over baseline; the instrument's error is a registry share of the baseline."""
    baseline = np.broadcast_to(baseline, relative.shape[:1]).astype(float)
    error = np.broadcast_to(values[f"measures.error_share.{name}"] * baseline, baseline.shape)
    return InstrumentReading(name, label, unit, direction, per_draw(baseline) * relative, baseline, error)


def percent(
    name: str, label: str, direction: Direction, relative: np.ndarray, values: Values
) -> InstrumentReading:
    """A reading in percent of the person's own baseline."""
    return make(name, label, "%", direction, relative, np.full(1, 100.0), values)
