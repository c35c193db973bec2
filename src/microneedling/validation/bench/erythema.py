"""Redness and downtime, every row judged: topic 6 of the mechanics table, and the downtime rows of two others.

Each row that has a needling the model can run is run as a course. ASSUMED where the rows are silent: age 30,
roller and pen as in `experiments` (10 and 4 passes), arrays of 100 needles on 7 mm pressed once, needles of
1.5 mm (C314, A375, A376), phototype II of volunteers, III of the guide's users, III or IV of the Vietnamese and
IV or V of the Indian patients (both run, draws pooled). Durations are of the person's own skin, whatever the
concern; of several sessions the worst.

A row is judged by what it says: an upper end over patients or a "within" is a bound on the median (short
predictions cannot fail a bound); a mean, or the upper end of a range of depths run at the greatest of them, must
lie in the 80 % interval. Redness is the model's whole say: oedema, burning and pain after the session are not modelled.

`microneedling validate --bench erythema` prints the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from ...course.course import Course
from ...course.forecast import Forecast
from ...course.simulate import simulate
from ...evidence import datasets
from ...observation.noticeable import reading_change
from ...outcomes import colour
from ...outcomes.harm import days_above, worst
from .rows import SEED, JudgedRow, apart, compare, elsewhere, role_of

DRAWS = 200
HOURS_PER_DAY = 24
# Table -> its topics about redness and downtime; row A380 (bleeding) is judged with the channels that bleed.
TOPICS = {"mechanics": ("6_erythema",), "biology": ("MN downtime", "downtime"), "clinical": ("downtime",)}

_APART = {
    "A371": "arbitrary units of one instrument; the model's index is relative to the person's own skin",
    "A372": "arbitrary units of one instrument; the model's index is relative to the person's own skin",
    "A373": "hyperaemia after a cuff, not after needles",
    "B038": "laser",
    "B050": "longest over 85 studies of every device and depth: no one course to run",
}
_ELSEWHERE = {
    "A380": "judged in bleeding",
    "B037": "same reading as C314",
    "B061": "same reading as A376",
    "B185": "same reading as A368",
}
_INSTRUMENTS: dict[str, dict[str, Any]] = {
    "roller": {"needle_count": 192, "needle_diameter_mm": 0.25, "drum_diameter_mm": 20, "drum_width_mm": 20},
    "pen": {"needle_count": 12, "needle_diameter_mm": 0.25, "frequency_hz": 90, "tip_width_mm": 8},
    "stamp": {"needle_count": 100, "needle_diameter_mm": 0.3, "tip_angle_deg": 28, "tip_width_mm": 7},
}
_STROKE: dict[str, dict[str, Any]] = {
    "roller": {"passes": 10},
    "pen": {"passes": 4, "glide_speed_mm_per_s": 20},
    "stamp": {"passes": 1},
}


@cache
def needled(
    kind: str,
    length_mm: float,
    site: str,
    phototype: str,
    every_day: int = 0,
    times: int = 1,
) -> Forecast:
    """A course of `times` sessions with one instrument whose needles are as long as they are set deep."""
    sessions = [
        {"day": every_day * index, "instrument": kind, "depth_mm": length_mm} | _STROKE[kind]
        for index in range(times)
    ]
    planned = Course.model_validate(
        {
            "person": {"age_year": 30, "sex": "female", "phototype": phototype, "site": site},
            "concern": [{"kind": "texture"}],
            "instrument": {kind: {"kind": kind, "needle_length_mm": length_mm} | _INSTRUMENTS[kind]},
            "session": sessions,
        }
    )
    return simulate(planned, draws=DRAWS, seed=SEED, override_stop=True)


def red_days(kind: str, length_mm: float, site: str, types: Sequence[str], *course: int) -> np.ndarray:
    """Days of redness that others see, draws of all phototypes pooled."""
    return np.concatenate([needled(kind, length_mm, site, one, *course).harm.erythema_days for one in types])


def down_days(depth_mm: float) -> np.ndarray:
    """Downtime after one session with the pen on the cheek, phototype III, days."""
    return needled("pen", depth_mm, "cheek", "III").harm.downtime_days


def measurable_days(length_mm: float) -> np.ndarray:
    """Days for which an erythema meter still finds an array's redness on the forearm above baseline.

    The limit is the meter's own smallest change; as in the visible redness, the late pink of new vessels is out.
    """
    course = needled("stamp", length_mm, "forearm", "II")
    skin, values = course.tissues["skin"], course.values
    meter = colour.erythema(skin, values, (0.0,))
    settled = np.broadcast_to(values["safety.settled_day"], skin.failed.shape)
    return worst(days_above(skin, meter.change, reading_change(meter, values), (0.0,), settled))


def _in_row_unit(identity: str, days: np.ndarray, relation: str, note: str) -> JudgedRow:
    """The row in its own unit, hours or days, against durations in days."""
    per_day = HOURS_PER_DAY if datasets.row(identity).unit == "h" else 1
    return compare(identity, days * per_day, role_of(identity), relation, note=note)


def judged() -> list[JudgedRow]:
    """Every row about redness and downtime, judged."""
    array, dark, asian = ("stamp", 0.6, "forearm", ("II",)), ("IV", "V"), ("III", "IV")
    roller = red_days("roller", 1.5, "cheek", dark)
    weekly = red_days("roller", 1.5, "cheek", asian, 7, 12)
    monthly = red_days("roller", 1.5, "abdomen", asian, 30, 5)
    short = red_days("stamp", 0.4, "forearm", ("II",))
    found = [
        _in_row_unit("A368", red_days(*array), "<", "stamp of 0.6 mm; a bound"),
        _in_row_unit("A369", short, "<", "stamp of 0.4 mm, the longer of the row's two; a bound"),
        _in_row_unit("A370", measurable_days(0.75), "=", "stamp of 0.75 mm, the longest; meter against rest"),
        _in_row_unit("A374", red_days(*array), "<", "stamp of 0.6 mm that leaves nothing behind; a bound"),
        _in_row_unit("A375", roller, ">", "roller of 1.5 mm, phototypes IV and V; a bound"),
        _in_row_unit("A376", roller, "<", "roller of 1.5 mm, phototypes IV and V; a bound"),
        _in_row_unit("B060", weekly, "<", "twelve weekly sessions, roller of 1.5 mm; a bound"),
        _in_row_unit("C314", monthly, "=", "five monthly sessions, roller of 1.5 mm, abdomen"),
    ]
    guide = "pen; low-grade commercial row; redness or an open channel"
    pen = {"A377": 0.5, "A378": 1.5, "A379": 3.0}
    found += [
        _in_row_unit(row, down_days(depth), "=", f"{depth:g} mm, the depth's upper end, {guide}")
        for row, depth in pen.items()
    ]
    found += [elsewhere(row, place) for row, place in _ELSEWHERE.items()]
    return found + [apart(row, reason) for row, reason in _APART.items()]
