"""Numbing and pain of each session: one cream carried into the skin once, read at the penetration depth of the needles.

    pain = pain without cream * (1 - block at the penetration depth when the cream is wiped off)

Sessions with the same needling after the same cream hurt the same. A cream left on for no time numbs nothing.
Equations of the cream: `transport.numbing_transport`, which says when they break down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..answers.brief import brief
from ..crossings import first_rise, last_fall
from ..device.needling import Needling
from ..evidence.registry import Values
from ..injury.punctures import Punctures
from ..outcomes.harm import pain_vas
from ..outcomes.summary import interval, rounded
from ..skin.anatomy import Anatomy
from ..transport import numbing_transport
from ..transport.anaesthesia import Cream
from .creams import pre_rolled
from .protocol import Prepared


@dataclass(frozen=True)
class Numbed:
    """What a cream does at the penetration depth of the needles; arrays (draw,), minutes from putting it on."""

    __repr__ = brief

    product: str
    minutes: float
    pre_roll_mm: float | None
    block_at_reach: np.ndarray  # share of the pain removed when it is wiped off
    onset_min: np.ndarray  # nan where the penetration depth never gets numb
    over_min: np.ndarray  # likewise; the last minute followed where it still is
    depth_mm: np.ndarray  # numb down to here when it is wiped off; 0 where nothing is

    def to_json(self) -> dict[str, Any]:
        """Onset and end over the draws that get numb at the penetration depth, null where none does."""
        numb = np.isfinite(self.onset_min)
        return {
            "product": self.product,
            "minutes": self.minutes,
            "pre_roll_mm": self.pre_roll_mm,
            "block_at_reach": interval(self.block_at_reach),
            "chance_of_numb_at_reach": rounded(numb.mean()),
            "onset_min": interval(self.onset_min) if numb.any() else None,
            "over_min": interval(self.over_min) if numb.any() else None,
            "numbed_depth_mm": interval(self.depth_mm),
        }


@dataclass(frozen=True)
class Comfort:
    """Pain of a session on a 0-10 scale with its numbing and without, (draw,) each, and the numbing."""

    __repr__ = brief

    pain_vas: np.ndarray
    pain_without_numbing_vas: np.ndarray
    numbing: Numbed | None


def comforts(prepared: Prepared) -> list[Comfort]:
    """The comfort of every session in turn; sessions with the same needling and cream share one answer."""
    anatomy, values = prepared.anatomy, prepared.values
    creams: dict[Cream | None, numbing_transport.Numbing | None] = {}
    felt: dict[tuple[Needling, Cream | None], Comfort] = {}
    found = []
    for session, effect in zip(prepared.protocol.sessions, prepared.session_effects, strict=True):
        if session.cream not in creams:
            creams[session.cream] = _carried(session.cream, anatomy, values)
        conditions = (session.needling, session.cream)
        if conditions not in felt:
            felt[conditions] = _felt(session.cream, creams[session.cream], effect.punctures, anatomy, values)
        found.append(felt[conditions])
    return found


def _carried(cream: Cream | None, anatomy: Anatomy, values: Values) -> numbing_transport.Numbing | None:
    """The cream's drugs carried into the skin; None where nothing is put on, or for no time."""
    if cream is None or cream.minutes <= 0:
        return None
    return numbing_transport.numb(
        cream.product,
        cream.minutes,
        anatomy,
        values,
        occluded=cream.occluded,
        pre_rolled=pre_rolled(cream, anatomy, values),
        finer=1,  # as pain reads it: nerves at one depth, not the whole front
    )


def _felt(
    cream: Cream | None,
    carried: numbing_transport.Numbing | None,
    punctures: Punctures,
    anatomy: Anatomy,
    values: Values,
) -> Comfort:
    without, _ = pain_vas(punctures, None, anatomy, values)
    if cream is None or carried is None:
        return Comfort(without, without, None)
    by_minute = carried.block(punctures.depth_median_mm)  # once: each reading follows every draw in depth
    block = by_minute[:, int(np.argmin(np.abs(carried.minutes - carried.wiped_min)))]
    numbing = Numbed(
        cream.product,
        cream.minutes,
        cream.pre_roll_mm,
        block,
        first_rise(carried.minutes, by_minute, carried.needed),
        last_fall(carried.minutes, by_minute, carried.needed),
        carried.numbed_depth_mm(),
    )
    return Comfort(without * (1 - block), without, numbing)
