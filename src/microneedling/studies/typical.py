"""What reports leave out, and the value assumed instead: typical ages, devices, passes.

The numbers are entries of the registry (`parameters/study.toml`); reading that one file alone keeps the check of a
study file quick and free of the array library. A range of ages is that of the people treated, 95 % of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..evidence.entry import Entry
from ..evidence.practice import numbers_of
from ..inputs.distribution import SDS_IN_A_RANGE

GROUP = "study"
PREFIX = "typical_"
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


def typical_numbers() -> Mapping[str, Entry]:
    """The entries of the group by their name within it (`"typical_passes.roller"`)."""
    return numbers_of(GROUP)


def usual_numbing_min() -> float:
    """Minutes that a cream is usually left on, where a report does not say, min."""
    return float(typical_numbers()["typical_numbing_min"].value or 0.0)


def typical_age(condition: str) -> dict[str, float]:
    """Ages of people treated for a condition, as the table of a distribution."""
    numbers = typical_numbers()
    word = condition.replace(" ", "_")
    entry = numbers.get(f"typical_age_year.{word}") or numbers["typical_age_year.healthy"]
    assert entry.range is not None
    low, high = entry.range
    return {"mean": float(entry.value or 0.0), "sd": (high - low) / SDS_IN_A_RANGE, "low": low, "high": high}
