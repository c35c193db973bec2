"""People, devices and courses that the tests of this folder share, under nominal numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, Literal

import numpy as np

from microneedling.course.course import Course
from microneedling.course.protocol import protocol_of
from microneedling.evidence.registry import registry
from microneedling.observation.forecast import OutcomeForecast
from microneedling.observation.forecasts import forecasts
from microneedling.protocol.clock import healing_clock
from microneedling.protocol.protocol import Prepared
from microneedling.skin.tissue import TissueTrajectory

NOMINAL = registry().nominal().with_values({"ageing.pace": 0.0})  # what needles do, without the years
KERNEL: Literal["numba", "numpy"] = "numba" if find_spec("numba") else "numpy"
PEN_PASSES, GLIDE_MM_PER_S, STROKES_HZ, NEEDLES, TIP_MM = 4, 20, 90, 12, 8


def pen_session(day: float, depth_mm: float, passes: int = PEN_PASSES, **more: Any) -> dict[str, Any]:
    plain = {"day": day, "instrument": "pen", "depth_mm": depth_mm, "passes": passes}
    return plain | {"glide_speed_mm_per_s": GLIDE_MM_PER_S} | more


def roller_session(day: float, passes: int = 15, **more: Any) -> dict[str, Any]:
    return {"day": day, "instrument": "roller", "depth_mm": 1.5, "passes": passes} | more


def session_with(device: str, day: float) -> dict[str, Any]:
    """`device` is "roller" (1.5 mm, 15 passes) or the depth in mm that the pen is set to."""
    return roller_session(day) if device == "roller" else pen_session(day, float(device))


def glide_for(density_per_cm2: float, passes: int = 1) -> float:
    """Glide speed at which the pen of these tests makes so many channels, mm/s: needles strokes / (width speed)."""
    return NEEDLES * STROKES_HZ * passes / (TIP_MM * density_per_cm2 / 100)


def course(
    sessions: Sequence[dict[str, Any]],
    concern: dict[str, Any] | None = None,
    until_day: int = 365,
    after: dict[str, Any] | None = None,
    **person: Any,
) -> Course:
    """A course of an invented person of 40 with some sun damage, unless told otherwise."""
    needles = {"needle_count": NEEDLES, "needle_diameter_mm": 0.25}
    who = {"age_year": 40, "sex": "female", "phototype": "III", "site": "cheek", "photoageing": 0.3}
    return Course.model_validate(
        {
            "person": who | person,
            "concern": [concern or {"kind": "fine lines"}],
            "instrument": {
                "pen": {
                    "kind": "pen",
                    "needle_length_mm": 3.0,
                    "frequency_hz": STROKES_HZ,
                    "tip_width_mm": TIP_MM,
                    **needles,
                },
                "roller": {
                    "kind": "roller",
                    "needle_length_mm": 1.5,
                    "drum_diameter_mm": 20,
                    "drum_width_mm": 20,
                    **(needles | {"needle_count": 192}),
                },
            },
            "session": list(sessions),
            "aftercare": after or {},
            "follow_up": {"until_day": until_day},
        }
    )


def prepared(planned: Course, days: Sequence[float] | np.ndarray = (0.0, 1.0)) -> Prepared:
    """A course ready to be followed to `days`."""
    return protocol_of(planned, np.asarray(days), kernel=KERNEL).prepare(NOMINAL)


def heal(planned: Course, days: np.ndarray, kind: str = "skin") -> TissueTrajectory:
    """The tissue of a course on the days asked for."""
    return prepared(planned, days).follow(kind)


def density_per_cm2(planned: Course) -> float:
    """Channel density of the first session."""
    return float(prepared(planned).session_effects[0].punctures.density_per_cm2[0])


def outcomes(planned: Course, days: np.ndarray) -> dict[str, OutcomeForecast]:
    """Every outcome of a course, by name, on the days asked for."""
    trajectory = prepared(planned, days).run()
    at = trajectory.session_days
    found = forecasts(planned.person, planned.concerns, trajectory.tissues, NOMINAL, days, at)
    return {item.name: item for item in found}


def gain(outcome: OutcomeForecast, day: float) -> float:
    """Improvement on one day: above 0 is better, whichever way the score runs."""
    return outcome.better * float(outcome.at(day)[0])


@cache
def clock_of(age_year: float, device: str) -> dict[str, float | None]:
    """Clock of one session of a healthy person with the sun damage of their age."""
    planned = course([session_with(device, 0)], age_year=age_year, photoageing=photoageing_at(age_year))
    return healing_clock(protocol_of(planned, np.zeros(1)).prepare(NOMINAL))


def photoageing_at(age_year: float) -> float:
    """Sun damage that goes with an invented person's age in these tests."""
    return float(np.clip((age_year - 20) / 80, 0, 1))


def papillary(array: np.ndarray) -> np.ndarray:
    """The papillary mean of a nominal dermal state: (day,)."""
    return array[0, :, 0]
