"""One bar everywhere: on a terminal with the time left, in a pipe a line now and then."""

from __future__ import annotations

import io
import sys
from importlib.metadata import PackageNotFoundError
from types import SimpleNamespace

import pytest

from helpers.posed import pose
from microneedling.cli import progress as module
from microneedling.cli.progress import Bar, bar, simulating
from microneedling.engine import compiled_cache
from microneedling.engine.solver import integrate


class Screen(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_on_a_terminal_the_bar_says_how_much_and_how_long(monkeypatch, clock):
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    told = Bar("chunks of people", "this takes minutes")
    clock[0] = 120.0
    told.at(1, 4, "60 people/s")
    told.end()
    first, shown, last = screen.getvalue().split("\r\x1b[K")[1:]
    assert first == "chunks of people: this takes minutes"
    assert shown == f"{bar(0.25)} chunks of people: 1 of 4, 60 people/s, 6 min left"
    assert last == ""


def test_in_a_pipe_it_speaks_seldom_and_says_first_that_it_takes_minutes(clock, capsys):
    told = Bar("judging", "about a minute")
    for second in range(100):
        clock[0] = float(second)
        told.at(second, 100)
    told.end()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "judging: about a minute"
    assert len(lines) == 4
    assert all("\r" not in line for line in lines)


def test_the_bar_stays_within_its_ends():
    assert {len(bar(share)) for share in (-1, 0, 0.5, 1, 2)} == {len(bar(0))}


def test_the_first_run_on_a_machine_says_why_it_takes_longer(monkeypatch, tmp_path):
    course = SimpleNamespace(sessions=(1, 2, 3))
    integrate(pose(draws=1, until_day=1.0, layers=3))  # leaves machine code behind, if none was there
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    simulating(course, 400)
    monkeypatch.setenv("MICRONEEDLING_CACHE", str(tmp_path))
    simulating(course, 400)
    usual, first = screen.getvalue().split("\r\x1b[K")[1:]
    assert first == f"compiling the model for this machine, once (a minute or a few), then {usual}"


def test_where_no_compiler_is_nothing_is_compiled(monkeypatch):
    def absent(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(compiled_cache, "version", absent)
    assert compiled_cache.compiled_before()
