"""The reference at baseline: what untreated tissue holds, and the constants solved so that its rates vanish.

Written by hand from the model's equations for one draw; it shares no code with src. `numbers` maps a registry
key to a float, `person` holds age_year, photoageing, smoker, diabetic, on_face, region (face, trunk, limb),
phototype; `geometry` holds
faces_mm (layer + 1,) below the skin surface, papillary_count and epidermis_mm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Named = dict[str, Any]
HEARD = ("macrophages_repair", "fibroblasts", "programme", "type3", "type1_new", "type1_mature", "elastic")


def reference_baseline(
    numbers: Mapping[str, float], person: Named, kind: str, spot: str, geometry: Named
) -> Named:
    """Resting states (`rest["states"][name]`) and solved constants of one tissue, all in one dict."""
    solved = _person_baseline(numbers, person)
    dermis, more = _dermis_baseline(numbers, person, kind, geometry, solved)
    solved |= more
    column, more = _column_baseline(numbers, person, kind, spot, geometry, dermis)
    return solved | more | {"states": dermis | column}


def _lesion(numbers: Mapping[str, float], name: str, kind: str, absent: float) -> float:
    return absent if kind == "skin" else numbers[f"lesion.{name}.{kind.replace(' ', '_')}"]


def _years(numbers: Mapping[str, float], person: Named) -> float:
    """Years beyond the reference age, none for the young."""
    return max(person["age_year"] - numbers["skin.reference_age_year"], 0.0)


def _left(numbers: Mapping[str, float], person: Named, what: str) -> float:
    """What light leaves of what age has left."""
    old = np.exp(-numbers[f"skin.{what}_loss_per_year"] * _years(numbers, person))
    return old - old * numbers[f"skin.{what}_loss_by_photoageing"] * person["photoageing"]


def _zones(geometry: Named, upper: float, lower: float) -> np.ndarray:
    """One number of each zone on the layers."""
    layers, papillary = len(geometry["faces_mm"]) - 1, geometry["papillary_count"]
    return np.array([upper] * papillary + [lower] * (layers - papillary))


def _person_baseline(numbers: Mapping[str, float], person: Named) -> Named:
    def s(name: str) -> float:
        return numbers["skin." + name]

    y, ph = _years(numbers, person), person["photoageing"]
    habit = s("smoking_factor") if person["smoker"] else 1.0
    habit *= s("diabetes_factor") if person["diabetic"] else 1.0
    cytokine = s("cytokine_baseline") + s("cytokine_by_photoageing") * ph
    cytokine += s("cytokine_gain_per_year") * y
    collagenase = 1 + s("collagenase_gain_per_year") * y + s("collagenase_by_photoageing") * ph
    return {
        "growth_factor": habit,
        "switch_factor": habit / np.exp(s("switch_loss_per_year") * y),
        "repair_factor": habit / np.exp(s("repair_loss_per_year") * y),
        "synthesis_factor": 1 / np.exp(s("synthesis_loss_per_year") * y),
        "cytokine_baseline": cytokine,
        "collagenase_baseline": collagenase,
        "worn": _worn(numbers, person),
        "severe_sun_gap": s("collagen_loss_by_photoageing") / (1 - s("collagen_loss_by_photoageing")),
    }


def _worn(numbers: Mapping[str, float], person: Named) -> Named:
    """What a day of years, and one of full sun, take of collagen (papillary, reticular) and elastic fibre."""
    day, ph = numbers["ageing.pace"] / 365.25, person["photoageing"]
    old = 1.0 if person["age_year"] >= numbers["skin.reference_age_year"] else 0.0
    lit = numbers["population.photoageing_per_year"] * (1 - ph) / numbers["adjunct.sun.some"]
    papillary = numbers["skin.collagen_loss_by_photoageing"]
    light = {
        "papillary": papillary,
        "reticular": papillary * numbers["skin.reticular_light_share"],
        "elastic": numbers["skin.elastic_loss_by_photoageing"],
    }
    sun = {name: day * lit * lost / (1 - lost * ph) for name, lost in light.items()}
    years = {what: old * day * numbers[f"skin.{what}_loss_per_year"] for what in ("collagen", "elastic")}
    return {"years": years, "sun": sun}


def _dermis_baseline(
    numbers: Mapping[str, float], person: Named, kind: str, geometry: Named, solved: Named
) -> tuple[Named, Named]:
    def level(value: float) -> np.ndarray:
        return _zones(geometry, value, value)

    cells = "proliferation.fibroblasts_baseline_cells_per_mm3."
    states = {
        "debris": level(0.0),
        "platelet_signal": level(0.0),
        "cytokine": level(solved["cytokine_baseline"]),
        "neutrophils": level(0.0),
        "macrophages_inflammatory": level(0.0),
        "macrophages_repair": level(numbers["inflammation.resident_macrophages_cells_per_mm3"]),
        "tgf": level(numbers["proliferation.tgf_baseline"]),
        "fibroblasts": _zones(geometry, numbers[cells + "papillary"], numbers[cells + "reticular"]),
        "myofibroblasts": level(0.0),
        "vessels": level(_lesion(numbers, "vessels", kind, 1.0)),
        "refractoriness": level(0.0),
        "collagenase": level(solved["collagenase_baseline"]),
        "programme": level(1.0),
        "hyaluronan": level(1.0),
        "remodelled": level(0.0),
        "vigour": level(1.0),
    }
    collagen, made = _collagen_baseline(numbers, person, kind, geometry)
    elastin, supplied = _elastin_baseline(numbers, person, kind, level)
    sun = solved["worn"]["sun"]
    sunned = _zones(geometry, sun["papillary"], sun["reticular"])
    return states | collagen | elastin, made | supplied | {"sunned": sunned}


def _collagen_baseline(
    numbers: Mapping[str, float], person: Named, kind: str, geometry: Named
) -> tuple[Named, Named]:
    """Age, light and lesion thin the total; a share of it is type III, fragments wear out of the rest."""

    def skin(name: str) -> float:
        return numbers["skin." + name]

    def n(name: str) -> float:
        return numbers["collagen." + name]

    y, ph = _years(numbers, person), person["photoageing"]
    old, sun = np.exp(-skin("collagen_loss_per_year") * y), skin("collagen_loss_by_photoageing") * ph
    upper = old * (1 - _lesion(numbers, "collagen_deficit_papillary", kind, 0.0))
    lower = old * (1 - _lesion(numbers, "collagen_deficit_reticular", kind, 0.0))
    total = _zones(geometry, upper - upper * sun, lower - lower * sun * skin("reticular_light_share"))
    wear = skin("fragmented_share") + skin("fragmented_gain_per_year") * y
    unworn = np.exp(-wear - skin("fragmented_by_photoageing") * ph)
    type3 = n("type3_share") * total
    fragmented, intact = (total - type3) * (1 - unworn), (total - type3) * unworn
    decay = _zones(geometry, n("mature_decay_per_day.papillary"), n("mature_decay_per_day.reticular"))
    # dm C1m = kmat C1n with C1n + C1m what type III and fragments leave over
    eaten, kmat = decay, n("maturation_per_day")
    new, mature = intact * eaten / (eaten + kmat), intact * kmat / (eaten + kmat)
    states = {"type3": type3, "type1_new": new, "type1_mature": mature, "type1_fragmented": fragmented}
    return states, {
        "total_baseline": total,
        "unlit": (type3 + new + mature) / _zones(geometry, 1 - sun, 1 - sun * skin("reticular_light_share")),
        "mature_decay": decay,
        "type3_synthesis": n("type3_decay_per_day") * type3,
        "type1_synthesis": kmat * new + n("new_decay_per_day") * new,
        "fragment_clearance": eaten * mature / fragmented,
    }


def _elastin_baseline(
    numbers: Mapping[str, float], person: Named, kind: str, level: Callable[[float], np.ndarray]
) -> tuple[Named, Named]:
    def n(name: str) -> float:
        return numbers["elastin." + name]

    elastic = level(_left(numbers, person, "elastic") * _lesion(numbers, "elastic_left", kind, 1.0))
    elastotic = level(numbers["skin.elastotic_by_photoageing"] * person["photoageing"])
    lost = n("elastic_decay_per_day") * elastic
    tropoelastin = lost / n("assembly_per_day")
    states = {"tropoelastin": tropoelastin, "elastic": elastic, "elastotic": elastotic}
    return states, {
        "tropoelastin_synthesis": lost + n("tropoelastin_decay_per_day") * tropoelastin,
        "elastotic_supply": n("elastotic_clearance_per_day") * elastotic,
    }


def _column_baseline(
    numbers: Mapping[str, float], person: Named, kind: str, spot: str, geometry: Named, dermis: Named
) -> tuple[Named, Named]:
    def n(key: str) -> float:
        return numbers[key]

    def lesion(name: str, absent: float) -> float:
        return _lesion(numbers, name, kind, absent)

    transit = n("turnover.corneum_transit_day." + ("face" if person["on_face"] else "body"))
    if not person["on_face"]:  # on the body it slows with age, and is given at one age
        ahead = n("turnover.corneum_transit_age_year") - person["age_year"]
        transit /= np.exp(n("turnover.corneum_transit_slowing_per_year") * ahead)
    basal, suprabasal, corneocytes = (
        n(f"turnover.{cells}_baseline_cells_per_mm2") for cells in ("basal", "suprabasal", "corneocytes")
    )
    flux = corneocytes / transit
    junction = _left(numbers, person, "junction") * lesion("junction_left", 1.0)
    supply = n(f"pigment.supply.{person['phototype']}") * lesion("melanin_left", 1.0)
    awake = n(f"pigment.lesional_activation_baseline.{spot}")
    darker = supply + supply * n("pigment.melanin_by_activation") * awake
    # corneum: s kt Mv = ks Ms with kt = share * flux/Kd and ks = flux/S
    passed = n("pigment.corneum_share") * n("pigment.transfer_share") * corneocytes / suprabasal
    states = {
        "epidermal_platelet_signal": 0.0,
        "epidermal_cytokine": float(dermis["cytokine"][0]),
        "epidermal_tgf": float(dermis["tgf"][0]),
        "opening_radius_mm": 0.0,
        "basal": basal,
        "suprabasal": suprabasal,
        "corneocytes": corneocytes,
        "junction": junction,
        "suprabasal_age_day": suprabasal / corneocytes * transit,
        "corneocyte_age_day": (1 + suprabasal / corneocytes) * transit,
        "activation": 0.0,
        "melanin_epidermis": supply,
        "melanin_corneum": passed * supply,
        "melanin_dermis": 0.0,
        "lesional_activation": awake,
        "lesional_melanin_epidermis": darker,
        "lesional_melanin_corneum": passed * darker,
        "barrier_gap": 0.0,
        "vapour_gap": 0.0,
        "wound": 0.0,
        "disarray": 0.0,
        "crease_depth": 1.0,
        "tether_mm": lesion("tether_mm", 0.0),
        "dent_mm": lesion("tether_mm", 0.0),
        "habituation": 0.0,  # of observers, who have got used to nothing yet
    }
    return states, {
        "basal_rate": flux / basal,
        "suprabasal_rate": flux / suprabasal,
        "corneocyte_rate": flux / corneocytes,
        "susceptibility": n(f"pigment.susceptibility.{person['phototype']}"),
        "heard": {name: papillary_mean(dermis[name], geometry) for name in HEARD},
    }


def papillary_mean(values: np.ndarray, geometry: Named) -> float:
    """Mean of a dermal state over the papillary dermis, weighted by the thickness of its layers."""
    heights = np.diff(geometry["faces_mm"])[: geometry["papillary_count"]]
    return float((values[: heights.size] * heights).sum() / heights.sum())
