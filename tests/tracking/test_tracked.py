"""A course tracked from Python and from the shell: what was said stays, what is read moves it, and no word too many."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from helpers.shell import here
from microneedling import InputError, Measurement, Tracked, load_course, load_measurements, simulate, track
from microneedling.tracking import words as say
from microneedling.tracking.as_done import followed, left, missed_days, one_more, without

FOLDER = EXAMPLES[0].parent / "tracking"
COURSE = load_course(FOLDER / "acne_scars.toml")
FILE = FOLDER / "acne_scars_measured.csv"
SCARS = "goodman_baron_qualitative"
START = Measurement(day=0, scale=SCARS, value=3, rater="A", readings=2)
MISSED = Measurement(day=56, scale="session", value=0)


@pytest.fixture(scope="module")
def said():
    return simulate(followed(COURSE, ()), 60)


@pytest.fixture(scope="module")
def tracked() -> Tracked:
    return track(COURSE, load_measurements(FILE, COURSE), draws=40)


def of(said, *values: tuple[float, float], readings: int = 2, **more) -> Tracked:
    start = START.model_copy(update={"readings": readings})
    told = {"scale": SCARS, "rater": "A", "readings": readings}
    measured = [start, *(Measurement(day=day, value=value, **told) for day, value in values)]
    return track(COURSE, measured, forecast=said, advise=False, **more)


def test_what_was_said_stays_and_the_better_read_the_better_said(said):
    answers = [of(said, (120, value)) for value in (3, 2.5, 2, 1.5)]
    first = [answer.outcomes[0] for answer in answers]
    assert all(np.array_equal(item.said, first[0].said) for item in first)
    middles = [item.at(item.now, 174)["median"] for item in first]
    assert np.all(np.diff(middles) < 0)
    assert np.all(np.diff([item.chance_now for item in first]) > 0)
    assert np.all(np.diff([item.places[2] for item in first]) > 0)
    assert all(sum(item.places) == pytest.approx(1) for item in first)
    assert of(said, (120, 3), (150, 3)).outcomes[0].place == "slower"
    assert of(said, (120, 1.3), (150, 1.2)).outcomes[0].place == "faster"


def test_without_a_reading_nothing_is_learnt(said):
    answer = track(COURSE, [START], forecast=said, advise=False)
    item = answer.outcomes[0]
    assert item.at(item.now, 174)["median"] == pytest.approx(item.at(item.said, 174)["median"], abs=0.12)
    assert item.narrower == pytest.approx(1, abs=0.2)
    assert item.places == pytest.approx((0.25, 0.5, 0.25), abs=0.05)
    assert item.place == "not to be told yet"


def test_no_word_of_success_before_the_assessment_day(said):
    for value in (3, 1.5):
        text = " ".join(of(said, (90, value)).summary().split())
        assert "cannot be judged before day 174" in text
        assert not [word for word in ("success", "worked", "works", "cured") if word in text.lower()]
    assert "cannot be judged" not in of(said, (180, 2)).summary()


def test_nothing_measurable_is_said_with_the_week_in_which_it_is_expected(said):
    item = of(said, (60, 2.8), readings=6).outcomes[0]
    assert not item.measurable
    assert item.expected_day is not None
    assert item.expected_day > 60
    assert f"one is expected by week {-(-item.expected_day // 7):.0f}" in " ".join(say.seen_words(item, 174))
    never = of(said, (60, 3), (120, 3), (150, 3)).outcomes[0]
    assert never.expected_day is None
    words = " ".join(say.seen_words(never, 174))
    assert "stays below that within the time followed" in words
    assert (
        "how many would notice is about the change itself" in words
    )  # no contradiction to the chance beside it
    assert of(said, (120, 1.2)).outcomes[0].measurable
    assert of(said, (120, 4)).outcomes[0].worse


def test_one_more_reading_is_expected_to_narrow(said):
    few = of(said, (60, 2.6)).outcomes[0].next_readings
    assert [item.day for item in few] == [88, 174]
    assert 0.01 < few[0].narrowing < 0.6
    many = of(said, *((day, 2.4) for day in range(50, 145, 12))).outcomes[0].next_readings
    assert many[-1].narrowing < few[-1].narrowing  # the last of many tells less


def test_missed_sessions_are_missed(tracked):
    assert tracked.missed == (56,)
    assert [session.day for session in tracked.said.course.sessions] == [0, 28, 56, 84]
    assert [session.day for session in tracked.done.course.sessions] == [0, 28, 84]
    assert "Missed: day 56" in tracked.summary()


def test_early_healing_is_learnt(tracked):
    red = next(item for item in tracked.healing if item.name == "redness_days")
    assert red.learnt_from == 1
    assert red.now["median"] < red.said["median"]


def test_advice_adds_up_and_knows_what_is_left(tracked):
    told = tracked.advice
    assert told is not None
    assert told.go_on + told.change + told.stop == pytest.approx(1)
    assert told.sessions_left == 0
    early = track(COURSE, [START], draws=24, today=1).advice
    assert early is not None
    assert early.sessions_left == 3
    assert early.go_on + early.change > 0.6  # three of four sessions are worth doing to most
    assert early.reached["stop now"] < early.reached["go on"] <= early.reached["one session more"] + 0.01


def test_the_order_of_measurements_does_not_matter(said):
    measured = load_measurements(FILE, COURSE)[:2] + load_measurements(FILE, COURSE)[4:5]
    both = [track(COURSE, items, forecast=said, advise=False) for items in (measured, measured[::-1])]
    assert both[0].to_json() == both[1].to_json()


def test_instruments_in_a_unit_of_their_own_are_read_against_their_start(said):
    raw = [
        Measurement(day=day, scale="melanin_index", value=value) for day, value in ((0, 38.0), (120, 30.0))
    ]
    item = track(COURSE, raw, forecast=said, advise=False).outcomes[-1]
    assert item.name == "hyperpigmentation"
    assert item.start == pytest.approx(38, rel=0.05)
    assert item.at(item.now, 120)["median"] < item.at(item.said, 120)["median"]


def test_an_answer_like_the_others(tracked):
    answer = json.loads(json.dumps(tracked.to_json()))
    assert {"outcomes", "healing", "advice", "rests_on", "manifest", "measurements"} <= set(answer)
    assert len(tracked.tidy()) == sum(item.day.size for item in tracked.outcomes)
    assert "Tracked" in repr(tracked)
    assert tracked.plot().get_title(loc="left").endswith(tracked.outcomes[0].place)


def test_an_untrusted_answer_says_so(tracked):
    doubtful = replace(tracked, rests=replace(tracked.rests, trusted=False))
    assert "not to be trusted" in doubtful.summary()
    assert "not to be trusted" not in tracked.summary()


@pytest.mark.slow
def test_draws_that_fail_in_one_course_and_not_in_another_are_left_out(said, monkeypatch):
    """The course without a session has a draw less than the one that was said, and people keep their own draws."""
    from microneedling.tracking import update
    from microneedling.tracking.rerun import rerun

    def one_less(course, draws, seed, *, values, override_stop=False):
        few = values.subset(np.arange(values.count) != 3)
        return simulate(course, few.count, seed, values=few, override_stop=override_stop)

    def one_worse(course, values):
        found, sound = rerun(course, values.subset(np.arange(values.count) != 3))
        return found, np.insert(sound, 3, False)

    whole = track(COURSE, [START, MISSED], forecast=said)
    monkeypatch.setattr(update, "simulate", one_less)
    monkeypatch.setattr(update, "rerun", one_worse)
    part = track(COURSE, [START, MISSED], forecast=said)
    in_full = track(COURSE, [START, MISSED], forecast=said, in_full=True, advise=False)
    assert in_full.done.values.count == said.values.count - 1
    assert part.done.values.count == said.values.count - 1
    assert part.outcomes[0].chance_now == pytest.approx(whole.outcomes[0].chance_now, abs=0.08)
    assert part.advice is not None
    assert whole.advice is not None
    assert part.advice.reached["go on"] == pytest.approx(whole.advice.reached["go on"], abs=0.04)


@pytest.mark.slow
def test_zones_are_tracked_apart():
    course = load_course(EXAMPLES[0].parent / "face_in_three_zones.toml")
    item = simulate(course, draws=1).by_zone["cheek"].outcomes[0]
    measured = [Measurement(day=60, scale=item.scale, value=1, zone="cheek", outcome=item.name)]
    answer = track(course, measured, draws=20, advise=False)
    assert {one.zone for one in answer.outcomes} == set(course.zones)
    assert [one.zone for one in answer.outcomes if one.points] == ["cheek"]


def test_mistakes_are_told_at_once(said):
    wrong = [Measurement(day=90, scale=SCARS, value=9), Measurement(day=0, scale="gais", value=4)]
    with pytest.raises(InputError) as told:
        track(COURSE, wrong, draws=1, seed=-1, today=-3, advise="yes")  # type: ignore[arg-type]
    paths = {one.path for one in told.value.mistakes}
    assert paths == {"measurements[0], value", "measurements[1], day", "draws", "seed", "today", "advise"}
    other = load_course(EXAMPLES[1])
    with pytest.raises(InputError, match="of the course itself"):
        track(other, [], forecast=said)


def test_the_course_as_done():
    measured = load_measurements(FILE, COURSE)
    assert missed_days(measured) == (56,)
    assert [one.day for one in left(COURSE, 28)] == [56, 84]
    assert without(COURSE, [56]).until_day == COURSE.until_day
    longer = one_more(COURSE, 90)
    assert longer is not None
    assert longer.last_session_day == 112
    assert longer.until_day >= longer.assessment_day


def test_the_command(tmp_path):
    shell = here(
        "track", str(FOLDER / "acne_scars.toml"), "--measurements", str(FILE), "--draws", "20", "--no-advice"
    )
    assert shell.returncode == 0
    assert "what was said, what is seen (day 90)" in shell.stdout
    wrong = tmp_path / "m.csv"
    wrong.write_text(f"day,scale,value\n90,{SCARS},9\n-99,tewl,12\n", encoding="utf-8")
    page = tmp_path / "report.html"
    shell = here(
        "track",
        str(FOLDER / "acne_scars.toml"),
        "--measurements",
        str(wrong),
        "--draws",
        "x",
        "--report",
        str(page),
    )
    assert shell.returncode == 2
    assert "3 mistakes" in shell.stderr
    assert not page.exists()
