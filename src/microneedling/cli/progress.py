"""Progress on the terminal: one line on stderr that replaces itself, and nothing at all when nobody watches."""

from __future__ import annotations

import sys

CLEAR = "\r\x1b[K"


def progress(text: str = "") -> None:
    """Show what is going on; without words the line is cleared."""
    if sys.stderr.isatty():
        print(f"{CLEAR}{text}", end="", file=sys.stderr, flush=True)
