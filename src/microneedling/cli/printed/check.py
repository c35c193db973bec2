"""The printed answer of `check`: what is planned, what the screen says, the depth caps. Without the array library."""

from __future__ import annotations

from collections.abc import Iterator

from ...course.course import Course
from ...course.depth import depth_caps
from ...course.needling import density_words
from ...course.screen import notes, screen
from ..text import wrapped


def check_text(course: Course) -> str:
    """A valid course in a few lines: what is planned, what the screen says, the depth caps."""
    lines = [f"{course.title}: a valid course file", ""]
    lines += [*_person_lines(course), "", *_plan_lines(course), "", *_finding_lines(course)]
    return "\n".join(lines)


def _person_lines(course: Course) -> Iterator[str]:
    person = course.person
    words = [f"{person.age_year:g} years, {person.sex}, phototype {person.phototype}, {person.site}"]
    words += list(person.conditions) + (["smoker"] if person.smoker else [])
    yield f"Person    {', '.join(words)}"
    for concern in course.concerns:
        parts = [concern.kind, concern.scar_type or ""]
        if concern.scale:
            score = f" {concern.baseline:g}" if concern.baseline is not None else ""
            parts.append(f"{concern.scale}{score}")
        yield f"Concern   {', '.join(part for part in parts if part)}"


def _plan_lines(course: Course) -> Iterator[str]:
    for session, cap in zip(course.sessions, depth_caps(course), strict=True):
        extras = [f"numbing {session.numbing.product}"] if session.numbing else []
        extras += [topical.name for topical in session.topical]
        limit = f"cap {cap.cap_mm:g} mm by {cap.set_by}" + ("" if cap.kept else ", EXCEEDED")
        what = f"set to {session.depth_mm:g} mm ({limit}), {density_words(course, session)}"
        yield f"Day {session.day:<5} {session.instrument}, {', '.join([what, *extras])}"
    yield f"Judge     on day {course.assessment_day} at the earliest; followed to day {course.until_day}"


def _finding_lines(course: Course) -> Iterator[str]:
    found = screen(course)
    if not found:
        yield "Screen    nothing found that speaks against it; the screen is no substitute for an examination"
    for finding in (*found, *notes(course)):
        yield from wrapped(str(finding), " " * 9)
    if any(finding.level == "stop" for finding in found):
        yield "STOP: `simulate` gives no forecast for this course unless --despite-stop is given."
