"""A course is cited by what a run of it uses, as its result is; named devices bring their sources."""

from __future__ import annotations

import pytest

from helpers.course_files import EXAMPLES, changed
from microneedling import MODEL_NUMBER, cite, deliver, load_delivery
from microneedling.course.reading import course_from_tables, load_course
from microneedling.course.simulate import simulate
from microneedling.errors import Refused


def course(**changes):
    """A plain course whose first session names a device."""
    raw = changed(**changes)
    raw.pop("follow_up", None)
    raw["session"] = [{"day": 0, "device": "SkinPen", "depth_mm": 0.5, "passes": 4}]
    return course_from_tables(raw)


def test_a_course_and_its_result_are_cited_alike():
    given = course()
    assert cite(given) == cite(simulate(given, draws=8, seed=3))


def test_one_draw_and_many_rest_on_the_same_numbers():
    example = load_course("examples/acne_scars_cheek.toml")
    one, many = (simulate(example, draws=draws).manifest["numbers_used"] for draws in (1, 8))
    assert one == many


def test_a_named_device_brings_its_sources():
    keys = cite(course()).keys
    assert {"fda2018", "realself"} <= set(keys)


def test_a_stop_is_no_hindrance_but_a_final_one_is():
    assert cite(course(person__conditions=["pregnancy"])).keys
    with pytest.raises(Refused):
        cite(course(person__age_year=12))


def test_rules_that_speak_bring_their_sources_when_asked():
    given = course(person__age_year=20)
    assert "fda2018" in cite(given, rules=True).keys
    assert set(cite(given).keys) <= set(cite(given, rules=True).keys)


def test_a_delivery_is_cited_by_the_numbers_that_it_read():
    found = cite(deliver(load_delivery(EXAMPLES[0].parent / "deliver" / "vitamin_c_roller.toml")))
    assert found.keys
    assert f"(model number {MODEL_NUMBER})" in found.sentence
