"""Progress on the terminal: one line on stderr that replaces itself."""

from __future__ import annotations

import sys
import time

CLEAR = "\r\x1b[K"
WIDTH, LEAST_S = 30, 0.2


def progress(text: str = "") -> None:
    """Show what is going on, to whoever watches; without words the line is cleared."""
    if sys.stderr.isatty():
        print(f"{CLEAR}{text}", end="", file=sys.stderr, flush=True)


def bar(share: float) -> str:
    """How much is done, as a bar."""
    full = round(WIDTH * share)
    return f"[{'#' * full}{'.' * (WIDTH - full)}]"


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
