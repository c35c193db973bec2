"""Comparisons and shares as read from the results: what counts as a miss, what the first sentence may claim."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from helpers.validation_results import make_results, make_validation
from microneedling.studies.contrasts import contrasts
from microneedling.studies.published import reported
from microneedling.validation.comparisons import WithinStudies, misses_first, standing
from microneedling.validation.not_significant import Shares, told
from microneedling.validation.result import Validation
from microneedling.validation.within_studies import judged, scored

FOUND = make_validation()
WITHIN = FOUND.within_studies
assert WITHIN is not None

BETTER, WORSE, CHANCE = (
    dict(zip(("mean", "low", "high"), ends, strict=True))
    for ends in ((-0.2, -0.3, -0.1), (0.2, 0.1, 0.3), (0.0, -0.1, 0.1))
)


def versus(none: dict[str, float], usual: dict[str, float]) -> WithinStudies:
    return replace(WITHIN, versus={"no_difference": none, "as_the_family": usual})


def test_the_results_come_back_as_they_were_written_and_old_ones_without_comparisons_are_read():
    stored = FOUND.stored()
    assert json.loads(json.dumps(stored)) == Validation.from_json(stored).stored() == make_results()
    old = {
        key: item for key, item in make_results().items() if key not in ("within_studies", "not_significant")
    }
    found = Validation.from_json(old)
    assert found.within_studies is None
    assert not found.not_significant
    assert found.stored() == old


def test_misses_stand_first_and_are_those_where_something_else_was_likeliest():
    ordered = misses_first(WITHIN.contrasts)
    missed = [item.missed for item in ordered]
    assert sorted(missed, reverse=True) == missed
    assert 0 < sum(missed) < len(missed)
    assert all(item.missed == (item.likeliest != item.found) for item in ordered)
    scores = [item.rps["model"] for item in ordered if item.missed]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("none", "usual", "claim"),
    [
        (BETTER, BETTER, "adds something"),
        (BETTER, CHANCE, "adds no more than chance to what such"),
        (BETTER, WORSE, "adds nothing"),
        (CHANCE, CHANCE, "adds no more than chance would"),
        (WORSE, CHANCE, "adds nothing"),
        (CHANCE, BETTER, "adds no more than chance would"),
    ],
)
def test_the_first_sentence_claims_no_more_than_both_intervals_allow(none, usual, claim):
    head = versus(none, usual).verdict().split(":")[0]
    assert claim in head
    assert ("adds something" in head) == (none is usual is BETTER)


def test_too_few_studies_decide_nothing():
    assert standing({"mean": -1.0, "low": None, "high": None}) == "too few studies to tell"


@pytest.mark.slow
def test_the_forecast_of_the_truth_is_judged_better_than_both_others():
    items = list(contrasts())
    whole = scored(items, {item.id: np.zeros(4) for item in items})
    size = {"a": -1.0, "no difference": 0.0, "b": 1.0}
    known = {item.contrast.id: np.full(8, 6 * size[item.found] * item.error) for item in whole}
    found = judged(scored(items, known), {item.study: "left out" for item in items})
    assert found.verdict().startswith("Within studies the mechanism adds something")
    assert not any(item.missed for item in found.contrasts)
    assert found.studies == len({item.study for item in items})
    nothing = judged(whole, {item.study: "unseen" for item in items})
    assert nothing.versus["no_difference"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert "adds something" not in nothing.verdict()
    assert nothing.contrasts[0].missed


def test_shares_agree_where_the_foretold_one_lies_in_the_interval_of_the_found():
    assert FOUND.not_significant["all"].agrees
    off = FOUND.not_significant["directions"]
    assert not off.agrees
    assert "does NOT agree" in off.words()
    assert Shares.from_json(off.to_json()) == off


def test_significance_is_told_of_directions_alone_and_each_line_agrees_with_its_direction():
    rows = {row.row: row for row in reported()}
    for name, significant in told().items():
        assert rows[name].kind == "direction", name
        assert significant == (rows[name].direction != "no_difference"), name
    nulls = {row.row for row in reported() if row.direction == "no_difference"}
    assert nulls <= set(told()), "a null that is not counted flatters"


def test_printed_answer_tells_convergence_design_and_residuals():
    answer = FOUND.to_json()
    assert answer["max_r_hat"] == {"reports": 1.012, "unknowns": 1.031}
    assert answer["min_ess"] == {"reports": 640, "unknowns": 412.5}
    for item in answer["studies"]:
        assert item["design"]
        assert (item["residual"] is None) == (item["kind"] == "direction")
    (first,) = [item for item in answer["studies"] if item["id"] == "C001"]
    assert first["residual"] == pytest.approx(first["observed"] - first["quantiles"]["0.5"])
    assert Validation.from_json(answer).stored() == FOUND.stored()
