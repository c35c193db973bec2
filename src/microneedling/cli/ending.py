"""How a command ends: exit codes for whatever happens, Ctrl-C within a second, a reader that goes away."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import click

from ..errors import MicroneedlingError, SlowKernelWarning
from ..files import abandon
from .group import INTERNAL, usage_words
from .output import hush, prepare, tell, unprintable
from .progress import progress

USAGE, INTERRUPTED, READER_GONE, ENDED = 2, 130, 141, 143
GRACE_S = 0.6  # for what may be tidied up after Ctrl-C; then the process ends whatever it is doing
_going_on: list[Callable[[], str]] = []
_told = threading.Event()
_asked_to_end = threading.Event()  # by SIGTERM, which a web server's own loop takes for its usual end


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM)."""


@contextlib.contextmanager
def going_on(words: Callable[[], str]) -> Iterator[None]:
    """Within the block, whoever interrupts is also told what is kept and how to go on."""
    _going_on.append(words)
    yield  # where it is interrupted the words stay, for `ended` to tell
    _going_on.remove(words)


@contextlib.contextmanager
def warnings_in_a_line() -> Iterator[None]:
    """Within the block, our own warnings are told as a line, without the place in the code that a programmer wants."""
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def line(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, SlowKernelWarning):
                progress()  # not into a bar
                tell(str(message))
            else:
                shown(message, category, *place, **more)

        warnings.showwarning = line
        yield


def ended(command: Callable[[], int], debug: bool = False) -> int:
    """The exit code of a command, whatever becomes of it; only with `debug` errors are raised."""
    _going_on.clear()
    _told.clear()
    _asked_to_end.clear()
    try:
        prepare()
        try:
            with warnings_in_a_line():
                code = command()
                return ENDED if _asked_to_end.is_set() else code
        finally:
            sys.stdout.flush()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        tell(usage_words(error))
        return USAGE
    except KeyboardInterrupt as error:
        return _interrupted(ENDED if isinstance(error, Terminated) else INTERRUPTED)
    except BrokenPipeError:
        hush(sys.stdout)
        return READER_GONE
    except MicroneedlingError as error:
        if debug:
            raise
        tell(str(error))
        return error.exit_code
    except OSError as error:  # of standard output: commands tell their own
        told = unprintable(error)
        tell(str(told))
        return told.exit_code
    except Exception as error:
        if debug:
            raise
        tell(f"internal error: {type(error).__name__}: {error}\nRun again with --debug to see where.")
        return INTERNAL


def _interrupted(code: int) -> int:
    """Say so, once, with what is kept; stop the workers of the run."""
    if not _told.is_set():
        _told.set()
        progress()
        tell("stopped" if code == ENDED else "interrupted")
        for words in _going_on:
            tell(words())
    _stop_workers()
    exec(
        ""
    )  # else Python, where it was interrupted within `exec` of a text, forgets the code and dies by the signal
    return code


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Within the block, Ctrl-C and SIGTERM end the process within a second, even in the middle of compiled code.

    Python itself hears of a signal only between two of its own steps. A thread waits for it beside; where the command
    has not ended of itself by then, unfinished files are removed, workers are stopped and the process ends.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminated)
    unraisable = sys.unraisablehook
    sys.unraisablehook = lambda what: _lost(what, unraisable)
    hears, wakes = os.pipe()
    os.set_blocking(wakes, False)
    old, over = signal.set_wakeup_fd(wakes, warn_on_full_buffer=False), threading.Event()
    threading.Thread(target=_watch, args=(hears, over), daemon=True).start()
    yield
    if _told.is_set():
        return  # the watch goes on: what Python still waits for at exit must not take longer either
    over.set()
    signal.set_wakeup_fd(old)
    signal.signal(signal.SIGTERM, before)
    sys.unraisablehook = unraisable
    os.close(wakes)


def _lost(what: Any, otherwise: Callable[[Any], object]) -> None:
    """An interrupt that fell into a library's callback, where it cannot be raised: the watching thread has heard it."""
    if not issubclass(what.exc_type, KeyboardInterrupt):
        otherwise(what)


def _terminated(*_: object) -> None:
    _asked_to_end.set()
    raise Terminated


def _watch(hears: int, over: threading.Event) -> None:
    ends = {signal.SIGINT: INTERRUPTED, signal.SIGTERM: ENDED}
    while heard := os.read(hears, 1):
        if heard[0] not in ends or over.wait(GRACE_S):
            continue
        code = _interrupted(ends[signal.Signals(heard[0])])
        abandon()
        os._exit(code)
    os.close(hears)


def _stop_workers() -> None:
    """Processes of this run end with it."""
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for worker in multiprocessing.active_children():
            worker.kill()
