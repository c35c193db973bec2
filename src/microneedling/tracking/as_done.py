"""A course as it was done so far: sessions missed are left out, what is still to come stays, followed long enough."""

from __future__ import annotations

from collections.abc import Sequence

from ..course.course import Course, FollowUp, Session
from .measurable import SESSION
from .measurement import Measurement


def missed_days(measurements: Sequence[Measurement]) -> tuple[int, ...]:
    """Days of the sessions that were missed, in order."""
    return tuple(sorted({int(one.day) for one in measurements if one.scale == SESSION and one.value == 0}))


def followed(course: Course, measurements: Sequence[Measurement]) -> Course:
    """The course followed at least to the last measurement and to its earliest assessment day."""
    last = max([course.until_day, course.assessment_day, *(int(-(-one.day // 1)) for one in measurements)])
    return course if last == course.until_day else until(course, last)


def until(course: Course, day: int) -> Course:
    """The same course followed to a day."""
    return course.model_copy(update={"follow_up": FollowUp(until_day=day)})


def without(course: Course, days: Sequence[int]) -> Course:
    """The course without the sessions of these days, followed as long as before."""
    kept = tuple(session for session in course.sessions if session.day not in days)
    return until(course.model_copy(update={"sessions": kept}), course.until_day)


def parted_day(course: Course, done: Course) -> float:
    """The first day on which a course and what was done of it differ; infinite where they do not."""
    planned, found = ([(s.day, s) for s in one.sessions] for one in (course, done))
    differing = [day for day, s in (*planned, *found) if (day, s) not in planned or (day, s) not in found]
    return float(min(differing, default=float("inf")))


def left(course: Course, today: float) -> tuple[Session, ...]:
    """The sessions still to come."""
    return tuple(session for session in course.sessions if session.day > today)


def one_more(course: Course, today: float) -> Course | None:
    """The course with its last session once more, at the interval of the last two; None without sessions."""
    if not course.sessions:
        return None
    days = [session.day for session in course.sessions]
    interval = days[-1] - days[-2] if len(days) > 1 else course.assessment_day - days[-1]
    again = course.sessions[-1].model_copy(update={"day": int(max(days[-1] + interval, today + 1))})
    after = course.assessment_day - course.last_session_day
    follow = FollowUp(until_day=max(course.until_day, again.day + after))
    return course.model_copy(update={"sessions": (*course.sessions, again), "follow_up": follow})
