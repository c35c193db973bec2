"""What to cite for a course: the numbers that its forecast rests on, and the sources of the devices it names."""

from __future__ import annotations

from typing import Any

from ..device.library import find_type
from ..evidence.sources import Citation
from ..evidence.sources import cite as cite_result
from .course import Course
from .simulate import simulate


def cite(of: Course | Any) -> Citation:
    """How to cite a course or any result: the sentence, and the references as text, BibTeX or CSL-JSON.

    A course is run once with the middle of every number, to see which it uses: a stop that the safety screen would
    let through is no hindrance, a final one is (`Refused`).
    """
    result = simulate(of, draws=1, override_stop=True) if isinstance(of, Course) else of
    course = getattr(result, "course", None)
    return cite_result(result, device_sources(course) if isinstance(course, Course) else ())


def device_sources(course: Course) -> tuple[str, ...]:
    """Keys of the sources behind the devices that the sessions of a course name."""
    used = {course.instrument_of(session).device for session in course.sessions}
    types = [find_type(device) for device in used if device is not None]
    return tuple(sorted({key for known in types if known is not None for key in known.sources}))
