"""Promise against result: what was forecast in the middle and what came, by concern and by sessions done.

Both are told as shares of the way to the best end of the scale (instruments as changes in percent), so that scales of
one concern can stand together; one vote a client. The kept share is of clients whose result was at least the middle
that was promised: half of them, where forecasts hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .places import share_inside, way
from .records import Record
from .votes import Estimate, mean_of, share_of


@dataclass(frozen=True)
class Promise:
    """One concern after so many sessions; `promised`, `came` and `difference` as shares of the way."""

    concern: str
    sessions: int
    instrument: bool
    promised: Estimate
    came: Estimate
    difference: Estimate
    kept: Estimate
    inside_80: Estimate

    def to_json(self) -> dict[str, Any]:
        """The row in numbers."""
        told = {"concern": self.concern, "sessions": self.sessions, "instrument": self.instrument}
        names = ("promised", "came", "difference", "kept", "inside_80")
        return told | {name: getattr(self, name).to_json() for name in names}


def promises(records: Iterable[Record]) -> tuple[Promise, ...]:
    """A row for each concern and number of sessions done, scales apart from instruments."""
    groups: dict[tuple[str, bool, int], list[Record]] = {}
    for item in records:
        groups.setdefault((item.concern, item.instrument, item.sessions), []).append(item)
    return tuple(_promise(*key, items) for key, items in sorted(groups.items()))


def _promise(concern: str, instrument: bool, sessions: int, items: list[Record]) -> Promise:
    clients = [item.client for item in items]
    promised = np.array([_told(item, item.quantiles[2]) for item in items])
    came = np.array([_told(item, item.result) for item in items])
    kept = np.array([_kept(item) for item in items])
    return Promise(
        concern,
        sessions,
        instrument,
        mean_of(clients, promised),
        mean_of(clients, came),
        mean_of(clients, came - promised),
        share_of(clients, kept),
        share_of(clients, np.array([share_inside(item, 0.8) for item in items])),
    )


def _told(record: Record, value: float) -> float:
    """Share of the way; of an instrument the relative change towards the better."""
    if record.instrument:
        return record.better * (value / max(record.baseline, 1e-9) - 1)
    return way(record, value)


def _kept(record: Record) -> float:
    """How much of a reading (its step, where it has one) lies at the promised middle or better."""
    ahead = record.better * (record.result - record.quantiles[2])
    if record.step > 0:
        return float(np.clip(0.5 + ahead / record.step, 0.0, 1.0))
    return float(ahead > 0) + 0.5 * float(ahead == 0)
