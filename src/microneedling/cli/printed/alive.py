"""The printed answer of `alive`: what is seen on telling days, a row a day, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...figures.alive.telling import disorder_words, seen_on, since_session, telling_days
from ...phrases import NOT_FOR, number, percent_change
from ..text import blocks, headed, table, wrapped

if TYPE_CHECKING:
    from ...figures.alive.frames import Frames
    from ...figures.alive.sure import Sure

HEAD = ("when", "channels open", "neutrophils", "macrophages", "fibroblasts", "new collagen", "mature collagen",
        "living epidermis", "pigment", "healed in disorder")  # fmt: skip
BELOW = (
    "One middle course of the model, not a promise: the one in which every number has its middle value. Changes are "
    "against the skin before the first session, in the upper dermis; channels by their width. On the day of a "
    "session: just before the needles. Neutrophils come first and defend, macrophages clear up, fibroblasts build; "
    "what healed in disorder is a share of the dermis. --report PATH writes the page."
)


def alive_text(courses: Sequence[Frames], sure: Sequence[Sure]) -> str:
    """A table of telling days for each course, and how sure it is."""
    told = (part for one in zip(courses, sure, strict=True) for part in (_course(one[0]), _sure(one[1])))
    return blocks([*told, wrapped(BELOW), wrapped(NOT_FOR)])


def _course(frames: Frames) -> Iterator[str]:
    yield from headed(frames.title)
    for item in frames.sessions[:1]:
        yield (
            f"The needles reach {number(item.median_mm)} mm ({number(item.low_mm)} to {number(item.high_mm)}), "
            f"{number(item.channels_per_cm2 / 100)} channels a mm², of which "
            f"{number(100 * item.bleeding_share, 2)} % bleed."
        )
    yield from table([HEAD, *(_row(frames, day) for day in telling_days(frames))], whole=range(1, len(HEAD)))


def _sure(sure: Sure) -> Iterator[str]:
    first, *others = sure.words
    yield from wrapped(f"How sure is this? {first}")
    for words in others:
        yield from wrapped(f"- {words}", "  ")


def _row(frames: Frames, day: float) -> tuple[str, ...]:
    seen = seen_on(frames, day)
    changes = (
        percent_change(seen[name] - 1)
        for name in ("macrophages", "fibroblasts", "new collagen", "mature collagen", "epidermis", "melanin")
    )
    open_share, lost = f"{100 * seen['open']:.0f} %", disorder_words(seen["disarray"])
    cells = f"{number(np.round(seen['neutrophils']))} a mm³"
    return (f"Day {number(day, 4)}, {since_session(frames, day)}", open_share, cells, *changes, lost)
