"""A protocol puts the chain together once: alike sessions share, each product is followed once, any geometry runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from helpers.needled import KERNEL, NOMINAL, course, pen_session
from microneedling.course.protocol import protocol_of
from microneedling.evidence.registry import registry
from microneedling.protocol.products import Application, effect_share
from microneedling.protocol.protocol import Protocol
from microneedling.skin.anatomy import Anatomy
from microneedling.skin.layers import Geometry, Layers

VALUES = registry().draws(8, 3)
DAYS = np.array([0.0, 28.0, 35.0])
PRODUCTS = ({"name": "ascorbic acid"}, {"name": "platelet-rich plasma"}, {"name": "saline"})


def planned(occlusion_h: float = 4.0, products=PRODUCTS, days=(0, 28), **more) -> Protocol:
    sessions = [pen_session(day, 1.5) | {"topical": list(products)} for day in days]
    return protocol_of(course(sessions, after={"occlusion_h": occlusion_h}), DAYS, kernel=KERNEL, **more)


def test_each_product_is_followed_once_and_platelets_before_any_dressing():
    seen = []

    def counting(application: Application) -> np.ndarray:
        seen.append((application.product.name, application.occluded))
        return effect_share(application)

    prepared = planned(effect_share=counting).prepare(VALUES)
    assert seen == [("ascorbic acid", True), ("platelet-rich plasma", False), ("saline", False)]
    first, second = prepared.product_shares
    assert all(one is other for one, other in zip(first, second, strict=True))
    dose = VALUES["adjunct.prp_platelet_dose"]
    np.testing.assert_allclose(prepared.session_effects[0].platelet_boost, dose * first[1])


def test_sessions_alike_share_their_punctures_and_keep_their_days():
    first, second = planned().prepare(VALUES).session_effects
    assert first.punctures is second.punctures
    assert first.platelet_boost is second.platelet_boost
    assert (first.day, second.day) == (0.0, 28.0)


def test_a_share_of_none_is_no_product():
    """What products do hangs on the share alone: where it is 0, the tissue is that without them."""
    none = planned(effect_share=lambda application: np.zeros(application.values.count), products=PRODUCTS[:2])
    bare = planned(products=())
    one, other = (item.run(NOMINAL).tissues["skin"] for item in (none, bare))
    np.testing.assert_allclose(one.collagen.type3, other.collagen.type3, rtol=1e-3)


def test_tissues_left_at_baseline_are_known_on_the_first_day_alone():
    trajectory = planned(products=()).run(NOMINAL)
    left = replace(planned(products=()), baseline_only=frozenset({"skin"})).run(NOMINAL)
    assert left.tissues["skin"].day.tolist() == [0.0]
    assert trajectory.tissues["skin"].day.tolist() == DAYS.tolist()
    assert left.session_days == trajectory.session_days == (0.0, 28.0)
    assert not left.failed.any()


@dataclass(frozen=True)
class EvenLayers(Layers):
    """The same dermis in layers of one thickness within each zone: another geometry of the same processes."""

    @classmethod
    def of(cls, anatomy: Anatomy, count: int = 24) -> EvenLayers:
        graded = Layers.of(anatomy, count)
        half = graded.papillary_count
        top, junction, floor = (graded.faces_mm[:, k, None] for k in (0, half, -1))
        upper = top + (junction - top) * np.linspace(0, 1, half + 1)
        lower = junction + (floor - junction) * np.linspace(0, 1, count - half + 1)[1:]
        return cls(np.concatenate([upper, lower], axis=1), half, graded.epidermis_mm)


def test_another_geometry_runs_the_same_processes():
    geometry: Geometry = EvenLayers.of(planned().prepare(NOMINAL).anatomy)
    assert not np.allclose(geometry.thickness_mm, Layers.of(planned().prepare(NOMINAL).anatomy).thickness_mm)
    graded, even = (planned(geometry=each.of).run(NOMINAL).tissues["skin"] for each in (Layers, EvenLayers))
    gains = [
        tissue.collagen.type3[0, -1, 0] / tissue.baseline.collagen.type3[0, 0] for tissue in (graded, even)
    ]
    assert gains[0] > 1.01
    assert gains[1] - 1 == pytest.approx(gains[0] - 1, rel=0.05)
