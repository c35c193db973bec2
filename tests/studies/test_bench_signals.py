"""What a study file may ask of the session itself: right unit and order of size, monotone, and refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from microneedling import predict
from microneedling.errors import InputError
from microneedling.studies.bench_signals import BENCH
from microneedling.studies.predict import Prediction
from microneedling.studies.readings import READINGS
from microneedling.studies.study_file import parse_study, study_from_text

CREAM = {"product": "EMLA", "minutes": 60, "occluded": True}
PRODUCT = ({"name": "tranexamic acid", "concentration_mg_per_ml": 50},)
CLOSURES = ("micropore_closure_h", "closure_dye_h", "closure_oct_h", "closure_confocal_h")


def asked(scales: Sequence[str], **device: Any) -> dict[str, Any]:
    """The tables of a study that asks for these scales."""
    readings = [{"scale": name} | ({"hour": 24} if READINGS[name].timed else {}) for name in scales]
    pen = {"kind": "pen", "needle_length_mm": 1.5, "depth_mm": 1.0, "passes": 4, "tip_radius_um": 10}
    return {
        "format": 1,
        "population": {"n": 20, "age_year": 30, "phototypes": "III"},
        "device": pen | device,
        "course": {"sessions": 1, "numbing": CREAM, "topical": PRODUCT},
        "reading": readings,
    }


@cache
def everything(**device: Any) -> Prediction:
    """All quantities of the bench, but the closing times, which need the healing."""
    return predict(parse_study(asked(tuple(BENCH), **device)), draws=24, people=2)


def biology(scale: str, **device: Any) -> float:
    """The median of what the biology says."""
    found = {item.reading.scale: item for item in everything(**device).readings}
    return float(np.median(found[scale].biology))


RANGES = {
    "insertion_force_mn": (20, 300),
    "reached_depth_mm": (0.3, 1.0),
    "channel_width_um": (30, 250),
    "channel_density_per_cm2": (100, 5000),
    "numbing_onset_min": (1, 120),
    "numbed_depth_mm": (0.5, 8),
    "permeability_cm_per_h": (1e-6, 1e-1),
    "diffusivity_um2_per_s": (50, 1000),
    "absorbed_percent": (0.1, 100),
}


@pytest.mark.parametrize("scale", BENCH)
def test_every_quantity_has_the_right_order_of_size_and_its_unit(scale):
    low, high = RANGES[scale]
    assert low < biology(scale) <= high
    item = next(item for item in everything().readings if item.reading.scale == scale)
    assert item.to_json()["unit"] == READINGS[scale].unit
    assert np.isfinite(item.reported).all()


@pytest.mark.parametrize("scale", ["reached_depth_mm", "permeability_cm_per_h", "diffusivity_um2_per_s"])
def test_a_study_reports_more_widely_than_the_biology_says(scale):
    item = next(item for item in everything().readings if item.reading.scale == scale)
    wide, own = (float(np.std(np.log(np.abs(draws)))) for draws in (item.reported, item.biology))
    assert wide > own


@pytest.mark.slow
def test_forces_grow_with_the_tip_depth_with_the_setting_and_channels_with_passes():
    assert biology("insertion_force_mn", tip_radius_um=18) > 1.5 * biology("insertion_force_mn")
    assert biology("reached_depth_mm", depth_mm=1.5) > 1.2 * biology("reached_depth_mm")
    assert biology("channel_density_per_cm2", passes=8) > biology("channel_density_per_cm2")
    assert biology("numbing_onset_min", depth_mm=1.5) > biology("numbing_onset_min")


def test_each_instrument_has_its_own_closing_time():
    found = predict(parse_study(asked(CLOSURES)), draws=24, people=2).readings
    hours = [float(np.median(item.biology)) for item in found]
    assert all(hour > 0 for hour in hours)
    assert len(set(hours)) == len(hours)


def test_no_more_than_the_dose_is_absorbed():
    item = next(item for item in everything().readings if item.reading.scale == "absorbed_percent")
    assert item.biology.max() <= 100
    assert np.median(item.reported) <= 100


def test_what_is_read_of_nothing_is_refused_all_at_once():
    tables = asked(["channel_width_um", "numbed_depth_mm", "absorbed_percent"])
    tables["course"] = {"sessions": 1}
    tables["device"] = {"kind": "none"}
    with pytest.raises(InputError) as caught:
        parse_study(tables)
    told = [mistake.path for mistake in caught.value.mistakes]
    assert {"reading[0].scale", "reading[1].scale", "reading[2].scale"} <= set(told)


def test_a_product_whose_way_is_not_followed_has_no_permeability():
    tables = asked(["permeability_cm_per_h"])
    tables["course"]["topical"] = ({"name": "saline"},)
    with pytest.raises(InputError, match="way into the skin is not followed"):
        parse_study(tables)


@pytest.mark.parametrize("word", ["pull-out force", "plasma level of lidocaine"])
def test_what_is_not_known_is_refused_by_name(word):
    text = f'format = 1\n[population]\nn = 9\n[[reading]]\nscale = "{word}"\nday = 1\n'
    with pytest.raises(InputError, match=r"not known|not modelled"):
        study_from_text(text)
