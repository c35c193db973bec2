"""Closing pores and the barrier, every row judged: topics 2 and 3 of the mechanics table and their kin.

ASSUMED where the rows are silent: arrays of 50 needles on 8 mm pressed once, 0.75 mm long, left under a patch for
as long as impedance was read (a week here); age 30; phototypes V and VI for Black, I and II for White, III and IV for
Asian and for mixed groups, III to V for Latino and multiracial volunteers (draws pooled).
Rats are run as people.

`microneedling validate --bench closure` prints the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np

from ...course.course import Course
from ...course.protocol import protocol_of
from ...evidence.registry import Values, priors
from ...outcomes.closure import closure_time_h
from ...skin.tissue import TissueTrajectory
from ..experiments import person
from .rows import SEED, JudgedRow, apart, compare, elsewhere, role_of, taken

DRAWS = 200
DAYS = np.concatenate([[0.0], np.geomspace(0.005, 14, 140)])
ARRAY_MM, WEEK_H = 0.75, 168
RAT_PRESSES = 9  # some 700 holes/cm2 of a roller rolled over and over: not in the rows
TOPICS = {
    "mechanics": ("2_closure", "3_TEWL"),
    "biology": ("MN barrier", "barrier"),
    "clinical": ("micropore closure",),
}
_TAKEN = {
    "A149": "the site's own baseline",
    "A151": "the site's own baseline",
    "A157": "diffusivity in the water profile",
    "D003": "share of the gap that impedance no longer sees",
    "D004": "share of the gap that impedance no longer sees",
    "D005": "share of the gap that impedance no longer sees",
}
_STRIPPED = "a stripped corneum is not a channel: no rim advances there"
_APART = {
    "A134": "age of a group, no reading",
    "A135": "age of a group, no reading",
    "M011": "length and number of the needles are not in the row; from memory",
    "M012": "length and number of the needles are not in the row; from memory",
    "A139": "thermal channels in a guinea pig",
    "A140": "microdermabrasion of a guinea pig",
    "A147": "radiofrequency",
    "A148": "radiofrequency",
    "A150": "the armpit is no site of the model",
    "A152": "the palm is no site of the model",
    "A153": "baselines do not move with age here: the meta-analysis finds no rise",
    "A154": "baselines do not move with age here: the meta-analysis finds no rise",
    "A155": "a textbook number without a site",
    "A156": "a ceiling in the laboratory, no reading",
    "B164": _STRIPPED,
    "B165": _STRIPPED,
    "B166": _STRIPPED,
    "B167": "strips of tape",
    "B168": "strips of tape",
    "B169": "lipids of mice",
}
_ELSEWHERE = {
    "A118": "B171", "A119": "B172", "A120": "B173", "B170": "A133",
    "B177": "A121", "B178": "A122", "B179": "A123", "B180": "A124", "B181": "A125", "B182": "A126", "B183": "A132",
    "B186": "A140", "C246": "A146", "C280": "A121", "C281": "A123", "C282": "A125",
}  # fmt: skip
_INSTRUMENTS: dict[str, dict[str, Any]] = {
    "stamp": {"needle_count": 50, "needle_diameter_mm": 0.25, "tip_angle_deg": 28, "tip_width_mm": 8},
    "roller": {"needle_count": 192, "needle_diameter_mm": 0.25, "drum_diameter_mm": 20, "drum_width_mm": 20},
}


@cache
def _draws() -> Values:
    return priors().draws(DRAWS, SEED)


def needled(course: Course, values: Values) -> TissueTrajectory:
    """The person's own skin over the two weeks after the sessions of a course, finely in time."""
    return protocol_of(course, DAYS).prepare(values).follow("skin")


def planned(
    kind: str,
    length_mm: float,
    site: str,
    phototype: str,
    occlusion_h: float,
    age_year: float = 30,
    passes: int = 1,
) -> Course:
    """One session with needles as long as they are set deep."""
    return Course.model_validate(
        {
            "person": {"age_year": age_year, "sex": "female", "phototype": phototype, "site": site},
            "concern": [{"kind": "texture"}],
            "instrument": {kind: {"kind": kind, "needle_length_mm": length_mm} | _INSTRUMENTS[kind]},
            "session": [{"day": 0, "instrument": kind, "depth_mm": length_mm, "passes": passes}],
            "aftercare": {"occlusion_h": occlusion_h},
        }
    )


@lru_cache(maxsize=4)  # trajectories are large; instruments follow each other on the same skin
def _followed(
    kind: str, length_mm: float, site: str, phototype: str, *course: Any, **more: Any
) -> TissueTrajectory:
    return needled(planned(kind, length_mm, site, phototype, *course, **more), _draws())


@cache
def hours(
    instrument: str, types: Sequence[str] = ("II",), *course: Any, half: bool = False, **more: Any
) -> np.ndarray:
    """Hours until an instrument finds the pores closed, draws of all phototypes pooled; `half`: half of the gap."""
    values = _draws()
    seen = values.with_values({"transport.impedance_blind_share": 0.5}) if half else values
    kind, length_mm, site, occlusion_h = course
    return np.concatenate(
        [
            closure_time_h(
                _followed(kind, length_mm, site, one, occlusion_h, **more),
                seen,
                person(site),
                instrument=instrument,
            )
            for one in types
        ]
    )


def _closure() -> list[JudgedRow]:
    mixed, patch = ("III", "IV"), ("stamp", ARRAY_MM)
    found = []
    for site, time, half in (
        ("abdomen", "A121", "A122"),
        ("arm", "A123", "A124"),
        ("forearm", "A125", "A126"),
    ):
        found.append(compare(time, hours("impedance", mixed, *patch, site, WEEK_H), role_of(time)))
        found.append(compare(half, hours("impedance", mixed, *patch, site, WEEK_H, half=True), role_of(half)))
    groups = {"A127": ("V", "VI"), "A128": mixed, "A129": ("III", "IV", "V"), "A130": ("I", "II")}
    groups["A131"] = groups["A129"]
    arm = (*patch, "arm", WEEK_H)
    found += [compare(row, hours("impedance", types, *arm), role_of(row)) for row, types in groups.items()]
    young = hours("impedance", mixed, *arm)
    found += [compare("A136", young, role_of("A136"), ">"), compare("A137", young, role_of("A137"), "<")]
    bare = hours("impedance", mixed, *patch, "forearm", 0)
    found.append(compare("A133", bare, role_of("A133"), "<", note="no wrap; a bound"))
    worn = ("stamp", 0.6, "forearm", 6)
    found.append(compare("A132", hours("tewl", mixed, *worn), role_of("A132"), "<", note="a bound"))
    found.append(compare("B184", hours("oct", mixed, *worn), role_of("B184"), ">", note="a bound"))
    conduits = 60 * hours("confocal", mixed, "stamp", 0.3, "forearm", 0)
    found.append(compare("M013", conduits, role_of("M013"), "<", note="minutes; a bound"))
    rats = (("B172", 0.37, "dye"), ("B173", 0.77, "dye"), ("A117", 0.37, "tewl"), ("B171", 0.77, "tewl"))
    for row, length_mm, instrument in rats:
        bare = hours(instrument, mixed, "stamp", length_mm, "forearm", 0, passes=RAT_PRESSES)
        found.append(compare(row, bare, role_of(row), note="hairless rat, run as a person"))
    return found


def _barrier() -> list[JudgedRow]:
    face = hours("tewl", ("III",), "roller", 0.25, "cheek", 0, passes=10)
    return [compare("A146", face, role_of("A146"), "<", note="10 passes of 0.25 mm; a bound")]


def judged() -> list[JudgedRow]:
    """Every row about closing pores and the barrier, judged."""
    found = [*_closure(), *_barrier()]
    found += [taken(row, note) for row, note in _TAKEN.items()]
    found += [elsewhere(row, f"same reading as {place}") for row, place in _ELSEWHERE.items()]
    found.append(elsewhere("A138", "judged in penetration"))
    return found + [apart(row, reason) for row, reason in _APART.items()]
