"""Who is in which arm, who comes to what, and what is written down: the people of a few slots of every arm.

Slot j of an arm is the j-th person enrolled in it; slots n t .. n t + n - 1 are virtual trial t. A split-face trial
has one person a slot, seen on every side. A parallel trial of K arms deals the K people of each slot to the arms in
random order. No stream is folded from an arm: a person is the same wherever dealt, and arms differ by treatment only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..evidence.registry import Values
from ..inputs.phototypes import PHOTOTYPES
from ..observation.effects import PersonEffects
from ..observation.person_ratings import observed
from ..people.cohort import Members, members, scores_of
from ..streams import rows
from .analysis import better_of
from .arms import Job, follow
from .endpoints import family_of
from .observed import endpoint_of, normal, signal, starts, trial_effects
from .trial_file import MOST_ARMS, MOST_SESSIONS, Trial

MOST_VISITS = 14
WEEK = 7
FIXED = (
    "person", "trial", "age_year", "female", "phototype", "photoageing", "smoker", "true_baseline", "sessions_had",
    "left_day", "failed", "baseline",
)  # fmt: skip


def columns(trial: Trial) -> tuple[str, ...]:
    """Names of what is kept of every person in an arm."""
    return (*FIXED, *(f"seen_day_{day}" for day in trial.endpoint.days), "endpoint")


@dataclass(frozen=True)
class Attendance:
    """Who comes to what: the day a person leaves (inf: never), and which sessions after the first are missed."""

    left_day: np.ndarray
    missed: np.ndarray  # (person, session) uniform numbers under the share


def slots(job: Job, seed: int, size: int, first: int, count: int) -> np.ndarray:
    """The people in slots `first`, ... of every arm: (arm, column, slot). `size` people make one virtual trial."""
    trial = job.trial
    arms = len(trial.arms)
    a_slot = 1 if trial.split else arms
    start, total = a_slot * first, a_slot * count
    scores = scores_of(trial.people, seed, start, total)
    dealt = _dealt(seed, first, count, arms) if a_slot > 1 else np.zeros((count, arms), int)
    response = normal(rows(seed, "trial", "response", first=start, count=total, width=1 + MOST_ARMS))
    itself = normal(rows(seed, "trial", "by itself", first=start, count=total, width=1))
    there = _attendance(trial, seed, start, total)
    found = []
    for arm in range(arms):
        person = np.arange(count) * a_slot + dealt[:, arm]
        side = arm if trial.split else 0
        chance = rows(seed, "trial", "rating", side, first=start, count=total, width=MOST_VISITS)
        found.append(
            _arm(
                job,
                arm,
                seed,
                start + person,
                (first + np.arange(count)) // size,
                scores[person],
                Attendance(there.left_day[person], there.missed[person]),
                np.hstack([response[person][:, (0, 1 + side)], itself[person]]),
                normal(chance[person]),
            )
        )
    return np.stack(found)


def _dealt(seed: int, first: int, count: int, arms: int) -> np.ndarray:
    """Place (slot, arm) of the person that each arm gets, among those of a slot."""
    drawn = rows(seed, "trial", "allocation", first=first, count=count, width=MOST_ARMS)[:, :arms]
    return np.argsort(drawn, axis=1, kind="stable")


def _attendance(trial: Trial, seed: int, first: int, count: int) -> Attendance:
    drawn = rows(seed, "trial", "attendance", first=first, count=count, width=MOST_SESSIONS)
    share, last = trial.design.dropout_share, trial.endpoint.days[-1]
    leaves = drawn[:, 0] < share
    left = np.where(leaves, last * drawn[:, 0] / max(share, 1e-12), np.inf)
    return Attendance(left, drawn[:, 1:] < trial.design.missed_session_share)


def _arm(
    job: Job,
    arm: int,
    seed: int,
    person: np.ndarray,
    trial_number: np.ndarray,
    scores: np.ndarray,
    there: Attendance,
    response: np.ndarray,
    visit: np.ndarray,
) -> np.ndarray:
    """Columns (column, slot) of one arm: people who attended the same sessions are followed together."""
    trial, days = job.trial, np.array(job.trial.endpoint.days, float)
    draws = job.numbers.draw_of(trial_number)
    had = _had(trial, arm, there)
    shared = trial_effects(seed, trial_number)
    found = np.full((len(columns(trial)), len(person)), np.nan)
    for pattern in np.unique(had, axis=0):
        here = np.flatnonzero((had == pattern).all(axis=1))
        values = job.numbers.picked(draws[here])
        folk = members(trial.people, values, scores[here])
        effects = _effects(shared[here], response[here], visit[here, : 1 + len(days)])
        failed, start, seen = _seen(job, arm, folk, draws[here], tuple(map(bool, pattern)), values, effects)
        found[:, here] = _columns(
            trial, person[here], trial_number[here], folk, there.left_day[here], had[here]
        )
        found[FIXED.index("true_baseline"), here] = start
        found[FIXED.index("failed"), here] = failed
        seen = np.where(failed[:, None], np.nan, seen)
        seen[:, 1:] = np.where(there.left_day[here, None] < days, np.nan, seen[:, 1:])
        found[FIXED.index("baseline"), here] = seen[:, 0]
        found[len(FIXED) : len(FIXED) + len(days), here] = seen[:, 1:].T
    found[-1] = endpoint(trial, found[FIXED.index("baseline")], found[len(FIXED) : -1])
    return found


def _effects(shared: np.ndarray, response: np.ndarray, visit: np.ndarray) -> PersonEffects:
    """Effects from scores of trials (person, 3), of person, side, by itself (person, 3), of visits (person, visit)."""
    study, drift, scale = shared.T
    person, side, itself = response.T
    return PersonEffects(study, drift, scale, person, side, visit, itself)


def _had(trial: Trial, arm: int, there: Attendance) -> np.ndarray:
    """Which sessions each person had, (person, session): the first always, none after leaving."""
    sessions = trial.arms[arm].course.sessions
    had = np.ones((len(there.left_day), len(sessions)), bool)
    for k, session in enumerate(sessions[1:], 1):
        had[:, k] = ~there.missed[:, k] & (session.day <= there.left_day)
    return had


def _seen(
    job: Job,
    arm: int,
    folk: Members,
    draws: np.ndarray,
    had: tuple[bool, ...],
    values: Values,
    effects: PersonEffects,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who failed, true scores at the start, and what was written down (person, 1 + visit)."""
    trial, days = job.trial, np.array(job.trial.endpoint.days, float)
    grid = {0.0, *days.tolist()}
    if family_of(trial.concern.kind, trial.endpoint.scale) == "tone":  # looks back over the whole course
        grid |= set(np.arange(0.0, days[-1], WEEK).tolist())
    followed = follow(job, arm, folk.people, draws, values, had, np.array(sorted(grid)))
    with np.errstate(invalid="ignore"):  # people whose equations failed are NaN here
        gains, typical = signal(trial, followed, values, days)
        start = starts(trial, np.broadcast_to(typical, draws.shape), folk.severity, folk.baseline)
        written = observed(endpoint_of(trial, arm), gains, start, values, effects)
    return followed.failed, start, written


def _columns(
    trial: Trial, person: np.ndarray, number: np.ndarray, folk: Members, left: np.ndarray, had: np.ndarray
) -> np.ndarray:
    """What is known of people beside what was read."""
    people = folk.people
    known = {
        "person": person,
        "trial": number,
        "age_year": people.age_year,
        "female": people.sex == "female",
        "phototype": 1 + np.array([PHOTOTYPES.index(name) for name in people.phototype]),
        "photoageing": people.photoageing,
        "smoker": people.smoker,
        "sessions_had": had.sum(axis=1),
        "left_day": left,
    }
    nothing = np.full(len(person), np.nan)
    return np.stack([np.asarray(known.get(name, nothing), float) for name in columns(trial)])


def endpoint(trial: Trial, baseline: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """The endpoint of each person, (person,): NaN for those not seen unless the last visit is carried forward."""

    days = trial.endpoint.days
    last = seen[days.index(trial.endpoint.day)]
    if trial.design.missing == "carried forward":
        carried = baseline
        for k in range(days.index(trial.endpoint.day) + 1):
            carried = np.where(np.isnan(seen[k]), carried, seen[k])
        last = carried
    change = last - baseline
    if trial.endpoint.statistic == "change":
        return change
    if trial.endpoint.scale == "percent_improvement":  # already in percent
        share = change
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(baseline > 0, 100 * change / baseline, np.where(np.isnan(change), np.nan, 0.0))
    if trial.endpoint.statistic == "percent change":
        return share
    responds = better_of(trial.endpoint.scale) * share > trial.endpoint.over_percent
    return np.where(np.isnan(share), np.nan, responds.astype(float))
