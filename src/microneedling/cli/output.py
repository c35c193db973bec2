"""What is printed: on any terminal, in any encoding, and never lost in silence."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from ..errors import MicroneedlingError

PLAIN = {
    "−": "-",
    "–": "-",
    "µ": "u",
    "²": "2",
    "³": "3",
    "±": "+-",
    "→": "->",
    "↑": "up",
    "↓": "down",
    "×": "x",
}
SIGNS = "microneedling.signs"


class Unprintable(MicroneedlingError):
    """The answer cannot be printed: standard output is closed, or its disk is full."""

    exit_code = 5


def _signs(error: UnicodeError) -> tuple[str, int]:
    """A sign that the terminal lacks: a plain one that says the same (a minus stays a minus), else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


codecs.register_error(SIGNS, _signs)


def prepare() -> None:
    """Make both streams fit for use; raises `Unprintable` where there is no standard output."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # as long as the process
    if sys.stdout is None:
        raise Unprintable("standard output is closed: the answer cannot be printed")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors != SIGNS:
            stream.reconfigure(errors=SIGNS)


def say(text: str, end: str = "\n") -> None:
    """Print an answer; raises `Unprintable` where it cannot be written, `BrokenPipeError` where nobody reads on."""
    try:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unprintable(error) from None


def say_with_files(text: str, written: Iterable[tuple[str, str]]) -> None:
    """An answer and, below it, the files that were written beside it, each as (what it is, where)."""
    say("\n".join([text, "", *(f"{name}: {path}" for name, path in written)]).rstrip())


def unprintable(error: OSError) -> Unprintable:
    """Why standard output could not be written, as an error of exit code 5; what is left of it goes nowhere."""
    hush(sys.stdout)
    return Unprintable(f"standard output cannot be written: {error.strerror or error}")


def say_json(answer: Any) -> None:
    """Print one JSON object on one line; a stream that is not Unicode gets escapes, which say the same."""
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    say(json.dumps(answer, ensure_ascii=plain, allow_nan=False))


def tell(text: str) -> None:
    """Print what is not the answer: on standard error, where it may be lost."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        hush(sys.stderr)


def hush(stream: Any) -> None:
    """Send what a stream still holds nowhere: Python writes it once more at exit, and there is nobody to take it."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
