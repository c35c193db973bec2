"""Where sources disagree, the rule carries each with its source and shows the range."""

from __future__ import annotations

import pytest

from helpers.course_files import changed, plain
from microneedling.course.findings import Said
from microneedling.course.reading import course_from_tables
from microneedling.course.safety import said
from microneedling.course.safety.depth import zone_limits
from microneedling.course.screen import notes, screen

GROUPS = (said.ISOTRETINOIN, said.FILLER, said.TOXIN, said.SCAR_AGE)


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (said.ISOTRETINOIN, "0 to 365 d"),
        (said.FILLER, "14 to 365 d"),
        (said.TOXIN, "14 to 90 d"),
        (said.SCAR_AGE, "42 to 365 d"),
        (said.DEPTH["perioral"], "0.25 to 3 mm"),
        (said.DEPTH["nose"], "1 mm"),
        (said.ANTICOAGULANTS, ""),
    ],
)
def test_the_range_is_that_of_all_sources(group, words):
    assert said.range_words(group) == words


@pytest.mark.parametrize("site", sorted(said.DEPTH))
def test_the_limits_of_a_zone_are_among_what_its_sources_say(site):
    values = [item.value for item in said.DEPTH[site]]
    limits = zone_limits(site)
    assert limits is not None
    assert limits[0] in values
    assert limits[1] == max(value for value in values if value is not None)


def test_findings_carry_their_sources_into_words_and_json():
    course = course_from_tables(changed(person__conditions=["recent filler"]))
    (finding,) = [item for item in screen(course) if item.rule.startswith("H10")]
    assert finding.said == said.FILLER
    assert "14 to 365 d" in finding.reason
    assert "12 months (a clinic's list, second-hand)" in str(finding)
    assert finding.to_json()["said"][0]["key"] == "browsofjoy"


def test_depth_by_zone_shows_every_source():
    session = {**plain()["session"][0], "depth_mm": 0.7}
    course = course_from_tables(changed(session=[session], person__site="forehead"))
    (finding,) = [item for item in notes(course) if item.rule.startswith("D05")]
    assert "0.3 to 1 mm" in finding.reason
    assert len(finding.said) == 3


def test_a_finding_without_dispute_has_no_list_in_json():
    course = course_from_tables(changed(person__conditions=["pregnancy"]))
    assert all("said" not in item.to_json() for item in screen(course) if not item.said)


def test_what_is_said_reads_as_words_source_and_how_it_was_seen():
    assert str(Said("2 weeks", "a clinic", "read")) == "2 weeks (a clinic, read)"
