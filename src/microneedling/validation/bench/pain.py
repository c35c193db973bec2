"""Pain of needles, with and without a cream, beside the rows on pain (topic 5 of the mechanics table and its kin).

A study's mean is the middle person's pain; the interval carries how studies scatter (`scatter`). ASSUMED where the rows
are silent: EMLA on a face for 45 min without a wrap, a roller of 2 mm on an abdomen that was not numbed. No course is
simulated for pain.

`microneedling validate --bench pain` prints the table.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ...device.instruments import Stamp
from ...device.needling import Needling
from ...evidence.registry import Values, priors
from ...injury.punctures import punctures
from ...outcomes.harm import pain_vas
from ...protocol.creams import pre_rolled
from ...skin.anatomy import anatomy_of
from ...transport.anaesthesia import Cream, insertion_pain
from ..experiments import medical_roller, person
from .rows import SEED, JudgedRow, apart, compare, elsewhere, role_of, taken

DRAWS = 200
TOPICS = {"mechanics": ("5_pain",), "clinical": ("pain",)}
FIELD_CM2, HALF_FACE_CM2 = 25.0, 125.0  # row C303: 5 by 5 cm; rows A324, A325: a side, its size assumed
USUAL_CREAM = Cream("EMLA", 45.0)
_ORDER = "an order, held by a behaviour"
_APART = {
    "A320": "a hypodermic needle is no device of the model",
    "A321": "a hypodermic needle is no device of the model",
    "A342": "plasma level; absorbed amounts are not made here",
    "A349": "a share of insertions, not a score",
    "A350": "a share of insertions, not a score",
    "A351": "a share of people, not a score",
    "A352": "a share of people, not a score",
    "A353": "tenderness a week later",
    "C304": "a rank",
    "C309": _ORDER,
    "C311": _ORDER,
    "C312": "radiofrequency",
}
_ELSEWHERE = {"C306": "A322", "C307": "A323", "C308": "A320", "C310": "A358"}
_NUMBING = (*(f"A{n}" for n in range(335, 342)), *(f"A{n}" for n in range(354, 358)))


@cache
def _draws() -> Values:
    return priors().draws(DRAWS, SEED)


def _array(count: int, length_mm: float) -> np.ndarray:
    device = Stamp(
        needle_count=count,
        needle_diameter_mm=0.25,
        needle_length_mm=length_mm,
        tip_angle_deg=28,
        tip_width_mm=8,
    )
    made = punctures(Needling.of(device), anatomy_of(person("forearm"), _draws()), _draws())
    return insertion_pain(made, "forearm", _draws())


def study_mean(
    length_mm: float, site: str, cream: Cream | None, area_cm2: float | None, values: Values
) -> np.ndarray:
    """Mean pain of a roller, (draw,): the middle person's."""
    skin = anatomy_of(person(site), values)
    made = medical_roller(values, length_mm, site, passes=8)
    felt, _ = pain_vas(made, cream, skin, values, pre_rolled(cream, skin, values), area_cm2)
    return felt


def judged() -> list[JudgedRow]:
    """Every row on pain, judged."""
    values = _draws()
    rolled = Cream("EMLA", 45.0, pre_roll_mm=0.5)
    longer, more = _array(1, 1.45) / _array(1, 0.48), _array(50, 0.62) / _array(5, 0.62)
    plain = study_mean(2.0, "abdomen", None, None, values)
    numbed = study_mean(2.0, "cheek", USUAL_CREAM, FIELD_CM2, values)
    cream = study_mean(1.0, "cheek", USUAL_CREAM, HALF_FACE_CM2, values)
    before = study_mean(1.0, "cheek", rolled, HALF_FACE_CM2, values)
    usual = "EMLA 45 min without a wrap assumed"
    found = [
        compare("A322", longer, role_of("A322"), note="one needle"),
        compare("A323", more, role_of("A323")),
        compare("C303", numbed, role_of("C303"), note=f"2 mm roller, {usual}"),
        compare("C305", plain, role_of("C305"), note="2 mm roller, no cream assumed"),
        compare("A324", cream, role_of("A324"), note=f"1 mm roller, {usual}"),
        compare("A325", before, role_of("A325"), note=f"1 mm roller, {usual}"),
        taken("D009", "exponent of pain on length"),
        taken("D010", "exponent of pain on number"),
        taken("D011", "exponent of numbed depth on time"),
        taken("A358", "depth of numbing of three creams over EMLA"),
    ]
    found += [elsewhere(row, f"same reading as {place}") for row, place in _ELSEWHERE.items()]
    found += [elsewhere(row, "judged in numbing") for row in _NUMBING]
    return found + [apart(row, reason) for row, reason in _APART.items()]
