"""A course under way as it was kept: the JSON answer of `track` read back, so that it is told in the same words.

Numbers are those of the answer, as rounded as they were written. Nothing is computed anew: `track` does that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...tracking.advice import Advice, Chance
from ...tracking.designs_left import DesignLeft
from ...tracking.measurement import Measurement
from ...tracking.rests import Rests
from ...tracking.tracked_outcome import PLACES, NextReading, Point, TrackedOutcome

DESIGN = re.compile(
    r"(\d+) sessions?(?:, (\d+) days apart)?: (\w+) ([\d.]+) mm, (\d+) passes, the next on day (\d+)"
)


def outcomes_in(answer: Mapping[str, Any], today: float = 0.0) -> tuple[TrackedOutcome, ...]:
    """The outcomes of an answer, those that carry the concerns in front, told on a day or on that of the answer if it
    is the later: nothing is expected, and no reading proposed, on a day that is over.
    """
    on = max(today, float(answer["today"]))
    return tuple(_outcome(item, on) for item in answer["outcomes"])


def _outcome(item: Mapping[str, Any], today: float) -> TrackedOutcome:
    band, chance = item["band"], item["chance_of_noticeable"]
    slower, on_track, faster = (float(item["probability"][name]) for name in PLACES)
    return TrackedOutcome(
        zone=item.get("zone", ""),
        name=item["name"],
        label=item["label"],
        scale=item["scale"],
        unit=item["unit"],
        better=1 if item["direction"].startswith("higher") else -1,
        carries=tuple(item["concerns"]),
        start=float(item["start"]),
        day=np.asarray(band["day"], float),
        said=np.asarray(band["said"], float),
        now=np.asarray(band["now"], float),
        judged_day=float(item["judged_day"]),
        today=today,
        chance_said=float(chance["said"]),
        chance_now=float(chance["now"]),
        places=(slower, on_track, faster),
        smallest_change=float(item["smallest_detectable_change"]),
        points=tuple(_point(one) for one in item["measurements"]),
        next_readings=tuple(
            NextReading(float(one["day"]), float(one["expected_narrowing"])) for one in item["next_readings"]
        ),
    )


def _point(item: Mapping[str, Any]) -> Point:
    told = dict(item)
    change, low, high, detectable = (
        float(told.pop(name)) for name in ("change", "low80", "high80", "detectable_change")
    )
    return Point(Measurement(**told), change, low, high, detectable)


def advice_in(answer: Mapping[str, Any]) -> Advice | None:
    """What to do with what is left; None where the answer holds none."""
    told = answer.get("advice")
    if told is None:
        return None
    return Advice(
        go_on=told["go_on"],
        change=told["change"],
        stop=told["stop"],
        day=told["day"],
        sessions_left=told["sessions_left"],
        reached=told["expected_share_of_the_way"],
        chances={name: Chance(**held) for name, held in told["chance_of_the_wish"].items()},
        change_to=told["change_to"] or "",
        designs_tried=told["designs_tried"],
        limits=tuple(told["limits"]),
        broken=tuple(told["limits_broken_by_going_on"]),
        draws=told["draws"],
        longer_refused=told["one_session_more_is_stopped_by_the_screen"],
        design=_design(told),
    )


def _design(told: Mapping[str, Any]) -> DesignLeft | None:
    """The best design left in its parts; of an answer of before parts were kept as its words tell them."""
    if (parts := told.get("change_design")) is not None:
        return DesignLeft(**parts)
    found = DESIGN.fullmatch(told["change_to"] or "")
    if found is None:
        return None
    sessions, gap, device, depth, passes, day = found.groups()
    return DesignLeft(int(sessions), int(gap or 0), device, float(depth), int(passes), int(day))


def rests_in(answer: Mapping[str, Any]) -> Rests:
    """What the answer rests on."""
    told = dict(answer["rests_on"])
    shape = told.pop("tail_shape")
    return Rests(**told, tail_shape=float("inf") if shape is None else shape)
