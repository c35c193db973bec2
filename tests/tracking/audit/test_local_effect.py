"""The clinic's own effect: few clients stay with the literature, many find the truth, one wild result does little."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from helpers.tracking.clinic_results import OPENED, record
from microneedling.tracking.audit.local_effect import (
    GRID,
    local_effect,
    local_effects,
    moved,
    moved_in_turn,
    prior_of,
)
from microneedling.tracking.audit.places import distance, reading_at
from microneedling.tracking.audit.self_audit import self_audit


def clinic_of(factor: float, clients: int, seed: int = 1, spread: float = 0.3):
    """Forecasts of distance 1.2 -+ `spread` on the axis; results go `factor` times as far."""
    random = np.random.default_rng(seed)
    blank = record()
    levels = tuple(
        reading_at(blank, 1.2 + spread * z)
        for z in (-1.2815515655, -0.6744897502, 0, 0.6744897502, 1.2815515655)
    )
    return tuple(
        record(
            client=f"C-{k}",
            seen=OPENED + timedelta(days=5 * k),
            quantiles=levels,
            result=reading_at(blank, factor * 1.2 + spread * float(random.standard_normal())),
        )
        for k in range(clients)
    )


def test_the_prior_is_the_literatures_own():
    weight = prior_of(record())
    mean = weight @ GRID
    assert weight.sum() == pytest.approx(1)
    assert 0.35 < np.sqrt(weight @ (GRID - mean) ** 2) < 1.2  # studies' and scales' spread, calibrated
    assert weight[GRID < -1].sum() > 2 * weight[GRID > 1].sum()  # some studies find next to nothing


@pytest.mark.parametrize("factor", [0.5, 0.7, 1.0, 1.4])
def test_many_clients_find_the_factor(factor):
    found = local_effect(clinic_of(factor, 80))
    assert found.factor(0.02) < factor < found.factor(0.98)
    assert found.factor() == pytest.approx(factor, rel=0.12)
    assert found.pooled < 0.1


def test_few_clients_stay_with_the_literature_and_more_leave_it_step_by_step():
    pooled = [local_effect(clinic_of(0.5, count)).pooled for count in (1, 4, 16, 64)]
    assert pooled == sorted(pooled, reverse=True)
    assert pooled[0] > 0.15


def test_below_the_least_number_nothing_moves_and_it_says_so():
    records = clinic_of(0.5, 9)
    found = local_effect(records)
    assert not found.enough
    assert "stay as they are" in found.words()
    assert moved(records[0], found) is records[0]


def test_one_wild_result_moves_it_little():
    calm = clinic_of(1.0, 40)
    wild = (*calm[:-1], record(client="C-39", quantiles=calm[0].quantiles, result=-90.0))
    assert local_effect(wild).factor() == pytest.approx(local_effect(calm).factor(), rel=0.03)


def test_moved_forecasts_hold_where_the_given_ones_did_not():
    records = clinic_of(0.6, 120)
    given, local = self_audit(records), self_audit(moved_in_turn(records))
    assert "forecasts too hopeful" in given.whole.verdicts
    assert abs(local.whole.bias.value) < abs(given.whole.bias.value) / 3
    assert local.whole.inside_80.holds(0.8)


def test_nothing_is_judged_by_what_it_taught():
    """A forecast moved in turn is the same whatever comes on its own day or later."""
    records = clinic_of(0.6, 30)
    there = moved_in_turn(records)[:20]
    other = moved_in_turn([*records[:19], *(replace(item, result=-50.0) for item in records[19:])])
    assert [item.quantiles for item in there] == [item.quantiles for item in other[:20]]


def test_moved_quantiles_keep_their_order_and_their_scale():
    records = clinic_of(1.6, 60)
    for item in moved_in_turn(records):
        assert list(item.quantiles) == sorted(item.quantiles)
        assert all(-100 <= q <= 100 for q in item.quantiles)


def test_one_vote_a_client():
    once = clinic_of(0.6, 30)
    crowd = [replace(once[0], rater=f"R{k}") for k in range(40)]
    assert local_effect([*once[1:], *crowd]).factor() == pytest.approx(local_effect(once).factor())


def test_concerns_and_instruments_stand_apart():
    water = record(scale="tewl", baseline=10.0, quantiles=(7, 8, 9, 10, 11), result=9.0)
    found = local_effects([record(), record(concern="fine lines"), water])
    assert [(item.concern, item.instrument) for item in found] == [
        ("atrophic acne scar", False), ("atrophic acne scar", True), ("fine lines", False)
    ]  # fmt: skip
    with pytest.raises(ValueError, match="one concern"):
        local_effect([record(), record(concern="fine lines")])


def test_distance_is_that_of_the_score_law():
    from microneedling.observation.score_law import of_person

    item = record()
    far = distance(item, 40.0)
    assert reading_at(item, 0.7 * far) == pytest.approx(100 * float(of_person(np.array(0.4), np.array(0.7))))
