"""Topic 1 of the mechanics table, every row judged: insertion, penetration depth, channel width, thickness, stiffness.

`microneedling validate --bench penetration` prints the table.
"""

from __future__ import annotations

import numpy as np

from ...evidence.registry import Values
from ...injury.penetration import insertion_force_n
from ...skin.anatomy import anatomy_of
from .. import experiments as made
from ..verdicts import Role
from .rows import JudgedRow, apart, compare, draws, taken

TOPIC = "1_mechanics"
UM_PER_MM = 1000

_TAKEN = {
    "A009": "insertion force of the finest tip",
    "A010": "insertion force of the coarsest tip",
    "A011": "dimple before tearing",
    "D001": "slope of the same two forces",
    "A051": "viable epidermis of sites without rows",
    "A052": "corneum of sites without rows",
    "A066": "thinning of the dermis",
    "A069": "dermis of the hand",
    "A073": "viable epidermis, lower end",
    "A074": "viable epidermis, upper end",
    "A075": "corneum stiffness",
    "A076": "dermal stiffness",
    "A086": "first relaxation",
    "A087": "further relaxation",
    "A017": "epidermis of the lip; with A018 the middle of the face",
    "A018": "with A017 the middle of the face",
    "A100": "needles of the roller in the experiments",
    "A101": "needle width of the roller in the experiments",
    **{f"A{n:03d}": "dermis by site and sex" for n in range(19, 35)},
    **{f"A{n:03d}": "corneum by site" for n in (54, 56, 58, 60, 62)},
    **{f"A{n:03d}": "viable epidermis by site" for n in (59, 61, 63)},
}
_APART = {
    **{
        f"A{n:03d}": "ultrasound's entry echo, 2-3 times histology by the row's own note"
        for n in range(35, 51)
    },
    "A057": "palm is not a site of the model",
    "A072": "foot is not a site of the model",
    "A077": "extreme of a review over all methods",
    "A078": "extreme of a review over all methods",
    "A079": "needles do not rotate in the model",
    "A080": "knife",
    **{
        f"A{n:03d}": "in-plane tension to failure; the model bends skin at small strain"
        for n in range(90, 99)
    },
    "A102": "maximum of a device, free in the course file",
    "A104": "range of cartridges, free in the course file",
    "A105": "needle gauge and maximum of a device, free in the course file",
    **{f"A{n}": "recommendation of experts, not a measurement" for n in range(106, 111)},
    "A115": "membrane strain beside hollow needles",
    "M003": "from memory; cutting with scissors",
    **{f"M{n:03d}": "from memory; modulus of another model or method" for n in range(4, 10)},
}


def _mixed_sex(site: str, values: Values, layer: str) -> np.ndarray:
    """A layer where the rows do not tell the sex: both, half and half."""
    people = [made.person(site, 38, sex) for sex in ("female", "male")]
    return np.concatenate([getattr(anatomy_of(person, values), layer) for person in people])


def _reach(values: Values) -> list[JudgedRow]:
    rat = made.rat_roller(values)
    normal, gentle = made.polymer_array(values), made.polymer_array(values, hand=0.5)
    old, young = made.polymer_array(values, age_year=70), made.polymer_array(values, age_year=25)
    roller = np.concatenate(
        [made.medical_roller(values, x).depth_median_mm / x for x in (1.0, 1.5, 2.0, 3.0)]
    )
    return [
        compare("A012", rat.depth_median_mm * UM_PER_MM, Role.FITTED, note="rat skin assumed"),
        compare("A013", 2 * rat.channel_radius_mm * UM_PER_MM, Role.FITTED, note="rat skin assumed"),
        compare(
            "A014",
            gentle.depth_median_mm * UM_PER_MM,
            Role.FITTED,
            note="gentle taken as half the hand's force",
        ),
        compare("A084", normal.depth_median_mm * UM_PER_MM, Role.FITTED, note="size of the array assumed"),
        compare("A085", _array_force_n(values), relation=">", note="size of the array assumed"),
        compare("A116", 2 * made.pen(values, 1.5).channel_radius_mm, Role.FITTED, note="low-grade row"),
        compare(
            "A138",
            old.depth_median_mm / young.depth_median_mm,
            Role.FITTED,
            within=0.1,
            note='70 over 25 years, same draw; "similar" taken as 10 %',
        ),
        compare("M010", 100 * roller, Role.FITTED, note="row from memory; four lengths, human cheek for pig"),
    ]


def _array_force_n(values: Values) -> np.ndarray:
    """Force per needle that holds the array at the depth it reaches."""
    array = made.polymer_array(values)
    cutting = values["injury.cutting_share"] * insertion_force_n(2000 * array.stroke.tip_radius_mm, values)
    friction = values["injury.shaft_friction_kpa"] / 1000
    return array.stroke.force_n(array.depth_median_mm, cutting, friction) / array.stroke.needle_count


def _tip_modulus_mpa(tip_um: float, values: Values) -> np.ndarray:
    """Modulus that the contact law F = E* diameter dimple implies for this tip at tearing."""
    return (
        insertion_force_n(np.full(values.count, tip_um), values) * 1e6 / (tip_um * values["injury.dimple_um"])
    )


def _layers(values: Values) -> list[JudgedRow]:
    def mixed(site: str, layer: str) -> np.ndarray:
        return _mixed_sex(site, values, layer)

    eyelid = mixed("periorbital", "dermis_mm")
    whole = mixed("thigh", "stratum_corneum_mm") + mixed("thigh", "epidermis_mm")
    woman, man = (anatomy_of(made.person("breast", 50, sex), values) for sex in ("female", "male"))
    decade = np.zeros(values.count)  # the epidermis of the model keeps its thickness
    return [
        compare("A015", mixed("nose", "dermis_mm") * UM_PER_MM, note="histology against ultrasound"),
        compare("A016", eyelid * UM_PER_MM, note="histology against ultrasound"),
        compare("A053", whole * UM_PER_MM, note="a body site without rows of its own"),
        compare(
            "A055", mixed("forearm", "stratum_corneum_mm") * UM_PER_MM, Role.FITTED, note="widened the range"
        ),
        compare("A064", decade, note="held constant: rows A059-A063 and B246 see no thinning"),
        compare("A065", decade, note="held constant: rows A059-A063 and B246 see no thinning"),
        compare(
            "A067", mixed("nose", "dermis_mm") / eyelid, note="dermis of the nose for the tip's whole skin"
        ),
        compare("A068", mixed("forehead", "dermis_mm") / eyelid),
        compare("A070", man.dermis_mm * UM_PER_MM, note="thickness assumed"),
        compare("A071", (woman.stratum_corneum_mm + woman.epidermis_mm) * UM_PER_MM),
        compare("A088", _tip_modulus_mpa(1.0, values), note="contact law at a tip of 1 um"),
        compare("A089", _tip_modulus_mpa(40.0, values), relation="<", note="contact law at a tip of 40 um"),
    ]


def judged(values: Values | None = None) -> list[JudgedRow]:
    """Every row of topic 1, judged."""
    values = draws() if values is None else values
    found = _reach(values) + _layers(values)
    found += [taken(row, note) for row, note in _TAKEN.items()]
    return found + [apart(row, reason) for row, reason in _APART.items()]
