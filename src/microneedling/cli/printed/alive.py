"""The printed answer of `alive`: what is seen on telling days, a row a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...figures.alive.telling import seen_on, telling_days
from ...phrases import NOT_FOR, number, percent_change
from ..text import blocks, headed, table, wrapped

if TYPE_CHECKING:
    from ...figures.alive.frames import Frames

HEAD = ("day", "channels open", "neutrophils", "macrophages", "fibroblasts", "new collagen", "mature collagen",
        "epidermis", "melanin", "without architecture")  # fmt: skip
BELOW = (
    "Upper dermis, against the skin before the first session, under the middle values of all numbers; channels by "
    "their width, neutrophils a mm³. On the day of a session: just before the needles. --report PATH writes the page."
)


def alive_text(courses: Sequence[Frames]) -> str:
    """A table of telling days for each course."""
    return blocks([*(_course(frames) for frames in courses), wrapped(BELOW), wrapped(NOT_FOR)])


def _course(frames: Frames) -> Iterator[str]:
    yield from headed(frames.title)
    for item in frames.sessions[:1]:
        yield (
            f"The needles reach {number(item.median_mm)} mm ({number(item.low_mm)} to {number(item.high_mm)}), "
            f"{number(item.channels_per_cm2 / 100)} channels a mm², of which "
            f"{number(100 * item.bleeding_share, 2)} % bleed."
        )
    yield from table([HEAD, *(_row(frames, day) for day in telling_days(frames))], whole=range(len(HEAD)))


def _row(frames: Frames, day: float) -> tuple[str, ...]:
    seen = seen_on(frames, day)
    changes = (
        percent_change(seen[name] - 1)
        for name in ("macrophages", "fibroblasts", "new collagen", "mature collagen", "epidermis", "melanin")
    )
    open_share, lost = f"{100 * seen['open']:.0f} %", f"{100 * seen['disarray']:.1f} %"
    return (number(day, 4), open_share, number(np.round(seen["neutrophils"])), *changes, lost)
