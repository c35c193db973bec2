"""The main values of a course as fields beside its text: who and where, the device, depth, passes, and when."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any, get_args

from ....device.library import device_types
from ....inputs.phototypes import PHOTOTYPES
from ....skin.sites import Site
from ..fields import Field, choices
from .file_fields import FileField, Tables, at, in_each, listed
from .toml_lines import NotHere, held, with_value

SEXES = ("female", "male")
OWN = ("device", "instrument")  # where a file describes devices of its own; the second is the older word


def course_fields() -> tuple[FileField, ...]:
    """The fields of the course page."""
    library = choices(item.name for item in device_types().values())
    device = Field("device", "Device", "", choices=library, path=".device")
    length = Field(
        "needle_length_mm", "Needle length", "", "mm", ends=(0.1, 3.0, 0.05), path="needle_length_mm"
    )
    times = Field("sessions", "Sessions", "", ends=(1, 12, 1), path="repeat.times")
    between = Field("every_day", "Days between them", "", ends=(7, 84, 1), path="repeat.every_day")
    return (
        at(Field("age_year", "Age", "", "years", ends=(18, 90, 1), path="age_year"), "person", "age_year"),
        at(Field("sex", "Sex", "", choices=choices(SEXES), path="person.sex"), "person", "sex"),
        at(
            Field("phototype", "Phototype", "", choices=choices(PHOTOTYPES), path="phototype"),
            "person",
            "phototype",
        ),
        at(Field("site", "Site", "", choices=choices(get_args(Site)), path="person.site"), "person", "site"),
        replace(in_each(device, "session", "device"), write=_device_written),
        FileField(length, _length, _length_written),
        in_each(
            Field("depth_mm", "Set depth", "", "mm", ends=(0.1, 2.5, 0.05), path="depth_mm"),
            "session",
            "depth_mm",
        ),
        in_each(Field("passes", "Passes (density)", "", ends=(1, 12, 1), path="passes"), "session", "passes"),
        FileField(times, _times, _times_written),
        FileField(between, _between, _between_written),
    )


def _device_written(text: str, value: Any) -> str:
    """Every session names the device, by the word that the file uses."""
    sessions = listed(tomllib.loads(text), "session")
    word = (
        "device"
        if value in device_types() or not any("instrument" in item for item in sessions)
        else "instrument"
    )
    for place, item in enumerate(sessions):
        for other in OWN:
            if other != word and other in item:
                text = with_value(text, ("session", place, other), None)
        text = with_value(text, ("session", place, word), value)
    return text


def _own(tables: Tables) -> list[tuple[Any, ...]]:
    """The devices that the file itself describes and its sessions use, as places."""
    used = [item.get(word) for item in listed(tables, "session") for word in OWN]
    described = {word: tables.get(word) for word in OWN}
    return [
        (word, name)
        for word, named in described.items()
        for name, item in (named.items() if isinstance(named, dict) else ())
        if name in used and isinstance(item, dict)
    ]


def _length(tables: Tables) -> Any:
    found = [held(tables, (*place, "needle_length_mm")) for place in _own(tables)]
    return found[0] if found and all(one == found[0] for one in found) else None


def _length_written(text: str, value: Any) -> str:
    places = _own(tomllib.loads(text))
    if not places:
        raise NotHere  # of a device of the library, whose name says it
    for place in places:
        text = with_value(text, (*place, "needle_length_mm"), value)
    return text


def _plan(tables: Tables) -> tuple[int, Any, Any] | None:
    """Which table repeats, every how many days, and how many sessions there are in all.

    None where sessions are written in another way than one that repeats, or one and the next that repeats after it.
    """
    sessions = listed(tables, "session")
    last = len(sessions) - 1
    if last not in (0, 1):
        return None
    repeat = sessions[last].get("repeat")
    if last == 0 and repeat is None:
        return 0, None, 1
    alone = last == 0 or ("repeat" not in sessions[0] and "day" not in sessions[1])
    if not alone or not isinstance(repeat, dict) or set(repeat) != {"every_day", "times"}:
        return None
    times = repeat["times"]
    return last, repeat["every_day"], times + last if isinstance(times, int) else times


def _times(tables: Tables) -> Any:
    found = _plan(tables)
    return None if found is None else found[2]


def _between(tables: Tables) -> Any:
    found = _plan(tables)
    return None if found is None else found[1]


def _times_written(text: str, value: Any) -> str:
    found = _plan(tomllib.loads(text))
    if found is None:
        raise NotHere
    place, every, _ = found
    if place == 1 and value == 1:
        raise NotHere  # the second table would have to go, and what is told of it
    times = value - place if isinstance(value, int) else value
    if place == 0 and value == 1:
        return with_value(text, ("session", 0, "repeat"), None)
    return with_value(
        text, ("session", place, "repeat"), {"every_day": 28 if every is None else every, "times": times}
    )


def _between_written(text: str, value: Any) -> str:
    found = _plan(tomllib.loads(text))
    if found is None or found[1] is None:
        raise NotHere
    place, _, times = found
    whole = times - place if isinstance(times, int) else times
    return with_value(text, ("session", place, "repeat"), {"every_day": value, "times": whole})
