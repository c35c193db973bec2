"""How much needling is too much: limits with their source, no share of the surface above the whole."""

from __future__ import annotations

import pytest

from helpers.course_files import changed, plain
from microneedling.course.reading import course_from_tables
from microneedling.course.safety.doses import strikes_per_cm2, surface_share
from microneedling.course.screen import notes, screen, stops
from microneedling.phrases import surface_words


def found(**changes) -> dict[str, str]:
    """Rule id -> level of everything the screen finds."""
    course = course_from_tables(changed(**changes))
    return {finding.rule.split()[0]: finding.level for finding in screen(course) + notes(course)}


def session(**changes):
    return {**plain()["session"][0], **changes}


def test_strikes_and_share_by_hand():
    course = course_from_tables(changed())
    first = course.sessions[0]
    assert strikes_per_cm2(course, first) == pytest.approx(100 * 12 * 90 * 4 / (8 * 20))
    mouth_mm = 0.38 * 0.125  # 1 mm from its tip this needle has its full width
    assert surface_share(course, first) == pytest.approx(27 * 3.14159 * mouth_mm**2, rel=1e-4)


def test_shallow_needles_leave_narrower_mouths():
    deep, shallow = (course_from_tables(changed(session=[session(depth_mm=d)])) for d in (1.0, 0.2))
    assert surface_share(shallow, shallow.sessions[0]) < 0.5 * surface_share(deep, deep.sessions[0])


@pytest.mark.parametrize("passes", [1, 4, 10])
def test_usual_passes_pass(passes):
    assert not {rule for rule in found(session=[session(passes=passes)]) if rule in DOSE}


DOSE = {"W01", "W02", "W03", "W04", "W05", "W06", "W07", "W09", "W10"}


@pytest.mark.parametrize("passes", [12, 20])
def test_more_passes_than_studies_are_a_caution(passes):
    rules = found(session=[session(passes=passes)])
    assert {rules[rule] for rule in ("W02", "W04", "W06")} == {"caution"}
    assert not {"W01", "W03", "W05"} & set(rules)


@pytest.mark.parametrize("passes", [30, 100])
def test_far_more_passes_stop_the_course_with_their_source(passes):
    course = course_from_tables(changed(session=[session(passes=passes)]))
    stopping = {finding.rule.split()[0]: finding for finding in stops(course)}
    assert {"W01", "W03", "W05"} <= set(stopping)
    assert not any(finding.final for finding in stopping.values())
    assert "docs/practice.md#how-much-at-once-and-in-all" in stopping["W01"].source
    assert "hand-set" in stopping["W03"].source
    assert "beyond the whole surface" in stopping["W05"].reason


def test_a_roller_is_judged_by_its_own_passes():
    rolled = {"instrument": "roller", "depth_mm": 1.0, "glide_speed_mm_per_s": None}
    assert not DOSE & set(
        found(session=[{k: v for k, v in session(**rolled, passes=15).items() if v is not None}])
    )
    assert "W01" in found(session=[{k: v for k, v in session(**rolled, passes=100).items() if v is not None}])


def test_many_needles_count_although_the_passes_are_few():
    rules = found(instrument__pen__needle_count=42, session=[session(passes=10)])
    assert rules["W03"] == "stop"
    assert "W01" not in rules


def test_the_area_of_a_session_is_judged_or_said_not_to_be():
    assert found()["W08"] == "note"
    assert found(session=[session(area_cm2=900)])["W07"] == "caution"
    assert not {"W07", "W08"} & set(found(session=[session(area_cm2=60)]))


@pytest.mark.parametrize(
    ("gap", "rules"), [(2, {"I01", "I04"}), (5, {"I04"}), (7, {"I02"}), (13, {"I02"}), (14, set())]
)
def test_intervals_closer_than_any_study_stop(gap, rules):
    seen = found(session=[session(), session(day=gap)])
    assert {name for name in seen if name.startswith("I")} == rules
    assert seen.get("I04", "stop") == "stop"


@pytest.mark.parametrize(("count", "rule"), [(6, None), (7, "I03"), (12, "I03"), (13, "I05")])
def test_number_of_sessions(count, rule):
    sessions = [session(day=30 * k) for k in range(count)]
    seen = found(session=sessions, follow_up={"until_day": 900})
    assert {name for name in seen if name in ("I03", "I05")} == ({rule} if rule else set())
    assert seen.get("I05", "stop") == "stop"


def test_the_dose_of_a_whole_course_adds_up():
    sessions = [session(day=30 * k, passes=20) for k in range(4)]
    assert found(session=sessions, follow_up={"until_day": 900})["W10"] == "caution"
    sessions = [session(day=30 * k, passes=20) for k in range(7)]
    assert found(session=sessions, follow_up={"until_day": 900})["W09"] == "stop"


def test_findings_that_repeat_are_one_with_all_their_days():
    sessions = [session(day=2 * k) for k in range(36)]
    course = course_from_tables(changed(session=sessions))
    waits = [finding for finding in screen(course) if finding.rule.startswith("I01")]
    assert [finding.days for finding in waits] == [tuple(range(2, 71, 2))]
    assert waits[0].where == "session on 35 days from day 2 to day 70"
    assert waits[0].to_json()["days"] == list(range(2, 71, 2))


@pytest.mark.parametrize(("share", "words"), [(0.2, "20 %"), (1.0, "100 %"), (4.6, "more than the whole")])
def test_no_share_of_the_surface_is_told_above_the_whole(share, words):
    assert surface_words(share) == words
