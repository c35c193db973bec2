"""Courses that together touch every category of the registry: sites, sexes, types, lesions, scales, drugs.

The examples cannot hold every site and scale. These are for the search of dead knobs only; invented people.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from microneedling.course.course import Course
from microneedling.course.reading import parse_course
from microneedling.protocol.topicals import TOPICALS, ProductName
from microneedling.skin.concern import SCALES
from microneedling.skin.sites import Site

CREAM_EVERY, TOPICAL_EVERY = 4, 3  # courses
PHOTOTYPES = ("I", "II", "III", "IV", "V", "VI")
PEN = {
    "kind": "pen",
    "needle_count": 12,
    "needle_diameter_mm": 0.3,  # not the one that pain is anchored at
    "needle_length_mm": 2.0,
    "frequency_hz": 90,
    "tip_width_mm": 8,
}
AFTERCARE = (
    {"retinoid": "retinol", "anti_inflammatory": "nsaid", "anti_inflammatory_day": 3, "sun": "daily"},
    {
        "retinoid": "tretinoin",
        "anti_inflammatory": "corticosteroid",
        "anti_inflammatory_day": 3,
        "occlusion_h": 24,
    },
    {"sun": "little"},
)


@cache
def probes() -> tuple[Course, ...]:
    """One course per site and sex, with concerns and scales dealt out in turn; creams and topicals to some only.

    How a cream or a topical crosses the skin takes longer to compute than all the rest of a course.
    """
    concerns = list(_concerns())
    creams, topicals = get_args(ProductName), tuple(TOPICALS)
    places = [(site, sex) for site in get_args(Site) for sex in ("female", "male")]
    count = max(len(places), len(concerns))
    dealt = tuple(
        _course(
            *places[turn % len(places)],
            PHOTOTYPES[turn % len(PHOTOTYPES)],
            concerns[turn % len(concerns)],
            creams[turn // CREAM_EVERY % len(creams)] if turn % CREAM_EVERY == 0 else None,
            topicals[turn // TOPICAL_EVERY % len(topicals)] if turn % TOPICAL_EVERY == 0 else None,
            AFTERCARE[turn % len(AFTERCARE)],
        )
        for turn in range(count)
    )
    coloured = tuple(
        _course("cheek", "female", phototype, {"kind": kind}, None, None, AFTERCARE[0])
        for phototype in PHOTOTYPES
        for kind in ("tone", "melasma", "hyperpigmentation")
    )
    return dealt + coloured


def _concerns() -> Iterator[dict[str, Any]]:
    """Every kind on every scale it may have, and without one."""
    for kind, scales in SCALES.items():
        for subtype in ("rolling", "boxcar", "icepick", "mixed") if kind == "atrophic acne scar" else (None,):
            for scale in (None, *scales):
                written = {"kind": kind, "subtype": subtype, "scale": scale}
                yield {name: value for name, value in written.items() if value is not None}


def _course(
    site: str, sex: str, phototype: str, concern: dict, cream: str | None, topical: str | None, care: dict
) -> Course:
    session = {"instrument": "pen", "depth_mm": 1.5, "passes": 4, "glide_speed_mm_per_s": 25}
    put_on: dict[str, Any] = {}
    if cream:
        put_on["numbing"] = {"product": cream, "minutes": 45}
    if topical:
        put_on["topical"] = [{"name": topical}]
    written = {
        "format": 1,
        "title": f"probe: {site}, {sex}, type {phototype}",
        "person": {"age_year": 45, "sex": sex, "phototype": phototype, "site": site, "photoageing": 0.4},
        "concern": [concern],
        "instrument": {"pen": PEN},
        "session": [{"day": 0, **session, **put_on}, {"day": 28, **session, "area_cm2": 60}],
        "aftercare": care,
        "follow_up": {"until_day": 120},
    }
    return parse_course(json.dumps(written), "probe")
