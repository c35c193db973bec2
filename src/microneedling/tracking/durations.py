"""What people count or see of healing after a session, beside how long it takes in each draw.

ln time = ln days of the middle person + s h,        h ~ N(0, 1) the person's own, for all that heals
a count of days       ln count = ln time + error
seen after t days     with the chance that time beyond the error exceeds t
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..answers.brief import brief
from .law import Law, log_density

LEAST_DAYS = 0.5  # a count of 0 is less than a day
LEAST_CHANCE = 1e-12


@dataclass(frozen=True)
class Duration:
    """Something counted (`value` days) or looked for (`seen` at `value` days after the session).

    `days` (draw,) is how long it lasts in each draw for the middle person.
    """

    __repr__ = brief

    name: str
    days: np.ndarray
    value: float
    seen: bool | None = None


def log_density_of(one: Duration, healing: np.ndarray, law: Law, student: Any) -> np.ndarray:
    """Logarithm of the density, or the chance, of what was read given people (draw, person) at places `healing`."""
    time = np.log(np.maximum(one.days, LEAST_DAYS / 2))[:, None] + law.duration_sd[:, None] * healing
    spread = law.duration_error[:, None]
    z = (np.log(max(one.value, LEAST_DAYS)) - time) / spread
    if one.seen is None:
        return log_density(z, spread, law.freedom)
    chance = student.cdf(-z if one.seen else z, law.freedom)
    return np.log(np.maximum(chance, LEAST_CHANCE))
