"""Water in the skin around the last session, and where the layers of the skin end: computed once, with the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from ..outcomes import barrier, water
from ..skin.anatomy import anatomy_of
from ..transport.dose import HOURS_PER_DAY

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..outcomes.water import WaterProfile
    from ..skin.person import Person
    from ..skin.tissue import TissueTrajectory
    from .course import Course

# Days after the last session at which the water is told, in words.
MOMENTS = ((0.0, "before"), (1 / 24, "1 h after"), (1.0, "1 day after"), (7.0, "7 days after"))

Ends = tuple[float, float, float, float]


@dataclass(frozen=True)
class WaterAround:
    """Water before and after the last session, a place a moment."""

    __repr__ = brief

    words: tuple[str, ...]
    """each moment in words"""
    profiles: tuple[WaterProfile, ...]
    """water over depth at nominal numbers"""
    loss_g_per_m2_h: np.ndarray
    """what an evaporimeter reads (moment, draw), g/m2/h"""
    corneum_percent: np.ndarray
    """water of the corneum (moment, draw), % by mass"""
    under_dressing: bool
    """whether moments are left out because the skin lay under a dressing"""


def water_around(
    course: Course, section: TissueTrajectory, nominal: Values, skin: TissueTrajectory, values: Values
) -> WaterAround | None:
    """Water around the last session of a course; None without sessions.

    `section` is the skin at `nominal` numbers, `skin` the same over the draws of `values`. Under a dressing there is no
    profile, so those moments are left out. What is read here counts among no answer's numbers.
    """
    if not course.sessions:
        return None
    last, end, person = float(course.sessions[-1].day), float(section.day[-1]), course.person
    covered_day = course.aftercare.occlusion_h / HOURS_PER_DAY
    shown = [item for item in MOMENTS if item[0] == 0 or item[0] > covered_day]
    moments = [(last + after, words) for after, words in shown if last + after <= end]
    aside = values.subset(np.ones(values.count, bool))
    body = anatomy_of(person, nominal)
    loss = barrier.tewl(skin, aside, person).value
    wet = water.corneum_water(skin, aside, person, anatomy_of(person, aside)).value
    places = [max(int(np.searchsorted(skin.day, day, side="right")) - 1, 0) for day, _ in moments]
    return WaterAround(
        words=tuple(words for _, words in moments),
        profiles=tuple(water.profile(section, nominal, person, body, day) for day, _ in moments),
        loss_g_per_m2_h=loss[:, places].T,
        corneum_percent=wet[:, places].T,
        under_dressing=len(shown) < len(MOMENTS),
    )


def layer_ends_mm(person: Person, nominal: Values) -> Ends:
    """Depths below the surface at which corneum, epidermis, papillary and reticular dermis end, mm."""
    skin = anatomy_of(person, nominal)
    corneum = float(skin.stratum_corneum_mm[0])
    top = corneum + float(skin.epidermis_mm[0])
    return corneum, top, top + float(skin.papillary_mm[0]), top + float(skin.dermis_mm[0])
