"""Whether a course is home use, which lies outside: said in the file, or recognised by short needles used often.

No study of needling at home is in the tables, so nothing is forecast. Without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from ...evidence.practice import limit
from ..course import Course
from ..findings import Finding
from ..rules import RULES


def home_use_findings(course: Course) -> Iterator[Finding]:
    """The refusal of home use; `setting = "practice"` is believed, and then only the intervals speak."""
    if course.setting == "home" and course.sessions:
        yield RULES["U01"].found("setting", "needling at home: no data, nothing is forecast", _days(course))
    elif course.setting is None and looks_like_home_use(course):
        longest = max(session.depth_mm for session in course.sessions)
        reason = (
            f"{len(course.sessions)} sessions, usually {_usual_gap(course):g} d apart, at most {longest:g} mm deep, "
            "look like needling at home: no data, nothing is forecast. If it is done in a practice, write "
            'setting = "practice"'
        )
        yield RULES["U01"].found("session", reason, _days(course))


def looks_like_home_use(course: Course) -> bool:
    """Short needles in at least a few sessions, closer together than any study has them."""
    if len(course.sessions) < limit("home_sessions_fewest"):
        return False
    short = all(session.depth_mm <= limit("home_needle_longest_mm") for session in course.sessions)
    return short and _usual_gap(course) < limit("interval_ever_day")


def _usual_gap(course: Course) -> float:
    return median(after.day - before.day for before, after in pairwise(course.sessions))


def _days(course: Course) -> tuple[int, ...]:
    return tuple(session.day for session in course.sessions)
