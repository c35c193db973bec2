"""Course files to start from in tests: one plain table that tests change."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

ALL_EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
ZONED_EXAMPLES = [path for path in ALL_EXAMPLES if "[[session.zone]]" in path.read_text(encoding="utf-8")]
EXAMPLES = [path for path in ALL_EXAMPLES if path not in ZONED_EXAMPLES]  # of one zone

_PLAIN: dict[str, Any] = {
    "format": 1,
    "title": "A plain course",
    "person": {"age_year": 40, "sex": "female", "phototype": "II", "site": "cheek", "photoageing": 0.3},
    "concern": [{"kind": "fine lines", "scale": "lemperle", "baseline": 2}],
    "instrument": {
        "pen": {
            "kind": "pen",
            "needle_count": 12,
            "needle_diameter_mm": 0.25,
            "needle_length_mm": 2.0,
            "frequency_hz": 90,
            "tip_width_mm": 8,
        },
        "roller": {
            "kind": "roller",
            "needle_count": 192,
            "needle_diameter_mm": 0.25,
            "needle_length_mm": 1.0,
            "drum_diameter_mm": 20,
            "drum_width_mm": 20,
        },
    },
    "session": [
        {"day": 0, "instrument": "pen", "depth_mm": 1.0, "passes": 4, "glide_speed_mm_per_s": 20},
        {"day": 30, "instrument": "pen", "depth_mm": 1.0, "passes": 4, "glide_speed_mm_per_s": 20},
    ],
    "aftercare": {"sunscreen": True},
    "follow_up": {"until_day": 180},
}


def plain() -> dict[str, Any]:
    """A fresh valid course as plain tables."""
    return copy.deepcopy(_PLAIN)


def changed(**changes: Any) -> dict[str, Any]:
    """A plain course with some values replaced; `person__age_year=17` reaches into a table."""
    raw = plain()
    for path, value in changes.items():
        *tables, key = path.split("__")
        place: Any = raw
        for table in tables:
            place = place[int(table)] if table.isdigit() else place[table]
        place[int(key) if key.isdigit() else key] = value
    return raw
