"""The days of a plan that a client must know: sessions, when one looks untreated again, when it can be judged."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ..course.course import Course
    from ..course.forecast import Forecast


def calendar(course: Course, forecast: Forecast) -> list[dict[str, Any]]:
    """Every day of a plan that a client must know: sessions, when one looks untreated again, when it can be judged."""
    found: list[dict[str, Any]] = []
    if not course.sessions:
        return found
    calm = forecast.harm.downtime_days
    median, late = (math.ceil(value) for value in np.quantile(calm, (0.5, 0.9)))
    for k, session in enumerate(course.sessions, 1):
        found.append({"day": session.day, "what": f"visit {k}"})
        found.append({"day": session.day + median, "what": f"likely nothing shows any more after visit {k}"})
        if late > median:
            found.append(
                {"day": session.day + late, "what": f"almost surely nothing shows any more after visit {k}"}
            )
    found.append({"day": course.assessment_day, "what": "earliest day to judge the result"})
    return sorted(found, key=lambda entry: entry["day"])
