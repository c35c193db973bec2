"""What the audit finds in simulated clinics: how often the alarm sounds, after how many clients, what bands hold.

Two kinds of clinics. In the first, places of results are drawn as they are where forecasts hold (uniform), visits of
one client as alike as one likes: thousands of them cost a second, so the bound on false alarms can be looked at
closely. In the second, clients of the engine's own virtual people are written down as records (`simulated`) and
audited as any clinic's are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr
from scipy.stats import beta

from ...streams import generator
from .local_effect import moved_in_turn
from .many_clinics import dice, heard, results
from .places import BINS, EDGES, normal_score
from .records import Record
from .settings import setting
from .simulated import Clinic, Forecasts, simulated_clinic
from .virtual_people import Ensemble
from .watch import martingale, watch

AT_ONCE = 50  # clinics
WITHIN = (25, 50, 100, 200)  # clients of a watch


def false_alarm_share(clinics: int, clients: int, alike: float, seed: int = 1) -> float:
    """Share of right clinics that hear an alarm, ever; `alike` (0..1) is how far a client's visits go together."""
    random = generator(seed, "right clinics")
    visits = int(setting("voting_visits"))
    own = random.standard_normal((clinics, clients, 1))
    z = np.sqrt(alike) * own + np.sqrt(1 - alike) * random.standard_normal((clinics, clients, visits))
    bins = np.clip(np.searchsorted(EDGES, ndtr(z), side="right") - 1, 0, len(BINS) - 1)
    limit = visits / setting("false_alarm_share")
    heard = np.zeros(clinics, bool)
    for visit in range(visits):
        wealth, _ = martingale(np.eye(len(BINS))[bins[:, :, visit]])
        heard |= (wealth >= limit).any(axis=1)
    return float(heard.mean())


@dataclass(frozen=True)
class Watched:
    """Many simulated clinics of one kind: `clients` at the alarm (inf: silent), coverage by visit, bias and spread."""

    clients: np.ndarray
    inside_80: np.ndarray  # (visit,) mean over clinics
    inside_80_spread: np.ndarray  # (visit,) standard deviation between clinics
    bias: float
    spread: float
    told: str  # what most alarms say

    @property
    def sounded(self) -> float:
        """Share of clinics that heard the alarm."""
        return float(np.isfinite(self.clients).mean())

    @property
    def sounded_interval(self) -> tuple[float, float]:
        """90 % interval (Jeffreys) of the share that heard it."""
        count, total = int(np.isfinite(self.clients).sum()), len(self.clients)
        low, high = beta.ppf((0.05, 0.95), count + 0.5, total - count + 0.5)
        return float(low), float(high)

    def within(self, count: int) -> float:
        """Share that heard it within so many clients."""
        return float((self.clients <= count).mean())


def watched(
    found: Ensemble, given: Forecasts, clinic: Clinic, seeds: Iterable[int], local: bool = False
) -> Watched:
    """Audit many clinics of one kind; with `local` the forecasts that the clinic's own effect would have given."""
    seeds = list(seeds)
    if not local:
        return _at_once(found, given, clinic, seeds)
    clients, inside, bias, spread, words = [], [], [], [], []
    for seed in seeds:
        records = moved_in_turn(simulated_clinic(found, given, clinic, seed))
        alarm = watch(records).sounded
        clients.append(alarm.clients if alarm else np.inf)
        words += [alarm.words] if alarm else []
        inside.append(by_day(records, found.days))
        scores = np.array([normal_score(item) for item in records])
        bias.append(scores.mean())
        spread.append(scores.std())
    return Watched(
        np.array(clients, float),
        np.nanmean(inside, axis=0),
        np.nanstd(inside, axis=0),
        float(np.mean(bias)),
        float(np.mean(spread)),
        max(sorted(set(words)), key=words.count) if words else "",
    )


def _at_once(found: Ensemble, given: Forecasts, clinic: Clinic, seeds: list[int]) -> Watched:
    """The same without writing records down, some clinics at a time."""
    shape = (*found.way.shape[1:3], len(found.days), len(given.starts), len(clinic.raters), clinic.clients)
    parts = []
    for first in range(0, len(seeds), AT_ONCE):
        some = tuple(seeds[first : first + AT_ONCE])
        parts.append(heard(clinic, results(found, given, clinic, dice(shape, some))))
    words = [word for part in parts for word in part.words if word]
    inside = np.concatenate([part.inside_80 for part in parts])
    return Watched(
        np.concatenate([part.clients for part in parts]),
        np.nanmean(inside, axis=0),
        np.nanstd(inside, axis=0),
        float(np.mean(np.concatenate([part.bias for part in parts]))),
        float(np.mean(np.concatenate([part.spread for part in parts]))),
        max(sorted(set(words)), key=words.count) if words else "",
    )


def by_day(records: Iterable[Record], days: tuple[float, ...]) -> np.ndarray:
    """Share of results inside the 80 % band on each day of visits, NaN where nobody came."""
    found = np.full(len(days), np.nan)
    kept = list(records)
    for k, day in enumerate(days):
        here = [item.inside_80 for item in kept if item.day == day]
        found[k] = np.mean(here) if here else np.nan
    return found
