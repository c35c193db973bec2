"""Layers of the skin: every site and sex has them, in order, and age thins the dermis."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from microneedling.evidence.registry import registry
from microneedling.skin.anatomy import Anatomy, anatomy_of
from microneedling.skin.sites import Site
from microneedling.transport.delivery_file import Subject

NOMINAL, DRAWS = registry().nominal(), registry().draws(100, 4)


def skin(site="cheek", age_year=38.0, sex="female", values=NOMINAL) -> Anatomy:
    return anatomy_of(Subject(site=site, age_year=age_year, sex=sex), values)


@pytest.mark.parametrize("site", get_args(Site))
@pytest.mark.parametrize("sex", ["female", "male"])
def test_every_site_has_layers_in_order(site, sex):
    layers = skin(site, 45, sex, DRAWS)
    for name in vars(layers):
        value = getattr(layers, name)
        if name != "site":
            assert value.shape == (DRAWS.count,), name
            assert np.all(np.isfinite(value) & (value > 0)), name
    assert np.all(layers.capillary_top_mm >= layers.stratum_corneum_mm)
    assert np.all(layers.papillary_mm < layers.dermis_mm)
    assert np.all(layers.plexus_mm < layers.skin_mm)


def test_measured_sites_at_the_reference_age():
    assert skin("cheek").dermis_mm[0] == pytest.approx(1.94)  # rows N182, N190, N198
    assert skin("cheek", sex="male").dermis_mm[0] == pytest.approx(2.42)  # rows N186, N194
    assert skin("periorbital").dermis_mm[0] == pytest.approx(1.25)  # rows N180, N181, N188, N189, N196, N197
    assert skin("cheek").stratum_corneum_mm[0] == pytest.approx(0.0168)  # row A054


def test_age_thins_the_dermis_and_stiffens_the_skin():
    young, old = skin("forearm", age_year=30), skin("forearm", age_year=40)
    assert old.dermis_mm[0] / young.dermis_mm[0] == pytest.approx(0.94, abs=0.005)  # row A066: 6 % a decade
    assert old.dermis_kpa[0] > young.dermis_kpa[0]
    assert old.epidermis_mm[0] == young.epidermis_mm[0]


def test_borrowed_sites_are_less_certain():
    known, borrowed = skin("cheek", values=DRAWS), skin("perioral", values=DRAWS)
    assert np.std(np.log(borrowed.dermis_mm)) > np.std(np.log(known.dermis_mm))
    assert np.median(borrowed.dermis_mm) == pytest.approx(np.median(known.dermis_mm), rel=0.15)
