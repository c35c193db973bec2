"""What reports leave out and what is then taken: typical ages, devices, passes; and the sentences that say so.

The numbers are entries of the registry (`parameters/study.toml`); reading that one file alone keeps the check of a
study file quick and free of the array library. A range of ages is that of the people treated, 95 % of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..evidence.registry import Entry, read_folder

if TYPE_CHECKING:
    from .study import Study

GROUP = "study"
PREFIX = "typical_"
SDS_IN_A_RANGE = 4  # a range of people is read as their middle 95 %
# Kind of device -> the numbers that complete it.
COMPLETING = {
    "pen": (
        "typical_needle_count",
        "typical_needle_diameter_mm",
        "typical_tip_width_mm",
        "typical_frequency_hz",
        "typical_glide_speed_mm_per_s",
    ),
    "roller": (
        "typical_needle_count",
        "typical_needle_diameter_mm",
        "typical_drum_diameter_mm",
        "typical_drum_width_mm",
    ),
    "stamp": ("typical_needle_count", "typical_needle_diameter_mm", "typical_tip_width_mm"),
}
GEOMETRY = {kind: tuple(name.removeprefix(PREFIX) for name in names) for kind, names in COMPLETING.items()}


@cache
def typical_numbers() -> Mapping[str, Entry]:
    """The entries of the group by their name within it (`"typical_passes.roller"`)."""
    entries = read_folder(files=f"{GROUP}.toml")
    return {key.removeprefix(f"{GROUP}."): entry for key, entry in entries.items()}


def typical_age(condition: str) -> dict[str, float]:
    """Ages of people treated for a condition, as the table of a distribution."""
    numbers = typical_numbers()
    word = condition.replace(" ", "_")
    entry = numbers.get(f"typical_age_year.{word}") or numbers["typical_age_year.healthy"]
    assert entry.range is not None
    low, high = entry.range
    return {"mean": float(entry.value or 0.0), "sd": (high - low) / SDS_IN_A_RANGE, "low": low, "high": high}


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
