"""What counts as a miss, for every kind of report, and what role a prediction had."""

from __future__ import annotations

import pytest

from helpers.validation_results import judged
from microneedling.validation.reading_words import verdict_words
from microneedling.validation.verdicts import ORDER, Role, Verdict

QUANTILES = {"0.1": 1.0, "0.25": 2.0, "0.5": 3.0, "0.75": 4.0, "0.9": 5.0}
IN_NONE, IN_80, IN_50 = (
    {"50": half, "80": most} for half, most in ((False, False), (False, True), (True, True))
)


def reading(kind, observed, **fields):
    return judged(kind=kind, observed=observed, **({"quantiles": QUANTILES} | fields))


@pytest.mark.parametrize(
    ("given", "verdict", "words"),
    [
        (reading("value", 3.2, inside=IN_50), Verdict.HIT, "inside 50 %"),
        (reading("value", 1.5, inside=IN_80), Verdict.HIT, "inside 80 %"),
        (reading("value", 0.2, inside=IN_NONE), Verdict.MISS, "below the 80 % interval"),
        (reading("value", 7.0, inside=IN_NONE), Verdict.MISS, "above the 80 % interval"),
        (reading("band", (4.5, 9.0)), Verdict.HIT, "meets the 80 % interval"),
        (reading("band", (5.5, 9.0)), Verdict.MISS, "outside the 80 % interval"),
        (reading("band", (0.0, 0.9)), Verdict.MISS, "outside the 80 % interval"),
        (reading("direction", "improved", sign=True), Verdict.HIT, "right direction"),
        (reading("direction", "worse", sign=False), Verdict.MISS, "wrong direction"),
        (reading("direction", "improved"), Verdict.NOT_JUDGED, "not judged"),
        (reading("direction", "no_difference"), Verdict.MISS, "zero outside the 80 % interval"),
        (
            reading("direction", "no_difference", quantiles=QUANTILES | {"0.1": -0.5}),
            Verdict.HIT,
            "zero inside 80 %",
        ),
    ],
)
def test_what_counts_as_a_miss(given, verdict, words):
    assert given.verdict == verdict
    assert verdict_words(given) == words


def test_a_prediction_made_now_is_fitted_where_its_study_taught_the_model():
    assert judged(how="left out").role == Role.LEFT_OUT
    assert judged(how="unseen").role == Role.HELD_OUT
    assert judged(how="fitted or unseen", study="dogra2014").role == Role.FITTED
    assert judged(how="fitted or unseen", study="nobody2099").role == Role.HELD_OUT


def test_misses_stand_first():
    assert min(ORDER, key=ORDER.__getitem__) == Verdict.MISS
