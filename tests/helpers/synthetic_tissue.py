"""Made-up tissues with known answers: any state may be given a course, all others stay at rest."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace

import numpy as np

from microneedling.skin.tissue import GROUPS, Tissue, TissueTrajectory

DAYS = np.unique(np.concatenate([[0.0], np.geomspace(0.02, 14, 36), np.arange(0, 190, 7.0)]))
THICKNESS_MM = (0.2, 1.0)
ZONED = ("inflammation", "proliferation", "collagen", "elastin", "ageing")
# Rest of one invented person; numbers only need to be plausible.
REST = {
    "macrophages_repair": 300.0,
    "tgf": 0.2,
    "epidermal_tgf": 0.2,
    "fibroblasts": 2000.0,
    "vessels": 1.0,
    "collagenase": 1.1,
    "programme": 1.0,
    "type3": 0.1,
    "type1_new": 0.06,
    "type1_mature": 0.64,
    "type1_fragmented": 0.05,
    "tropoelastin": 0.01,
    "elastic": 0.8,
    "elastotic": 0.2,
    "basal": 26000.0,
    "suprabasal": 50000.0,
    "corneocytes": 17800.0,
    "junction": 0.8,
    "suprabasal_age_day": 14.0,
    "corneocyte_age_day": 6.0,
    "melanin_epidermis": 1.0,
    "melanin_corneum": 0.5,
    "lesional_activation": 0.5,
    "lesional_melanin_epidermis": 1.5,
    "lesional_melanin_corneum": 0.75,
    "hyaluronan": 1.0,
    "vigour": 1.0,
    "crease_depth": 1.0,
    "cytokine": 0.05,
    "epidermal_cytokine": 0.05,
}


def person(**changes) -> SimpleNamespace:
    """An invented person with what outcomes ask of one."""
    given = {
        "age_year": 45,
        "phototype": "III",
        "site": "cheek",
        "photoageing": 0.4,
        "on_face": True,
        "had_dark_marks": False,
    } | changes
    return SimpleNamespace(**given)


def concern(kind: str, **changes) -> SimpleNamespace:
    """A concern as outcomes see it."""
    return SimpleNamespace(**({"kind": kind, "subtype": None, "scale": None, "baseline": None} | changes))


def tissue(
    kind: str = "skin", draws: int = 3, day: np.ndarray = DAYS, rest: dict | None = None, **courses
) -> TissueTrajectory:
    """A tissue at rest in every state but those given: scalars, (day,), (draw, day) or (draw, day, zone).

    `opening_fraction` and `habituation` may be given too; `rest` replaces resting numbers.
    """
    calm = REST | (rest or {})
    resting, following = {}, {}
    for group, cls in GROUPS.items():
        for item in fields(cls):
            name, start = item.name, calm.get(item.name, 0.0)
            zones = _zoned(group, name)
            resting[name] = np.full((draws, 2) if zones else (draws,), start)
            following[name] = _course(
                courses.pop(name, start), (draws, day.size, 2) if zones else (draws, day.size)
            )
    if np.all(following["remodelled"] == 0):  # unless given, all that collagen gained has re-set the skin
        pools = ("type3", "type1_new", "type1_mature")
        start = sum(resting[name] for name in pools)[:, None, :]
        following["remodelled"] = sum(following[name] for name in pools) / start - 1
    opening = _course(courses.pop("opening_fraction", 0.0), (draws, day.size))
    used_to = _course(courses.pop("habituation", 0.0), (draws, day.size))
    assert not courses, f"no such state: {sorted(courses)}"
    groups = Tissue.from_states(kind, following)
    return TissueTrajectory(
        **{name: getattr(groups, name) for name in GROUPS},
        kind=kind,
        day=day,
        baseline=Tissue.from_states(kind, resting),
        opening_fraction=opening,
        thickness_mm=np.tile(THICKNESS_MM, (draws, 1)),
        depth_mm=np.tile((0.2, 0.8), (draws, 1)),
        failed=np.zeros(draws, bool),
        observers={"habituation": used_to},
    )


def risen(gain: float, day: np.ndarray = DAYS, over_day: float = 60.0) -> np.ndarray:
    """A course that rises from 0 to `gain` and stays: gain (1 - exp(-t/tau))."""
    return gain * (1 - np.exp(-day / over_day))


def _zoned(group: str, name: str) -> bool:
    return (group in ZONED and not name.startswith("epidermal_")) or name in ("hyaluronan", "remodelled")


def _course(course, shape: tuple[int, ...]) -> np.ndarray:
    course = np.asarray(course, float)
    if len(shape) == 3 and course.ndim in (1, 2):
        course = np.atleast_2d(course)[..., None]
    return np.broadcast_to(course, shape).copy()
