"""Numbing and pain of each session: one cream carried into the skin once, read at the penetration depth of the needles.

    pain   = pain without cream * (1 - block along the track of the needles when the cream is wiped off)
    told   = 10 (1 - exp(-stimulus(pain) e^(sd score) / 10)),   sd^2 = sd_studies^2 + sd_people^2

A person's pain has a band of its own, shared by all sessions: people differ, and studies, by what they ask and how
they numb, differ more. Draws carry a score each, so that the interval holds both; its middle is the middle person.
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
from ..observation.events import pain_felt, pain_stimulus
from ..outcomes.harm import pain_vas
from ..outcomes.summary import interval, rounded
from ..skin.anatomy import Anatomy
from ..transport import numbing_transport
from ..transport.anaesthesia import Cream, track_block
from .creams import pre_rolled
from .protocol import Prepared


@dataclass(frozen=True)
class Numbed:
    """What a cream does at the penetration depth of the needles; arrays (draw,), minutes from putting it on."""

    __repr__ = brief

    product: str
    minutes: float
    pre_roll_mm: float | None
    block_at_reach: (
        np.ndarray
    )  # block at the penetration depth when it is wiped off; less than along the track
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
    felt: dict[tuple[Needling, Cream | None, float | None], Comfort] = {}
    found = []
    for session, effect in zip(prepared.protocol.sessions, prepared.session_effects, strict=True):
        if session.cream not in creams:
            creams[session.cream] = _carried(session.cream, anatomy, values)
        conditions = (session.needling, session.cream, session.area_cm2)
        if conditions not in felt:
            without, _ = pain_vas(effect.punctures, None, anatomy, values, area_cm2=session.area_cm2)
            carried = creams[session.cream]
            felt[conditions] = _felt(without, session.cream, carried, effect.punctures, values)
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
    without: np.ndarray,
    cream: Cream | None,
    carried: numbing_transport.Numbing | None,
    punctures: Punctures,
    values: Values,
) -> Comfort:
    if cream is None or carried is None:
        return Comfort(told := _told(without, values), told, None)
    by_minute = carried.block(punctures.depth_median_mm)  # once: each reading follows every draw in depth
    numbing = Numbed(
        cream.product,
        cream.minutes,
        cream.pre_roll_mm,
        by_minute[:, int(np.argmin(np.abs(carried.minutes - carried.wiped_min)))],
        first_rise(carried.minutes, by_minute, carried.needed),
        last_fall(carried.minutes, by_minute, carried.needed),
        carried.numbed_depth_mm(),
    )
    left = 1 - track_block(carried, punctures.depth_median_mm, values)
    return Comfort(_told(without * left, values), _told(without, values), numbing)


def _told(pain: np.ndarray, values: Values) -> np.ndarray:
    """Pain as this draw's person tells it, from that of the middle person, (draw,)."""
    spread = np.hypot(values["study_effect.event_log_sd.pain"], values["study_effect.event_person_log_sd"])
    return pain_felt(pain_stimulus(pain), np.exp(spread * values["transport.pain_own_score"]))
