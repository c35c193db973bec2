"""The printed answer of `check`: what is planned, what the screen says, the depth caps. Without the array library."""

from __future__ import annotations

from collections.abc import Iterator

from ...course.assumed import assumed
from ...course.course import Course, Session
from ...course.needling import density_words
from ...course.safety.depth import DepthCap, depth_caps
from ...course.screen import notes, screen
from ...course.without_effect import without_effect
from ...errors import FINAL_WORDS
from ..text import blocks, headed, wrapped
from .assumed import assumed_lines, without_effect_lines


def check_text(course: Course) -> str:
    """A valid course in a few lines: what is planned, what the screen says, the depth caps."""
    return blocks(
        [
            headed(f"{course.title}: a valid course file"),
            [*_person_lines(course), *_plan_lines(course)],
            _finding_lines(course),
            assumed_lines(assumed(course)),
            without_effect_lines(without_effect(course)),
        ]
    )


def _person_lines(course: Course) -> Iterator[str]:
    person = course.person
    words = [
        f"{person.age_year:g} years, {person.sex}, phototype {person.phototype}, {', '.join(course.zones)}"
    ]
    words += list(person.conditions) + (["smoker"] if person.smoker else [])
    yield f"Person    {', '.join(words)}"
    for concern in course.concerns:
        parts = [concern.kind, concern.scar_type or ""]
        if concern.scale:
            score = f" {concern.baseline:g}" if concern.baseline is not None else ""
            parts.append(f"{concern.scale}{score}")
        if concern.zone and len(course.zones) > 1:
            parts.append(f"of the {' and the '.join(concern.zone)}")
        yield f"Concern   {', '.join(part for part in parts if part)}"


def _plan_lines(course: Course) -> Iterator[str]:
    """What is done on which days; days on which it is the same share a line."""
    days: dict[str, list[str]] = {}
    for course_there, session, cap in _parts(course):
        extras = [f"numbing {session.numbing.product}"] if session.numbing else []
        extras += [topical.name for topical in session.topical]
        limit = f"cap {cap.cap_mm:g} mm by {cap.set_by}" + ("" if cap.kept else ", EXCEEDED")
        what = f"set to {session.depth_mm:g} mm ({limit}), {density_words(course_there, session)}"
        zone = f"{cap.zone}, " if cap.zone else ""
        told = f"{zone}{session.instrument}, {', '.join([what, *extras])}"
        days.setdefault(told, []).append(f"{session.day}")
    for told, which in days.items():
        yield from wrapped(f"Day       {', '.join(which)}: {told}", " " * 10)
    yield f"Judge     on day {course.assessment_day} at the earliest; followed to day {course.until_day}"


def _parts(course: Course) -> Iterator[tuple[Course, Session, DepthCap]]:
    """Each session in each of its zones with its depth cap, zone by zone."""
    caps = depth_caps(course)
    for site in course.zones:
        part = course.in_zone(site)
        mine = [cap for cap in caps if cap.zone in ("", site)]
        yield from ((part, *pair) for pair in zip(part.sessions, mine, strict=True))


def _finding_lines(course: Course) -> Iterator[str]:
    found = screen(course)
    if not found:
        told = "nothing found that speaks against it; the screen is no substitute for an examination"
        yield from wrapped(f"Screen    {told}", " " * 10)
    for finding in (*found, *notes(course)):
        yield from wrapped(str(finding), " " * 9)
    stops = [finding for finding in found if finding.level == "stop"]
    if any(finding.final for finding in stops):
        yield from wrapped(f"STOP: no forecast is made for this course. {FINAL_WORDS}.")
    elif stops:
        yield "STOP: `simulate` gives no forecast for this course unless --despite-stop is given."
