"""The reference forecasts of the published readings: who teaches whom, and which readings have none."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from microneedling.studies.designs import designs
from microneedling.studies.published import arms, likelihood_readings, reported
from microneedling.validation.judged import REFERENCES
from microneedling.validation.percent import to_percent
from microneedling.validation.reference.forecasts import references, treated


@cache
def made():
    learnt = {row.study for row in likelihood_readings()}
    rows = tuple(row for row in reported() if row.study in learnt)
    return rows, references(rows, [arms()[row.arm].family(row.reading) for row in rows])


def of(key: str, name: str):
    rows, found = made()
    return found[key][[row.row for row in rows].index(name)]


def test_each_reference_speaks_of_every_score_of_a_needled_arm_and_of_no_sham():
    rows, found = made()
    assert set(found) == set(REFERENCES)
    for key, forecasts in found.items():
        for row, forecast in zip(rows, forecasts, strict=True):
            if row.kind != "value" or not treated(row):
                assert forecast is None, (key, row.row)
            elif arms()[row.arm].family(row.reading) not in ("instrument", "event", "clock"):
                assert forecast is not None, (key, row.row)


def test_shams_do_not_teach():
    assert {row.row for row in reported() if not treated(row)} == {"C052", "C053"}
    assert of("family_mean", "C052") is None


def test_a_clock_is_never_forecast_from_percentages():
    assert of("family_mean", "B132") is None  # the one study of it
    other = of("family_mean", "B130")
    assert other is not None
    assert other.seen.axis == "log time"


def test_the_same_rows_give_the_same_forecast():
    rows, _ = made()
    again = references(rows, [arms()[row.arm].family(row.reading) for row in rows])["family_mean"]
    first = of("family_mean", "C047")
    assert first is not None
    second = again[[row.row for row in rows].index("C047")]
    assert second is not None
    assert np.array_equal(first.draws, second.draws)


def test_the_forecast_with_the_design_differs_by_the_design_alone():
    beside, alone = of("family_and_design", "C086"), of("family_and_design", "C047")
    assert designs()["sharma_saline"].comparative
    assert not designs()["dogra2014"].comparative
    assert beside is not None
    assert alone is not None
    plain = [of("family_mean", name) for name in ("C047", "C086")]
    apart = np.median(alone.draws) - np.median(beside.draws)
    assert apart > np.median(plain[0].draws) - np.median(plain[1].draws)  # comparisons report less


@pytest.mark.parametrize("key", REFERENCES)
def test_half_of_the_scores_lie_in_the_middle_half_give_or_take(key):
    rows, found = made()
    places = [
        np.mean(item.draws < to_percent(row) * row.observed)
        for row, item in zip(rows, found[key], strict=True)
        if item is not None
    ]
    inside = np.mean([0.1 < place < 0.9 for place in places])
    assert 0.6 < inside < 0.97
