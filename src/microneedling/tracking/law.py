"""How readings of one person err, and how a person's response wanders: the laws that learning stands on.

    error         z = (read - true)/s,  density of Student's t with nu degrees of freedom: a wild reading weighs little
    s^2 = error^2/n + leniency^2        leniency only where the rater is not told; a rater told keeps theirs
    response      f(t) = exp(sd (sqrt(1 - q) e + sqrt(q) w(t))),    e, w(t) ~ N(0, 1), cov w = exp(-|t - t'|/tau)

e is the person's for good and the same for all outcomes (decision 20), w(t) an outcome's own and wanders. So f has the
spread between people that forecasts have on every day, early readings do not settle late ones for ever, and those of
one outcome do not settle another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from ..answers.brief import brief

if TYPE_CHECKING:
    from ..evidence.registry import Values

MOST_NODES, LEAST_STEP_DAY = 16, 30.0  # of the grid on which w(t) is drawn; straight lines between


@dataclass(frozen=True)
class Law:
    """Numbers of the laws, each (draw,); `freedom` is nu, one number."""

    __repr__ = brief

    wander_share: np.ndarray
    wander_day: np.ndarray
    duration_sd: np.ndarray
    """spread between people of a duration, ln"""
    duration_error: np.ndarray
    """of a count of days, ln"""
    freedom: float

    @classmethod
    def of(cls, values: Values) -> Law:
        """From the numbers of the registry."""
        return cls(
            wander_share=values["tracking.wander_share"],
            wander_day=values["tracking.wander_day"],
            duration_sd=values["study_effect.event_person_log_sd"],
            duration_error=values["tracking.duration_read_log_sd"],
            freedom=float(values["tracking.tail_freedom"][0]),
        )

    def subset(self, keep: np.ndarray) -> Law:
        """Some of the draws, by their places or a mask."""
        return Law(
            self.wander_share[keep],
            self.wander_day[keep],
            self.duration_sd[keep],
            self.duration_error[keep],
            self.freedom,
        )


@dataclass(frozen=True)
class Reading:
    """A measurement as learning takes it: `outcome` is a key of the ensemble, `value` in points, of an instrument ln.

    `credit` is the share (0..1) of what raters credit who know that this one is prone to. `error` is that of the value
    where it was told with it, points or ln.
    """

    outcome: str
    day: float
    value: float
    rater: str | None = None
    credit: float = 0.0
    readings: int = 1
    error: float | None = None

    def spread(self, error: np.ndarray, leniency: np.ndarray) -> np.ndarray:
        """Spread s of its error, from those of a single reading and between raters."""
        unknown = leniency if self.rater is None else 0.0
        own = error**2 / self.readings if self.error is None else np.full_like(error, self.error**2)
        return np.sqrt(own + unknown**2)


def log_density(z: np.ndarray, spread: np.ndarray, freedom: float) -> np.ndarray:
    """Logarithm of the density of Student's t at z spreads from its middle."""
    tail = -0.5 * (freedom + 1) * np.log1p(z * z / freedom)
    level = gammaln(0.5 * (freedom + 1)) - gammaln(0.5 * freedom) - 0.5 * np.log(freedom * np.pi)
    return tail + level - np.log(spread)


def nodes(last_day: float) -> np.ndarray:
    """Days on which w(t) is drawn, from 0 to the last day, evenly."""
    count = int(np.clip(np.ceil(last_day / LEAST_STEP_DAY), 1, MOST_NODES - 1))
    return np.linspace(0.0, max(last_day, LEAST_STEP_DAY), count + 1)


def wander(at: np.ndarray, normal: np.ndarray, tau_day: np.ndarray) -> np.ndarray:
    """w (person, node) from standard normals (person, node): a stationary process that forgets itself in tau."""
    kept = np.exp(-(at[1] - at[0]) / tau_day)
    fresh = np.sqrt(1 - kept**2)
    found = np.empty_like(normal)
    found[:, 0] = normal[:, 0]
    for k in range(1, normal.shape[1]):
        found[:, k] = kept * found[:, k - 1] + fresh * normal[:, k]
    return found


def wander_on(days: np.ndarray, at: np.ndarray, drawn: np.ndarray, tau_day: np.ndarray) -> np.ndarray:
    """w (person, day) between its nodes, with spread 1 on every day."""
    step = at[1] - at[0]
    right = np.clip(np.searchsorted(at, days), 1, at.size - 1)
    part = np.clip((days - at[right - 1]) / step, 0.0, 1.0)
    kept = np.exp(-step / tau_day)[:, None]
    between = (1 - part) * drawn[:, right - 1] + part * drawn[:, right]
    return between / np.sqrt(1 - 2 * (part - part**2) * (1 - kept))
