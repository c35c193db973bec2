"""Fan charts of plans: of what carries each concern, zone by zone, in a form that can be kept and drawn again later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from ...figures.fan import Fan, levels_with_people
from ...observation.asked import carrier
from ...outcomes.summary import rounded
from ...phrases import unit_words

if TYPE_CHECKING:
    from ...course.forecast import Forecast
    from ...planner.search.glimpse import Glimpse

DIGITS = 4  # of a kept quantile: finer than any chart shows


def fans_of(zones: Mapping[str, Forecast | Glimpse], name: str) -> list[Fan]:
    """The fan of each concern in each zone; `name` begins the names of their pictures.

    Bands hold the middle 80 % and what is unknown of it, as everywhere: see `figures.fan`.
    """
    found = []
    for place, (site, one) in enumerate(zones.items()):
        for order, concern in enumerate(one.course.concerns):
            item = carrier(concern, one.outcomes)
            label = item.label[:1].upper() + item.label[1:]
            fan = Fan(
                name=f"{name}-{place}-{order}",
                title=f"{label}, {site}" if len(zones) > 1 else label,
                unit=unit_words(item.unit),
                direction="" if item.plain else item.direction,
                day=np.asarray(item.day, float),
                levels=levels_with_people(np.asarray(item.change, float), item.with_people(item.change)),
                smallest_change=item.smallest_change,
                noticed_from=float("nan") if item.plain else item.noticed_from,
                session_days=tuple(float(session.day) for session in one.course.sessions),
                assessment_day=float(one.course.assessment_day),
            )
            found.append(fan)
    return found


def kept(fan: Fan) -> dict[str, Any]:
    """A fan as JSON."""
    held = asdict(fan)
    held["day"] = [round(float(day), 2) for day in fan.day]
    held["levels"] = [[float(f"{value:.{DIGITS}g}") for value in row] for row in fan.levels]
    held["session_days"] = list(fan.session_days)
    held["noticed_from"] = None if np.isnan(fan.noticed_from) else rounded(fan.noticed_from)
    return held


def drawn_from(held: Mapping[str, Any], name: str = "") -> Fan:
    """A fan that was kept, under another name where one is given: names of pictures are unique on a page."""
    return Fan(
        **{
            **held,
            "name": name or held["name"],
            "day": np.array(held["day"]),
            "levels": np.array(held["levels"]),
            "noticed_from": float("nan") if held["noticed_from"] is None else held["noticed_from"],
            "session_days": tuple(held["session_days"]),
        }
    )
