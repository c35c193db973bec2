"""What a course file leaves out and what is taken instead, in the reader's words. Loads without the array library."""

from __future__ import annotations

from collections.abc import Iterator

from ..inputs.assumed import Assumed
from ..skin.usual import usual_photoageing_interval
from .assumed_devices import of_devices
from .course import Course

__all__ = ["assumed"]


def assumed(course: Course) -> tuple[Assumed, ...]:
    """What this course leaves out and what is taken instead, in the order of its file."""
    return (*_of_person(course), *of_devices(course))


def _of_person(course: Course) -> Iterator[Assumed]:
    person = course.person
    if person.photoageing is None:
        low, middle, high = (f"{number:.2f}" for number in usual_photoageing_interval(person.age_year))
        face = "" if person.on_face else " on the face"
        value = f"{middle}, usual{face} at {person.age_year:g} years (80 % of people {low} to {high})"
        why = "a rate set by hand and narrowed by the calibration; each draw has its own"
        yield Assumed("person.photoageing", "sun damage (0 none to 1 severe)", value, why)
    left_out = [
        words
        for key, words in (("smoker", "smoking"), ("conditions", "conditions of the intake record"))
        if key not in person.model_fields_set
    ]
    if left_out:
        yield Assumed("person", " and ".join(left_out), "none", "none given")
