"""Whether a study file makes sense: bounds of its distributions, slips of unit, and what its parts say together.

Works on the plain tables, mistaken ones included, so that these mistakes appear in the same list as all others.
Anything that is not of the right kind is passed over here; its own check reports it. The bounds only catch slips
of unit (a needle length written in um); they are not advice.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Mistake
from ..inputs.plain import number, number_at, numbers_in, table
from .plain_tables import condition_of
from .reading_rules import readings_disagree
from .typical import GEOMETRY

# (table, key) -> lowest, highest, unit in words
BOUNDS: dict[tuple[str, str], tuple[float, float, str]] = {
    ("population", "age_year"): (0, 120, "years"),
    ("population", "photoageing"): (0, 1, "0 none to 1 severe"),
    ("device", "needle_length_mm"): (0.05, 5, "mm"),
    ("device", "depth_mm"): (0.05, 5, "mm"),
    ("device", "passes"): (1, 100, "passes over the same skin"),
}
MM_PER_UM = 1e-3
DAYS_PER_WEEK = 7
FACE_FREE = ("striae alba", "striae rubra")
BODY = ("abdomen", "thigh", "arm", "forearm", "back", "breast", "buttock")
KINDS = ("pen", "roller", "stamp")


def disagreements(raw: Mapping[str, Any]) -> list[Mistake]:
    """All mistakes of sense in the plain tables of a study file, in the order of its parts."""
    found = [
        *_bounds(raw),
        *_population(table(raw, "population")),
        *_device(table(raw, "device")),
        *_course(table(raw, "course"), table(raw, "device")),
        *readings_disagree(raw),
    ]
    return list(dict.fromkeys(found))


def _bounds(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    for (place, key), (low, high, unit) in BOUNDS.items():
        given = table(raw, place).get(key)
        for path, value in numbers_in(given, f"{place}.{key}"):
            if not low <= value <= high:
                allowed = f"a number from {low:g} to {high:g} ({unit})"
                yield Mistake(path, f"{value:g}", allowed, _slip(key, value, low, high))
        spread = number_at(given, "sd")
        if spread is not None and spread > high - low:
            yield Mistake(f"{place}.{key}.sd", f"{spread:g}", f"a number from 0 to {high - low:g} ({unit})")


def _slip(key: str, value: float, low: float, high: float) -> str:
    """What was probably meant: micrometres for millimetres, percent for a share."""
    if key.endswith("_mm") and low <= value * MM_PER_UM <= high:
        return f"{value:g} looks like micrometres: write {value * MM_PER_UM:g}."
    if key == "photoageing" and 1 < value <= 100:
        return f"{value:g} looks like percent: write {value / 100:g}."
    return ""


def _population(group: Mapping[str, Any]) -> Iterator[Mistake]:
    condition = condition_of({"population": group})
    if group.get("subtype") is not None and condition not in (None, "atrophic acne scar"):
        yield Mistake(
            "population.subtype", str(group["subtype"]), "nothing: only an atrophic acne scar has a subtype"
        )
    for key in ("female_share", "smoker_share"):
        share = number_at(group, key)
        if share is not None and 1 < share <= 100:
            hint = f"{share:g} looks like percent: write {share / 100:g}."
            yield Mistake(f"population.{key}", f"{share:g}", "a number from 0 to 1 (a share)", hint)
    if condition in FACE_FREE and "site" not in group:
        allowed = " | ".join(f'"{site}"' for site in BODY)
        yield Mistake("population.site", "nothing", allowed, "Striae need their site; it is never the face.")


def _device(device: Mapping[str, Any]) -> Iterator[Mistake]:
    kind = device.get("kind")
    if kind == "none":
        for key in device:
            if key not in ("kind", "comment", "skin_stretched"):
                yield Mistake(f"device.{key}", "a value", 'nothing: kind = "none" has no device')
        return
    if kind not in KINDS:
        return
    for key in sorted({name for names in GEOMETRY.values() for name in names}):
        if key in device and key not in GEOMETRY[kind]:
            owners = " or ".join(name for name, names in GEOMETRY.items() if key in names)
            yield Mistake(f"device.{key}", "a value", f"nothing: a {kind} has none, only a {owners}")
    yield from _depth(device, kind)


def _depth(device: Mapping[str, Any], kind: str) -> Iterator[Mistake]:
    depths = dict(numbers_in(device.get("depth_mm"), "device.depth_mm"))
    lengths = [value for _, value in numbers_in(device.get("needle_length_mm"), "")]
    if not depths or not lengths:
        return
    longest = max(lengths)
    for path, depth in depths.items():
        if depth > longest:
            yield Mistake(path, f"{depth:g}", f"at most {longest:g}, the longest needle named")
    if kind == "roller" and max(depths.values()) < min(lengths):
        found = f"{max(depths.values()):g}"
        allowed = "nothing: a roller has no depth setting but its needle length"
        yield Mistake("device.depth_mm", found, allowed)


def _course(course: Mapping[str, Any], device: Mapping[str, Any]) -> Iterator[Mistake]:
    sessions = number_at(course, "sessions")
    days = course.get("days")
    if isinstance(days, list | tuple):
        for key in ("sessions", "interval_day"):
            if key in course and not (key == "sessions" and sessions == len(days)):
                yield Mistake(
                    f"course.{key}", "a value beside `days`", "either days, or sessions and interval_day"
                )
        yield from _days(days)
    if course.get("sham") is True and device.get("kind") in KINDS:
        allowed = 'false, or device kind = "none": a sham does not needle'
        yield Mistake("course.sham", "true", allowed)


def _days(days: list[Any] | tuple[Any, ...]) -> Iterator[Mistake]:
    given = [number(day) for day in days]
    if given and given[0] not in (None, 0):
        hint = "Days count from the first session."
        yield Mistake("course.days[0]", f"{given[0]:g}", "0 for the first session", hint)
    for place, (before, day) in enumerate(itertools.pairwise(given), start=1):
        if before is not None and day is not None and day <= before:
            yield Mistake(f"course.days[{place}]", f"{day:g}", f"a day after {before:g}")
