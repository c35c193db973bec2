"""The alarm: have the clinic's results left their forecasts? Watched all the time, false alarms bounded for good.

A bet against the forecasts, paid at their odds (test martingale; Ville 1939; Shafer, Shen, Vereshchagin and Vovk 2011).
With p0 the chances of the six bins where forecasts hold, and p_j those where results are shifted by d and spread by s,
N(d, s^2) on the normal scale, client i whose measurement holds shares m_i of the bins pays

    e_ij = sum_b m_ib p_j(b) / p0(b)                         mean 1 where the forecast holds, whatever j
    A_j <- (A_j + w_t) e_j                                   bets that begin at each moment t, stakes w_t
    M = mean_j A_j + what is not staked yet                  half is staked at once, the rest for changes later on

M never grows on average where each forecast holds and clients are told apart, so P(M ever >= 1/a) <= a (Ville). Several
measurements of a client are not independent, so each measured visit has a watch of its own (the first, the second, ...
`voting_visits`), in which a client has one vote: on one day the mean over their readings. The alarm sounds when any of
the K watches reaches K/a, so a bounds them together. A CUSUM of the same power would need its level set by simulation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from .places import BINS, EDGES, bin_shares
from .records import Record
from .settings import setting

SMALLEST_CHANCE = 1e-12


@dataclass(frozen=True)
class Bet:
    """What is bet on: results shifted by `shift` and spread by `spread` standard deviations of their forecasts."""

    shift: float
    spread: float

    @property
    def odds(self) -> np.ndarray:
        """p_j / p0 of the six bins."""
        inner = ndtr((ndtri(EDGES[1:-1]) - self.shift) / self.spread)
        return np.diff(np.concatenate([[0.0], inner, [1.0]])) / BINS

    def words(self) -> str:
        """What it says of the results."""
        said = []
        if self.shift:
            said.append(f"results {'better' if self.shift > 0 else 'worse'} than forecast")
        if self.spread != 1:
            said.append(f"{'more' if self.spread > 1 else 'less'} scattered than forecast")
        return ", ".join(said)


def bets() -> tuple[Bet, ...]:
    """All that is bet on, in equal parts: every shift with every spread, no change at all left out."""
    small, large = setting("bet_shift_sd.small"), setting("bet_shift_sd.large")
    narrow, wide = setting("bet_spread.narrow"), setting("bet_spread.wide")
    pairs = [(d, s) for d in (-large, -small, 0.0, small, large) for s in (narrow, 1.0, wide)]
    return tuple(Bet(d, s) for d, s in pairs if (d, s) != (0.0, 1.0))


@dataclass(frozen=True)
class Sounded:
    """An alarm: when, after how many clients of its watch, and what the bets say it is."""

    seen: date
    clients: int
    visit: int
    words: str

    def to_json(self) -> dict[str, Any]:
        """The alarm in plain words and numbers."""
        return {
            "on": self.seen.isoformat(),
            "clients": self.clients,
            "visit": self.visit,
            "words": self.words,
        }


@dataclass(frozen=True)
class Course:
    """One watch: M after each client, and the days on which they were seen."""

    visit: int
    days: tuple[date, ...]
    wealth: np.ndarray
    leading: tuple[int, ...]  # bet that has won most, after each client


@dataclass(frozen=True)
class Watch:
    """All watches together; `limit` is what one must reach to sound."""

    limit: float
    courses: tuple[Course, ...]

    @property
    def sounded(self) -> Sounded | None:
        """The first alarm, if any."""
        found = []
        for course in self.courses:
            over = np.flatnonzero(course.wealth >= self.limit)
            if over.size:
                place = int(over[0])
                words = bets()[course.leading[place]].words()
                found.append(Sounded(course.days[place], place + 1, course.visit, words))
        return min(found, key=lambda item: (item.seen, item.visit), default=None)

    @property
    def evidence(self) -> float:
        """How near the alarm is now: the largest M over the limit, 1 is an alarm."""
        return max((float(course.wealth[-1]) / self.limit for course in self.courses), default=0.0)

    def to_json(self) -> dict[str, Any]:
        """Limit, where the watches stand, and the alarm."""
        alarm = self.sounded
        return {
            "false_alarms_at_most": setting("false_alarm_share"),
            "limit": self.limit,
            "evidence_now": round(self.evidence, 4),
            "clients_by_visit": {str(course.visit): len(course.days) for course in self.courses},
            "alarm": None if alarm is None else alarm.to_json(),
        }


def watch(records: Iterable[Record]) -> Watch:
    """Watch the records in the order in which they were seen."""
    most = int(setting("voting_visits"))
    votes = votes_by_visit(records, most)
    limit = most / setting("false_alarm_share")
    return Watch(limit, tuple(_course(visit, cast) for visit, cast in votes.items() if cast))


def votes_by_visit(records: Iterable[Record], most: int) -> dict[int, list[tuple[date, np.ndarray]]]:
    """Visit (1, 2, ...) -> votes in order of time: the day, and the shares (6,) of the bins, mean over that day."""
    found: dict[int, list[tuple[date, str, np.ndarray]]] = {visit: [] for visit in range(1, most + 1)}
    for client, theirs in groupby(sorted(records, key=_who), key=lambda item: item.client):
        days = [(day, list(on_day)) for day, on_day in groupby(theirs, key=lambda item: item.seen)]
        for visit, (day, readings) in enumerate(days[:most], 1):
            found[visit].append((day, client, np.mean([bin_shares(item) for item in readings], axis=0)))
    return {visit: [(d, m) for d, _, m in sorted(cast, key=lambda v: v[:2])] for visit, cast in found.items()}


def _who(record: Record) -> tuple[str, date]:
    return record.client, record.seen


def _course(visit: int, votes: Sequence[tuple[date, np.ndarray]]) -> Course:
    wealth, leading = martingale(np.array([shares for _, shares in votes]))
    return Course(visit, tuple(day for day, _ in votes), wealth, tuple(int(place) for place in leading))


def martingale(shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """M (..., client) after each client from their shares (..., client, 6) of the bins, and the bet that leads.

    The stake not placed at the start is staked as 1/((t + 1)(t + 2)) at each moment t, which sums to all of it.
    """
    odds = np.array([bet.odds for bet in bets()])
    paid = np.maximum(shares @ odds.T, SMALLEST_CHANCE)
    at_once = setting("bet_from_start_share")
    placed = np.full((*paid.shape[:-2], len(odds)), at_once)
    unstaked, wealth, leading = 1 - at_once, np.empty(paid.shape[:-1]), np.empty(paid.shape[:-1], int)
    for t in range(paid.shape[-2]):
        stake = (1 - at_once) / ((t + 1) * (t + 2))
        placed, unstaked = (placed + stake) * paid[..., t, :], unstaked - stake
        wealth[..., t], leading[..., t] = placed.mean(axis=-1) + unstaked, placed.argmax(axis=-1)
    return wealth, leading
