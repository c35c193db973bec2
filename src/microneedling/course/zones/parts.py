"""A course of several zones taken apart. Loads without the array library."""

from __future__ import annotations

from ...errors import InputError, Mistake
from ...skin.sites import site_word
from ..course import Course


def by_zone(course: Course) -> dict[str, Course]:
    """Every zone with the course in it."""
    return {site: course.in_zone(site) for site in course.zones}


def one_zone(course: Course, question: str, site: str | None = None) -> Course:
    """The course in the zone named, or in its only one; raises `InputError` for several, as `question` takes one."""
    zones = course.zones
    if site is not None:
        return course.in_zone(str(site_word(site)))
    if len(zones) == 1:
        return course.in_zone(zones[0])
    hint = f'Take one of them: --zone {zones[0]}, in Python course.in_zone("{zones[0]}").'
    found = f"a course with zones: {', '.join(zones)}"
    raise InputError(question, [Mistake("course", found, "a course of one zone", hint)])
