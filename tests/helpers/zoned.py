"""A course of three zones, as plain tables that tests change. An invented person."""

from __future__ import annotations

import copy
from typing import Any

SITES = ("cheek", "forehead", "periorbital")
_ZONED: dict[str, Any] = {
    "format": 2,
    "title": "Three zones",
    "person": {"age_year": 48, "sex": "female", "phototype": "III", "photoageing": 0.4, "conditions": []},
    "concern": [
        {"kind": "atrophic acne scar", "subtype": "rolling", "zone": "cheek"},
        {"kind": "fine lines", "zone": ["forehead", "periorbital"]},
    ],
    "device": {"mine": {"device": "pen, 12 needles", "needle_length_mm": 3.0}},
    "session": [
        {
            "day": 0,
            "repeat": {"every_day": 28, "times": 2},
            "device": "mine",
            "depth_mm": 0.5,
            "passes": 4,
            "numbing": {"product": "EMLA", "minutes": 45, "grams": 5, "area_cm2": 100},
            "zone": [
                {"site": "Cheeks", "depth_mm": 1.5, "area_cm2": 80, "topical": [{"name": "ascorbic acid"}]},
                {"site": "forehead", "area_cm2": 50},
                {
                    "site": "periorbital",
                    "device": "roller, 540 needles",
                    "depth_mm": 0.25,
                    "passes": 2,
                    "area_cm2": 12,
                },
            ],
        }
    ],
}


def zoned() -> dict[str, Any]:
    """Fresh tables of the course."""
    return copy.deepcopy(_ZONED)
