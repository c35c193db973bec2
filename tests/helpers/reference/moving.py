"""The reference's right-hand side: the signed terms of every rate of the tissue column, process by process.

Written by hand from the model's equations for one draw; it shares no code with src. States are dicts by name:
arrays (layer,) in the dermis, floats elsewhere. `s` state, `k` registry numbers, `rest` what
`resting.reference_baseline` solved, `care` the drivers, `heard` papillary means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .baseline import HEARD, Named, papillary_mean
from .surface import barrier_and_relief_terms, pigment_terms, turnover_terms

SIGNALS = ("platelet_signal", "cytokine", "tgf")  # what diffuses, in the epidermis under "epidermal_<name>"


def _h(x: Any) -> Any:
    """x/(1 + x)."""
    return 1 - 1 / (1 + x)


def _inflammation(s: Named, k: Mapping[str, float], rest: Named, care: Named) -> dict[str, list]:
    def n(name: str) -> float:
        return k["inflammation." + name]

    m2_rest, m_scale = n("resident_macrophages_cells_per_mm3"), n("macrophage_scale_cells_per_mm3")
    lodged = s["neutrophils"] / n("neutrophil_scale_cells_per_mm3")
    m1, m2x = s["macrophages_inflammatory"] / m_scale, (s["macrophages_repair"] - m2_rest) / m_scale
    rest_i = rest["cytokine_baseline"]
    x = s["cytokine"] - rest_i
    call = n("recruit_by_cytokine") * x + n("recruit_by_neutrophils") * lodged
    call = call + n("recruit_by_platelets") * s["platelet_signal"]
    calm = care["inflammation_gain"] * n("calming_half") / (n("calming_half") + m2x)
    switched = n("macrophage_switch_per_day") * rest["switch_factor"] * s["macrophages_inflammatory"]
    neutrophils_per_day = n("neutrophil_recruitment_cells_per_mm3_day")
    opening = np.pi * care["channels_per_mm2"] * s["opening_radius_mm"] ** 2
    d = s["debris"]
    return {
        "debris": [
            -n("debris_clearance_per_day") * d,
            -n("debris_clearance_by_neutrophils_per_day") * lodged * d,
            -n("debris_clearance_by_macrophages_per_day") * m1 * d,
            -n("debris_clearance_by_macrophages_per_day") * m2x * d,
        ],
        "platelet_signal": [-n("platelet_decay_per_day") * s["platelet_signal"]],
        "cytokine": [
            calm * n("cytokine_from_debris_per_day") * d,
            calm * n("cytokine_from_neutrophils_per_day") * lodged,
            calm * n("cytokine_from_macrophages_per_day") * m1,
            -n("cytokine_decay_per_day") * s["cytokine"],
            n("cytokine_decay_per_day") * rest_i,
        ],
        "neutrophils": [
            neutrophils_per_day * _h(s["cytokine"]),
            -neutrophils_per_day * _h(rest_i),
            -n("neutrophil_loss_per_day") * s["neutrophils"],
        ],
        "macrophages_inflammatory": [
            n("macrophage_recruitment_cells_per_mm3_day") * _h(call),
            -switched,
            -n("macrophage_loss_per_day") * s["macrophages_inflammatory"],
        ],
        "macrophages_repair": [
            switched,
            -n("repair_macrophage_loss_per_day") * s["macrophages_repair"],
            n("repair_macrophage_loss_per_day") * m2_rest,
        ],
        "epidermal_platelet_signal": [-n("platelet_decay_per_day") * s["epidermal_platelet_signal"]],
        "epidermal_cytokine": [
            care["inflammation_gain"] * n("cytokine_from_opening_per_day") * opening,
            -n("cytokine_decay_per_day") * s["epidermal_cytokine"],
            n("cytokine_decay_per_day") * rest_i,
        ],
    }


def _proliferation(s: Named, k: Mapping[str, float], rest: Named) -> dict[str, list]:
    def n(name: str) -> float:
        return k["proliferation." + name]

    m_scale = k["inflammation.macrophage_scale_cells_per_mm3"]
    m2x = (s["macrophages_repair"] - k["inflammation.resident_macrophages_cells_per_mm3"]) / m_scale
    f, mf, f_baseline = s["fibroblasts"], s["myofibroblasts"], rest["states"]["fibroblasts"]
    t, t_baseline = s["tgf"], n("tgf_baseline")
    g = s["platelet_signal"] + n("growth_by_repair_macrophages") * m2x + n("growth_by_tgf") * (t - t_baseline)
    growing = (
        n("fibroblast_growth_per_day") * rest["growth_factor"] * g / (1 + g) / (1 + s["refractoriness"]) * f
    )
    activating = n("myofibroblast_activation_per_day") * _h(t) * f
    resting = n("myofibroblast_activation_per_day") * _h(t_baseline) * f
    returning = n("myofibroblast_return_per_day") * mf
    near = n("vessel_normalising") * s["remodelled"]
    lasting = np.where(near > 0, 1 / (1 + np.abs(near)), 2 - 1 / (1 + np.abs(near)))
    return {
        "tgf": [
            n("tgf_from_platelets_per_day") * s["platelet_signal"],
            n("tgf_from_macrophages_per_day") * m2x,
            n("tgf_from_myofibroblasts_per_day") * mf / f_baseline,
            -n("tgf_decay_per_day") * t,
            n("tgf_decay_per_day") * t_baseline,
        ],
        "fibroblasts": [
            growing,
            -growing * f / (n("fibroblast_ceiling") * f_baseline),
            -n("fibroblast_loss_per_day") * f,
            n("fibroblast_loss_per_day") * f_baseline,
            -activating,
            resting,
            returning,
        ],
        "myofibroblasts": [activating, -resting, -returning, -n("myofibroblast_loss_per_day") * mf],
        "vessels": [
            n("vessel_sprouting_per_day") * m2x,
            -n("vessel_pruning_per_day") * s["vessels"],
            n("vessel_pruning_per_day"),
            n("vessel_pruning_per_day") * (rest["states"]["vessels"] - 1) * lasting,
        ],
        "refractoriness": [
            n("refractoriness_build_per_day") * s["macrophages_inflammatory"] / m_scale,
            -n("refractoriness_recovery_per_day") * s["refractoriness"],
        ],
        "epidermal_tgf": [-n("tgf_decay_per_day") * s["epidermal_tgf"], n("tgf_decay_per_day") * t_baseline],
    }


def _collagen(s: Named, k: Mapping[str, float], rest: Named, care: Named) -> dict[str, list]:
    def n(name: str) -> float:
        return k["collagen." + name]

    def s_of(which: str) -> np.ndarray:
        def induced(t):
            return 1 + n(which + "_induction") * t / (n(which + "_half") + t)

        return induced(s["tgf"]) / induced(k["proliferation.tgf_baseline"])

    base, z, e = rest["states"], s["programme"], s["collagenase"]
    m_scale = k["inflammation.macrophage_scale_cells_per_mm3"]
    m1 = s["macrophages_inflammatory"] / m_scale
    m2x = (s["macrophages_repair"] - k["inflammation.resident_macrophages_cells_per_mm3"]) / m_scale
    lodged = s["neutrophils"] / k["inflammation.neutrophil_scale_cells_per_mm3"]
    fr, mr = s["fibroblasts"] / base["fibroblasts"], s["myofibroblasts"] / base["fibroblasts"]
    gain, tau = rest["synthesis_factor"] * care["collagen_gain"], n("programme_delay_day")
    c3, c1n, c1m, c1f = s["type3"], s["type1_new"], s["type1_mature"], s["type1_fragmented"]
    theta = c3 + c1n + c1m + c1f
    left, aged = s["vigour"], _aged(rest, care)
    room = (n("packing_limit") - theta / left) / (n("packing_limit") - rest["total_baseline"])
    slack, heeded = n("slack_by_fragments"), n("degradation_by_collagenase")
    tension = theta / (theta + slack * c1f)
    tension = tension * (rest["total_baseline"] + slack * base["type1_fragmented"]) / rest["total_baseline"]
    eating = (1 - heeded) + heeded * e / rest["collagenase_baseline"]
    call1 = (fr + n("myofibroblast_output") * mr) * s_of("type1")
    call3 = (fr + n("type3_myofibroblast_output") * mr) * s_of("type3")
    linking = n("maturation_per_day") * ((1 - n("cross_linking_gain")) + n("cross_linking_gain") * z) * c1n
    gap = rest["unlit"] * left / (theta - c1f) - 1
    mend = (gap / 2 + np.hypot(gap, n("mending_margin")) / 2) / rest["severe_sun_gap"]
    lifted = 1 - mend + mend * care["synthesis_gain"]
    breaking = rest["mature_decay"] * c1m * e / rest["collagenase_baseline"]
    made3 = rest["type3_synthesis"] * room * left
    kf = rest["fragment_clearance"] * left
    kmmp, emmp = n("collagenase_decay_per_day"), care["collagenase_gain"]
    return {
        "collagenase": [
            emmp * n("collagenase_by_cytokine_per_day") * s["cytokine"],
            -emmp * n("collagenase_by_cytokine_per_day") * rest["cytokine_baseline"],
            emmp * n("collagenase_by_cells_per_day") * (lodged + m1),
            -kmmp * e,
            kmmp * rest["collagenase_baseline"],
            (emmp - 1) * kmmp * k["skin.collagenase_by_photoageing"] * mend,
        ],
        "programme": [1 / tau, gain * call1 / tau, -gain / tau, -z / tau],
        "vigour": [-part * left for part in aged],
        "type3": [
            made3,
            made3 * gain * call3,
            -made3 * gain,
            -n("type3_decay_per_day") * c3 * eating,
            *(-part * c3 for part in aged),
        ],
        "type1_new": [
            rest["type1_synthesis"] * lifted * z * room * tension * left,
            -linking,
            -n("new_decay_per_day") * eating * c1n,
            *(-part * c1n for part in aged),
        ],
        "type1_mature": [linking, -breaking, *(-part * c1m for part in aged)],
        "type1_fragmented": [breaking, -kf * c1f, -kf * n("scavenging_gain") * (m1 + m2x) * c1f],
    }


def _aged(rest: Named, care: Named) -> list:
    """What years, and the sun there is, take of collagen (1/d, by layer)."""
    return [rest["worn"]["years"]["collagen"], rest["sunned"] * care["uv"]]


def _elastin_and_hyaluronan(s: Named, k: Mapping[str, float], rest: Named, care: Named) -> dict[str, list]:
    def n(name: str) -> float:
        return k["elastin." + name]

    def w(name: str) -> float:
        return k["hydration.hyaluronan_" + name]

    m_scale = k["inflammation.macrophage_scale_cells_per_mm3"]
    cells = s["macrophages_inflammatory"] + s["macrophages_repair"]
    eaters = (cells - k["inflammation.resident_macrophages_cells_per_mm3"]) / m_scale
    risen, te = s["programme"] - 1, s["tropoelastin"]
    made, clearing = rest["tropoelastin_synthesis"], n("elastotic_clearance_per_day") * s["elastotic"]
    f_baseline = rest["states"]["fibroblasts"]
    fr, mr = s["fibroblasts"] / f_baseline, s["myofibroblasts"] / f_baseline
    x, tx = s["cytokine"] - rest["cytokine_baseline"], s["tgf"] - k["proliferation.tgf_baseline"]
    signal = 1 + w("by_cytokine") * x / (1 + x) + w("by_tgf") * tx / (1 + s["tgf"])
    return {
        "tropoelastin": [
            made,
            made * n("tropoelastin_induction") * risen / (risen + n("tropoelastin_half")),
            -n("assembly_per_day") * te,
            -n("tropoelastin_decay_per_day") * te,
        ],
        "elastic": [
            n("assembly_per_day") * te,
            -n("elastic_decay_per_day") * s["elastic"],
            -rest["worn"]["years"]["elastic"] * s["elastic"],
            -rest["worn"]["sun"]["elastic"] * care["uv"] * s["elastic"],
        ],
        "elastotic": [rest["elastotic_supply"], -clearing, -clearing * n("elastotic_scavenging") * eaters],
        "hyaluronan": [
            w("turnover_per_day") * signal * (1 - w("by_fibroblasts")),
            w("turnover_per_day") * signal * w("by_fibroblasts") * fr,
            w("turnover_per_day") * signal * w("by_myofibroblasts") * mr,
            -w("turnover_per_day") * s["hyaluronan"],
        ],
    }


def _settling(s: Named, k: Mapping[str, float], rest: Named) -> dict[str, list]:
    """Intact collagen gained, as far as new matrix has re-set the shape of the skin."""
    base = rest["states"]
    was = base["type3"] + base["type1_new"] + base["type1_mature"]
    now = s["type3"] + s["type1_new"] + s["type1_mature"]
    pace = k["surface_topography.crease_reset_per_day"] * s["programme"]
    return {"remodelled": [pace * now / (was * s["vigour"]), -pace, -pace * s["remodelled"]]}


def _diffusion(s: Named, numbers: Mapping[str, float], geometry: Named) -> dict[str, list]:
    """Fick between the middles of neighbouring nodes, epidermis on top; no flux through surface and floor."""
    height = np.concatenate([[geometry["epidermis_mm"]], np.diff(geometry["faces_mm"])])
    apart = (height[1:] + height[:-1]) / 2
    terms: dict[str, list] = {}
    for signal in SIGNALS:
        group = "proliferation" if signal == "tgf" else "inflammation"
        diffusivity = numbers[f"{group}.{signal}_diffusivity_mm2_per_day"]
        c = np.concatenate([[s["epidermal_" + signal]], s[signal]])
        # each flux as its two halves, so that their sizes count: down through a face, and up through it
        falling, rising = diffusivity * c[:-1] / apart, diffusivity * c[1:] / apart
        parts = [np.append(rising, 0), np.append(0, falling), -np.append(falling, 0), -np.append(0, rising)]
        terms["epidermal_" + signal] = [part[0] / height[0] for part in parts]
        terms[signal] = [part[1:] / height[1:] for part in parts]
    return terms


def reference_terms(
    state: Named, numbers: Mapping[str, float], rest: Named, geometry: Named, care: Named
) -> dict[str, list]:
    """The signed terms of every rate (1/day) at a state, diffusion included."""
    heard = {name: papillary_mean(state[name], geometry) for name in HEARD}
    terms = _inflammation(state, numbers, rest, care) | _proliferation(state, numbers, rest)
    terms |= _collagen(state, numbers, rest, care) | _elastin_and_hyaluronan(state, numbers, rest, care)
    terms |= turnover_terms(state, heard, numbers, rest, care) | pigment_terms(
        state, heard, numbers, rest, care
    )
    terms |= _settling(state, numbers, rest)
    terms |= barrier_and_relief_terms(state, heard, numbers, rest, care)
    for name, more in _diffusion(state, numbers, geometry).items():
        terms[name] = terms[name] + more
    return terms


def reference_rates(*inputs: Any) -> tuple[Named, Named]:
    """Rates (1/day) and, beside each, the summed size of its terms; inputs as of `reference_terms`."""
    terms = reference_terms(*inputs)
    rates = {name: sum(parts) for name, parts in terms.items()}
    return rates, {name: sum(abs(part) for part in parts) for name, parts in terms.items()}
