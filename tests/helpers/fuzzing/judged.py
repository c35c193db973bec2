"""One case put to its reader and its question, and judged by how that ends."""

from __future__ import annotations

import json
import signal
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from microneedling import (
    deliver,
    load_course,
    load_delivery,
    load_study,
    load_trial,
    predict,
    simulate,
    trial,
)
from microneedling.errors import HIDDEN, InputError, MicroneedlingError, Refused, SolverError
from microneedling.inputs.questions import FEWEST_TO_PREDICT

from .cases import Case
from .places import EXAMPLES

LONGEST_S = 20.0
DRAWS, PEOPLE = 2, 12  # as few as can be asked for
ALLOWED = {0, 2, 3, 4}


class Hung(BaseException):
    """A case took longer than any may: no `except Exception` of the code under test holds it."""


def _trial(path: Path) -> Any:
    kept = path.parent / "chunks"
    return trial(load_trial(path), people=PEOPLE, workers=1, chunks=kept)


def _of_table(path: Path) -> Any:
    """A trial on the people of a clinic's table."""
    file = path.with_name("of_table.toml")
    text = EXAMPLES["trial"][1].read_text(encoding="utf-8")
    file.write_text(
        text.replace("[people]", f'[people]\ntable = "{path.name}"').replace("\nbaseline ", "\n# "),
        encoding="utf-8",
    )
    return _trial(file)


ASKED: dict[str, Callable[[Path], Any]] = {
    "course": lambda path: simulate(load_course(path), draws=DRAWS),
    "delivery": lambda path: deliver(load_delivery(path), draws=DRAWS),
    "study": lambda path: predict(load_study(path), draws=FEWEST_TO_PREDICT),
    "trial": _trial,
    "clinic table": _of_table,
}


def judged(case: Case, folder: Path) -> tuple[int, str]:
    """The exit code that a case would have, and what is wrong with how it ended; nothing where all is well."""
    path = folder / f"case{case.suffix}"
    path.write_bytes(case.data)
    return ended(lambda: ASKED[case.kind](path))


def ended(question: Callable[[], Any]) -> tuple[int, str]:
    """The exit code of a question, and what is wrong with how it ended."""
    begun = time.process_time()
    try:
        with _no_longer_than(LONGEST_S), warnings.catch_warnings():
            warnings.simplefilter("error")
            answer = question()
            json.dumps(answer.to_json(), allow_nan=False)
            fault = "" if answer.summary() and repr(answer) else "an answer without words"
        code = 0
    except MicroneedlingError as error:
        code, fault = error.exit_code, _untold(error)
    except (Exception, Hung) as error:
        code, fault = 1, _where(error)
    if not fault and (took := time.process_time() - begun) > LONGEST_S:
        fault = f"took {took:.0f} s"
    return code, fault


def _untold(error: MicroneedlingError) -> str:
    """What an error on purpose does not say."""
    if error.exit_code not in ALLOWED:
        return f"exit {error.exit_code}: {error}"
    if HIDDEN.search(str(error).replace("\n", "")):
        return f"hidden characters in {ascii(str(error))[:300]}"
    if isinstance(error, InputError):
        lacking = [m for m in error.mistakes if not (m.path and m.found and m.allowed)]
        return f"mistakes that say too little: {lacking}" if lacking or not error.mistakes else ""
    if isinstance(error, Refused):
        return "" if all(error.reasons) and error.reasons else "a refusal without a reason"
    named = isinstance(error, SolverError) and len(str(error)) > 30
    return "" if named else f"no cause named: {type(error).__name__}: {error}"


def _where(error: BaseException) -> str:
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "microneedling" in frame.filename
    ]
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name}" if frames else "?"
    return f"{type(error).__name__} at {at}: {str(error)[:200]}"


@contextmanager
def _no_longer_than(seconds: float):
    """Raise `Hung` within the block once it has used so much of the processor."""

    def stop(*_: object) -> None:
        raise Hung(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
