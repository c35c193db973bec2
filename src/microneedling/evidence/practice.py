"""Numbers of one group (practice, typical studies, people) without loading the whole registry.

They are entries of the registry like all others (`parameters/<group>.toml`); reading one file, and of it what is asked
for, keeps `check` quick and free of the array library.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .entry import Entry
from .parameter_files import GroupWhenAsked
from .posterior import calibrated_entries

GROUP = "practice"


@cache
def numbers_of(group: str) -> Mapping[str, Entry]:
    """The entries of one group by their name within it (`"depth_highest_mm.cheek"`)."""
    return GroupWhenAsked(group)


@cache
def shipped_numbers_of(group: str) -> Mapping[str, Entry]:
    """The same as shipped: with what the calibration narrowed or moved."""
    before = {f"{group}.{name}": entry for name, entry in numbers_of(group).items()}
    return {key.removeprefix(f"{group}."): e for key, e in {**before, **calibrated_entries(before)}.items()}


def value_of(group: str, name: str) -> float:
    """The value of one entry of a group; raises `KeyError` where it has none."""
    value = numbers_of(group)[name].value
    if value is None:
        raise KeyError(f"{group}.{name} has no value")
    return value


def practice() -> Mapping[str, Entry]:
    """The entries of practice by their name within the group."""
    return numbers_of(GROUP)


def limit(name: str) -> float:
    """The value of one entry of practice; raises `KeyError` where there is none."""
    return value_of(GROUP, name)


def scale_range(scale: str) -> tuple[float, float]:
    """Lowest and highest score of a rating scale."""
    return limit(f"scale_lowest_points.{scale}"), limit(f"scale_highest_points.{scale}")
