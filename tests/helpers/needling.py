"""Instruments, sessions and skin that the tests of this folder share."""

from __future__ import annotations

from hypothesis import strategies as st

from microneedling.device.instruments import Pen, Roller, Stamp
from microneedling.device.needling import Needling
from microneedling.evidence.registry import Values, registry
from microneedling.injury.punctures import Punctures, punctures
from microneedling.skin.anatomy import NEAREST_CORNEUM, anatomy_of
from microneedling.skin.person import Person

SITES = sorted({*NEAREST_CORNEUM, "cheek", "forearm", "back", "buttock", "hand"})
DRAWS = registry().draws(6, 3)
NOMINAL = registry().nominal()

people = st.builds(
    Person,
    phototype=st.just("II"),
    age_year=st.floats(18, 90),
    sex=st.sampled_from(["female", "male"]),
    site=st.sampled_from(SITES),
)
kinds = st.sampled_from(["pen", "roller", "stamp"])


def person(site: str = "cheek", age_year: float = 30, sex: str = "female") -> Person:
    return Person.model_validate({"age_year": age_year, "sex": sex, "site": site, "phototype": "II"})


def needled(
    kind: str,
    depth_mm: float,
    who: Person,
    values: Values = DRAWS,
    passes: int = 4,
    count: int = 12,
    diameter_mm: float = 0.25,
    **tip: float,
) -> Punctures:
    """One session; a roller or stamp gets needles of the set length, a pen needles of 3 mm."""
    needles = {"needle_count": count, "needle_diameter_mm": diameter_mm, **tip}
    if kind == "pen":
        device = Pen(**needles, needle_length_mm=3.0, frequency_hz=90, tip_width_mm=8)
    elif kind == "roller":
        device = Roller(**needles, needle_length_mm=depth_mm, drum_diameter_mm=20, drum_width_mm=20)
    else:
        device = Stamp(**needles, needle_length_mm=depth_mm, tip_width_mm=8)
    speed = 20.0 if kind == "pen" else None
    needling = Needling.of(device, depth_mm=depth_mm, passes=passes, glide_speed_mm_per_s=speed)
    return punctures(needling, anatomy_of(who, values), values)
