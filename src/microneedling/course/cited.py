"""What to cite for a course: the numbers that its forecast rests on, and the sources of the devices it names."""

from __future__ import annotations

from typing import Any

from ..device.library import device_sources
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
    instruments = course.instruments.values() if isinstance(course, Course) else ()
    return cite_result(result, device_sources(item.device for item in instruments if item.device is not None))
