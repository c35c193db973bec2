"""What is seen on one day, in numbers: those that the page says in words (`alive.js`, `happening`).

Dermal states are thickness-weighted means over the upper dermis, down to `BELOW_MM` under the papillary dermis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .frames import Frames

BELOW_MM = 0.6
LEAST_PERCENT, NOTHING_PERCENT = 0.05, 1e-7  # told as tenths from here on; as none below that
AFTER_DAYS = (0.25, 1.0, 3.0, 7.0, 14.0, 28.0)


def telling_days(frames: Frames) -> list[float]:
    """The first day, days after the first session, every other session, the last day."""
    last = float(frames.day[-1])
    if not frames.sessions:
        return [float(frames.day[0]), last]
    starts = [item.day for item in frames.sessions]
    until = starts[1] if len(starts) > 1 else last
    early = [starts[0] + after for after in AFTER_DAYS if starts[0] + after < until]
    return sorted({*starts, *early, last})


def seen_on(frames: Frames, day: float) -> dict[str, float]:
    """Open share of the channels' width, neutrophils (cells/mm3), disarray (share); the rest over its baseline."""
    now = {name: _at(frames, series, day) for name, series in frames.series.items()}
    before = [item for item in frames.sessions if item.day < day]
    cells = _upper(frames, now["fibroblasts"] + now["myofibroblasts"])
    return {
        "open": min(float(now["channel_radius"]) / before[-1].mouth_mm, 1.0) if before else 0.0,
        "neutrophils": _upper(frames, now["neutrophils"]),
        "macrophages": _ratio(frames, now, "macrophages"),
        "fibroblasts": cells / _upper(frames, frames.baseline["fibroblasts"]),
        "new collagen": _ratio(frames, now, "collagen_new"),
        "mature collagen": _ratio(frames, now, "collagen_mature"),
        "epidermis": float(
            (now["basal"] + now["suprabasal"]) / (frames.baseline["basal"] + frames.baseline["suprabasal"])
        ),
        "melanin": float(now["melanin"] / frames.baseline["melanin"]),
        "disarray": float(now["disarray"]),
    }


def _at(frames: Frames, series: np.ndarray, day: float) -> np.ndarray:
    """A series on one day, straight between two frames."""
    place = float(np.interp(day, frames.day, np.arange(frames.day.size)))
    low = min(int(place), frames.day.size - 2)
    return series[low] + (place - low) * (series[low + 1] - series[low])


def _upper(frames: Frames, layers: np.ndarray) -> float:
    faces = frames.faces_mm
    weight = np.diff(faces) * (0.5 * (faces[1:] + faces[:-1]) <= frames.ends_mm[2] + BELOW_MM)
    return float(layers @ weight / weight.sum())


def _ratio(frames: Frames, now: dict[str, np.ndarray], name: str) -> float:
    return _upper(frames, now[name]) / max(_upper(frames, frames.baseline[name]), 1e-9)


def since_session(frames: Frames, day: float) -> str:
    """Where a day stands among the sessions: `session 2`, `6 hours after session 1`, `before any session`."""
    before = [(place, item.day) for place, item in enumerate(frames.sessions, 1) if item.day <= day]
    if not before:
        return "before any session"
    place, start = before[-1]
    since = day - start
    if since == 0:
        return f"session {place}"
    count, unit = (round(24 * since), "hour") if since < 0.95 else (round(since, 1), "day")
    return f"{count:g} {unit}{'' if count == 1 else 's'} after session {place}"


def disorder_words(share: float) -> str:
    """A share of the dermis healed in disorder, as the page tells it: `0.3 %`, `less than 0.1 %`, `none`."""
    percent = 100 * share
    if percent < LEAST_PERCENT:
        return "less than 0.1 %" if percent > NOTHING_PERCENT else "none"
    return f"{percent:.{1 if percent < 9.95 else 0}f} %"
