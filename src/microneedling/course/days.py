"""The days of a course: on which healing is followed, and which a forecast reports by default."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..protocol.days import EARLY_DAYS
from .course import Course

LATE_STEP_DAY = 7.0
MONTH_DAY = 28
LEAST_DAYS = 14
ALWAYS = (0, 7, 30)


def day_grid(course: Course, days: Sequence[float] = ()) -> np.ndarray:
    """Days to follow: closely for two weeks after each session, weekly to the end, and every day in `days`."""
    end = float(max(course.until_day, course.assessment_day, *days, LEAST_DAYS))
    grid = {0.0, end, *days, *np.arange(0, end, LATE_STEP_DAY).tolist()}
    for session in course.sessions:
        grid |= {float(session.day)} | {session.day + early for early in EARLY_DAYS}
    return np.array(sorted(day for day in grid if day <= end))


def up_to(course: Course, day: float) -> np.ndarray:
    """The fewest days that show a course on one `day`: the start, each session before it, the day itself."""
    return np.unique([0.0, *(float(s.day) for s in course.sessions if s.day < day), float(day)])


def default_days(course: Course) -> tuple[float, ...]:
    """Days reported by default: each session, one month after, the assessment day, the end."""
    wanted = {*ALWAYS, course.assessment_day, course.until_day, course.last_session_day + MONTH_DAY}
    wanted |= {session.day for session in course.sessions}
    return tuple(float(day) for day in sorted(wanted) if day <= max(course.until_day, course.assessment_day))
