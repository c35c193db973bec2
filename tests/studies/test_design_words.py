"""The design of a study file: words, their other names, and what is said when it is left out."""

from __future__ import annotations

import pytest

from helpers.subject import some
from microneedling.errors import InputError
from microneedling.studies.assumptions import assumptions
from microneedling.studies.design_words import ALIASES, WORDS
from microneedling.studies.designs import designs
from microneedling.studies.published import arms
from microneedling.studies.study_file import parse_study

PLAIN = {
    "format": 1,
    "population": {"condition": "atrophic acne scar"},
    "device": {"kind": "pen"},
    "reading": [{"scale": "goodman_baron_qualitative", "day": 120}],
}


def test_every_word_and_other_name_is_read():
    for word in some((*WORDS, *ALIASES, "Split Face")):
        assert parse_study({**PLAIN, "design": word}).design in WORDS, word


def test_another_word_is_refused_with_the_nearest():
    with pytest.raises(InputError, match='did you mean "split"'):
        parse_study({**PLAIN, "design": "splitface"})


def test_a_design_left_out_is_told_where_somebody_judges():
    assert "design" in {item.where for item in assumptions(parse_study(PLAIN))}
    assert "design" not in {item.where for item in assumptions(parse_study({**PLAIN, "design": "split"}))}
    hours = {**PLAIN, "reading": [{"scale": "micropore_closure_h"}]}
    assert "design" not in {item.where for item in assumptions(parse_study(hours))}


def test_published_arms_carry_the_design_that_their_rows_tell():
    assert arms()["ablon2018"].design == "single arm"
    assert arms()["alam2014_control"].design == "split"
    assert arms()["gupta2011b"].design is None
    assert {arm for arm, item in designs().items() if item.kind == "not told"} == {
        arm for arm, study in arms().items() if study.design is None
    }
