"""How surely a plan keeps a limit is a share of the draws judged, and told as no surer than so many draws can tell."""

from __future__ import annotations

import pytest

from microneedling.planner.plans_card import sure_words


@pytest.mark.parametrize(
    ("met", "told"), [(0.0, "fewer than 1 in 64"), (0.5, "50 %"), (1.0, "more than 63 in 64")]
)
def test_a_limit_on_what_is_not_known_is_kept_in_a_share_of_the_draws(met, told):
    assert sure_words({"certainty": 0.8, "met_probability": met, "draws": 64}) == told


def test_a_limit_on_a_plain_number_holds_or_not():
    assert sure_words({"certainty": None, "met_probability": 1.0, "draws": None}) == ""


def test_plans_saved_before_the_draws_stood_there_are_still_told():
    assert sure_words({"certainty": 0.8, "met_probability": 0.75}) == "75 %"
