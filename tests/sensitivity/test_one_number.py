"""What one number moves: its ends beside the nominal run, as the command prints it."""

from __future__ import annotations

import pytest

from helpers.shell import ROOT, here
from microneedling import load_course, registry, simulate
from microneedling.errors import InputError
from microneedling.sensitivity.one_number import moved_by

COURSE = ROOT / "examples" / "fine_lines_roller.toml"
KEY = "injury.dimple_um"


def test_its_ends_are_those_of_runs_with_the_number_set():
    course = load_course(COURSE)
    found = moved_by(KEY, course)
    assert found.used
    low, high = registry()[KEY].range or (0, 0)
    book = registry().nominal()
    for end, name in ((low, "at_low"), (high, "at_high")):
        ran = simulate(course, 1, days=(found.day,), values=book.stacked([{KEY: end}]))
        alone = {item.name: float(item.at(found.day)[0]) for item in ran.outcomes}
        for item in found.moved:
            assert getattr(item, name) == pytest.approx(alone[item.outcome], rel=1e-6, abs=1e-9)
    shares = [item.share for item in found.moved]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0


def test_a_number_that_the_course_does_not_read_moves_nothing():
    course = load_course(COURSE)
    unread = next(key for key in registry() if key.startswith("study_effect."))
    found = moved_by(unread, course)
    assert (found.used, found.moved) == (False, ())


def test_a_number_that_there_is_not_is_told_with_one_like_it():
    with pytest.raises(InputError) as told:
        moved_by("injury.dimple", load_course(COURSE))
    assert "injury.dimple_um" in told.value.mistakes[0].hint


def test_the_command_prints_the_number_and_what_it_moves():
    done = here("evidence", "show", KEY, "--course", COURSE)
    assert done.returncode == 0, done.stderr
    assert "lognormal prior" in done.stdout
    assert "of the smallest detectable change" in " ".join(done.stdout.split())  # as wide as it is printed
    assert "fine lines" in done.stdout


def test_the_command_lists_all_its_mistakes():
    done = here("evidence", "show", "no.number", "--course", "nowhere.toml")
    assert done.returncode == 2
    assert "no.number" in done.stderr
    assert "nowhere.toml" in done.stderr
    assert here("evidence", "show", "--json").returncode == 2
    assert here("evidence", COURSE, "--course", COURSE).returncode == 2
