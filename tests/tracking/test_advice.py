"""What is left, compared: the planner's designs, for the people learnt, under what the limits still allow."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling import Goals, InputError, Measurement, load_course, simulate, track
from microneedling.course.protocol import protocol_of
from microneedling.healing.screening import stable_draws
from microneedling.protocol.resumed import begun, resumed
from microneedling.skin.layers import layered
from microneedling.tracking.designs_left import gap_of, goals_near, judged_day, next_day, rest_of

COURSE = load_course("examples/fine_lines_roller.toml")
START = Measurement(day=0, scale="lemperle", value=3, rater="A")
FAR = Measurement(day=100, scale="lemperle", value=1, rater="A", readings=9)
NEAR = Measurement(day=100, scale="lemperle", value=3, rater="A", readings=9)


@pytest.fixture(scope="module")
def said():
    return simulate(COURSE, draws=40)


def goals(**limits) -> Goals:
    space = {"sessions": (1, 2), "interval_day": (30,), "passes": (4,)}
    return Goals.model_validate({"wish": [{"concern": "fine lines"}], "limits": limits, "space": space})


def test_a_course_resumed_is_the_course():
    values, _ = stable_draws(8, 1)
    days = np.array([0.0, 40.0, 70.0, 120.0, 200.0])
    whole = protocol_of(COURSE, days, geometry=layered(8), tolerance=1e-3).prepare(values)
    parted = resumed(whole, begun(whole, 45.0))["skin"]
    run = whole.follow("skin")
    at = np.isin(parted.day, days)
    assert parted.day[at].tolist() == days.tolist()
    for name in ("total", "intact_type1"):
        one, other = getattr(parted.collagen, name)[:, at], getattr(run.collagen, name)
        assert one == pytest.approx(other, rel=2e-3)


def test_a_session_of_the_day_itself_is_still_to_come():
    values, _ = stable_draws(4, 1)
    second = float(COURSE.sessions[1].day)
    days = np.array([0.0, second, second + 10])
    whole = protocol_of(COURSE, days, geometry=layered(8), tolerance=1e-3).prepare(values)
    parted, run = resumed(whole, begun(whole, second))["skin"], whole.follow("skin")
    assert parted.damage.wound[:, -1] == pytest.approx(run.damage.wound[:, -1], rel=0.02, abs=1e-6)
    assert parted.inflammation.cytokine[:, -1] == pytest.approx(run.inflammation.cytokine[:, -1], rel=0.02)


def test_options_near_the_course_and_the_day_of_judging():
    near = goals_near(COURSE)
    assert [wish.concern for wish in near.wishes] == ["fine lines", "texture"]
    assert gap_of(COURSE) == 30
    assert next_day(COURSE, 45) == 60
    assert next_day(COURSE, 95) == 120
    assert judged_day(COURSE, near, 45) == COURSE.assessment_day
    by = Goals.model_validate({"wish": [{"concern": "fine lines", "by_day": 300}]})
    assert judged_day(COURSE, by, 45) == 300


def test_limits_are_what_is_left_of_them():
    whole = Goals.model_validate(
        {
            "wish": [{"concern": "fine lines"}],
            "limits": {"visits": {"at_most": 4}, "weeks": {"at_most": 20}, "cost": {"at_most": 1000}},
            "price": {"currency": "EUR", "session": 200, "consultation": 50},
            "event": [{"name": "wedding", "day": 140}],
        }
    )
    rest = rest_of(whole, done=3, first=90)
    assert rest.limits.visits.at_most == 1
    assert rest.limits.weeks.at_most == pytest.approx(20 - 90 / 7)
    assert rest.limits.cost.at_most == 350
    assert rest.event_day(rest.events[0]) == 50
    assert rest_of(whole, done=3, first=150).events == ()


@pytest.mark.slow
def test_options_are_compared_for_the_people_learnt(said):
    far, near = (track(COURSE, [START, one], forecast=said, today=100).advice for one in (FAR, NEAR))
    for told in (far, near):
        assert told.go_on + told.change + told.stop == pytest.approx(1)
        assert all(0 <= item.low80 <= item.high80 <= 1 for item in told.chances.values())
        assert all(item.low80 - 1e-9 <= 1 and 0 <= item.mean <= 1 for item in told.chances.values())
    # Who has come far by now is the likelier to notice, whatever follows.
    assert far.chances["go on"].mean > near.chances["go on"].mean


@pytest.mark.slow
def test_going_on_brings_more_than_stopping_early(said):
    told = track(COURSE, [START], forecast=said, today=1).advice
    assert told.sessions_left == 3
    assert told.chances["go on"].mean > told.chances["stop"].mean + 0.1
    assert told.reached["stop now"] < told.reached["go on"]
    assert told.designs_tried > 3


@pytest.mark.slow
def test_a_limit_is_kept_by_what_is_left(said):
    none = track(
        COURSE, [START], forecast=said, goals=goals(visits={"at_most": 1})
    ).advice  # on the day itself
    assert (none.change_to, "change" in none.chances) == ("", False)
    one = track(COURSE, [START], forecast=said, today=1, goals=goals(visits={"at_most": 2})).advice
    assert one.change_to.startswith("1 session")
    assert one.limits == ("visits at most 1",)
    strict = goals(downtime={"at_most_day": 0})
    broken = track(COURSE, [START], forecast=said, goals=strict).advice
    assert broken.broken == ("downtime at most 0 d (80 % sure)",)
    assert broken.change_to == ""


def test_goals_of_another_concern_are_refused(said):
    other = Goals.model_validate({"wish": [{"concern": "melasma"}]})
    with pytest.raises(InputError, match="melasma"):
        track(COURSE, [START], forecast=said, goals=other)
