"""Shares of products: followed once for sessions alike, the same as followed alone, with the screen's warnings."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from microneedling.course.course import Course
from microneedling.course.reading import load_course
from microneedling.course.screen import screen
from microneedling.evidence.registry import registry
from microneedling.protocol import shares as module
from microneedling.protocol.prepare import adjuncts, session_effects, shares_of
from microneedling.protocol.products import effect_share
from microneedling.protocol.shares import delivered
from microneedling.skin.anatomy import anatomy_of

VALUES = registry().draws(8, 3)


def course_with(*topicals: dict, occlusion_h: float = 0.0) -> Course:
    raw = load_course(next(path for path in EXAMPLES if path.stem == "acne_scars_cheek")).as_file()
    rows = [{**row, "topical": list(topicals)} for row in raw["session"]]
    return Course.model_validate(
        raw | {"session": rows, "aftercare": {**raw["aftercare"], "occlusion_h": occlusion_h}}
    )


@pytest.fixture
def followed(monkeypatch) -> list:
    """Every product that is followed into the skin from here on: its name, and whether under a wrap."""
    seen = []

    def counting(topical, made, body, values, occluded=False):
        seen.append((topical.name, occluded))
        return effect_share(topical, made, body, values, occluded)

    monkeypatch.setattr(module, "effect_share", counting)
    return seen


def test_all_that_ask_share_one_answer(followed):
    course = course_with({"name": "ascorbic acid"}, {"name": "platelet-rich plasma"}, occlusion_h=4)
    body = anatomy_of(course.person, VALUES)
    shares = shares_of(course, body, VALUES)
    struck = session_effects(course, body, VALUES, shares)
    adjuncts(course, body, struck, VALUES, shares)
    found = [
        delivered(session, strike.punctures, shares, screen(course))
        for session, strike in zip(course.sessions, struck, strict=True)
    ]
    assert sorted(followed) == [("ascorbic acid", True), ("platelet-rich plasma", False)]
    dose = VALUES["adjunct.prp_platelet_dose"]
    np.testing.assert_allclose(struck[0].platelet_boost, dose * found[0][1].effect_share)
    assert found[0][0].effect_share is found[-1][0].effect_share


def test_handing_on_shares_changes_nothing():
    course = course_with({"name": "tranexamic acid"}, {"name": "retinol"})
    body = anatomy_of(course.person, VALUES)
    shares = shares_of(course, body, VALUES)
    together = adjuncts(course, body, session_effects(course, body, VALUES, shares), VALUES, shares)
    alone = adjuncts(course, body, session_effects(course, body, VALUES), VALUES)
    assert len(together.windows) == len(alone.windows) > 0
    for one, other in zip(together.windows, alone.windows, strict=True):
        assert (one.from_day, one.to_day, one.driver) == (other.from_day, other.to_day, other.driver)
        assert np.array_equal(one.factor, other.factor)


@pytest.mark.parametrize(
    ("name", "after_min", "off_label", "granuloma"),
    [
        ("ascorbic acid", 0, True, True),
        ("tranexamic acid", 0, True, False),
        ("ascorbic acid", 20160, False, False),  # two weeks later the channels are shut
    ],
)
def test_warnings_are_those_of_the_screen(name, after_min, off_label, granuloma):
    course = course_with({"name": name, "applied_after_min": after_min})
    body = anatomy_of(course.person, VALUES)
    shares = shares_of(course, body, VALUES)
    made = session_effects(course, body, VALUES, shares)[0].punctures
    (item,) = delivered(course.sessions[0], made, shares, screen(course))
    assert (item.off_label, item.granuloma_warning) == (off_label, granuloma)
    assert (item.effect_share > 0).all()
    assert (item.effect_share < 1).all()


def test_products_that_are_not_followed_are_not_told():
    course = course_with({"name": "saline"}, {"name": "corticosteroid"})
    body = anatomy_of(course.person, VALUES)
    shares = shares_of(course, body, VALUES)
    made = session_effects(course, body, VALUES, shares)[0].punctures
    assert delivered(course.sessions[0], made, shares, screen(course)) == ()
