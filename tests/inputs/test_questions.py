"""The arguments of each question: every mistake at once, from Python as from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import microneedling as m
from microneedling.cli.commands.trial import run as trial_command
from microneedling.cli.options import OneOf
from microneedling.errors import InputError
from microneedling.inputs.questions import ENGINES, KERNELS, to_simulate

EXAMPLES = Path(__file__).parents[2] / "examples"


def mistakes(ask: Any, *arguments: Any, **named: Any) -> dict[str, str]:
    """What each argument was refused for: name -> what is allowed."""
    with pytest.raises(InputError) as caught:
        ask(*arguments, **named)
    return {item.path: item.allowed for item in caught.value.mistakes}


@pytest.fixture(scope="module")
def course() -> Any:
    return m.load_course(EXAMPLES / "acne_scars_cheek.toml")


@pytest.fixture(scope="module")
def trial_file() -> Any:
    return m.load_trial(EXAMPLES / "trials" / "acne_scars_sham.toml")


@pytest.mark.parametrize(
    ("ask", "name", "kind"),
    [
        (m.simulate, "course", "Course"),
        (m.predict, "study", "Study"),
        (m.deliver, "file", "DeliveryFile"),
        (m.trial, "file", "TrialFile"),
        (m.evidence_for, "course", "Course or a Forecast"),
    ],
)
def test_a_question_about_something_else_says_what_it_is_about(ask, name, kind):
    assert mistakes(ask, "a_file.toml") == {name: f"a {kind}"}


def test_every_argument_of_a_simulation_is_checked_at_once(course):
    found = mistakes(m.simulate, course, 0, -1, 5, layers=0, tolerance=-1.0, kernel="foo")
    assert set(found) == {"draws", "seed", "days", "layers", "tolerance", "kernel"}
    assert found["kernel"] == "auto, numba, numpy, cuda"


def test_days_that_cannot_be_are_told_one_by_one(course):
    assert mistakes(m.simulate, course, days=[30, -1, "x"]).keys() == {"days"}
    assert mistakes(m.simulate, course, days=[]) == {"days": "days such as 30,90,180"}


def test_a_study_and_a_trial_say_all_their_mistakes(trial_file):
    study = m.load_study(EXAMPLES / "studies" / "acne_scars_ecca.toml")
    assert mistakes(m.predict, study, draws=-1, people=0).keys() == {"draws", "people"}
    assert mistakes(m.trial, trial_file, 1, engine="x", kernel="y").keys() == {"people", "engine", "kernel"}


def test_a_gradient_takes_a_list_of_numbers(course):
    found = mistakes(m.gradient, course, "texture", -9.0, "pigment.uv_boost")
    assert found["keys"] == "a list of numbers, here ['pigment.uv_boost']"
    assert found["day"] == "a day after the first session"


def test_layers_of_a_study_of_refinement_are_allowed_and_one_is_not():
    assert to_simulate(1, 1, layers=96) == []
    assert [item.path for item in to_simulate(1, 1, layers=1)] == ["layers"]


def test_the_options_of_a_trial_offer_what_it_takes():
    offered = {item.name: item.type.choices for item in trial_command.params if isinstance(item.type, OneOf)}
    assert offered == {"engine": ENGINES, "kernel": KERNELS}
