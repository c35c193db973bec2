"""Skin at rest: what a person's untreated tissue holds, and the synthesis rates that keep it exactly so.

Content at rest follows age, light, habit, site and lesion; every synthesis constant is then solved from it
(model description, 3.4), so that untreated skin has zero rates to rounding. Nobody sets a synthesis rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..evidence.registry import Values
from ..skin.layers import Layers
from ..skin.person import Person

LESIONS = {
    f"{name} scar": f"{name}_scar" for name in ("rolling", "boxcar", "icepick", "surgical", "traumatic")
} | {"striae alba": "striae_alba", "striae rubra": "striae_rubra"}


@dataclass(frozen=True)
class Rest:
    """Named numbers of one tissue at rest: per draw, per (draw, layer), and the resting states themselves."""

    baseline: dict[str, np.ndarray]
    layer_baseline: dict[str, np.ndarray]
    states: dict[str, np.ndarray]


def at_rest(person: Person, kind: str, spot: str, layers: Layers, values: Values) -> Rest:
    """Solve the resting tissue of `kind` ("skin" or a lesion); `spot` is the darker patch ("uneven", "melasma")."""
    factors = _factors(person, values)
    dermis, layer_baseline = _dermis(person, kind, layers, values, factors)
    column, baseline = _column(person, kind, spot, layers, values, dermis)
    return Rest(factors | baseline, layer_baseline, dermis | column)


def _years(person: Person, values: Values) -> np.ndarray:
    return person.age_year - values["skin.reference_age_year"]


def _lesion(kind: str, name: str, values: Values, absent: float) -> np.ndarray:
    return values[f"lesion.{name}.{LESIONS[kind]}"] if kind in LESIONS else np.full(values.count, absent)


def _factors(person: Person, values: Values) -> dict[str, np.ndarray]:
    """How well this person grows, switches and repairs, relative to young healthy skin; resting signals."""
    years, light = _years(person, values), person.photoageing
    habit = np.ones(values.count)
    if person.smoker:
        habit = habit * values["skin.smoking_factor"]
    if person.diabetic:
        habit = habit * values["skin.diabetes_factor"]
    return {
        "growth_factor": habit,
        "switch_factor": habit * np.exp(-values["skin.switch_loss_per_year"] * years),
        "repair_factor": habit * np.exp(-values["skin.repair_loss_per_year"] * years),
        "barrier_factor": np.exp(-values["skin.barrier_loss_per_year"] * years),
        "synthesis_factor": np.exp(-values["skin.synthesis_loss_per_year"] * years),
        "cytokine_rest": values["skin.cytokine_rest"]
        + np.maximum(values["skin.cytokine_gain_per_year"] * years, 0)
        + values["skin.cytokine_by_photoageing"] * light,
        "collagenase_rest": np.maximum(
            1 + values["skin.collagenase_gain_per_year"] * years + values["skin.collagenase_by_photoageing"] * light, 0.5
        ),
    }


def _dermis(
    person: Person, kind: str, layers: Layers, values: Values, factors: dict[str, np.ndarray]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    years, light = _years(person, values), person.photoageing

    def everywhere(per_draw: np.ndarray) -> np.ndarray:
        return layers.by_zone(per_draw, per_draw)

    sun_loss = values["skin.collagen_loss_by_photoageing"] * light
    aged = np.exp(-values["skin.collagen_loss_per_year"] * years)
    total = layers.by_zone(
        (aged - sun_loss) * (1 - _lesion(kind, "collagen_deficit_papillary", values, 0)),
        (aged - 0.5 * sun_loss) * (1 - _lesion(kind, "collagen_deficit_reticular", values, 0)),
    )
    fragmented_share = (
        values["skin.fragmented_share"]
        + np.maximum(values["skin.fragmented_gain_per_year"] * years, 0)
        + values["skin.fragmented_by_photoageing"] * light
    )
    type3 = total * everywhere(values["collagen.type3_share"])
    fragmented = total * everywhere(fragmented_share)
    collagenase = everywhere(factors["collagenase_rest"])
    decay = layers.by_zone(*(values[f"collagen.mature_decay_per_day.{zone}"] for zone in ("papillary", "reticular")))
    maturation = everywhere(values["collagen.maturation_per_day"])
    intact1 = total - type3 - fragmented
    mature = intact1 / (1 + decay * collagenase / maturation)  # maturation of new = decay of mature
    new = intact1 - mature
    elastic = everywhere(
        np.maximum(
            np.exp(-values["skin.elastic_loss_per_year"] * years) - values["skin.elastic_loss_by_photoageing"] * light, 0.1
        )
        * _lesion(kind, "elastic_left", values, 1)
    )
    elastotic = everywhere(values["skin.elastotic_by_photoageing"] * light)
    assembly = everywhere(values["elastin.assembly_per_day"])
    tropoelastin = everywhere(values["elastin.elastic_decay_per_day"]) * elastic / assembly
    fibroblasts = layers.by_zone(
        *(values[f"proliferation.fibroblasts_rest_cells_per_mm3.{zone}"] for zone in ("papillary", "reticular"))
    )
    none = np.zeros_like(total)
    states = {
        "debris": none,
        "platelet_signal": none,
        "cytokine": everywhere(factors["cytokine_rest"]),
        "neutrophils": none,
        "macrophages_inflammatory": none,
        "macrophages_repair": everywhere(values["inflammation.resident_macrophages_cells_per_mm3"]),
        "tgf": everywhere(values["proliferation.tgf_rest"]),
        "fibroblasts": fibroblasts,
        "myofibroblasts": none,
        "vessels": everywhere(_lesion(kind, "vessels", values, 1)),
        "fatigue": none,
        "collagenase": collagenase,
        "programme": np.ones_like(total),
        "type3": type3,
        "type1_new": new,
        "type1_mature": mature,
        "type1_fragmented": fragmented,
        "tropoelastin": tropoelastin,
        "elastic": elastic,
        "elastotic": elastotic,
        "hyaluronan": np.ones_like(total),
    }
    layer_baseline = {
        "fibroblasts_rest": fibroblasts,
        "total_rest": type3 + new + mature + fragmented,
        "type1_fragmented_rest": fragmented,
        "mature_decay": decay,
        "type3_synthesis": everywhere(values["collagen.type3_decay_per_day"]) * type3,
        "type1_synthesis": (maturation + everywhere(values["collagen.new_decay_per_day"])) * new,
        "fragment_clearance": decay * collagenase * mature / fragmented,
        "tropoelastin_synthesis": (assembly + everywhere(values["elastin.tropoelastin_decay_per_day"])) * tropoelastin,
        "elastotic_supply": everywhere(values["elastin.elastotic_clearance_per_day"]) * elastotic,
    }
    return states, layer_baseline


def _column(
    person: Person, kind: str, spot: str, layers: Layers, values: Values, dermis: dict[str, np.ndarray]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    years, light = _years(person, values), person.photoageing
    basal = values["turnover.basal_rest_cells_per_mm2"]
    suprabasal = values["turnover.suprabasal_rest_cells_per_mm2"]
    corneocytes = values["turnover.corneocytes_rest_cells_per_mm2"]
    flux = corneocytes / _transit_day(person, values)  # one flux of cells carries all three compartments
    junction = np.maximum(
        1 - values["skin.junction_loss_per_year"] * years - values["skin.junction_loss_by_photoageing"] * light, 0.3
    ) * _lesion(kind, "junction_left", values, 1)
    supply = values[f"pigment.supply.{person.phototype}"] * _lesion(kind, "melanin_left", values, 1)
    spot_activation = values[f"pigment.spot_activation_rest.{spot}"]
    spot_melanin = supply * (1 + values["pigment.melanin_by_activation"] * spot_activation)
    # melanin passing from the living epidermis into the corneum, per melanin there, over its shedding
    passing = (
        values["pigment.corneum_share"] * values["pigment.transfer_share"] * (flux / suprabasal) / (flux / corneocytes)
    )
    none = np.zeros(values.count)
    states = {
        "epidermal_platelet_signal": none,
        "epidermal_cytokine": dermis["cytokine"][:, 0],
        "epidermal_tgf": dermis["tgf"][:, 0],
        "opening_radius_mm": none,
        "basal": basal,
        "suprabasal": suprabasal,
        "corneocytes": corneocytes,
        "junction": junction,
        "suprabasal_age_day": suprabasal / flux,
        "corneocyte_age_day": suprabasal / flux + corneocytes / flux,
        "activation": none,
        "melanin_epidermis": supply,
        "melanin_corneum": passing * supply,
        "melanin_dermis": none,
        "spot_activation": spot_activation,
        "spot_melanin_epidermis": spot_melanin,
        "spot_melanin_corneum": passing * spot_melanin,
        "barrier_gap": none,
        "crease_depth": np.ones(values.count),
        "habituation": none,
        "tether_mm": _lesion(kind, "tether_mm", values, 0),
    }

    def papillary(array: np.ndarray) -> np.ndarray:
        return np.einsum("dl,dl->d", layers.zone_weights()[:, 0], array)

    baseline = {
        "vessels_rest": dermis["vessels"][:, 0],
        "basal_rate": flux / basal,
        "suprabasal_rate": flux / suprabasal,
        "corneocyte_rate": flux / corneocytes,
        "junction_rest": junction,
        "papillary_fibroblasts_rest": papillary(dermis["fibroblasts"]),
        "papillary_intact_rest": papillary(dermis["type3"] + dermis["type1_new"] + dermis["type1_mature"]),
        "papillary_elastic_rest": papillary(dermis["elastic"]),
        "load_bearing_rest": papillary(0.35 * dermis["type1_new"] + dermis["type1_mature"] + 0.35 * dermis["type3"]),
        "susceptibility": values[f"pigment.susceptibility.{person.phototype}"],
        "melanin_supply": supply,
        "spot_activation_rest": spot_activation,
    }
    return states, baseline


def _transit_day(person: Person, values: Values) -> np.ndarray:
    """Transit through the stratum corneum: faster on the face, slowing with age on the body only."""
    if person.on_face:
        return values["turnover.corneum_transit_day.face"]
    slowing = 1 + values["turnover.corneum_transit_slowing_per_year"] * (person.age_year - 35)
    return values["turnover.corneum_transit_day.body"] * np.maximum(slowing, 0.5)
