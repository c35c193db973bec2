"""What must hold of the screen for any course: more on record never means fewer findings, and nothing is said twice."""

from __future__ import annotations

from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.course_files import changed, plain
from microneedling.course.reading import course_from_tables
from microneedling.course.screen import notes, screen, stops
from microneedling.skin.conditions import ConditionName

CONDITIONS = get_args(ConditionName)
some_conditions = st.lists(st.sampled_from(CONDITIONS), max_size=5, unique=True)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def courses(draw):
    """Plain tables of courses with few or many sessions, close or far apart, with or without creams."""
    gap, count = draw(st.integers(1, 60)), draw(st.integers(1, 20))
    numbing = draw(
        st.sampled_from([None, {"product": "EMLA", "minutes": 30}, {"product": "BLT", "minutes": 90}])
    )
    topical = draw(st.sampled_from([[], [{"name": "ascorbic acid"}]]))
    extra = {"numbing": numbing} if numbing else {}
    first = {**plain()["session"][0], "passes": draw(st.integers(1, 100)), **extra, "topical": topical}
    return changed(
        person__age_year=draw(st.integers(3, 90)),
        person__phototype=draw(st.sampled_from(["I", "IV", "VI"])),
        person__site=draw(st.sampled_from(["cheek", "periorbital", "abdomen", "thigh"])),
        session=[{**first, "day": gap * k} for k in range(count)],
        follow_up={"until_day": 7000},
    )


def found(raw, conditions):
    course = course_from_tables({**raw, "person": {**raw["person"], "conditions": list(conditions)}})
    return screen(course) + notes(course)


@QUICK
@given(courses(), some_conditions, st.sampled_from(CONDITIONS))
def test_another_condition_never_removes_a_finding(raw, conditions, another):
    before = {(item.rule, item.days) for item in found(raw, conditions)}
    after = {(item.rule, item.days) for item in found(raw, [*conditions, another])}
    assert before <= after
    assert len(after) > len(before) or another in conditions or another == "topical allergy"


@QUICK
@given(courses(), some_conditions)
def test_nothing_is_said_twice_and_days_are_those_of_sessions(raw, conditions):
    findings = found(raw, conditions)
    assert len({(item.rule, item.about, item.reason) for item in findings}) == len(findings)
    days = {session["day"] for session in raw["session"]}
    for item in findings:
        assert set(item.days) <= days
        assert list(item.days) == sorted(set(item.days))


@QUICK
@given(courses(), some_conditions)
def test_a_course_without_a_stop_has_no_final_one(raw, conditions):
    course = course_from_tables({**raw, "person": {**raw["person"], "conditions": list(conditions)}})
    assert {item for item in screen(course) if item.final} <= set(stops(course))
