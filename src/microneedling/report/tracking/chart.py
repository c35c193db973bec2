"""The chart of one outcome of a course under way, for report, sheet and clinic alike."""

from __future__ import annotations

from markupsafe import Markup

from ...course.course import Course
from ...figures import tracking as figure
from ...speech import gettext as _
from ...tracking.tracked_outcome import TrackedOutcome


def chart_of(
    item: TrackedOutcome, name: str, done: Course, width: float, height: float, plain: bool = False
) -> Markup:
    """What was said grey, what is said now, what was measured with 80 % of its error; see `figures.tracking`.

    `name` is its own on the page; `done` is the course as it was done, whose sessions are marked; the size is in px.
    """
    course = figure.Course(
        name=name,
        title=_(item.label),
        unit=_(item.unit),
        better=item.better,
        day=item.day,
        said=item.said,
        now=item.now,
        points=tuple((one.measurement.day, one.change, one.low80, one.high80) for one in item.points),
        smallest_change=item.smallest_change,
        session_days=tuple(float(session.day) for session in done.sessions),
        judged_day=item.judged_day,
        today=item.today,
    )
    return figure.tracking_chart(course, width, height, plain)
