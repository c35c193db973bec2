"""Learn from what was measured of a running course: the public `track`.

    what was said -> the course as done -> people of all draws, weighted by what was read -> what is said now

What was said stays as it was and is shown beside what is said now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from ..course.course import Course
from ..course.forecast import Forecast
from ..course.simulate import DRAWS, simulate
from ..errors import Mistake
from ..inputs.mistakes import shown
from ..inputs.questions import (
    FEWEST_TO_PREDICT,
    LAST_DAY,
    MOST_DRAWS,
    flag,
    refuse,
    seed_number,
    subject,
    whole_number,
)
from ..inputs.written import plain
from ..outcomes.summary import HIGH, LOW, MIDDLE
from ..planner.wishes.goals import Goals
from ..planner.wishes.person import against
from .advice import advice
from .as_done import followed, missed_days, parted_day, until, without
from .ensemble import Followed, durations_of, ensemble_of, followed_outcomes, readings_of
from .healing_time import HealingTime, healing_times
from .law import Law, Reading
from .learning import Learnt, learn
from .measurement import Measurement
from .measurements import refused
from .next_reading import next_readings
from .predicted import Predicted
from .rerun import DRAWS as RERUN_DRAWS
from .rerun import Rerun, rerun, worth_running
from .rests import Rests
from .tracked import Tracked
from .tracked_outcome import Point, TrackedOutcome

MONTH_DAY = 28.0
WITHIN = float(ndtri(HIGH))  # spreads of an error within which 80 % lie
QUARTERS = (0.25, 0.75)
FEW_PEOPLE = 6_400  # enough to see which draws carry weight
FEW_DRAWS = 20.0  # effective ones under which more draws are taken, once


@dataclass(frozen=True)
class _Learnt:
    """What was said, the course as done, and the people before and after."""

    said: Forecast
    done: Forecast | Rerun
    before: Learnt
    after: Learnt
    outcomes: tuple[Followed, ...]


def track(
    course: Course,
    measurements: Sequence[Measurement],
    *,
    draws: int = DRAWS,
    seed: int = 1,
    today: float | None = None,
    forecast: Forecast | None = None,
    done: Course | None = None,
    advise: bool = True,
    goals: Goals | None = None,
    in_full: bool = False,
    override_stop: bool = False,
) -> Tracked:
    """The forecast of a course after what was measured; `today` is the day of the last measurement if left out.

    `forecast` is what was said before, where it is at hand (the same course, followed long enough): then nothing is
    simulated again unless sessions were missed. `done` is the course as it was done and is to go on, where that differs
    otherwise than by sessions missed: other days, other depths. What was done otherwise is run again on few draws
    (`rerun`), with `in_full` on all of them as it was said. `advise` compares what may follow with the planner's
    search, under the wishes and limits of `goals` where they are given (`advice`). Mistakes: `InputError`, all at once.
    A course that the safety screen stops: `Refused`, as by `simulate`.

    >>> from microneedling import load_course, load_measurements, track
    >>> course = load_course("examples/tracking/acne_scars.toml")
    >>> measured = load_measurements("examples/tracking/acne_scars_measured.csv", course)
    >>> tracked = track(course, measured, draws=40, advise=False)
    >>> tracked.outcomes[0].name
    'acne_scar_rolling'
    """
    flags = {"advise": advise, "in_full": in_full, "override_stop": override_stop}
    _refuse(course, measurements, draws, seed, today, forecast, done, goals, flags)
    measured = sorted(measurements, key=lambda one: (one.day, one.scale, one.value, one.rater or ""))
    longer = followed(course, measured)
    if done is not None:
        longer = until(longer, max(longer.until_day, done.until_day, done.assessment_day))
    said = forecast or simulate(longer, draws, seed, override_stop=override_stop)
    missed = missed_days(measured)
    as_done = without(done or longer, missed)
    as_done = until(as_done, longer.until_day)

    def learnt_from(forecast: Forecast) -> _Learnt:
        return _learn(forecast, longer, as_done, measured, seed, in_full, override_stop)

    learnt = learnt_from(said)
    more = 0
    if learnt.after.effective_draws < FEW_DRAWS and forecast is None and draws * 4 <= MOST_DRAWS:
        more = draws * 3  # few draws go with what was read: the same question to more of them
        wide = simulate(longer, draws + more, seed, override_stop=override_stop)
        learnt = learnt_from(wide)
    now = float(today if today is not None else max((one.day for one in measured), default=0.0))
    outcomes = tuple(_outcome(learnt, one, measured, now, seed) for one in learnt.outcomes)
    told = advice(learnt.after, learnt.done, now, override_stop, goals) if advise else None
    return Tracked(
        course=course,
        measurements=tuple(measured),
        today=now,
        missed=missed,
        said=learnt.said,
        done=learnt.done,
        outcomes=outcomes,
        healing=_healing(learnt, measured),
        advice=told,
        rests=Rests.of(learnt.after, more),
        learnt=learnt.after,
    )


def _refuse(
    course: Any,
    measurements: Any,
    draws: Any,
    seed: Any,
    today: Any,
    forecast: Any,
    done: Any,
    goals: Any,
    flags: dict[str, Any],
) -> None:
    found = subject("course", course, Course, "load_course(PATH)")
    if not found:
        found += refused(measurements, course)
    found += whole_number("draws", draws, FEWEST_TO_PREDICT, MOST_DRAWS) + seed_number(seed)
    for name, value in flags.items():
        found += flag(name, value)
    day = plain(today)
    if day is not None and (
        isinstance(day, bool) or not isinstance(day, int | float) or not 0 <= day <= LAST_DAY
    ):
        found.append(Mistake("today", shown(day), f"a day of the course from 0 to {LAST_DAY}, or None"))
    if forecast is not None and not isinstance(forecast, Forecast):
        found.append(Mistake("forecast", f"a {type(forecast).__name__}", "a Forecast, or None"))
    elif forecast is not None and not found:
        found += _other_forecast(course, measurements, forecast)
    if goals is not None:
        found += subject("goals", goals, Goals, "load_goals(PATH)")
        found += list(against(goals, course)) if not found else []
    if done is not None and not isinstance(done, Course):
        found.append(Mistake("done", f"a {type(done).__name__}", "a Course, or None"))
    elif done is not None and not found:
        found += _other_person(course, done)
    refuse("track", found)


def _other_person(course: Course, done: Course) -> list[Mistake]:
    """What is wrong with a course as done: of another person, or for something else."""
    names = [name for name in ("person", "concerns", "zones") if getattr(course, name) != getattr(done, name)]
    return [Mistake("done", f"another {name}", f"the {name} of the course itself") for name in names]


def _other_forecast(course: Course, measurements: Sequence[Measurement], forecast: Forecast) -> list[Mistake]:
    """What is wrong with a forecast made before: of another course, of one draw, or too short."""
    same = {"follow_up": None}
    if forecast.course.model_copy(update=same) != course.model_copy(update=same):
        return [Mistake("forecast", f'of "{forecast.course.title}"', "of the course itself, unchanged")]
    if forecast.values.count < FEWEST_TO_PREDICT:
        found = f"{forecast.values.count} draws"
        return [Mistake("forecast", found, f"at least {FEWEST_TO_PREDICT} draws")]
    last = max([course.assessment_day, *(one.day for one in measurements)])
    end = min(zone.outcomes[0].day[-1] for zone in forecast.by_zone.values())
    if end < last:
        return [Mistake("forecast", f"followed to day {end:g}", f"followed to day {last:g}")]
    return []


def _learn(
    said: Forecast,
    course: Course,
    as_done: Course,
    measured: Sequence[Measurement],
    seed: int,
    in_full: bool,
    override_stop: bool,
) -> _Learnt:
    """Weights and people, for the course as it was done; nothing but arithmetic where it was done as planned."""
    law, parted = Law.of(said.values), parted_day(course, as_done)
    before_it = followed_outcomes(said, measured)
    readings = readings_of(measured, course, before_it)
    promised = ensemble_of(said, before_it, readings)
    before = learn(promised, (), law, seed=seed)
    done: Forecast | Rerun = said
    weights = None
    if parted < float("inf") and in_full:
        values = said.values
        done = simulate(as_done, values.count, seed, values=values, override_stop=override_stop)
    elif parted < float("inf"):
        early = [one for one in readings if one.day <= parted]
        first = learn(promised, early, law, seed=seed, people=FEW_PEOPLE, most_people=FEW_PEOPLE)
        keep, own = worth_running(first.draw_weights, RERUN_DRAWS, seed)
        done, sound = rerun(as_done, said.values.subset(keep))
        # What was read early is among the readings below: of its weight only the thinning out is left.
        weights = (own / np.maximum(first.draw_weights[keep], 1e-300))[sound]
    outcomes = followed_outcomes(done, measured)
    readings = readings_of(measured, done.course, outcomes)
    after = learn(
        ensemble_of(done, outcomes, readings),
        readings,
        Law.of(done.values),
        durations=durations_of(measured, done),
        seed=seed,
        weights=weights,
    )
    return _Learnt(said, done, before, after, outcomes)


def _outcome(
    learnt: _Learnt, one: Followed, measured: Sequence[Measurement], today: float, seed: int
) -> TrackedOutcome:
    item, after = one.item, learnt.after
    said = next(old for old in followed_outcomes(learnt.said, measured) if old.key == one.key).item
    course = learnt.done.course
    judged = float(min(learnt.said.course.assessment_day, item.day[-1]))
    prediction, mine = after.ensemble[one.key], readings_of(measured, course, learnt.outcomes)
    mine = [reading for reading in mine if reading.outcome == one.key]
    start = _start(after, one.key, mine)
    change = _change(after, one.key, item.day, start)
    slower, faster = _places(learnt, one.key, judged)
    raters = [reading.rater for reading in mine if reading.rater]
    days = sorted({day for day in (today + MONTH_DAY, judged) if today < day <= item.day[-1]})
    return TrackedOutcome(
        zone=one.zone if learnt.done.zones else "",
        name=item.name,
        label=item.label,
        scale=item.scale,
        unit=item.unit,
        better=item.better,
        carries=one.carries,
        start=_plain(prediction, float(np.median(start))),
        day=item.day,
        said=_said(said, item.day),
        now=np.quantile(change, (LOW, MIDDLE, HIGH), axis=0),
        judged_day=judged,
        today=today,
        chance_said=said.chance_at(judged),
        chance_now=_chance(after, one.key, judged, start),
        places=(slower, 1 - slower - faster, faster),
        smallest_change=item.smallest_change,
        points=tuple(_points(after, one, measured, learnt, start)),
        next_readings=next_readings(after, one.key, days, judged, raters[-1] if raters else None, seed),
    )


def _said(item: Any, day: np.ndarray) -> np.ndarray:
    """Band of what was said, (3, day), on other days where the course as done has others."""
    people, middle = item.with_people(item.change), item.change[np.isfinite(item.change).all(axis=1)]
    rows = np.quantile(people, (LOW, HIGH), axis=0)
    band = [rows[0], np.quantile(middle, MIDDLE, axis=0), rows[1]]
    return np.stack([np.interp(day, item.day, row) for row in band])


def _start(after: Learnt, key: str, readings: Sequence[Reading]) -> np.ndarray:
    """The start from which changes are told, (person,): as forecast, or where it was read the middle of what it was."""
    if any(one.day <= 0 for one in readings):
        return np.full(after.draw.shape, float(np.median(after.starts[key])))
    return after.ensemble[key].start[after.draw]


def _change(after: Learnt, key: str, day: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Changes (person, day) from a start, in the outcome's unit."""
    item = after.ensemble[key].subset(after.draw)
    true = item.true(item.at(day), after.factor(key, day), start[:, None], np.zeros((1, 1)))
    return item.told(true, start[:, None])


def _chance(after: Learnt, key: str, day: float, start: np.ndarray) -> float:
    """Chance that the person truly improves by a noticeable share, or beyond an instrument's error, by a day."""
    item = after.ensemble[key]
    if item.needed is not None and item.ends is not None:
        if np.all(item.severity(start) <= 0):
            return 0.0
        return float((after.reached(key, [day])[:, 0] >= item.needed[after.draw]).mean())
    assert item.smallest is not None
    change = _change(after, key, np.array([day]), start)[:, 0]
    return float(
        (item.better * change >= np.broadcast_to(item.smallest, item.start.shape)[after.draw]).mean()
    )


def _places(learnt: _Learnt, key: str, day: float) -> tuple[float, float]:
    """Probability to go slower, and faster, than the middle half of what was said, by the judged day."""
    before = learnt.before.reached(key, [day])[:, 0]
    low, high = np.quantile(before, QUARTERS)
    now = learnt.after.reached(key, [day])[:, 0]
    return float((now < low).mean()), float((now > high).mean())


def _points(
    after: Learnt, one: Followed, measured: Sequence[Measurement], learnt: _Learnt, start: np.ndarray
) -> list[Point]:
    item, course = after.ensemble[one.key], learnt.done.course
    level = float(np.median(start))
    found, averaged, told = [], 1, None
    for measurement in measured:
        reading = next(iter(readings_of([measurement], course, learnt.outcomes)), None)
        if reading is None or reading.outcome != one.key:
            continue
        if measurement.day <= 0:
            averaged, told = max(averaged, measurement.readings), reading.error or told
        spread = float(np.median(reading.spread(item.error, item.leniency)))
        error = _error_of_change(float(np.median(item.error)), averaged, told, reading)
        multiple = float(learnt.done.values["measures.detectable_multiple"][0])
        ends = reading.value + WITHIN * spread * np.array([0.0, -1.0, 1.0])
        middle, low, high = (float(one) for one in item.told(ends, np.array(level)))
        size = 1.0 if item.ends is not None else 100.0 if item.percent else _plain(item, level)
        found.append(Point(measurement, middle, low, high, multiple * error * size))
    return found


def _error_of_change(usual: float, averaged: int, told: float | None, reading: Reading) -> float:
    """Root mean square error of the reading of the start (of `averaged` readings, or as `told`) and a later one."""
    if told is None and reading.error is None:
        return usual * float(np.sqrt((1 / averaged + 1 / reading.readings) / 2))
    first = usual / np.sqrt(averaged) if told is None else told
    second = usual / np.sqrt(reading.readings) if reading.error is None else reading.error
    return float(np.sqrt((first**2 + second**2) / 2))


def _plain(item: Predicted, value: float) -> float:
    """A value in points, or of an instrument from ln in its own unit."""
    return float(np.exp(value)) if item.ends is None else value


def _healing(learnt: _Learnt, measured: Sequence[Measurement]) -> tuple[HealingTime, ...]:
    return healing_times(
        learnt.said, learnt.done, learnt.before, learnt.after, durations_of(measured, learnt.done)
    )
