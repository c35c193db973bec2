"""The sentences that say what a study file leaves out and what is taken instead."""

from __future__ import annotations

from collections.abc import Iterator

from ..evidence.entry import Entry
from .study import Study
from .typical import GEOMETRY, typical_numbers


def assumptions(study: Study) -> tuple[str, ...]:
    """What this file leaves out and what is taken instead, one sentence each."""
    return tuple(_of_people(study)) + tuple(_of_device(study))


def _of_people(study: Study) -> Iterator[str]:
    group = study.population
    given = group.model_fields_set
    if "age_year" not in given:
        age = group.age_year
        yield f"age not given: {age.mean:g} years ({age.low:g} to {age.high:g}) taken"
    if "phototypes" not in given:
        shares = ", ".join(f"{name} {share:g}" for name, share in group.phototypes.items())
        yield f"phototypes not given: {shares} taken"
    if "female_share" not in given:
        yield f"share of women not given: {group.female_share:g} taken"
    if "site" not in given:
        yield f"site not given: {group.site} taken"
    if group.photoageing is None:
        yield "sun damage not given: as usual at the age"


def _of_device(study: Study) -> Iterator[str]:
    device = study.device
    if device.kind == "none":
        return
    numbers = typical_numbers()
    if device.needle_length_mm is None and device.depth_mm is None:
        yield f"needle length not given: {_range(numbers['typical_needle_length_mm'])} mm taken"
    if device.passes is None:
        yield f"passes not given: {_range(numbers[f'typical_passes.{device.kind}'])} taken"
    taken = [
        f"{_words(name)} {numbers[f'typical_{name}.{device.kind}'].value:g}"
        for name in GEOMETRY[device.kind]
        if getattr(device, name) is None
    ]
    if taken:
        yield f"{device.kind} taken as typical: {', '.join(taken)}"


def _range(entry: Entry) -> str:
    low, high = entry.range or (entry.value, entry.value)
    return f"{low:g} to {high:g}"


def _words(name: str) -> str:
    for suffix, unit in (("_mm_per_s", " mm/s"), ("_mm", " mm"), ("_hz", " Hz")):
        if name.endswith(suffix):
            return f"{name.removesuffix(suffix).replace('_', ' ')} ({unit.strip()})"
    return name.replace("_", " ")
