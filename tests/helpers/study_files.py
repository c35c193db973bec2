"""Study files to start from in tests: one plain table that tests change, and the shipped examples."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "studies").glob("*.toml"))
LEFT_OUT = object()

_PLAIN: dict[str, Any] = {
    "format": 1,
    "title": "A plain study",
    "population": {
        "n": 24,
        "condition": "atrophic acne scar",
        "age_year": {"mean": 28, "sd": 5, "low": 18, "high": 45},
        "phototypes": {"III": 0.5, "IV": 0.5},
        "site": "cheek",
    },
    "device": {"kind": "roller", "needle_length_mm": 1.5, "passes": 4},
    "course": {"sessions": 3, "interval_day": 30},
    "reading": [
        {"scale": "goodman_baron_qualitative", "day": 150, "baseline": {"mean": 3.1, "sd": 0.6}},
        {"scale": "ecca", "statistic": "percent change", "day": 150},
    ],
}


def plain(**changes: Any) -> dict[str, Any]:
    """The plain study; `population__n=3` changes a value, `reading__0__day=LEFT_OUT` takes one away."""
    raw = copy.deepcopy(_PLAIN)
    for path, value in changes.items():
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        place: Any = raw
        for part in way:
            place = place[part]
        if value is LEFT_OUT:
            del place[last]
        else:
            place[last] = value
    return raw
