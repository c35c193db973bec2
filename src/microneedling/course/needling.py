"""How a session needles: its instrument as it is used, and how densely in words. Loads without the array library."""

from __future__ import annotations

from ..device.needling import Needling
from .course import Course, Session

PASSES_OF_NO_ACCOUNT = 1  # where a pen is told by the time it stays on the skin


def needling_of(course: Course, session: Session) -> Needling:
    """The instrument of a session as the session uses it."""
    return Needling.of(
        course.instrument_of(session),
        depth_mm=session.depth_mm,
        passes=session.passes or PASSES_OF_NO_ACCOUNT,
        glide_speed_mm_per_s=session.glide_speed_mm_per_s,
        seconds_per_cm2=session.seconds_per_cm2,
    )


def density_words(course: Course, session: Session) -> str:
    """How densely a session needles, as it was written: `four passes`, `two presses`, `5 s on each cm²`."""
    return session.density_words(course.instrument_of(session).kind)
