"""A delivery says what it took where its file is silent; table and headline tell the same medians."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from helpers.source_files import ROOT
from microneedling.report.delivery_words import amount_rows, sentences
from microneedling.transport.assumed import assumed
from microneedling.transport.deliver import COMPARTMENTS, deliver
from microneedling.transport.delivery_file import from_tables, read_delivery

ROLLER = ROOT / "examples" / "deliver" / "vitamin_c_roller.toml"
BARE = {
    "format": 1,
    "active": {"name": "ascorbic acid"},
    "product": {"concentration_mg_per_ml": 100},
    "instrument": {"device": "pen, 12 needles"},
}


@pytest.fixture(scope="module")
def run():
    return deliver(read_delivery(str(ROLLER)), draws=24)


def places(file) -> set[str]:
    return {where for item in assumed(file) for where in item.where.split(", ")}


def test_a_bare_delivery_lists_all_that_it_leaves_out():
    assert places(from_tables(BARE, "test")) == {
        "product.dose_ul_per_cm2", "product.ph", "product.applied_after_min", "product.wiped_off_min",
        "product.occluded", "product.dries", "person.site", "person.age_year", "person.sex", "needling.depth_mm",
        "needling.passes", "needling.glide_speed_mm_per_s", "needling.skin_stretched", "mode", "hours",
    }  # fmt: skip


def test_what_is_given_is_not_listed():
    given = BARE | {"person": {"age_year": 30, "sex": "male", "site": "back"}, "hours": 8, "mode": "franz"}
    given |= {"needling": {"seconds_per_cm2": 5, "depth_mm": 1.0, "skin_stretched": True}}
    assert places(from_tables(given, "test")) == {
        "product.dose_ul_per_cm2", "product.ph", "product.applied_after_min", "product.wiped_off_min",
        "product.occluded", "cell.dermis_mm", "cell.channel_half_life_h",
    }  # fmt: skip


def test_intact_skin_is_said_to_be_intact():
    file = from_tables({key: value for key, value in BARE.items() if key != "instrument"}, "test")
    assert "instrument" in places(file)


def test_the_answer_carries_the_list(run):
    assert run.to_json()["assumed"] == [item.to_json() for item in run.assumed]


def test_the_table_gives_the_medians_that_the_headline_gives(run):
    hour, cells = amount_rows(run)[-1]
    drawn = run.drawn.permeation
    for name, cell in zip(COMPARTMENTS, cells, strict=True):
        middle = np.quantile(getattr(drawn, name)[:, -1], 0.5, method="nearest")
        assert float(cell.replace(",", "")) == pytest.approx(middle, rel=6e-3, abs=1e-9)
    assert hour == f"{drawn.hours[-1]:g} h"
    assert any("median of the draws" in words for words in sentences(run))


def test_reach_means_the_same_in_a_delivery_and_in_a_course(run):
    needling = run.to_json()["needling"]
    punctures = run.drawn.punctures
    assert needling["reach_mm"]["median"] == pytest.approx(np.median(punctures.depth_median_mm), rel=0.05)
    pooled = dict(zip(("low80", "median", "high80"), punctures.depth_quantiles_mm(), strict=True))
    assert needling["channel_depth_mm"] == pooled
    wide = needling["channel_depth_mm"]
    assert wide["high80"] - wide["low80"] >= needling["reach_mm"]["high80"] - needling["reach_mm"]["low80"]


def test_a_nominal_run_has_no_interval():
    told = deliver(read_delivery(str(Path(ROLLER))), draws=1).to_json()
    assert told["nominal"] is True
    assert told["intervals"]["delivered_ug_per_cm2"]["low80"] is None
    assert told["intervals"]["delivered_ug_per_cm2"]["median"] is not None
    assert told["amount_interval_ug_per_cm2"]["dermis"]["high80"] is None
