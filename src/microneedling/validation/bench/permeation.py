"""Topic 4 of the mechanics table, every row judged: what passes skin, intact and needled.

`microneedling validate --bench permeation` prints the table.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from ...device.instruments import Roller, Stamp
from ...device.needling import Needling
from ...evidence import datasets
from ...evidence.registry import Values
from ...injury.punctures import punctures
from ...skin.anatomy import Anatomy, anatomy_of
from ...transport import channel_course
from ...transport.actives import Active, find, properties
from ...transport.barrier_layers import Barrier, barrier, free_diffusivity_mm2_per_h
from ...transport.delivery_summary import summary
from ...transport.dose import Dose
from ...transport.permeation import Permeation, permeate
from .. import experiments as made
from ..verdicts import Role
from . import intact_skin
from .rows import JudgedRow, apart, compare, draws, elsewhere, taken

TOPIC = "4_permeation"
MM_H_TO_CM_S, MM_H_TO_CM_H = 1 / 36_000, 0.1
MM2_H_TO_UM2_S = 1e6 / 3600
SPLIT_MM = 0.5  # dermis of split skin where a row does not say
DONOR_UL_PER_CM2 = 500.0  # donor of a patch experiment; not in the rows
PATCH = Stamp(needle_count=100, needle_diameter_mm=0.25, needle_length_mm=0.7, tip_width_mm=10)
PATCH_CM2 = 1.0  # "ug/cm2 may mean ug per patch", says the row
POLYMER_ROLLER = Roller(
    needle_count=192, needle_diameter_mm=0.25, needle_length_mm=0.5, drum_diameter_mm=20, drum_width_mm=20
)

_TAKEN = {
    "A172": "upper end of the slope's range lies between it and row A212",
    "A173": "upper end of the loss with weight",
    **{f"A{n}": "diffusivity in the dermis" for n in (199, 200)},
    "A201": "water of the tissue",
    "A202": "albumin of the tissue",
    "A203": "lipid of the dermis",
    "A204": "diffusivity of what albumin carries",
    "A205": "blood flow",
    "A206": "area of capillaries",
    "A207": "permeability of capillaries",
    "A212": "rule of Potts and Guy",
    "D006": "scatter about the rule",
}
_OWN_LOAD = "needles that carry the active in themselves; the model puts it on the skin"
_APART = {
    "A169": "an optimum of several, not a length simulated",
    "A170": "optical clearing is not modelled",
    "A171": "intercept of another fit; its slopes differ as well, so that it cannot be judged alone",
    **{
        f"A{n}": _OWN_LOAD for n in (174, 175, 177, 178, *range(182, 191), *range(262, 271), *range(277, 299))
    },
    **{f"A{n}": "the junction of epidermis and dermis is no layer of its own here" for n in (167, 168)},
    "A176": "needles, area and hours are not in the row",
    "A179": "amount of cream and hours are not in the row",
    "A180": "the method's limit of detection is not in the row",
    "A181": "the method's limit of detection is not in the row",
    "A191": "minutes of application are not in the row",
    "A192": "a rule for the product (it must keep as well); the model's uptake falls evenly with the charge",
    "A193": "skin saturates; the model is linear",
    "A198": "conversion in cells is not modelled",
    **{f"A{n}": "thickness comes from the rows of topic 1" for n in range(208, 212)},
    **{f"A{n}": "an ion without a partition coefficient" for n in range(299, 307)},
    **{f"A{n}": "rat skin; the same peptide on human skin is judged" for n in range(307, 311)},
    "A319": "injection through hollow needles",
    "M014": "from memory",
    "M015": "from memory",
}
# Rows looked at while the aqueous area and the epidermis were set.
_FITTED = {f"A{n}" for n in (*range(213, 231), *range(233, 240), 244, 245, 246, 247, 251)}


def _numbers(identity: str) -> Active:
    """The substance of a row of permeability, by the weight and log P in its note."""
    item = datasets.row(identity)
    match = re.search(r"MW ([\d.]+) logP (-?[\d.]+)", item.note)
    if match is None:
        name = item.quantity.rsplit(",", 1)[-1].strip()
        return replace(find(name), charge="neither", pka=None)
    bound = {"unbound_fraction": 0.9, "solubility_mg_per_ml": 1.0}  # neither moves a steady permeability
    return Active(identity, "neither", float(match[1]), float(match[2]), **bound)


def _layers(active: Active, skin: Anatomy, values: Values) -> Barrier:
    return barrier(properties(active, values), skin, 7.4, in_vivo=False, open_air=False, values=values)


def _through(layers: Barrier, names: tuple[str, ...]) -> np.ndarray:
    """Permeability (mm/h) of some layers in turn; the corneum with its aqueous pathways."""
    resistance = np.zeros_like(layers.kp_mm_per_h)
    for name in names:
        item = layers.layers[name]
        aqueous = name == "stratum_corneum"
        resistance += 1 / layers.kp_mm_per_h if aqueous else item.thickness_mm / item.conductivity_mm2_per_h
    return 1 / resistance


DERMIS = ("papillary", "reticular")


def _membrane(tissue: str) -> tuple[str, ...]:
    """Layers of the piece of skin that a row names."""
    if "without" in tissue:
        return ("epidermis",)
    if "stratum corneum" in tissue:
        return ("stratum_corneum",)
    living = ("epidermis",) if "epidermis" in tissue or "skin" in tissue else ()
    dermis = DERMIS if "dermis," in tissue.replace("epidermis,", "") or "skin" in tissue else ()
    return (*(("stratum_corneum",) if living else ()), *living, *dermis)


def _permeabilities(values: Values) -> list[JudgedRow]:
    skin, found = anatomy_of(made.person("abdomen", 50), values), []
    for item in datasets.load("mechanics"):
        if item.topic != TOPIC or not item.quantity.startswith("passive permeability"):
            continue
        layers = _layers(_numbers(item.id), skin, values)
        scale = MM_H_TO_CM_H if "cm/h" in item.unit else MM_H_TO_CM_S
        predicted = np.log10(_through(layers, _membrane(item.subject)) * scale)
        role = Role.FITTED if item.id in _FITTED else Role.CHECKED
        found.append(compare(item.id, predicted, role, note=item.subject))
    ethanol = _layers(_numbers("A249"), skin, values)
    dermis = np.log10(_through(ethanol, DERMIS) * MM_H_TO_CM_H)
    return [*found, compare("D007", dermis, note="ethanol; thickness of the dermis from the anatomy")]


def _patch(name: str, load_ug: float, values: Values, hours: np.ndarray) -> Permeation:
    """Skin treated with a plastic patch, then a donor with the load, in a Franz cell."""
    whole = anatomy_of(made.person("abdomen", 50), values)
    pricked = punctures(Needling.of(PATCH), whole, values)
    skin = replace(whole, dermis_mm=np.minimum(whole.dermis_mm, SPLIT_MM))
    strength = load_ug / PATCH_CM2 / DONOR_UL_PER_CM2
    dose = Dose(strength, DONOR_UL_PER_CM2, ph=7.4, dries=False)
    return permeate(
        dose, find(name), skin, channel_course.losing(pricked, None), values, hours, "franz", tolerance=3e-3
    )


def _patches(values: Values) -> list[JudgedRow]:
    hours = np.array([0.0, 1, 3, 6, 9])
    note = "needles, donor volume and thickness assumed"
    peptide = _patch("GHK copper", 7888, values, hours).receptor_or_blood
    lidocaine = _patch("lidocaine", 5000, values, hours).receptor_or_blood
    found = [compare(f"A{311 + k}", peptide[:, k + 1], note=note) for k in range(4)]
    return [*found, *(compare(f"A{315 + k}", lidocaine[:, k + 1], note=note) for k in range(4))]


def _large(values: Values) -> list[JudgedRow]:
    """Diffusivity of dextrans of 70 to 2000 kDa in the living layers; the slowest is taken for the heaviest."""
    found, note = [], "{:g} kDa taken for this end; fitted within the punctured skin"
    for kda, epidermis, dermis in ((2000.0, "A163", "A165"), (70.0, "A164", "A166")):
        free = free_diffusivity_mm2_per_h(properties(_dextran(kda), values), values) * MM2_H_TO_UM2_S
        slower = free * values["permeation.epidermis_diffusivity_ratio"]
        found += [
            compare(epidermis, slower, note=note.format(kda)),
            compare(dermis, free, note=note.format(kda)),
        ]
    return found


def _dextran(kda: float) -> Active:
    return replace(find("dextran"), molecular_weight_da=1000 * kda)


def _ascorbic(values: Values) -> list[JudgedRow]:
    """Vitamin C: gain by a roller, level in skin under a wrap, and how long it stays."""
    active, skin = find("ascorbic acid"), anatomy_of(made.person("abdomen", 50), values)
    pricked = punctures(Needling.of(POLYMER_ROLLER, passes=36), skin, values)
    channels = channel_course.losing(pricked, None)
    thin = replace(skin, dermis_mm=np.minimum(skin.dermis_mm, SPLIT_MM))
    dose = Dose(10.0, None)
    hours = np.array([0.0, 6, 12, 24])
    gain = summary(
        permeate(dose, active, thin, channels, values, hours, "franz"), dose, active, thin, channels, values
    )[0]
    level, half = _stay(active, skin, values)
    return [
        compare("A162", gain.enhancement_ratio, note="roller, dose and hours assumed; human for rat skin"),
        compare("A195", level, note="three days under a wrap; whole dermis and epidermis"),
        compare("A194", half, note="no store in cells, so that blood empties the skin within the hour"),
    ]


def _stay(active: Active, skin: Anatomy, values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Level in skin (pmol/mg) after three days of 15 % under a wrap, and its half-life (d) after wiping."""
    dose = Dose(150.0, None, ph=3.2, occluded=True, wiped_off_min=72 * 60)
    hours = np.concatenate([[0.0, 71.9], 72 + np.geomspace(0.01, 200, 60)])
    found = permeate(dose, active, skin, channel_course.none(values.count), values, hours, tolerance=3e-3)
    living = found.epidermis + found.dermis
    mg_per_cm2 = 100 * (skin.epidermis_mm + skin.dermis_mm)
    weight = values["actives.molecular_weight_da.ascorbic_acid"]
    level = living[:, 1] / mg_per_cm2 / weight * 1e6
    left = living[:, 2:] / living[:, 1:2]
    return level, np.array([np.interp(0.5, row[::-1], hours[:1:-1]) - 72 for row in left]) / 24


def judged(values: Values | None = None) -> list[JudgedRow]:
    """Every row of topic 4, judged."""
    values = draws() if values is None else values
    return [
        *_permeabilities(values),
        *_patches(values),
        *_large(values),
        *_ascorbic(values),
        *intact_skin.judged(values),
        elsewhere("D008", "slope of rows A317, A318"),
        elsewhere("M016", "the rule as row A212"),
        *(taken(row, note) for row, note in _TAKEN.items()),
        *(apart(row, reason) for row, reason in _APART.items()),
    ]
