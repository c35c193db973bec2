"""What the safety screen and the lists say of zones: by zone where they differ, once where they do not."""

from __future__ import annotations

import pytest

from helpers.zoned import SITES, zoned
from microneedling.course.assumed import assumed
from microneedling.course.reading import course_from_tables
from microneedling.course.safety.depth import depth_caps
from microneedling.course.screen import notes, screen
from microneedling.course.without_effect import without_effect


def found(raw) -> dict[str, list]:
    """Rule id -> everything that it finds."""
    course, by_rule = course_from_tables(raw), {}
    for finding in screen(course) + notes(course):
        by_rule.setdefault(finding.rule.split()[0], []).append(finding)
    return by_rule


def test_what_differs_names_its_zone_and_what_does_not_is_told_once():
    rules = found(zoned())
    (eye,) = rules["Z01"]
    assert eye.zones == ("periorbital",)
    (serum,) = rules["T02"]
    assert (serum.zones, serum.days) == (("cheek",), (0, 28))
    (cream,) = rules["N05"]  # one cream for all
    assert cream.zones == ()
    assert "(periorbital)" in str(eye)
    assert "zones" not in cream.to_json()


def test_the_depth_is_judged_by_the_zone():
    raw = zoned()
    raw["session"][0]["zone"][1]["depth_mm"] = 1.5  # the cheek may have it, the forehead may not
    (deep,) = found(raw)["D03"]
    assert deep.zones == ("forehead",)
    assert "forehead" in deep.reason
    caps = {cap.zone: cap for cap in depth_caps(course_from_tables(raw)) if cap.day == 0}
    assert set(caps) == set(SITES)
    assert [caps[site].kept for site in SITES] == [True, False, True]


def test_thin_skin_over_bone_is_named():
    (bone,) = found(zoned())["Z02"]
    assert bone.zones == ("forehead",)


def test_areas_add_up_over_the_zones():
    raw = zoned()
    assert not {"W07", "W08"} & set(found(raw))
    for zone in raw["session"][0]["zone"]:
        zone["area_cm2"] = 300  # none is large, all are
    (large,) = found(raw)["W07"]
    assert "900 cm2" in large.reason
    del raw["session"][0]["zone"][0]["area_cm2"]
    assert found(raw)["W08"][0].zones == ()


def test_creams_of_zones_add_up():
    raw = zoned()
    one = {"product": "lidocaine 10 %", "minutes": 30, "grams": 20, "area_cm2": 40}
    raw["session"][0]["zone"][0]["numbing"] = one
    raw["session"][0]["zone"][1]["numbing"] = one | {"grams": 15}
    alone = [item for item in found(raw).get("N06", ()) if item.about != "numbing, all zones"]
    (together,) = [item for item in found(raw)["N06"] if item.about == "numbing, all zones"]
    assert not alone
    assert together.days == (0, 28)


def test_a_course_is_home_use_only_where_every_zone_would_be():
    raw = zoned()
    raw["session"][0]["repeat"] = {"every_day": 2, "times": 8}
    assert "U01" not in found(raw)  # the cheek is needled as no one does at home
    for zone in raw["session"][0]["zone"]:
        zone["depth_mm"] = 0.25
    assert "U01" in found(raw)


def test_a_stop_in_one_zone_stops_the_course():
    raw = zoned()
    raw["session"][0]["zone"][1]["depth_mm"] = 2.5
    assert any(finding.level == "stop" for finding in screen(course_from_tables(raw)))


@pytest.mark.parametrize("of", [assumed, without_effect])
def test_lists_name_zones_only_where_they_differ(of):
    items = of(course_from_tables(zoned()))
    assert len({(item.where, item.what) for item in items}) == len(items)
    assert not [item for item in items if item.what.endswith(f"({', '.join(SITES)})")]


def test_a_concern_is_numbered_as_in_the_file():
    places = {item.where for item in assumed(course_from_tables(zoned())) if "fine lines" in item.what}
    assert places == {"concern[1].scale"}
