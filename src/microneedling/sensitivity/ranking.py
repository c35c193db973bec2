"""The ranked table of a forecast: which numbers make its spread, how well they are known, what would narrow them.

Ranked are the numbers behind the outcomes that answer the person's concerns; other outcomes have their own shares.
All of it comes from the forecast's own draws: shares from `spread`, readings from `measure_next`. A number is
`narrowed by` the reading of this person that would take most off the variance of its own prior score, if any does so
by more than chance; where none does, only a study of that number itself helps. An outcome whose spread nobody could
tell (under a hundredth of its smallest detectable change) has no table: its shares would rank rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.brief import brief
from ..evidence.posterior import shipped
from ..evidence.registry import Entry, Registry, Values
from ..observation.asked import asked_for
from .identify import Identification, identify
from .measure_next import Candidate, Narrowing, candidates, chance, linear_shares, narrowings
from .spread import FEWEST_DRAWS, Spread, normal_scores, spread
from .varied import NEGLIGIBLE, uncertain

if TYPE_CHECKING:
    from ..course.forecast import Forecast
    from ..observation.forecast import OutcomeForecast


@dataclass(frozen=True)
class Ranked:
    """One number in the table. `share` is the mean, over the outcomes ranked for, of its share of the spread."""

    __repr__ = brief

    entry: Entry
    share: float
    outcome: str  # where its share is greatest
    share_there: float
    narrowed_by: str  # a reading of this person, or empty
    narrowed_share: float  # of the number's own variance
    contraction: float | None = None  # what published data took off its prior's width; None: it met no data

    @property
    def source(self) -> str:
        """Where the number comes from, short: keys of sources, else how it was seen."""
        words = {"none": "hand-set", "memory": "from memory"}
        return ", ".join(self.entry.sources) or words.get(self.entry.seen, self.entry.where)

    @property
    def advice(self) -> str:
        """What would narrow it, in words."""
        if self.narrowed_by:
            return f"{self.narrowed_by} (-{self.narrowed_share:.0%} of its variance)"
        return "no reading of this person: a study of the number itself"

    def to_json(self) -> dict[str, Any]:
        """The row as it stands in the JSON answer."""
        return {
            "key": self.entry.key,
            "about": self.entry.about,
            "grade": self.entry.grade,
            "source": self.source,
            "share": _short(self.share),
            "outcome": self.outcome,
            "share_there": _short(self.share_there),
            "narrowed_by": self.narrowed_by or None,
            "narrowed_share": _short(self.narrowed_share) if self.narrowed_by else None,
            "contraction": None if self.contraction is None else _short(self.contraction),
        }


@dataclass(frozen=True)
class Ranking:
    """The table, where each outcome's spread comes from, and which reading would narrow each outcome most."""

    __repr__ = brief

    day: float
    draws: int
    numbers: tuple[Ranked, ...]
    spreads: tuple[Spread, ...]
    readings: tuple[Narrowing, ...]
    identification: Identification | None = None  # of all calibrated numbers; None where none has been
    asked: tuple[str, ...] = ()  # outcomes that answer the concerns: the table is theirs

    def readings_of(self, outcome: str, count: int = 5) -> tuple[Narrowing, ...]:
        """The readings that would narrow this outcome most, at most `count`."""
        return tuple(item for item in self.readings if item.outcome == outcome)[:count]

    def to_json(self, count: int = 10) -> dict[str, Any]:
        """The table as it stands in the JSON answer; `count` numbers and readings an outcome."""
        return {
            "day": self.day,
            "draws": self.draws,
            "ranked_for": list(self.asked),
            "numbers": [item.to_json() for item in self.numbers],
            "outcomes": [self._outcome_json(item, count) for item in self.spreads],
            "identification": self.identification.to_json() if self.identification else None,
        }

    def _outcome_json(self, item: Spread, count: int) -> dict[str, Any]:
        return {
            "name": item.outcome,
            "sd": _short(item.sd),
            "explained": _short(item.explained),
            "numbers": [
                {"key": one.key, "share": _short(one.share), "standard_error": _short(one.standard_error)}
                for one in item.shares[:count]
            ],
            "readings": [
                {
                    "reading": one.candidate.name,
                    "label": one.candidate.title,
                    "kind": one.candidate.kind,
                    "day": one.candidate.day,
                    "how": one.candidate.how,
                    "share": _short(one.share),
                    "share_any_curve": _short(one.check),
                    "sd_left": _short(one.sd_left),
                }
                for one in self.readings_of(item.outcome)
            ],
        }


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def titles(outcomes: Sequence[OutcomeForecast]) -> list[str]:
    """The name of each outcome; with its scale where two concerns have one outcome on two scales."""
    names = [item.name for item in outcomes]
    return [item.name if names.count(item.name) == 1 else f"{item.name} ({item.scale})" for item in outcomes]


def ranking(result: Forecast, most: int = 15) -> Ranking:
    """The table of a simulated course at its earliest assessment day; empty below `FEWEST_DRAWS` draws."""
    day = float(result.course.assessment_day)
    # a copy, so that what is used here does not count as used by the forecast
    values = Values(result.values.registry, dict(result.values.values), result.values.count)
    if values.count < FEWEST_DRAWS:
        return Ranking(day, values.count, (), (), ())
    matter = [item for item in result.outcomes if _matters(item, day)]
    names, targets = titles(matter), [item.at(day) for item in matter]
    keys = [key for key in uncertain(result.values.used, values.registry) if np.ptp(values.values[key]) > 0]
    scores = normal_scores(np.stack([values.values[key] for key in keys], axis=1))
    spreads = tuple(spread(name, y, keys, scores) for name, y in zip(names, targets, strict=True))
    offered = candidates(replace(result, values=values))
    found = tuple(
        item for name, y in zip(names, targets, strict=True) for item in narrowings(name, y, offered)
    )
    best = _best_readings(keys, scores, offered)
    learnt = calibrated(values.registry)
    asked = _asked(result, matter, names)
    numbers = _table(values.registry, [item for item in spreads if item.outcome in asked], best, learnt)
    return Ranking(day, values.count, numbers[:most], spreads, found, learnt, asked)


def _asked(result: Forecast, matter: Sequence[OutcomeForecast], names: Sequence[str]) -> tuple[str, ...]:
    """The outcomes to rank for: those that answer the person's concerns; all, where none of these has a spread."""
    mine = {id(item) for item in asked_for(result.course.concerns, result.outcomes)}
    found = tuple(name for name, item in zip(names, matter, strict=True) if id(item) in mine)
    return found or tuple(names)


def calibrated(book: Registry) -> Identification | None:
    """What the shipped calibration taught about each number of the registry; None where none has been run."""
    draws = shipped()
    if draws is None:
        return None
    # effects of single studies are averaged over: they are no numbers of the model
    places = [j for j, name in enumerate(draws.names) if name in book]
    return identify([draws.names[j] for j in places], draws.z[:, places])


def _matters(item: OutcomeForecast, day: float) -> bool:
    return float(np.nanstd(item.at(day))) > NEGLIGIBLE * item.smallest_change


def _best_readings(
    keys: Sequence[str], scores: np.ndarray, offered: Sequence[Candidate]
) -> dict[str, tuple[str, float]]:
    """Number -> the reading that narrows it most and by how much, where by more than chance."""
    shares = linear_shares(scores, offered)
    floor = chance(len(scores), len(offered))
    found = {}
    for j, key in enumerate(keys):
        k = int(np.argmax(shares[j])) if offered else 0
        if offered and shares[j, k] > floor:
            found[key] = (offered[k].title, float(shares[j, k]))
    return found


def _table(
    book: Registry,
    spreads: Sequence[Spread],
    best: dict[str, tuple[str, float]],
    learnt: Identification | None,
) -> tuple[Ranked, ...]:
    weights: dict[str, list[tuple[float, str]]] = {}
    for item in spreads:
        for one in item.shares:
            weights.setdefault(one.key, []).append((one.share, item.outcome))
    moving = max(1, sum(bool(item.shares) for item in spreads))
    contraction = {item.key: item.contraction for item in learnt.numbers} if learnt else {}
    rows = []
    for key, shares in weights.items():
        there, outcome = max(shares)
        mean = sum(share for share, _ in shares) / moving
        narrowed = best.get(key, ("", 0.0))
        rows.append(Ranked(book[key], mean, outcome, there, *narrowed, contraction.get(key)))
    return tuple(sorted(rows, key=lambda row: (-row.share, row.entry.key)))
