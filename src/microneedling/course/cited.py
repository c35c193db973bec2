"""What to cite for a course: the numbers that its forecast rests on, and the sources of the devices it names."""

from __future__ import annotations

from typing import Any

from ..device.library import device_sources
from ..evidence.sources import Citation
from ..evidence.sources import cite as cite_result
from .course import Course
from .rule_sources import rule_sources
from .screen import screen
from .simulate import simulate


def cite(of: Course | Any, *, rules: bool = False) -> Citation:
    """How to cite a course or any result: the sentence, and the references as text, BibTeX or CSL-JSON.

    A course is run once with the middle of every number, to see which it uses: a stop that the safety screen would
    let through is no hindrance, a final one is (`Refused`). With `rules` the sources of the safety screen's findings
    about the course are cited too.

    >>> from microneedling import cite, load_course
    >>> cite(load_course("examples/fine_lines_roller.toml")).sentence[:28]
    'Simulated with microneedling'
    """
    result = simulate(of, draws=1, override_stop=True) if isinstance(of, Course) else of
    course = getattr(result, "course", None)
    if not isinstance(course, Course):
        return cite_result(result)
    beside = device_sources(item.device for item in course.instruments.values() if item.device is not None)
    if rules:
        beside += rule_sources(finding.rule for finding in screen(course))
    return cite_result(result, beside)
