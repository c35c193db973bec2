"""A clinic's own effect on one kind of result, by partial pooling: the clinic is one more study of the literature.

    y_i = exp(b) m_i + exp(g) s_i e_i,   e_i ~ t(nu)         on the axis of the score law; each record weighs 1/n_client
    b ~ study_sd tail(z) + scale_sd z'                       as studies differ, calibrated (`observation.raters`)
    g ~ N(0, local_spread_log_sd^2)

m_i is how far the forecast's middle lies from no change and s_i the scale of t at which g = 0 gives its own 80 %
band; y_i is the result. A client's records weigh one together. b is summed over a grid with the literature's own
distribution, g over another: no sampling, and heavy tails on both sides: one wild result moves b little, and a clinic
that finds next to nothing is as likely as such studies are. With few clients b stays where the literature is. Opt-in:
nothing changes a forecast until `moved` is asked to; below `fewest_clients.local_effect` it does not, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
from scipy.special import ndtri
from scipy.stats import t as student

from ...evidence.registry import registry
from ...observation.instrument_kinds import KIND
from ...observation.raters import NULL_TAIL, SCALE_SD, STUDY_SD
from .places import distance, reading_at
from .records import LEVELS, Record
from .settings import setting
from .votes import DIGITS

GRID = np.linspace(-3.0, 2.0, 251)
SPREADS = np.linspace(-0.9, 0.9, 19)
DRAWS, NODES = 200, 40
INSTRUMENT_SD = "study_effect.instrument_effect_log_sd"
FLAT = 1e-3  # least spread of a forecast on the axis


@dataclass(frozen=True)
class LocalEffect:
    """What one clinic's results say of its factor exp(b) on one concern; `weight` is spread over `GRID`."""

    concern: str
    instrument: bool
    clients: int
    weight: np.ndarray  # posterior of b over GRID
    spread: float  # posterior mean of exp(g)
    prior_sd: float
    sd: float

    @property
    def enough(self) -> bool:
        """Whether there are clients enough for it to move forecasts."""
        return self.clients >= setting("fewest_clients.local_effect")

    @property
    def pooled(self) -> float:
        """Share (0..1) of what is now believed that comes from the literature: the ratio of variances, at most 1."""
        return float(min((self.sd / self.prior_sd) ** 2, 1.0))

    def factor(self, level: float = 0.5) -> float:
        """Quantile of exp(b): how far results go here, times their forecast."""
        return float(np.exp(np.interp(level, np.cumsum(self.weight), GRID)))

    def words(self) -> str:
        """The effect in a sentence, with what it rests on."""
        low, high = self.factor(0.1), self.factor(0.9)
        told = f"results here go {self.factor():.2f} times as far as forecast (80 %: {low:.2f} to {high:.2f})"
        told += f"; {100 * self.pooled:.0f} % of that is still the literature's"
        if not self.enough:
            least = int(setting("fewest_clients.local_effect"))
            told += f"; only {self.clients} of the {least} clients it takes, so forecasts stay as they are"
        return told

    def to_json(self) -> dict[str, Any]:
        """The effect in numbers."""
        return {
            "concern": self.concern,
            "instrument": self.instrument,
            "clients": self.clients,
            "enough": self.enough,
            "factor": round(self.factor(), DIGITS),
            "low80": round(self.factor(0.1), DIGITS),
            "high80": round(self.factor(0.9), DIGITS),
            "pooled": round(self.pooled, DIGITS),
            "spread": round(self.spread, DIGITS),
            "words": self.words(),
        }


def local_effects(records: Iterable[Record]) -> tuple[LocalEffect, ...]:
    """The effect of each concern, scales apart from instruments."""
    groups: dict[tuple[str, bool], list[Record]] = {}
    for item in records:
        groups.setdefault((item.concern, item.instrument), []).append(item)
    return tuple(local_effect(items) for _, items in sorted(groups.items()))


def local_effect(records: Sequence[Record]) -> LocalEffect:
    """Learn from the records of one concern; raises `ValueError` where they mix scales with instruments or are none."""
    kinds = {(item.concern, item.instrument) for item in records}
    if len(kinds) != 1:
        raise ValueError("records of one concern, of scales or of instruments, are needed")
    by: dict[str, list[Record]] = {}
    for item in records:
        by.setdefault(item.client, []).append(item)
    told = np.sum([_of_client(theirs) for theirs in by.values()], axis=0)
    return _learnt(records[0], told, len(by))


def _of_client(records: Sequence[Record]) -> np.ndarray:
    """Log likelihood (b, g) of one client's records, which weigh one together."""
    return np.mean([_log_chance(item) for item in records], axis=0)


@lru_cache(maxsize=4)
def _outer(freedom: float) -> float:
    """Where the outer quantile of a forecast lies on t, in its own scale."""
    return float(student.ppf(LEVELS[-1], freedom))


@lru_cache(maxsize=4_000)
def _log_chance(record: Record) -> np.ndarray:
    """Log likelihood (b, g) of one result."""
    freedom = setting("local_tail_freedom")
    at = [distance(record, value) for value in record.quantiles]
    scale = max(abs(at[-1] - at[0]) / (2 * _outer(freedom)), FLAT)
    wide = np.exp(SPREADS) * scale
    off = (distance(record, record.result) - np.exp(GRID)[:, None] * at[2]) / wide
    return -(freedom + 1) / 2 * np.log1p(off**2 / freedom) - np.log(wide)


def _learnt(record: Record, told: np.ndarray | float, clients: int) -> LocalEffect:
    """The effect where results have `told` so much of (b, g), log likelihood."""
    prior, freely = prior_of(record), setting("local_spread_log_sd")
    joint = np.log(np.maximum(prior, 1e-300))[:, None] - (SPREADS / freely) ** 2 / 2
    joint = np.exp(joint + told - np.max(joint + told))
    joint /= joint.sum()
    weight, spread = joint.sum(axis=1), float(joint.sum(axis=0) @ np.exp(SPREADS))
    return LocalEffect(record.concern, record.instrument, clients, weight, spread, _sd(prior), _sd(weight))


def _sd(weight: np.ndarray) -> float:
    mean = float(weight @ GRID)
    return float(np.sqrt(weight @ (GRID - mean) ** 2))


def prior_of(record: Record) -> np.ndarray:
    """How studies of the literature differ, as weights over `GRID`: calibrated draws, raters or instruments."""
    return _prior(KIND.get(record.scale, ""))


@lru_cache(maxsize=8)
def _prior(kind: str) -> np.ndarray:
    values = registry().draws(DRAWS, 1)
    node = ndtri((np.arange(NODES) + 0.5) / NODES)
    if kind:
        b = values[INSTRUMENT_SD][:, None] * node
    else:
        tail = node - values[NULL_TAIL][:, None] * np.minimum(node, 0.0) ** 2
        b = (values[STUDY_SD][:, None] * tail)[:, :, None] + values[SCALE_SD][:, None, None] * node
    found = np.histogram(
        np.clip(b, GRID[0], GRID[-1]), bins=np.append(GRID, 2 * GRID[-1] - GRID[-2]) - _half()
    )[0]
    return found / found.sum()


def _half() -> float:
    return float(GRID[1] - GRID[0]) / 2


def moved(record: Record, effect: LocalEffect) -> Record:
    """The same record with the forecast that the local effect would have given; unmoved where clients are too few.

    Each quantile goes with its own share of the effect's uncertainty: the spread on the axis is that of the clinic's
    results about their middle, and of what is not known of b, together.
    """
    if not effect.enough:
        return record
    at = np.array([distance(record, value) for value in record.quantiles])
    factor = np.exp(GRID)
    mean = float(effect.weight @ factor)
    unknown = float(np.sqrt(max(effect.weight @ factor**2 - mean**2, 0.0))) * abs(at[2])
    own = abs(at[-1] - at[0]) / (2 * ndtri(LEVELS[-1]))
    wide = np.hypot(effect.spread * own, unknown) / max(own, FLAT)
    middle = effect.factor() * at[2]
    levels = [reading_at(record, float(middle + wide * (one - at[2]))) for one in at]
    return replace(record, quantiles=tuple(levels))


def moved_in_turn(records: Iterable[Record]) -> tuple[Record, ...]:
    """Every record with the forecast that the effect learnt from the days before it would have given, in order of time.

    Nothing is judged by what it taught, so that the audit of these forecasts is as honest as that of the first ones.
    """
    found: list[Record] = []
    groups: dict[tuple[str, bool], list[Record]] = {}
    for item in records:
        groups.setdefault((item.concern, item.instrument), []).append(item)
    for items in groups.values():
        told: dict[str, np.ndarray] = {}
        total: np.ndarray | float = 0.0
        seen: dict[str, list[Record]] = {}
        for _, today in groupby(sorted(items, key=_when), key=lambda item: item.seen):
            day = list(today)
            effect = _learnt(day[0], total, len(told))
            found += [moved(item, effect) for item in day]
            for item in day:
                seen.setdefault(item.client, []).append(item)
            for client in {item.client for item in day}:
                before, told[client] = told.get(client, 0.0), _of_client(seen[client])
                total = total + told[client] - before
    return tuple(sorted(found, key=_when))


def _when(record: Record) -> tuple[date, str, str, str]:
    return record.seen, record.client, record.scale, record.rater
