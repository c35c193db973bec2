"""Types of devices by name, with what is known of each, and what regulators cleared them for.

`types.toml` beside this file holds them. A number that no source gives for a type is the usual one of its kind
(`evidence/parameters/study.toml`), set by hand more often than not; `DeviceType.numbers` says which. Loads without the
array library.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import InputError, Mistake, did_you_mean
from ..evidence.practice import numbers_of
from ..inputs.mistakes import shown
from .outside import heats, refused

FILE = Path(__file__).parent / "types.toml"
CLEARANCES = "clearance"
# What completes an instrument of each kind; a roller's or stamp's needle length has no usual value.
COMPLETING = {
    "pen": ("needle_count", "needle_diameter_mm", "needle_length_mm", "frequency_hz", "tip_width_mm"),
    "roller": ("needle_count", "needle_diameter_mm", "needle_length_mm", "drum_diameter_mm", "drum_width_mm"),
    "stamp": ("needle_count", "needle_diameter_mm", "needle_length_mm", "tip_width_mm"),
}
COUNTS = ("needle_count",)
BY_NAME = "its name says so"
GENERIC = re.compile(r"(pen|roller|stamp), (\d+) needles")
FILLERS = {"a", "an", "with", "of", "needle", "needles", "microneedling", "generic"}
LENGTH = re.compile(r"(?P<name>.*\S),?\s+(?P<length>\d+(?:\.\d+)?)\s*mm")


@dataclass(frozen=True)
class DeviceNumber:
    """One number of a type of device: its value in the unit of its name, and how well it is known."""

    value: float
    grade: str
    where: str
    source: str = ""
    seen: str = "none"


@dataclass(frozen=True)
class DeviceType:
    """A type of device: its kind, other names it goes by, and its numbers by the keys of an instrument."""

    name: str
    kind: str
    numbers: Mapping[str, DeviceNumber]
    also: tuple[str, ...] = ()

    @property
    def generic(self) -> bool:
        """Whether it is a kind with a number of needles, nobody's in particular."""
        return GENERIC.fullmatch(self.name) is not None

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind its numbers, each once."""
        return tuple(sorted({number.source for number in self.numbers.values() if number.source}))


@dataclass(frozen=True)
class Clearance:
    """What a regulator cleared a device for, as far as it was read; an empty list was not recorded."""

    number: str
    device: str
    use: str
    concerns: tuple[str, ...]
    sites: tuple[str, ...]
    phototypes: tuple[str, ...]
    youngest_year: float
    source: str
    seen: str
    deepest_mm: float | None = None


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def device_types() -> Mapping[str, DeviceType]:
    """All types by name, generic ones first."""
    return {name: _type(name, body) for name, body in _file().items() if name != CLEARANCES}


@cache
def clearances() -> tuple[Clearance, ...]:
    """Every clearance that was read."""
    return tuple(_clearance(row) for row in _file()[CLEARANCES])


def _clearance(row: Mapping[str, Any]) -> Clearance:
    words: dict[str, Any] = {key: tuple(row[key]) for key in ("concerns", "sites", "phototypes")}
    return Clearance(**{**row, **words})


def clearances_of(device: str | None) -> tuple[Clearance, ...]:
    """The clearances of a type of device; none for generic types, unknown names and no name."""
    known = None if device is None else find_type(device)
    return tuple(row for row in clearances() if known is not None and row.device == known.name)


def _type(name: str, body: Mapping[str, Any]) -> DeviceType:
    kind = body["kind"]
    numbers = {key: _number(kind, key, value) for key, value in body.items() if key not in ("kind", "also")}
    for key in COMPLETING[kind]:
        if key not in numbers and (usual := _usual(kind, key)) is not None:
            numbers[key] = usual
    return DeviceType(name, kind, numbers, tuple(body.get("also", ())))


def _number(kind: str, key: str, given: Any) -> DeviceNumber:
    if not isinstance(given, Mapping):
        return DeviceNumber(given, "elicited", BY_NAME, seen="read")
    if "value" in given:
        return DeviceNumber(**given)
    usual = _usual(kind, key)
    assert usual is not None, f"{key} of a {kind} has no usual value"
    return replace(usual, **given)


def _usual(kind: str, key: str) -> DeviceNumber | None:
    """The usual number of a kind of device: for any one make an assumption, whatever it rests on."""
    entry = numbers_of("study").get(f"typical_{key}.{kind}")
    if entry is None or entry.value is None:
        return None
    return DeviceNumber(entry.value, "assumed", f"as the usual {kind}: study.typical_{key}.{kind}")


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def find_type(name: str) -> DeviceType | None:
    """The type of this name; capitals, blanks, hyphens and word order ("12-needle pen") do not matter."""
    wanted = _squeezed(name)
    for item in device_types().values():
        if wanted in {_squeezed(word) for word in (item.name, *item.also)}:
            return item
    words = re.findall(r"[a-z]+|\d+", name.lower())
    left = [word for word in words if word not in FILLERS]
    if len(left) == 2:
        kind, count = sorted(left, key=str.isdigit)
        return device_types().get(f"{kind}, {count} needles")
    return None


def unknown_device(name: Any, path: str = "device") -> Mistake:
    """The mistake of a device that the library lacks, with the nearest name that it has."""
    if heats(name):
        return refused(name, path)
    names = {word.lower(): word for item in device_types().values() for word in (item.name, *item.also)}
    hint = did_you_mean(str(name), names)
    for low, word in names.items():
        hint = hint.replace(f'"{low}"', f'"{word}"')
    more = "Or give the numbers of your own device beside its kind."
    found = f'"{name}"' if isinstance(name, str) else shown(name)
    return Mistake(path, found, ", ".join(f'"{item}"' for item in device_types()), f"{hint} {more}".strip())


def completed(table: Mapping[str, Any]) -> dict[str, Any]:
    """A plain instrument table with what its `device` brings; what stands in the table itself is kept.

    Raises `InputError` where the library lacks the device, or where another kind stands beside it.
    """
    name = table.get("device")
    if name is None:
        return dict(table)
    known = find_type(name) if isinstance(name, str) else None
    if known is None:
        raise InputError("instrument", [unknown_device(name)])
    kind = table.get("kind", known.kind)
    if not isinstance(kind, str) or kind.strip().lower() != known.kind:
        allowed = f'nothing, or "{known.kind}", which "{known.name}" is'
        raise InputError("instrument", [Mistake("kind", repr(kind), allowed)])
    brought = {
        key: int(number.value) if key in COUNTS else float(number.value)
        for key, number in known.numbers.items()
    }
    return {**brought, **table, "kind": known.kind, "device": known.name}


def reported(table: Mapping[str, Any]) -> dict[str, Any]:
    """A plain table of a study with what sources give of its device; what nobody gives stays open.

    A pen's needle length stays open too: a report means the depth that was set. Raises as `completed` does.
    """
    whole = completed(table)
    numbers = {} if "device" not in whole else device_types()[whole["device"]].numbers
    open_ = {key for key, number in numbers.items() if number.grade == "assumed"} | {"device_limit_mm"}
    open_ |= {"needle_length_mm"} if whole.get("kind") == "pen" else set()
    return {key: value for key, value in whole.items() if key in table or key not in open_}


def as_its_type(table: Any) -> Any:
    """`completed`, or the table as it stands where it is none or its device is mistaken, for another check to tell."""
    try:
        return completed(table) if isinstance(table, Mapping) else table
    except InputError:
        return table


def instrument_named(name: str) -> dict[str, Any] | None:
    """The plain table of a type of device named as an instrument, `"roller, 192 needles, 1.5 mm"` with its needle
    length; None where the library lacks it.
    """
    if (known := find_type(name)) is not None:
        return completed({"device": known.name})
    if (match := LENGTH.fullmatch(name)) and (known := find_type(match["name"])) is not None:
        return completed({"device": known.name, "needle_length_mm": float(match["length"])})
    return None


def instrument_name(known: DeviceType, depth_mm: float | None) -> str:
    """The name under which a session has a type of device; a roller's or stamp's set depth is its needle length."""
    if "needle_length_mm" in known.numbers or depth_mm is None:
        return known.name
    return f"{known.name}, {depth_mm:g} mm"


def device_sources(names: Iterable[str]) -> tuple[str, ...]:
    """Keys of the sources behind the numbers of the types of devices named; unknown names have none."""
    known = [find_type(name) for name in names]
    return tuple(sorted({key for item in known if item is not None for key in item.sources}))
