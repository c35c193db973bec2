"""A forecast of several zones in tables: the concerns zone by zone, and harm by zone and for the person.

Plain cells, so that the card, the terminal and the page say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...observation.asked import carrier
from ...outcomes.summary import as_chance
from ...outcomes.summary import interval as interval_of
from ...phrases import interval as interval_words
from ..summary import scale_words

if TYPE_CHECKING:
    from ...observation.forecast import OutcomeForecast
    from ...outcomes.harm import Harm
    from ...skin.concern import Concern
    from ..chances import ConcernChance

Rows = tuple[tuple[str, ...], ...]
CONCERN_HEAD = (
    "Zone",
    "concern",
    "of 100 would notice [80 %]",
    "change, median [80 %]",
    "read on",
    "evidence",
)
HARM_HEAD = ("Harm", "redness, days", "downtime, days", "dark marks, %", "pain, 0-10")
PERSON = "the person"
PERSON_NOTE = (
    "The person: redness, downtime and pain are those of the worst zone. Dark marks are those anywhere, as if zones "
    "were independent given the numbers of a draw: the chance lies between that of the worst zone and this."
)
NO_DATA_SIGN = " *"


def concern_rows(
    zones: Iterable[tuple[str, Sequence[Concern], Sequence[ConcernChance], Sequence[OutcomeForecast]]],
) -> Rows:
    """Each zone with each of its concerns: who would notice, how it changes on the day judged; a row each."""
    rows = []
    for site, concerns, chances, outcomes in zones:
        for concern, chance in zip(concerns, chances, strict=True):
            outcome, ends = carrier(concern, outcomes), ""
            if chance.low80 is not None and chance.high80 is not None:
                ends = f" [{100 * chance.low80:.0f} .. {100 * chance.high80:.0f}]"
            sign = "" if outcome.monotherapy_data else NO_DATA_SIGN
            rows.append(
                (
                    site,
                    outcome.label or outcome.name,
                    f"{100 * chance.chance:.0f}{ends}",
                    interval_words(outcome.summary(chance.day)),
                    scale_words(outcome),
                    f"{outcome.certainty}{sign}",
                )
            )
    return (CONCERN_HEAD, *rows)


def harm_rows(zones: Iterable[tuple[str, Harm, np.ndarray]]) -> Rows:
    """Harm and the worst pain of each zone and of the person who has them all: medians, of a chance its mean; 80 %."""
    return (HARM_HEAD, *(_harm(*zone) for zone in zones))


def worst_pain(pains: Sequence[np.ndarray], like: np.ndarray) -> np.ndarray:
    """Pain of the most painful session, (draw,); zero without sessions."""
    return np.maximum.reduce(list(pains)) if len(pains) else np.zeros(like.shape)


def _harm(name: str, harm: Harm, pain: np.ndarray) -> tuple[str, ...]:
    red, down, hurt = (
        interval_words(interval_of(draws), 1) for draws in (harm.erythema_days, harm.downtime_days, pain)
    )
    return name, red, down, interval_words(as_chance(harm.pih_probability), 100), hurt
