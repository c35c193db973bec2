"""`python -m microneedling` and the command `microneedling`: the first word decides which face answers."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

# First word -> module with `main(words) -> exit code`; every other word is for the command line.
FACES: dict[str, str] = {"clinic": ".clinic.main", "bench": ".clinic.bench.main"}
COMMAND_LINE = ".cli.main"
COMPLETE = "_MICRONEEDLING_COMPLETE"
INTERRUPTED = 130
# What is loaded stays: looking for garbage among it every 700 objects costs a short command an eighth of its time.
OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the words of a command line (default: those of the shell); returns the exit code."""
    if arguments is None:  # the process is ours alone
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    words = sys.argv[1:] if arguments is None else arguments
    if arguments is None and COMPLETE in os.environ:  # the shell asks how a line may go on
        words = os.environ.get("COMP_WORDS", "").split()[1:]
    face = FACES.get(words[0], COMMAND_LINE) if words else COMMAND_LINE
    try:
        answer = import_module(face, __package__ or "microneedling").main
    except KeyboardInterrupt:  # before anything was loaded that could tell of it
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return answer(arguments)


if __name__ == "__main__":
    sys.exit(main())
