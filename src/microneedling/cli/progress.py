"""Progress, the same everywhere: on a terminal a bar with the time left that replaces itself, else a line a stage."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..course.course import Course

CLEAR = "\r\x1b[K"
WIDTH, LEAST_S = 30, 0.2
SELDOM_S = 30.0  # between two lines where nobody watches
MINUTE_S, LONG_S = 60, 5400  # beyond an hour and a half minutes say little


def progress(text: str = "") -> None:
    """Show what is going on, to whoever watches; without words the line is cleared."""
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"{CLEAR}{text}", end="", file=sys.stderr, flush=True)


def simulating(course: Course, draws: int | str) -> None:
    """Say that a course is simulated, and why it takes longer the first time."""
    from ..engine.compiled_cache import compiled_before

    once = (
        "" if compiled_before() else "compiling the model for this machine, once (a minute or a few), then "
    )
    progress(f"{once}simulating {len(course.sessions)} sessions, {draws} draws ...")


def bar(share: float) -> str:
    """How much is done, as a bar."""
    full = round(WIDTH * min(max(share, 0.0), 1.0))
    return f"[{'#' * full}{'.' * (WIDTH - full)}]"


def duration(seconds: float) -> str:
    """Time left, no finer than it can be known."""
    if seconds < MINUTE_S:
        return "under a minute"
    if seconds > LONG_S:
        return f"{seconds / MINUTE_S**2:.1f} h"
    return f"{seconds / MINUTE_S:.0f} min"


class Line:
    """Progress that is told often. On a terminal a few times a second at most; where nobody watches, once a stage."""

    def __init__(self) -> None:
        self.last_s, self.stage = float("-inf"), ""

    def say(self, text: str, stage: str = "", now: bool = False) -> None:
        """Say how far it is; `stage` names what is being done (nothing is said of it in a file without one), and `now`
        is for what must not be left out."""
        if not sys.stderr.isatty():
            if stage != self.stage:
                print(text, file=sys.stderr, flush=True)
        elif now or stage != self.stage or time.monotonic() - self.last_s >= LEAST_S:
            progress(text)
            self.last_s = time.monotonic()
        self.stage = stage


class Bar:
    """Counted progress: how much is done and how long the rest takes at the rate so far.

    `about` tells first how long it takes where that is minutes; where nobody watches it and a line every half minute
    are all that is printed.
    """

    def __init__(self, what: str, about: str = ""):
        self.what = what
        self.begin_s = self.last_s = time.monotonic()
        if about and sys.stderr.isatty():
            progress(f"{what}: {about}")
        elif about:
            print(f"{what}: {about}", file=sys.stderr, flush=True)

    def at(self, done: int, of: int, words: str = "", left_s: float | None = None) -> None:
        """So many of so many are done."""
        now, watched = time.monotonic(), sys.stderr.isatty()
        if now - self.last_s < (LEAST_S if watched else SELDOM_S) and (done < of or not watched):
            return
        self.last_s = now
        share = done / of if of else 1.0
        if left_s is None and share > 0:
            left_s = (now - self.begin_s) * (1 - share) / share
        left = f", {duration(left_s)} left" if left_s is not None and done < of else ""
        told = f"{self.what}: {done} of {of}{', ' + words if words else ''}{left}"
        if watched:
            progress(f"{bar(share)} {told}")
        else:
            print(told, file=sys.stderr, flush=True)

    def words(self, text: str) -> None:
        """What is being done, where it is not counted."""
        if sys.stderr.isatty():
            progress(f"{self.what}: {text}")
        elif time.monotonic() - self.last_s >= SELDOM_S:
            self.last_s = time.monotonic()
            print(f"{self.what}: {text}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        progress()
