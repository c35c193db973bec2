"""The pages of a course with several zones: an overview, each zone in full, and a sheet in plain words."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from helpers.zoned import SITES, zoned
from microneedling.course.course import Course
from microneedling.course.pathways import pathways
from microneedling.course.reading import course_from_tables
from microneedling.course.simulate import simulate
from microneedling.report.client.sheet import client_sheet, page
from microneedling.report.course.page import render_report
from microneedling.report.course.zones import apart


@pytest.fixture(scope="module")
def forecast():
    return simulate(course_from_tables(zoned()), draws=4)


@pytest.fixture(scope="module")
def report(forecast):
    return render_report(forecast, None, pathways(forecast))


def test_the_report_has_an_overview_and_every_zone(report):
    for place, site in enumerate(SITES, 1):
        assert f"Zone {place} of 3: {site}" in report
    assert report.count('<th scope="row">the person</th>') == 1
    assert report.count("What to expect") == len(SITES)
    assert report.count("How much of this is known</h2>") == 1  # of the course, once
    assert "Taken as usual" in report


def test_every_name_stands_once_and_every_reference_finds_its_name(report):
    names = Counter(re.findall(r'\bid="([^"]+)"', report))
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []
    asked = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"|aria-labelledby="([^"]+)"', report)
    assert {name for found in asked for each in found for name in each.split()} <= set(names)


def test_a_pathway_is_shown_with_its_zone(forecast, report):
    assert [item.zone for item in pathways(forecast)] == ["cheek"]
    assert report.count("The way in: products") == 1


def test_names_are_set_apart_with_their_references():
    text = (
        '<p id="a" aria-labelledby="a b"><a href="#b">x</a><i fill="url(#b)" data-id="c"></i><b id="b"></b>'
    )
    told = (
        '<p id="z-a" aria-labelledby="z-a z-b"><a href="#z-b">x</a><i fill="url(#z-b)" data-id="c"></i>'
        '<b id="z-b"></b>'
    )
    assert apart(text, "z") == told


def test_the_sheet_says_where(forecast):
    told = page(forecast)
    assert told["aim"] == (
        "The aim: shallower acne scars on the cheeks; fewer or softer fine lines on the forehead and around the eyes."
    )
    assert "1.5 mm on the cheeks, 0.5 mm on the forehead and 0.25 mm around the eyes" in told["steps"][0]
    assert "vitamin C goes on the skin on the cheeks" in " ".join(told["steps"])
    assert [item["wish"] for item in told["hopes"]] == [
        "Shallower acne scars on the cheeks",
        "Fewer or softer fine lines on the forehead",
        "Fewer or softer fine lines around the eyes",
    ]
    assert all(
        place in told["after"]["places"] for place in ("on the cheeks", "on the forehead", "around the eyes")
    )
    assert "on the cheeks" in client_sheet(forecast)


def test_what_has_no_room_on_the_sheet_is_said_to_be_left_out():
    raw = zoned()
    raw["concern"] = [{"kind": "fine lines"}, {"kind": "texture"}]
    told = page(simulate(course_from_tables(raw), draws=2))
    assert (len(told["hopes"]), told["more"]) == (4, 2)


def test_the_sheet_of_one_zone_names_no_places():
    raw = zoned()
    raw["person"]["site"], raw["concern"] = "cheek", [{"kind": "fine lines"}]
    del raw["session"][0]["zone"]
    told = page(simulate(Course.model_validate(raw), draws=2))
    assert told["after"]["places"] == ""
    assert told["aim"] == "The aim: fewer or softer fine lines on the cheeks."
