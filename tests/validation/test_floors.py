"""A calibration that predicts left-out studies worse than the one before fails here, and says where."""

from __future__ import annotations

from copy import deepcopy

import pytest

import accept_scores as scores
from helpers.validation_results import make_validation
from microneedling.validation.result import shipped

TELL = (
    "the shipped validation is worse than its floors; where that is the price of a truer model run "
    "`python tools/accept_scores.py` and say why in the changelog"
)
FLOORS = {"left_out": {"inside_50": 0.5, "inside_80": 0.93, "crps": 10.0}, "within_studies": {"rps": 0.3}}


def test_the_shipped_validation_is_not_worse_than_its_floors():
    found = shipped()
    assert found is not None, "no results are shipped: run make calibrate"
    told = scores.worse(scores.stored(), scores.scores_of(found))
    assert not told, f"{TELL}\n" + "\n".join(told)


def test_every_score_of_the_shipped_validation_is_held():
    found = shipped()
    assert found is not None
    now = scores.scores_of(found)
    held = scores.stored()
    free = [f"{name}.{key}" for name in now for key in now[name] if key not in held.get(name, {})]
    assert not free, f"no floor for {', '.join(free)}: run python tools/accept_scores.py"
    assert {"left_out", "held_out"} <= set(held)


@pytest.mark.parametrize(
    ("name", "key", "value", "word"),
    [
        ("left_out", "crps", 10.3, "CRPS rose from 10 to 10.3"),
        ("left_out", "inside_80", 0.96, "96%, before 93%"),
        ("left_out", "inside_80", 0.5, "50%, before 93%"),
        ("left_out", "inside_50", 0.3, "30%, before 50%"),
        ("within_studies", "rps", 0.32, "ranked probability score rose from 0.3 to 0.32"),
    ],
)
def test_what_is_worse_is_told(name, key, value, word):
    now = deepcopy(FLOORS)
    now[name][key] = value
    (told,) = scores.worse(FLOORS, now)
    assert told.startswith(f"{name}: ")
    assert word in told


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("left_out", "crps", 9.0),
        ("left_out", "crps", 10.1),
        ("left_out", "inside_80", 0.72),
        ("left_out", "inside_50", 0.6),
        ("within_studies", "rps", 0.25),
    ],
)
def test_better_scores_chance_and_coverage_within_its_aim_pass(name, key, value):
    now = deepcopy(FLOORS)
    now[name][key] = value
    assert scores.worse(FLOORS, now) == []


def test_a_score_that_is_gone_is_told():
    assert scores.worse(FLOORS, {"left_out": FLOORS["left_out"]}) == [
        "within_studies: rps was 0.3 and is no longer told"
    ]


def test_small_families_are_not_held():
    found = make_validation()
    assert {"left_out", "held_out", "within_studies"} <= set(scores.scores_of(found))
    small = [name for name, item in found.by_family.items() if (item.studies or 0) < scores.FEWEST_STUDIES]
    assert small
    assert not set(small) & set(scores.scores_of(found))
