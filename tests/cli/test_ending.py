"""How commands end: full disks, closed outputs, readers that go, interrupts that tell what is kept."""

from __future__ import annotations

import errno
import io
import sys
import warnings

import click
import pytest

from microneedling.cli.ending import READER_GONE, Terminated, ended, going_on, watched
from microneedling.cli.main import main
from microneedling.cli.output import say
from microneedling.errors import InputError, Mistake, SlowKernelWarning, SolverError


class Full(io.StringIO):
    """An output whose disk is full."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


class Gone(io.StringIO):
    """An output whose reader has left."""

    def write(self, _: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize("words", [("--help",), ("-V",), ("schema",), ("new", "--example", "list")])
@pytest.mark.parametrize(("stream", "code"), [(None, 5), (Full(), 5), (Gone(), READER_GONE)])
def test_an_output_that_takes_nothing_is_told_in_one_line(words, stream, code, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(words) == code
    err = capsys.readouterr().err
    assert err.count("\n") == (1 if code == 5 else 0)


def raising(error: BaseException):
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (click.exceptions.Exit(0), 0, ""),
        (click.UsageError("no such thing"), 2, "no such thing\n"),
        (InputError("f", [Mistake("a", "b", "c")]), 2, "f: 1 mistake\n  a: found b; allowed: c\n"),
        (SolverError("stiff"), 3, "stiff\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (Terminated(), 143, "stopped\n"),
    ],
)
def test_each_end_has_its_code_and_its_words(error, code, words, capsys):
    assert ended(raising(error)) == code
    assert capsys.readouterr().err == words


def test_an_internal_error_asks_for_debug_which_raises_it(capsys):
    assert ended(raising(ValueError("odd"))) == 1
    assert "--debug" in capsys.readouterr().err
    with pytest.raises(ValueError, match="odd"):
        ended(raising(ValueError("odd")), debug=True)


def test_who_interrupts_is_told_how_to_go_on_and_nobody_else(capsys):
    def stopped() -> int:
        with going_on(lambda: "go on with --resume"):
            raise KeyboardInterrupt

    assert ended(stopped) == 130
    assert capsys.readouterr().err == "interrupted\ngo on with --resume\n"

    def done() -> int:
        with going_on(lambda: "go on"):
            say("done")
        raise KeyboardInterrupt

    assert ended(done) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_slow_kernel_is_told_in_one_line_once_a_command(capsys):
    def command() -> int:
        for _ in range(3):
            warnings.warn("slow; install it", SlowKernelWarning, stacklevel=1)
        return 0

    for _ in range(2):
        assert ended(command) == 0
        assert capsys.readouterr().err == "slow; install it\n"


def test_a_warning_of_somebody_else_is_shown_as_ever():
    def command() -> int:
        warnings.warn("theirs", RuntimeWarning, stacklevel=1)
        return 0

    with pytest.warns(RuntimeWarning, match="theirs"):
        assert ended(command) == 0


def test_an_interrupt_lost_in_a_callback_prints_no_traceback(capsys):
    """Python can only print what it cannot raise; the interrupt itself has been heard by the watching thread."""

    class Closing:
        def __init__(self, error):
            self.error = error

        def __del__(self):
            raise self.error

    with watched():
        closing = Closing(KeyboardInterrupt())
        del closing
    assert capsys.readouterr().err == ""
