"""Numbers as bytes: a series between its lowest and highest value in 255 steps, as text that a page can hold.

value = low + byte / 255 * (high - low)        error at most half a step, (high - low) / 510
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

STEPS = 255


def packed(values: np.ndarray, unit: str) -> dict[str, Any]:
    """A series (frame,) or (frame, layer) as its ends, shape, unit and bytes in base64; refuses what is not finite."""
    values = np.asarray(values, float)
    if not np.isfinite(values).all():
        raise ValueError("a frame holds a value that is not finite")
    low, high = float(values.min()), float(values.max())
    low, high = float(f"{low:.6g}"), float(f"{high:.6g}")
    span = high - low
    steps = np.zeros(values.shape) if span <= 0 else np.clip((values - low) / span, 0, 1) * STEPS
    data = base64.b64encode(np.round(steps).astype(np.uint8).tobytes()).decode("ascii")
    return {"unit": unit, "low": low, "high": high, "shape": list(values.shape), "bytes": data}


def unpacked(series: dict[str, Any]) -> np.ndarray:
    """The values of a packed series, in its shape."""
    steps = np.frombuffer(base64.b64decode(series["bytes"]), np.uint8).reshape(series["shape"])
    return series["low"] + steps / STEPS * (series["high"] - series["low"])
