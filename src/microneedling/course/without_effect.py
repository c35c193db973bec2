"""What a course file gives and that changes nothing in the numbers. Loads without the array library."""

from __future__ import annotations

from collections.abc import Iterator

from ..inputs.assumed import Assumed
from ..protocol.topicals import NOT_MODELLED, TOPICALS
from .course import Course

__all__ = ["without_effect"]

ACTING = ("diabetes",)  # conditions that the healing knows


def without_effect(course: Course) -> tuple[Assumed, ...]:
    """What this course gives and that changes nothing in the numbers, in the order of its file."""
    return (*_conditions(course), *_topicals(course))


def _conditions(course: Course) -> Iterator[Assumed]:
    named = [name for name in dict.fromkeys(course.person.conditions) if name not in ACTING]
    if named:
        why = "the safety screen reads it, the healing does not know it"
        yield Assumed(
            "person.conditions", ", ".join(named), "changes nothing in the numbers", why, acts=False
        )


def _topicals(course: Course) -> Iterator[Assumed]:
    named = dict.fromkeys(topical.name for session in course.sessions for topical in session.topical)
    for name in named:
        if TOPICALS[name].effect == NOT_MODELLED:
            why = f"not modelled: {TOPICALS[name].about}"
            yield Assumed("session.topical", name, "changes nothing in the numbers", why, acts=False)
