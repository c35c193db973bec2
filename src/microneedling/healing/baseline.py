"""Skin at baseline: what a person's untreated tissue holds, and the synthesis rates that keep it exactly so.

Baseline content follows age, light, habit, site and lesion; every synthesis constant is then solved from it
(`docs/model.md#baseline`), so that untreated skin has zero rates to rounding. Nobody sets a synthesis rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..answers.brief import brief
from ..evidence.registry import Values
from ..skin.layers import Geometry
from ..skin.lesion import LESIONS, lesion_key
from ..skin.people import Somebody
from ..skin.repair import habit, repair_of
from ..skin.tissue import ZONES
from ..skin.usual import photoageing_of
from .wear import wear_by_sun, wear_by_years


@dataclass(frozen=True)
class Baseline:
    """Named numbers of one tissue at baseline: per draw, per (draw, layer), and the baseline states themselves."""

    __repr__ = brief

    numbers: dict[str, np.ndarray]
    layer_numbers: dict[str, np.ndarray]
    states: dict[str, np.ndarray]


def solve_baseline(
    person: Somebody, kind: str, lesional_pigment: str, geometry: Geometry, values: Values
) -> Baseline:
    """Solve the baseline of `kind` ("skin" or a lesion); `lesional_pigment`: its darker patch ("uneven", "melasma")."""
    factors = _factors(person, values)
    dermis, layer_baseline = _dermis(person, kind, geometry, values, factors)
    compartment, baseline = _compartment(person, kind, lesional_pigment, geometry, values, dermis)
    return Baseline(factors | baseline, layer_baseline, dermis | compartment)


def _years(person: Somebody, values: Values) -> np.ndarray:
    """Years past the reference age; younger skin counts as reference skin."""
    return np.maximum(person.age_year - values["skin.reference_age_year"], 0.0)


def _lesion(kind: str, name: str, values: Values, absent: float) -> np.ndarray:
    return values[f"lesion.{name}.{lesion_key(kind)}"] if kind in LESIONS else np.full(values.count, absent)


def _left(years: np.ndarray, light: float | np.ndarray, what: str, values: Values) -> np.ndarray:
    """What age and light leave of something: exp(-loss per year * years) (1 - loss by photoageing * light)."""
    by_light = values[f"skin.{what}_loss_by_photoageing"] * light
    return np.exp(-values[f"skin.{what}_loss_per_year"] * years) * (1 - by_light)


def _factors(person: Somebody, values: Values) -> dict[str, np.ndarray]:
    """How well this person grows, switches and repairs, relative to young healthy skin; baseline signals."""
    years, light = _years(person, values), photoageing_of(person, values)
    growth = habit(person, values)

    def slowed(what: str) -> np.ndarray:
        return np.exp(-values[f"skin.{what}_loss_per_year"] * years)

    def raised(what: str) -> np.ndarray:
        return values[f"skin.{what}_gain_per_year"] * years + values[f"skin.{what}_by_photoageing"] * light

    return {
        "growth_factor": growth,
        "switch_factor": growth * slowed("switch"),
        "repair_factor": repair_of(person, values),
        "synthesis_factor": slowed("synthesis"),
        "cytokine_baseline": values["skin.cytokine_baseline"] + raised("cytokine"),
        "collagenase_baseline": 1 + raised("collagenase"),
        "elastic_wear": wear_by_years(person, "elastic", values),
        "elastic_wear_by_sun": wear_by_sun(person, "elastic", values, np.ones(values.count)),
        "severe_sun_gap": 1 / (1 - values["skin.collagen_loss_by_photoageing"]) - 1,
    }


def _dermis(
    person: Somebody, kind: str, geometry: Geometry, values: Values, factors: dict[str, np.ndarray]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    def everywhere(per_draw: np.ndarray) -> np.ndarray:
        return geometry.by_zone(per_draw, per_draw)

    def zoned(key: str) -> np.ndarray:
        return geometry.by_zone(*(values[f"{key}.{zone}"] for zone in ZONES))

    fibroblasts = zoned("proliferation.fibroblasts_baseline_cells_per_mm3")
    none, one = np.zeros_like(fibroblasts), np.ones_like(fibroblasts)
    cells = {
        "debris": none,
        "platelet_signal": none,
        "cytokine": everywhere(factors["cytokine_baseline"]),
        "neutrophils": none,
        "macrophages_inflammatory": none,
        "macrophages_repair": everywhere(values["inflammation.resident_macrophages_cells_per_mm3"]),
        "tgf": everywhere(values["proliferation.tgf_baseline"]),
        "fibroblasts": fibroblasts,
        "myofibroblasts": none,
        "vessels": everywhere(_lesion(kind, "vessels", values, 1)),
        "refractoriness": none,
        "collagenase": everywhere(factors["collagenase_baseline"]),
        "programme": one,
        "hyaluronan": one,
        "remodelled": none,
        "vigour": one,
    }
    decay = zoned("collagen.mature_decay_per_day")
    collagen, balanced = _collagen_baseline(person, kind, geometry, values, decay)
    elastin, supplied = _elastin_baseline(person, kind, geometry, values)
    solved = {"fibroblasts_baseline": fibroblasts, "mature_decay": decay} | balanced | supplied
    share = values["skin.reticular_light_share"]
    sun = (wear_by_sun(person, "collagen", values, part) for part in (np.ones_like(share), share))
    solved["wear"] = everywhere(wear_by_years(person, "collagen", values))
    solved["wear_by_sun"] = geometry.by_zone(*sun)
    return cells | collagen | elastin, solved


def _collagen_baseline(
    person: Somebody, kind: str, geometry: Geometry, values: Values, fragmentation: np.ndarray
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Pools of collagen and the synthesis that balances their decay; `fragmentation` of mature collagen I, 1/d."""
    years, light = _years(person, values), photoageing_of(person, values)
    aged = np.exp(-values["skin.collagen_loss_per_year"] * years)
    by_light = values["skin.collagen_loss_by_photoageing"] * light
    deep_light = values["skin.reticular_light_share"] * by_light
    total = geometry.by_zone(
        aged * (1 - by_light) * (1 - _lesion(kind, "collagen_deficit_papillary", values, 0)),
        aged * (1 - deep_light) * (1 - _lesion(kind, "collagen_deficit_reticular", values, 0)),
    )
    worn = values["skin.fragmented_share"] + values["skin.fragmented_gain_per_year"] * years
    worn = -np.expm1(-(worn + values["skin.fragmented_by_photoageing"] * light))  # a share stays below 1

    def everywhere(key: str) -> np.ndarray:
        return geometry.by_zone(values[key], values[key])

    type3 = total * everywhere("collagen.type3_share")
    fragmented = total * geometry.by_zone(worn, worn) * (1 - everywhere("collagen.type3_share"))
    maturation = everywhere("collagen.maturation_per_day")
    mature = (total - type3 - fragmented) / (1 + fragmentation / maturation)  # maturing = fragmenting
    new = total - type3 - fragmented - mature
    states = {"type3": type3, "type1_new": new, "type1_mature": mature, "type1_fragmented": fragmented}
    solved = {
        "total_baseline": type3 + new + mature + fragmented,
        "type1_fragmented_baseline": fragmented,
        "intact_baseline": type3 + new + mature,
        "unlit_baseline": (type3 + new + mature) / geometry.by_zone(1 - by_light, 1 - deep_light),
        "type3_synthesis": everywhere("collagen.type3_decay_per_day") * type3,
        "type1_synthesis": (maturation + everywhere("collagen.new_decay_per_day")) * new,
        "fragment_clearance": fragmentation * mature / fragmented,
    }
    return states, solved


def _elastin_baseline(
    person: Somebody, kind: str, geometry: Geometry, values: Values
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Pools of elastin and the supply that balances their decay."""
    elastic = _left(_years(person, values), photoageing_of(person, values), "elastic", values)
    elastic = elastic * _lesion(kind, "elastic_left", values, 1)
    elastotic = values["skin.elastotic_by_photoageing"] * photoageing_of(person, values)
    assembly = values["elastin.assembly_per_day"]
    tropoelastin = values["elastin.elastic_decay_per_day"] * elastic / assembly
    pools = {"tropoelastin": tropoelastin, "elastic": elastic, "elastotic": elastotic}
    solved = {
        "tropoelastin_synthesis": (assembly + values["elastin.tropoelastin_decay_per_day"]) * tropoelastin,
        "elastotic_supply": values["elastin.elastotic_clearance_per_day"] * elastotic,
    }

    def spread(named: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: geometry.by_zone(value, value) for name, value in named.items()}

    return spread(pools), spread(solved)


def _compartment(
    person: Somebody,
    kind: str,
    lesional_pigment: str,
    geometry: Geometry,
    values: Values,
    dermis: dict[str, np.ndarray],
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    basal = values["turnover.basal_baseline_cells_per_mm2"]
    suprabasal = values["turnover.suprabasal_baseline_cells_per_mm2"]
    corneocytes = values["turnover.corneocytes_baseline_cells_per_mm2"]
    flux = corneocytes / _transit_day(person, values)  # one flux of cells carries all three compartments
    junction = _left(_years(person, values), photoageing_of(person, values), "junction", values)
    junction = junction * _lesion(kind, "junction_left", values, 1)
    supply = values.by("pigment.supply", person.phototype) * _lesion(kind, "melanin_left", values, 1)
    lesional_activation = values[f"pigment.lesional_activation_baseline.{lesional_pigment}"]
    lesional_melanin = supply * (1 + values["pigment.melanin_by_activation"] * lesional_activation)
    # melanin passing from the living epidermis into the corneum, per melanin there, over its shedding
    passing = (
        values["pigment.corneum_share"]
        * values["pigment.transfer_share"]
        * (flux / suprabasal)
        / (flux / corneocytes)
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
        "lesional_activation": lesional_activation,
        "lesional_melanin_epidermis": lesional_melanin,
        "lesional_melanin_corneum": passing * lesional_melanin,
        "crease_depth": np.ones(values.count),
        "tether_mm": _lesion(kind, "tether_mm", values, 0),
        "dent_mm": _lesion(kind, "tether_mm", values, 0),
    } | dict.fromkeys(("barrier_gap", "vapour_gap", "wound", "disarray"), none)
    baseline = {
        "vessels_baseline": dermis["vessels"][:, 0],
        "basal_rate": flux / basal,
        "suprabasal_rate": flux / suprabasal,
        "corneocyte_rate": flux / corneocytes,
        "junction_baseline": junction,
        "susceptibility": values.by("pigment.susceptibility", person.phototype),
        "melanin_supply": supply,
        "lesional_activation_baseline": lesional_activation,
    }
    return states, baseline | _papillary_means(geometry, values, dermis)


def _papillary_means(
    geometry: Geometry, values: Values, dermis: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Papillary means (draw,) of what the epidermal compartment reads of the dermis."""

    def papillary(array: np.ndarray) -> np.ndarray:
        return np.einsum("dl,dl->d", geometry.zone_weights()[:, 0], array)

    young, mature = dermis["type1_new"] + dermis["type3"], dermis["type1_mature"]
    return {
        "papillary_fibroblasts_baseline": papillary(dermis["fibroblasts"]),
        "papillary_intact_baseline": papillary(dermis["type3"] + dermis["type1_new"] + mature),
        "papillary_elastic_baseline": papillary(dermis["elastic"]),
        "load_bearing_baseline": papillary(values["surface_topography.young_load"][:, None] * young + mature),
    }


def _transit_day(person: Somebody, values: Values) -> np.ndarray:
    """Transit through the stratum corneum: faster on the face, slowing with age off the face only."""
    if person.on_face:
        return values["turnover.corneum_transit_day.face"]
    years = person.age_year - values["turnover.corneum_transit_age_year"]
    slowed = np.exp(values["turnover.corneum_transit_slowing_per_year"] * years)
    return values["turnover.corneum_transit_day.body"] * slowed
