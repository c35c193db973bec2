"""Do our bands hold here? Coverage, bias, spread and drift of a clinic's results in the forecasts given for them.

    coverage   share of results in the middle 80 % (50 %) of their forecast; a reading in whole steps counts by
               the share of its step that lies inside
    bias       mean normal score of the places; above 0 results were better (too gloomy), below worse (too hopeful)
    spread     their standard deviation; above 1 the bands are too narrow, below too wide
    drift      slope of the bias over the years

Every one has one vote a client and an interval of its own (`votes`). A verdict is given only where the interval tells;
below `fewest_clients.verdict` there is none. Whether anything has changed is told by the alarm (`watch`), whose false
alarms are bounded over the whole watch; intervals are for one look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...units import DAYS_A_YEAR
from .places import normal_score, share_inside
from .records import Record
from .settings import setting
from .votes import Estimate, mean_of, share_of, slope_of, spread_of
from .watch import Watch, watch

SHARES = (0.8, 0.5)
TOO_FEW = "too few clients for a verdict"


@dataclass(frozen=True)
class Held:
    """How the forecasts of some records held."""

    inside_80: Estimate
    inside_50: Estimate
    bias: Estimate
    spread: Estimate

    @property
    def enough(self) -> bool:
        """Whether there are clients enough for a verdict."""
        return self.inside_80.clients >= setting("fewest_clients.verdict")

    @property
    def verdicts(self) -> tuple[str, ...]:
        """What can be told, in words; nothing where the intervals hold what they should."""
        if not self.enough:
            return (TOO_FEW,)
        found = []
        if not self.bias.holds(0.0):
            found.append("forecasts too gloomy" if self.bias.value > 0 else "forecasts too hopeful")
        if not self.spread.holds(1.0):
            found.append("bands too narrow" if self.spread.value > 1 else "bands too wide")
        if not found and not self.inside_80.holds(SHARES[0]):
            found.append("80 % bands hold " + ("less" if self.inside_80.value < SHARES[0] else "more"))
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """The four numbers and what they say."""
        told = {name: getattr(self, name).to_json() for name in ("inside_80", "inside_50", "bias", "spread")}
        return told | {"verdicts": list(self.verdicts)}


@dataclass(frozen=True)
class SelfAudit:
    """The whole: all records, by concern, by visit, by year, by who read; drift; the alarm."""

    clients: int
    records: int
    whole: Held
    by_concern: Mapping[str, Held]
    by_visit: Mapping[str, Held]
    by_period: Mapping[str, Held]
    drift_per_year: Estimate | None  # None where all was seen within a day
    watch: Watch
    scores: tuple[tuple[Record, float], ...]  # each record with its normal score, in order of time

    def to_json(self) -> dict[str, Any]:
        """Everything but the single scores."""
        groups = {
            name: {key: held.to_json() for key, held in getattr(self, name).items()}
            for name in ("by_concern", "by_visit", "by_period")
        }
        return {
            "clients": self.clients,
            "records": self.records,
            **self.whole.to_json(),
            **groups,
            "drift_per_year": self.drift_per_year.to_json() if self.drift_per_year else None,
            "watch": self.watch.to_json(),
        }


def self_audit(records: Iterable[Record]) -> SelfAudit:
    """Audit the forecasts of these records; raises `ValueError` where there are none."""
    kept = sorted(records, key=lambda item: (item.seen, item.client, item.scale, item.rater))
    if not kept:
        raise ValueError("no records to audit")
    scores = np.array([normal_score(item) for item in kept])
    visits = visit_numbers(kept)
    years = np.array([(item.seen - kept[0].seen).days / DAYS_A_YEAR for item in kept])
    return SelfAudit(
        clients=len({item.client for item in kept}),
        records=len(kept),
        whole=held(kept, scores),
        by_concern=grouped(kept, scores, lambda k: kept[k].concern),
        by_visit=grouped(kept, scores, lambda k: f"visit {visits[k]}"),
        by_period=grouped(kept, scores, lambda k: period(kept[k])),
        drift_per_year=slope_of([item.client for item in kept], years, scores) if years[-1] > 0 else None,
        watch=watch(kept),
        scores=tuple(zip(kept, map(float, scores), strict=True)),
    )


def held(records: Sequence[Record], scores: np.ndarray) -> Held:
    """The four numbers of some records with their normal scores."""
    clients = [item.client for item in records]
    inside = [np.array([share_inside(item, share) for item in records]) for share in SHARES]
    return Held(
        share_of(clients, inside[0]),
        share_of(clients, inside[1]),
        mean_of(clients, scores),
        spread_of(clients, scores),
    )


def grouped(records: Sequence[Record], scores: np.ndarray, name: Callable[[int], str]) -> dict[str, Held]:
    """`held` of each group, by the name of the group that the record at a place belongs to."""
    names = [name(k) for k in range(len(records))]
    found = {}
    for key in sorted(set(names)):
        here = [k for k, one in enumerate(names) if one == key]
        found[key] = held([records[k] for k in here], scores[here])
    return found


def visit_numbers(records: Sequence[Record]) -> list[int]:
    """Which of the client's days of measurement each record belongs to, counted from 1."""
    days: dict[str, list[Any]] = {}
    for item in sorted(records, key=lambda one: one.seen):
        theirs = days.setdefault(item.client, [])
        if item.seen not in theirs:
            theirs.append(item.seen)
    return [days[item.client].index(item.seen) + 1 for item in records]


def period(record: Record) -> str:
    """The half-year in which a record was seen: `2026, first half`."""
    half = "first half" if record.seen.month <= 6 else "second half"
    return f"{record.seen.year}, {half}"
