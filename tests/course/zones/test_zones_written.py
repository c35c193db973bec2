"""Zones of a session as people write them: what they share, what they have of their own, what does not agree."""

from __future__ import annotations

import pytest

from helpers.zoned import SITES, zoned
from microneedling import Concern, Course, InputError, Person, Session, Zone
from microneedling.course.reading import course_from_tables, parse_course
from microneedling.course.writing import course_text


def mistakes(raw) -> dict[str, str]:
    """Path -> message of every mistake of the tables."""
    with pytest.raises(InputError) as told:
        course_from_tables(raw)
    return {mistake.path: str(mistake) for mistake in told.value.mistakes}


def test_each_zone_is_a_course_of_its_own():
    course = course_from_tables(zoned())
    assert course.zones == SITES
    assert course.person.site == "cheek"  # the first, where the person has none
    used = {site: course.in_zone(site).sessions[0] for site in SITES}
    assert {site: one.depth_mm for site, one in used.items()} == {
        "cheek": 1.5,
        "forehead": 0.5,
        "periorbital": 0.25,
    }
    assert [used[site].passes for site in SITES] == [4, 4, 2]
    assert [len(used[site].topical) for site in SITES] == [1, 0, 0]
    assert all(one.numbing is not None and one.numbing.product == "EMLA" for one in used.values())
    assert used["periorbital"].instrument == "roller, 540 needles, 0.25 mm"
    assert [item.kind for item in course.in_zone("forehead").concerns] == ["fine lines"]


def test_a_zone_is_judged_and_followed_on_the_days_of_the_whole():
    raw = zoned()
    del raw["session"][0]["repeat"]
    raw["session"].append({**raw["session"][0], "day": 40, "zone": [{"site": "cheek"}]})
    course = course_from_tables(raw)
    forehead = course.in_zone("forehead")
    assert [session.day for session in forehead.sessions] == [0]
    assert (
        (forehead.assessment_day, forehead.until_day)
        == (course.assessment_day, course.until_day)
        == (130, 130)
    )


def test_a_density_of_its_own_replaces_the_sessions():
    session = Session(
        day=0,
        instrument="pen",
        depth_mm=1,
        passes=4,
        glide_speed_mm_per_s=20,
        zones=[Zone(site="cheek"), Zone(site="chin", seconds_per_cm2=5)],
    )
    cheek, chin = (session.within(zone) for zone in session.zones or ())
    assert (cheek.passes, cheek.seconds_per_cm2, cheek.glide_speed_mm_per_s) == (4, None, 20)
    assert (chin.passes, chin.seconds_per_cm2, chin.glide_speed_mm_per_s) == (None, 5, None)


def test_a_course_with_zones_survives_being_written_and_read():
    course = course_from_tables(zoned())
    assert parse_course(course_text(course)) == course
    assert course_from_tables(course.as_file()) == course
    assert course.identity()["format"] == 2


def test_a_course_without_zones_is_its_own_zone():
    raw = zoned()
    raw["person"]["site"] = "cheek"
    raw["concern"] = [{"kind": "fine lines"}]
    del raw["session"][0]["zone"]
    course = course_from_tables(raw)
    assert course.zones == ("cheek",)
    assert course.in_zone("cheek") is course


def test_all_mistakes_of_zones_come_together_where_they_are_written():
    raw = zoned()
    raw["concern"][0]["zone"] = "nose"
    raw["session"][0]["zone"][0] |= {"depth_mm": 4.0}
    raw["session"][0]["zone"][1] |= {"site": "cheek"}
    raw["session"][0]["device"] = "mina"
    found = mistakes(raw)
    assert set(found) == {
        "concern[0].zone",
        "concern[1].zone",  # the forehead became a cheek
        "session[0].device",  # once, although every zone would have it
        "session[0].zone[1].site",
    }
    assert 'did you mean "mine"?' in found["session[0].device"]
    raw["session"][0]["device"] = "mine"
    assert "at most 3" in mistakes(raw)["session[0].zone[0].depth_mm"]


def test_a_mistake_in_a_zone_names_its_line():
    text = course_text(course_from_tables(zoned())).replace('site = "periorbital"', 'site = "periorbitel"')
    lines = [k for k, line in enumerate(text.splitlines(), 1) if "periorbitel" in line]
    with pytest.raises(InputError) as told:
        parse_course(text)
    for mistake, line in zip([m for m in told.value.mistakes if m.path.endswith("site")], lines, strict=True):
        assert f"(line {line})" in str(mistake)
        assert 'did you mean "periorbital"?' in str(mistake)


def test_zones_are_of_format_2():
    found = mistakes(zoned() | {"format": 1})
    assert {"concern[0].zone", "concern[1].zone", "session[0].zone"} <= set(found)
    assert "migrate" in found["session[0].zone"]


def test_a_person_without_a_site_needs_zones_in_every_session():
    raw = zoned()
    raw["session"].append({"day": 60, "device": "mine", "depth_mm": 0.5, "passes": 4})
    assert "person.site" in mistakes(raw)
    raw["person"]["site"] = "chin"
    assert "no concern of the chin" in mistakes(raw)["concern"]
    raw["concern"].append({"kind": "texture"})
    assert course_from_tables(raw).zones == (*SITES, "chin")


def test_a_site_that_no_session_treats_is_told():
    raw = zoned()
    raw["person"]["site"] = "neck"
    assert "no session treats" in mistakes(raw)["person.site"]


def test_the_same_from_python():
    pen = {"device": "pen, 12 needles"}
    person = Person(age_year=40, sex="female", phototype="II", site="cheek")
    zones = [Zone(site="cheek", depth_mm=1.0), Zone(site="under eye", depth_mm=0.25)]
    session = Session(day=0, instrument="pen", passes=4, zones=zones)
    course = Course(
        person=person, concern=[Concern(kind="fine lines")], instrument={"pen": pen}, session=[session]
    )
    assert course.zones == ("cheek", "periorbital")
    assert session.depth_mm == 1.0  # the greatest, where only zones say one
    with pytest.raises(InputError) as told:
        Zone(site="cheeck", depth_mm=-1, pases=3)
    assert {mistake.path for mistake in told.value.mistakes} == {"site", "depth_mm", "pases"}
    with pytest.raises(InputError, match='did you mean "cheek"'):
        course.in_zone("cheeks")


@pytest.mark.parametrize("zone", [[], {}, 3, "cheek", [3], [{}]])
def test_what_is_no_zone_is_told(zone):
    raw = zoned()
    raw["session"][0]["zone"] = zone
    assert any("zone" in path or path == "person.site" for path in mistakes(raw))


@pytest.mark.parametrize("zone", [[], {}, 3, [3], [[]], ["cheek", []], [None]])
def test_a_concern_of_what_is_no_zone_is_told(zone):
    raw = zoned()
    raw["concern"][1]["zone"] = zone
    assert any(path.startswith("concern[1].zone") for path in mistakes(raw))
