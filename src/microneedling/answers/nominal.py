"""The answer of a nominal run: one draw has no interval, and its JSON must not pretend one."""

from __future__ import annotations

from typing import Any

WITHIN_A_DRAW = ("channel_depth_mm",)  # channels differ within one draw: an interval all the same


def without_intervals(answer: Any) -> Any:
    """A JSON answer of a single draw: `low80` and `high80` are null wherever they stand."""
    if isinstance(answer, dict):
        ends = answer.keys() >= {"low80", "high80"}  # and with them those of the typical person
        return {
            key: None
            if ends and key in ("low80", "high80", "typical_low80", "typical_high80", "people_sd")
            else value
            if key in WITHIN_A_DRAW
            else without_intervals(value)
            for key, value in answer.items()
        }
    return [without_intervals(item) for item in answer] if isinstance(answer, list) else answer
