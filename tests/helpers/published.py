"""What a simulated course publishes, per draw: used to see whether a number moves anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from microneedling.course.simulate import simulate
from microneedling.errors import SolverError
from microneedling.evidence.registry import Values
from microneedling.outcomes import water
from microneedling.outcomes.lesions import depth
from microneedling.outcomes.measures import readings as instruments
from microneedling.skin.anatomy import anatomy_of

LAYERS = 8  # whether a number moves anything does not hang on how finely the skin is cut
TOLERANCE = 1e-6  # tight, so that a change of step pattern is not taken for an effect
NOTHING = 1e-6  # a reading that never gets larger, in its own unit, is rounding
PUBLISHED = ("sessions", "outcomes", "harm")


class Failed(AssertionError):
    """A run fails with one number at an end of its range; the change is the message."""


def readings(
    course: Any, nominal: Values, changes: Sequence[Mapping[str, float]], seen: set[str]
) -> list[dict]:
    """For each change the published numbers of its draw; `seen` collects the numbers the runs asked for."""
    values = nominal.stacked(changes)
    try:
        result = simulate(course, values=values, layers=LAYERS, tolerance=TOLERANCE, override_stop=True)
    except SolverError:
        result = None
    if result is None or result.values.count != len(changes):
        if len(changes) == 1:
            raise Failed(f"the course cannot be simulated with {dict(changes[0])}")
        half = len(changes) // 2
        return [
            item
            for part in (changes[:half], changes[half:])
            for item in readings(course, nominal, part, seen)
        ]
    published = {name: getattr(result, name) for name in PUBLISHED}
    days = tuple(item.day for item in result.sessions)
    published["instruments"] = {
        kind: instruments(tissue, result.values, course.person, days)
        for kind, tissue in result.tissues.items()
    }
    around = result.tissues["skin"]
    published["lesions"] = {
        kind: depth(tissue, around, result.values)
        for kind, tissue in result.tissues.items()
        if kind != "skin"
    }
    body = anatomy_of(course.person, result.values)
    published["water"] = {
        "mean": water.corneum_water(around, result.values, course.person, body),
        "profile": water.profile(around, result.values, course.person, body, days[-1] if days else 0.0),
    }
    seen |= result.values.used
    arrays = dict(_arrays(published, "", len(changes)))
    return [{path: array[index] for path, array in arrays.items()} for index in range(len(changes))]


def _arrays(thing: Any, path: str, count: int) -> Iterator[tuple[str, np.ndarray]]:
    if isinstance(thing, np.ndarray):
        if thing.ndim and thing.shape[0] == count and thing.dtype.kind in "fib":
            yield path, thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for item in fields(thing):
            yield from _arrays(getattr(thing, item.name), f"{path}.{item.name}", count)
    elif isinstance(thing, Mapping):
        for name, part in thing.items():
            yield from _arrays(part, f"{path}[{name}]", count)
    elif isinstance(thing, list | tuple):
        for index, part in enumerate(thing):
            yield from _arrays(part, f"{path}[{index}]", count)


def differ(one: Mapping[str, Any], other: Mapping[str, Any], relative: float) -> bool:
    """Whether any published number moved by more than the share given of its largest size."""
    for path, first in one.items():
        a, b = np.asarray(first, float), np.asarray(other[path], float)
        if not np.array_equal(np.isnan(a), np.isnan(b)):
            return True
        size = np.nanmax(np.abs(np.stack([a, b])), initial=0.0)
        if size > NOTHING and np.nanmax(np.abs(a - b), initial=0.0) > relative * size:
            return True
    return False
