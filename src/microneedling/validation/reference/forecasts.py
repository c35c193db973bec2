"""The three reference forecasts of published readings, each made from the readings of all other studies.

`family_mean`: whatever was done, a study of this outcome finds what the others found. `sessions_only`: the same and the
number of sessions. `family_and_design`: the same and whether the arm was read beside another one. Untreated and sham
sides neither teach nor are forecast, for a mean of both would be the mean of nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...streams import generator
from ...studies.designs import designs
from ...studies.published import Reported, arms
from .axes import Seen, seen
from .hierarchy import USUAL_SPREADS, Mixture, Places, left_out

DRAWS = 2000
USUAL_SESSIONS = 4  # where the slope on the number of sessions turns
LEANING = ("share of the way", "log ratio")  # axes on which kinds may lean on each other
OF_THE_COURSE = ("share of the way", "log ratio", "dark marks")  # axes that sessions and design may bear on
SPREADS = {
    "log time": (1.0, 0.5, 0.3),
    "log ratio": (0.5, 0.5, 0.3),
}  # priors narrower than a whole logarithm


@dataclass(frozen=True)
class Forecast:
    """A reference forecast of one reading: draws (n,) in percent of what could be gained, and of what was reported."""

    draws: np.ndarray
    mixture: Mixture
    seen: Seen


def treated(row: Reported) -> bool:
    """Whether the arm of a row was needled at all."""
    return bool(arms()[row.arm].days)


def references(
    rows: Sequence[Reported], families: Sequence[str], draws: int = DRAWS
) -> dict[str, list[Forecast | None]]:
    """Each reference forecast of every row, in the order of `rows`; None where no other study could tell.

    `families` are the outcome families of the rows. Deterministic but for sampling errors, whose stream is fixed.
    """
    known = [seen(row, family) if treated(row) else None for row, family in zip(rows, families, strict=True)]
    sessions = [np.log(max(len(arms()[row.arm].days), 1) / USUAL_SESSIONS) for row in rows]
    each = {
        "family_mean": np.zeros((len(rows), 0)),
        "sessions_only": np.array(sessions).reshape(-1, 1),
        "family_and_design": np.array([_sided(row) for row in rows]).reshape(-1, 1),
    }
    return {name: _forecasts(rows, known, covariates, draws) for name, covariates in each.items()}


def _sided(row: Reported) -> float:
    """1/2 for an arm read beside another one, -1/2 for one read alone, 0 where it is not told."""
    return {None: 0.0, True: 0.5, False: -0.5}[designs()[row.arm].comparative]


def _forecasts(
    rows: Sequence[Reported], known: Sequence[Seen | None], covariates: np.ndarray, draws: int
) -> list[Forecast | None]:
    found: list[Forecast | None] = [None] * len(rows)
    for axis in dict.fromkeys(item.axis for item in known if item is not None):
        at = [place for place, item in enumerate(known) if item is not None and item.axis == axis]
        ours = [item for item in known if item is not None and item.axis == axis]
        places = Places(
            x=np.array([item.x for item in ours]),
            se=np.array([item.se for item in ours]),
            kind=[item.kind for item in ours],
            study=[rows[place].study for place in at],
            covariates=covariates[at] if axis in OF_THE_COURSE else np.zeros((len(at), 0)),
            spreads=SPREADS.get(axis, USUAL_SPREADS),
        )
        made = left_out(places, share_kinds=axis in LEANING)
        for place, item, mixture in zip(at, ours, made, strict=True):
            if mixture is not None:
                chance = generator(1, "reference forecast", rows[place].row).standard_normal(draws)
                found[place] = Forecast(item.report(mixture.draws(draws), chance), mixture, item)
    return found
