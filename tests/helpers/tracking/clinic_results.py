"""Invented results of a clinic with forecasts that hold exactly or are wrong by a known amount. No engine is asked."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from scipy.special import ndtri

from microneedling.tracking.audit.records import LEVELS, Record

OPENED = date(2026, 1, 5)
SCALE = "percent_improvement"  # a higher reading is better, no end is near


def record(**changes) -> Record:
    """One record of a forecast N(40, 10), read at 40."""
    usual = {
        "client": "C-001",
        "seen": OPENED,
        "day": 90,
        "concern": "atrophic acne scar",
        "scale": SCALE,
        "baseline": 0.0,
        "quantiles": quantiles(40, 10),
        "result": 40.0,
    }
    return Record(**{**usual, **changes})


def quantiles(middle: float, sd: float) -> tuple[float, ...]:
    """The five quantiles of a normal forecast."""
    return tuple(float(middle + sd * z) for z in ndtri(np.array(LEVELS)))


def clinic(
    clients: int, seed: int, shift: float = 0.0, spread: float = 1.0, visits: int = 1, alike: float = 0.0,
    changes_after: int = 0,
) -> tuple[Record, ...]:  # fmt: skip
    """Results N(shift, spread) in spreads of their forecast; `alike` is how far a client's results go together."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(clients):
        own = random.standard_normal()
        middle = 30 + 20 * random.random()
        for visit in range(visits):
            z = np.sqrt(alike) * own + np.sqrt(1 - alike) * random.standard_normal()
            if number >= changes_after:
                z = shift + spread * z
            found.append(
                record(
                    client=f"C-{number + 1:04d}",
                    seen=OPENED + timedelta(days=3 * number + 60 * visit),
                    day=60 * (visit + 1),
                    quantiles=quantiles(middle, 10),
                    result=float(middle + 10 * z),
                    sessions=visit + 1,
                )
            )
    return tuple(found)
