"""What a course leaves to the library of devices, or to the usual hand, where no source gives it."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.coverage import USUAL_GLIDE
from ..device.instruments import Pen, Roller, Stamp
from ..device.library import find_type
from ..evidence.practice import numbers_of
from ..inputs.assumed import Assumed
from .course import Course
from .needling import needling_of

# Key of an instrument -> what it is, its unit. A pen's needle length is none of them: it moves only where it caps.
WORDS = {
    "needle_count": ("number of needles", ""),
    "needle_diameter_mm": ("needle diameter", " mm"),
    "frequency_hz": ("strokes a second", ""),
    "tip_width_mm": ("width of the tip", " mm"),
    "drum_diameter_mm": ("diameter of the drum", " mm"),
    "drum_width_mm": ("width of the drum", " mm"),
}


def of_devices(course: Course) -> Iterator[Assumed]:
    """Numbers of named devices that no source gives, instrument by instrument; the glide speed nobody gave."""
    used = dict.fromkeys(session.instrument for session in course.sessions)
    for name in used:
        yield from _of_instrument(name, course.instruments[name])
    if any(needling_of(course, session).glide_speed_open for session in course.sessions):
        group, name = USUAL_GLIDE
        entry = numbers_of(group)[name]
        low, high = entry.range or (entry.value, entry.value)
        value = f"{entry.value:g} mm/s, usual ({low:g} to {high:g}); each draw has its own"
        yield Assumed("session.glide_speed_mm_per_s", "speed at which the pen glides", value, "hand-set")


def _of_instrument(name: str, instrument: Pen | Roller | Stamp) -> Iterator[Assumed]:
    known = None if instrument.device is None else find_type(instrument.device)
    if known is None:
        return
    taken = {
        words: f"{number.value:g}{unit}"
        for key, (words, unit) in WORDS.items()
        if (number := known.numbers.get(key)) is not None
        and number.grade == "assumed"
        and getattr(instrument, key) == number.value
    }
    if taken:
        why = f"as the usual {known.kind}: no source gives it for {known.name}"
        yield Assumed(f"instrument.{name}", ", ".join(taken), ", ".join(taken.values()), why)
