"""A stop refuses every question about a course alike; what is final is refused whatever one asks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpers.course_files import changed
from helpers.trial_files import text
from microneedling.course.reading import course_from_tables
from microneedling.course.simulate import simulate
from microneedling.errors import InputError, Refused
from microneedling.exchange.sbml import course_sbml
from microneedling.phrases import overridden_words
from microneedling.sensitivity.evidence_for import evidence_for
from microneedling.sensitivity.gradient import gradient
from microneedling.sensitivity.screening import morris, sobol
from microneedling.studies.predict import predict
from microneedling.studies.study import Study
from microneedling.trials.reading import trial_from_text
from microneedling.trials.trial import trial

KEY = "collagen.maturation_per_day"
FINAL = [
    {"person__age_year": 17},
    {"person__age_year": 3},
    {"person__conditions": ["keloid tendency"]},
    {"person__conditions": ["raised scar in field"]},
    {"setting": "home"},
]
ASKED: dict[str, Callable] = {
    "simulate": lambda course, override: simulate(course, draws=2, override_stop=override),
    "evidence": lambda course, override: evidence_for(course, draws=100, override_stop=override),
    "gradient": lambda course, override: gradient(course, "collagen", 30, [KEY], override_stop=override),
    "morris": lambda course, override: morris(course, override_stop=override),
    "sobol": lambda course, override: sobol(course, [KEY], override_stop=override),
    "sbml": lambda course, override: course_sbml(course, layers=3, override_stop=override),
}


@pytest.mark.parametrize("changes", FINAL, ids=str)
@pytest.mark.parametrize("question", ASKED)
def test_what_is_final_is_refused_whatever_is_asked(question, changes):
    course = course_from_tables(changed(**changes))
    for override in (False, True):
        with pytest.raises(Refused, match="This is final"):
            ASKED[question](course, override)


@pytest.mark.parametrize("question", [name for name in ASKED if name != "evidence"])
def test_other_stops_are_refused_until_they_are_overridden(question):
    course = course_from_tables(changed(person__conditions=["pregnancy"]))
    with pytest.raises(Refused, match="override_stop=True"):
        ASKED[question](course, False)


def test_what_was_overridden_stands_in_the_answer():
    course = course_from_tables(changed(person__conditions=["pregnancy"]))
    made = simulate(course, draws=2, override_stop=True)
    assert [finding.rule for finding in made.overridden] == ["S13 pregnancy"]
    assert made.to_json()["overridden"][0]["final"] is False
    assert overridden_words(made.overridden).startswith("FORECAST DESPITE A STOP: S13 pregnancy (elective")
    assert overridden_words(()) == ""


def test_a_final_stop_beside_another_refuses_both_and_names_both():
    course = course_from_tables(changed(person__conditions=["pregnancy", "keloid tendency"]))
    with pytest.raises(Refused) as told:
        simulate(course, draws=2, override_stop=True)
    assert "S13" in str(told.value)
    assert "S12" in str(told.value)


def test_a_trial_with_children_is_refused():
    with pytest.raises(Refused, match="This is final"):
        trial(trial_from_text(text(("low = 18", "low = 15"))), people=4, override_stop=True)


def test_a_study_of_children_is_refused():
    study = Study.model_validate(
        {
            "format": 1,
            "population": {"n": 20, "age_year": {"low": 4, "high": 16}, "condition": "traumatic scar"},
            "device": {"kind": "roller", "needle_length_mm": 1.5},
            "course": {"sessions": 2, "interval_day": 30},
            "reading": [{"scale": "vss", "day": 180}],
        }
    )
    with pytest.raises(Refused, match="A01 child"):
        predict(study, draws=50)


@pytest.mark.parametrize("kind", ["radio-frequency", "RF", "rf pen", "radiofrequency microneedling"])
def test_radio_frequency_is_refused_for_good(kind):
    for change in ({"instrument__pen__kind": kind}, {"instrument__pen__device": f"{kind} needles"}):
        with pytest.raises(
            InputError, match="Radio-frequency needling lies outside the model; this is final"
        ):
            course_from_tables(changed(**change))


def test_raised_scars_as_a_concern_are_refused_for_good():
    for kind in ("keloid", "hypertrophic scar"):
        with pytest.raises(InputError, match="this is final"):
            course_from_tables(changed(concern=[{"kind": kind}]))
