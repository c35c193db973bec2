"""Every outcome of a course: those of the treated field, then those of each lesion that a concern names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .certainty import NO_DATA
from .concerns import of_concern
from .field import of_skin
from .forecast import OutcomeForecast
from .impression import rejuvenation

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.concern import Concern
    from ..skin.person import Person
    from ..skin.tissue import TissueTrajectory

__all__ = ["OutcomeForecast", "forecasts"]

# No trial followed this phototype, so nothing forecast for it rests on data of needling alone.
UNSTUDIED_PHOTOTYPE = "VI"


def forecasts(
    person: Person,
    concerns: Sequence[Concern],
    tissues: Mapping[str, TissueTrajectory],
    values: Values,
    days: np.ndarray | None = None,
    session_days: Sequence[float] = (),
) -> tuple[OutcomeForecast, ...]:
    """Every outcome of a course: those of the person's own skin, then those each concern adds.

    `days` is the grid the tissues were followed on (only checked). A concern's scale and baseline count.
    """
    skin = tissues["skin"]
    if days is not None and not np.array_equal(np.asarray(days, float), skin.day):
        raise ValueError("the tissues were followed on other days than those given")
    found = of_skin(person, concerns, skin, values, session_days)
    added = [item for concern in concerns for item in of_concern(concern, tissues, values)]
    found = [*found, rejuvenation(person, found, added, skin, values), *added]
    sound = ~np.logical_or.reduce([tissue.failed for tissue in tissues.values()])
    return tuple(_finished(item, person, sound) for item in _named_once(found))


def _named_once(found: Sequence[OutcomeForecast]) -> list[OutcomeForecast]:
    """Two concerns of one kind on different scales are both kept; the same name and scale only once."""
    kept: dict[tuple[str, str], OutcomeForecast] = {}
    for item in found:
        kept.setdefault((item.name, item.scale), item)
    return list(kept.values())


def _finished(item: OutcomeForecast, person: Person, sound: np.ndarray) -> OutcomeForecast:
    """Failed draws blanked; nothing rests on data for a phototype that no trial followed."""
    item = replace(item, change=np.where(sound[:, None], item.change, np.nan))
    if person.phototype == UNSTUDIED_PHOTOTYPE and item.monotherapy_data:
        return replace(item, monotherapy_data=False, certainty="none", note=NO_DATA)
    return item
