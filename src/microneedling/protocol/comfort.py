"""Numbing and pain of each session: one cream carried into the skin once, read at the reach of each session's needles.

    pain = pain without cream * (1 - block at the needles' reach when the cream is wiped off)

Sessions that strike alike after the same cream hurt alike. A cream of no minutes numbs nothing. Equations of the
cream: `transport.numbing_transport`, which says when they break down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..crossings import first_rise, last_fall
from ..outcomes.harm import pain_vas
from ..outcomes.summary import interval, rounded
from ..transport import numbing_transport
from .prepare import pre_rolled

if TYPE_CHECKING:
    from ..course.course import Course, Numbing, Session
    from ..evidence.registry import Values
    from ..healing.session_effect import SessionEffect
    from ..skin.anatomy import Anatomy


@dataclass(frozen=True)
class Numbed:
    """What a cream does where the needles get to; arrays (draw,), minutes from putting it on."""

    product: str
    minutes: float
    pre_roll_mm: float | None
    block_at_reach: np.ndarray  # share of the pain removed when it is wiped off
    onset_min: np.ndarray  # nan where the needles' reach never gets numb
    over_min: np.ndarray  # likewise; the last minute followed where it still is
    depth_mm: np.ndarray  # numb down to here when it is wiped off; 0 where nothing is

    def to_json(self) -> dict[str, Any]:
        """Onset and end over the draws that get numb at the needles' reach, null where none does."""
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

    pain_vas: np.ndarray
    pain_without_numbing_vas: np.ndarray
    numbing: Numbed | None


def comforts(
    course: Course, struck: tuple[SessionEffect, ...], body: Anatomy, values: Values
) -> list[Comfort]:
    """The comfort of every session in turn."""
    creams: dict[Numbing | None, numbing_transport.Numbing | None] = {}
    felt: dict[Any, Comfort] = {}
    found = []
    for session, strike in zip(course.sessions, struck, strict=True):
        if session.numbing not in creams:
            creams[session.numbing] = _cream(session.numbing, body, values)
        like = (id(strike.punctures), session.numbing)
        if like not in felt:
            felt[like] = _felt(session, strike, creams[session.numbing], body, values)
        found.append(felt[like])
    return found


def _cream(numbing: Numbing | None, body: Anatomy, values: Values) -> numbing_transport.Numbing | None:
    if numbing is None or numbing.minutes <= 0:
        return None
    return numbing_transport.numb(
        numbing.product,
        float(numbing.minutes),
        body,
        values,
        occluded=numbing.occluded,
        pre_rolled=pre_rolled(numbing, body, values),
        finer=1,  # as pain reads it: nerves at one depth, not the whole front
    )


def _felt(
    session: Session,
    strike: SessionEffect,
    cream: numbing_transport.Numbing | None,
    body: Anatomy,
    values: Values,
) -> Comfort:
    made = strike.punctures
    without, _ = pain_vas(made, None, body, values)
    if cream is None or session.numbing is None:
        return Comfort(without, without, None)
    course_of_block = cream.block(made.depth_median_mm)  # read once: each reading follows every draw in depth
    block = course_of_block[:, int(np.argmin(np.abs(cream.minutes - cream.wiped_min)))]
    numbing = Numbed(
        session.numbing.product,
        float(session.numbing.minutes),
        session.numbing.pre_roll_mm,
        block,
        first_rise(cream.minutes, course_of_block, cream.needed),
        last_fall(cream.minutes, course_of_block, cream.needed),
        cream.numbed_depth_mm(),
    )
    return Comfort(without * (1 - block), without, numbing)
