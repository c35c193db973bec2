"""A trial says what it took where its file is silent, and tells the error of the simulation in one way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.source_files import ROOT
from microneedling.cli.printed.trial import trial_text
from microneedling.phrases import number
from microneedling.report.trial_words import comparison_words, difference_error_words, power_words
from microneedling.trials.assumed import assumed, without_effect
from microneedling.trials.reading import load_trial, trial_from_text
from microneedling.trials.trial import trial

EXAMPLES = ROOT / "examples" / "trials"


@pytest.fixture(scope="module")
def result():
    return trial(load_trial(EXAMPLES / "acne_scars_sham.toml"), people=840)


def places(items) -> set[str]:
    return {where for item in items for where in item.where.split(", ")}


def test_what_the_file_leaves_out_is_listed(result):
    told = places(result.assumed)
    assert told >= {"people.photoageing", "people.smoker_share", "people.female_share", "design.blinded"}
    assert "people.age_year" not in told
    assert not [where for where in told if where.startswith("arm.person")]
    assert result.to_json()["assumed"] == [item.to_json() for item in assumed(result.trial)]


def test_what_one_arm_alone_leaves_out_is_said_of_that_arm():
    words = [item.what for item in assumed(load_trial(EXAMPLES / "melasma_vitamin_c.toml"))]
    assert any("(needling alone)" in word for word in words)


def test_a_product_that_cannot_move_the_concern_is_said_to_do_nothing():
    """The very trial that compares it would find exactly nothing, and must say why."""
    text = (EXAMPLES / "melasma_vitamin_c.toml").read_text(encoding="utf-8")
    compared = trial_from_text(text.replace('"ascorbic acid"', '"hyaluronic acid"'))
    (item,) = (i for i in without_effect(compared) if "hyaluronic acid" in i.what)
    assert item.why == "not modelled"


def test_terminal_and_page_tell_one_error_of_the_simulation(result):
    page, terminal = " ".join(comparison_words(result)), " ".join(trial_text(result).split())
    for words in (power_words(result), difference_error_words(result)):
        assert words in page
        assert words in terminal


def test_the_error_told_is_two_standard_errors(result):
    assert f"± {number(200 * result.planning.power_mc_error)} by chance" in power_words(result)
    assert f"± {number(2 * result.planning.effect_middle_mc_error)} by chance" in difference_error_words(
        result
    )


def test_too_few_trials_to_plan_by_still_tell_how_far_off_they_may_be(result):
    few = replace(result, planning=None)
    assert "±" in power_words(few)
    assert "not known" in difference_error_words(few)
