"""Comparisons scored by hand: chances, ranked scores, votes, and forecasts that learn from other studies alone."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.subject import some
from microneedling.evidence.registry import priors
from microneedling.studies.contrasts import contrasts
from microneedling.validation.within_studies import (
    EITHER_ORDER,
    FORECASTS,
    one_vote,
    outcome,
    predicted_differences,
    ranked,
    reported_difference,
    scored,
    usual_differences,
)

BY_ID = {item.id: item for item in contrasts()}


def test_a_sure_forecast_scores_nothing_when_right_and_more_the_farther_it_is_wrong():
    assert ranked((0.0, 0.0, 1.0), "b") == 0.0
    assert ranked((0.0, 1.0, 0.0), "b") == 1.0
    assert ranked((1.0, 0.0, 0.0), "b") == 2.0
    assert ranked((0.2, 0.5, 0.3), "no difference") == pytest.approx(0.2**2 + 0.3**2)


def test_a_difference_counts_from_a_to_b_and_pairs_are_surer_than_people_of_their_own():
    difference, paired = reported_difference(BY_ID["K04"])  # 46 to 59 % of the way in a month
    assert difference is not None
    assert 0.3 < difference < 0.7
    assert outcome(BY_ID["K04"]) == "b"
    _, apart = reported_difference(BY_ID["K22"])
    a, b = (reported_difference(BY_ID[name])[1] for name in ("K20", "K22"))
    assert a < b
    assert min(paired, apart) > 0


def test_what_a_row_says_was_found_stands_whatever_the_numbers():
    difference, error = reported_difference(BY_ID["K08"])
    assert difference is not None
    assert difference > 1.96 * error
    assert outcome(BY_ID["K08"]) == "no difference"


def test_usual_differences_learn_from_other_studies_and_know_no_order_where_there_is_none():
    items = list(contrasts())
    usual = usual_differences(items)
    minh = [item.id for item in items if item.study == "minh2019"]
    assert all(np.array_equal(usual[minh[0]], usual[name]) for name in minh)
    for item in some(items):
        middle = float(np.median(usual[item.id]))
        assert abs(middle) < 0.05 if item.about in EITHER_ORDER else middle > 0.05, item.id


@pytest.mark.slow
def test_the_forecast_that_knows_the_differences_scores_best():
    items = list(contrasts())
    size = {"a": -1.0, "no difference": 0.0, "b": 1.0}
    known = {item.id: np.full(10, 6 * size[outcome(item)] * reported_difference(item)[1]) for item in items}
    means = one_vote(scored(items, known))
    assert set(means) == set(FORECASTS)
    assert means["model"] < 0.01
    assert means["model"] < min(means["no_difference"], means["as_the_family"])


def test_each_study_has_one_vote():
    items = [BY_ID[name] for name in ("K04", "K05", "K06", "K07", "K08")]
    found = scored(items, {item.id: np.zeros(4) for item in items})
    minh = np.mean([item.rps["model"] for item in found[:4]])
    assert one_vote(found)["model"] == pytest.approx((minh + found[4].rps["model"]) / 2)


def test_the_models_difference_is_that_of_its_two_sides_with_the_same_numbers():
    found = predicted_differences([BY_ID["K01"], BY_ID["K16"]], priors().draws(24, 1), people=1)
    assert set(found) == {"K01", "K16"}
    assert all(draws.shape == (24,) for draws in found.values())
    assert np.nanmedian(found["K01"]) > 0  # needled beside a sham
    assert np.nanmedian(found["K16"]) > 0  # tranexamic acid in melasma
