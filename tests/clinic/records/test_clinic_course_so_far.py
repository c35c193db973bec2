"""A plan's course as it was done: late, missed, voided, at other depths; what was read of it, and what is left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from helpers.clinic.people import a_client, a_running_plan
from microneedling.clinic.records.selectors.course_so_far import matches, so_far
from microneedling.clinic.records.services import assessments, sessions

pytestmark = pytest.mark.django_db
NOW = (timezone.now() - timedelta(days=1)).replace(hour=12, minute=0)  # a day has one date all day long


@pytest.fixture
def plan(owner):
    return a_running_plan(owner, a_client(owner))


def days_ago(days: float):
    return NOW - timedelta(days=days)


def treated(owner, plan, days: float, depth: str = "0.5"):
    row = sessions.open_session(
        actor=owner, client=plan.client_id, plan_version=plan.current.pk, happened_at=days_ago(days)
    )
    sessions.log_zone(actor=owner, session=row.pk, zone="cheek", depth=depth)
    return row


def read(owner, plan, days: float, value: str = "2", **more):
    more = {"zone": "cheek", "scale": "lemperle", **more}
    return assessments.add_measurement(
        actor=owner, client=plan.client_id, value=value, happened_at=days_ago(days), **more
    )


def today():
    return timezone.localtime(NOW).date()


def test_before_the_first_session_nothing_is_done(plan):
    found = so_far(plan.current, today())
    assert (found.done, found.first_day, found.missed, found.today) == (None, None, (), 0.0)


def test_on_time_is_the_plan_itself(owner, plan):
    for days in (56, 28, 0.1):
        treated(owner, plan, days)
    found = so_far(plan.current, today())
    assert found.done == found.planned
    assert [day for _, day in found.sessions] == [0, 28, 56]


def test_late_moves_what_is_left_and_a_depth_on_record_is_the_depth(owner, plan):
    treated(owner, plan, 45)
    treated(owner, plan, 0.1, depth="1.0")
    found = so_far(plan.current, today())
    assert [(one.day, one.depth_mm) for one in found.done.sessions] == [(0, 0.5), (45, 1.0), (73, 0.5)]
    assert found.missed == ()


def test_passed_over_is_missed_and_long_overdue_too(owner, plan):
    treated(owner, plan, 55)
    treated(owner, plan, 0.1)
    assert so_far(plan.current, today()).missed == (28,)
    late = so_far(plan.current, today() + timedelta(days=10))
    assert [one.day for one in late.done.sessions] == [0, 55]


def test_who_stays_away_has_missed_the_rest(owner, plan):
    treated(owner, plan, 120)
    found = so_far(plan.current, today())
    assert (found.missed, [one.day for one in found.done.sessions]) == ((28, 56), [0])


def test_a_voided_session_was_not_done(owner, plan):
    treated(owner, plan, 28)
    wrong = treated(owner, plan, 0.1)
    sessions.void_session(actor=owner, session=wrong.pk, reason="another client")
    assert [day for _, day in so_far(plan.current, today()).sessions] == [0]


def test_readings_stand_as_put_right_and_what_does_not_fit_is_told(owner, plan):
    treated(owner, plan, 100)
    read(owner, plan, 100.2, "3")
    wrong = read(owner, plan, 5, "4")
    assessments.correct_measurement(actor=owner, measurement=wrong.pk, value="2", reason="typing")
    read(owner, plan, 4, "2", zone="forehead")
    read(owner, plan, 3, "25", scale="my own", own_scale=True)
    found = so_far(plan.current, today())
    assert [(one.day, one.value) for _, one in found.readings] == [(0.0, 3.0), (95.0, 2.0)]
    assert sorted(why for _, why in found.left_out) == [
        "a scale or instrument that the plan does not forecast",
        "a zone that the plan does not treat",
    ]


def test_the_same_records_are_the_same_knowledge(owner, plan):
    treated(owner, plan, 30)
    before = so_far(plan.current, today()).digest
    assert so_far(plan.current, today()).digest == before
    read(owner, plan, 1)
    assert so_far(plan.current, today()).digest != before


@pytest.mark.parametrize(
    ("planned", "done", "found"),
    [
        ([0, 28, 56], [0, 28, 56], (0, 1, 2)),
        ([0, 28, 56], [0, 56], (0, 2)),
        ([0, 28, 56], [0, 40, 80], (0, 1, 2)),
        ([0, 28], [0, 28, 56], (0, 1, None)),
        ([], [0], (None,)),
    ],
)
def test_sessions_are_matched_in_order(planned, done, found):
    assert matches(planned, done) == found
