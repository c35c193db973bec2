"""A plain course as course files say it: for the demonstration, and to get the simulator ready."""

from __future__ import annotations

from typing import Any


def course_of(concern: str, zone: str, age: int, phototype: str, depth_mm: float) -> dict[str, Any]:
    """A course of three sessions with a pen, as course files say it."""
    pen = {"kind": "pen", "needle_count": 12, "needle_diameter_mm": 0.25, "needle_length_mm": 2.0}
    pen |= {"frequency_hz": 90, "tip_width_mm": 8}
    session = {"device": "pen", "depth_mm": depth_mm, "passes": 4, "glide_speed_mm_per_s": 20}
    return {
        "format": 2,
        "title": f"{concern.capitalize()}, {zone}",
        "person": {"age_year": age, "sex": "female", "phototype": phototype, "site": zone},
        "concern": [{"kind": concern, **({"subtype": "rolling"} if "acne" in concern else {})}],
        "device": {"pen": pen},
        "session": [{"day": day, **session} for day in (0, 28, 56)],
        "follow_up": {"until_day": 180},
    }
