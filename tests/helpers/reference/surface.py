"""The reference's signed terms at the surface: mouths, epidermis, pigment, barrier and relief.

By hand as `moving` is, with its words: `s` state, `k` registry numbers, `rest` the solved baseline, `care` the drivers,
`heard` papillary means.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .baseline import Named


def _quickening(s: Named, heard: Named, k: Mapping[str, float], rest: Named) -> float:
    x = s["epidermal_cytokine"] - rest["cytokine_baseline"]
    m2x = heard["macrophages_repair"] - k["inflammation.resident_macrophages_cells_per_mm3"]
    y = k["turnover.paracrine_by_macrophages"] * m2x / k["inflammation.macrophage_scale_cells_per_mm3"]
    y += k["turnover.paracrine_by_fibroblasts"] * (heard["fibroblasts"] / rest["heard"]["fibroblasts"] - 1)
    return y / (1 + y) + k["turnover.quickening_by_cytokine"] * x / (1 + x)


def _narrowing(s: Named, k: Mapping[str, float], rest: Named, care: Named) -> float:
    """Share of its radius that a mouth loses in a day."""
    speed = rest["repair_factor"] * care["barrier_gain"] * k["turnover.closure_speed_mm_per_day"]
    crowded = 1 + care["channels_per_mm2"] * k["turnover.closure_by_crowding_mm2"]
    return speed / crowded / (k["turnover.closure_radius_mm"] + s["opening_radius_mm"])


def turnover_terms(
    s: Named, heard: Named, k: Mapping[str, float], rest: Named, care: Named
) -> dict[str, list]:
    """Mouths, basal and suprabasal cells, corneocytes, junction, ages."""

    def n(name: str) -> float:
        return k["turnover." + name]

    def intact(of: Named) -> float:
        return of["type3"] + of["type1_new"] + of["type1_mature"]

    base = rest["states"]
    q, fr = _quickening(s, heard, k, rest), heard["fibroblasts"] / rest["heard"]["fibroblasts"]
    target = 1 + n("basal_by_quickening") * rest["repair_factor"] * q
    target += n("basal_by_collagen") * (intact(heard) / intact(rest["heard"]) - 1)
    target += n("basal_by_junction") * (s["junction"] / base["junction"] - 1)
    fourth = (n("basal_baseline_cells_per_mm2") * target) ** 4
    alpha = fourth / (fourth + s["basal"] ** 4)
    dividing = rest["basal_rate"] * (1 + n("division_by_quickening") * q) * s["basal"]
    climbing = 2 * dividing - 2 * alpha * dividing
    drying = rest["suprabasal_rate"] * (1 + q) * s["suprabasal"]
    fresh = drying / s["corneocytes"]
    return {
        "opening_radius_mm": [-s["opening_radius_mm"] * _narrowing(s, k, rest, care)],
        "basal": [2 * alpha * dividing, -dividing],
        "suprabasal": [2 * dividing, -2 * alpha * dividing, -drying],
        "corneocytes": [drying, -rest["corneocyte_rate"] * (1 + q) * s["corneocytes"]],
        "junction": [
            n("junction_renewal_per_day") * base["junction"],
            n("junction_renewal_per_day") * n("junction_by_fibroblasts") * (fr - 1) / fr,
            -n("junction_renewal_per_day") * s["junction"],
        ],
        "suprabasal_age_day": [1.0, -climbing / s["suprabasal"] * s["suprabasal_age_day"]],
        "corneocyte_age_day": [1.0, -fresh * s["corneocyte_age_day"], fresh * s["suprabasal_age_day"]],
    }


def pigment_terms(
    s: Named, heard: Named, k: Mapping[str, float], rest: Named, care: Named
) -> dict[str, list]:
    """Activation and melanin, in skin and in a lesion."""

    def n(name: str) -> float:
        return k["pigment." + name]

    base, x = rest["states"], s["epidermal_cytokine"] - rest["cytokine_baseline"]
    faster = 1 + _quickening(s, heard, k, rest)
    sus, ka, mv = rest["susceptibility"], n("activation_decay_per_day"), s["melanin_epidermis"]
    woken = care["melanin_gain"] * sus * n("activation_by_cytokine_per_day") * x / (n("activation_half") + x)
    kt = n("transfer_share") * rest["suprabasal_rate"]
    ks = rest["corneocyte_rate"] * faster
    kdrop = n("dropping_per_day") * np.pi * care["channels_per_mm2"] * s["opening_radius_mm"] ** 2
    supply = base["melanin_epidermis"]

    def living(a: float, m: float) -> list:
        return [kt * supply, kt * supply * n("melanin_by_activation") * a, -kt * faster * m, -kdrop * m]

    def horny(m: float, c: float) -> list:
        return [n("corneum_share") * kt * faster * m, -ks * c]

    a_spot, m_spot = s["lesional_activation"], s["lesional_melanin_epidermis"]
    return {
        "activation": [woken, woken * n("uv_boost") * care["uv"], -ka * s["activation"]],
        "melanin_epidermis": living(s["activation"], mv),
        "melanin_corneum": horny(mv, s["melanin_corneum"]),
        "melanin_dermis": [
            kdrop * mv,
            n("leakage_per_day") * sus * x * mv,
            -n("dermal_clearance_per_day") * s["melanin_dermis"],
        ],
        "lesional_activation": [
            woken,
            woken * n("uv_boost") * care["uv"],
            ka * care["melanin_gain"] * base["lesional_activation"],
            -ka * a_spot,
        ],
        "lesional_melanin_epidermis": living(a_spot, m_spot),
        "lesional_melanin_corneum": horny(m_spot, s["lesional_melanin_corneum"]),
    }


def barrier_and_relief_terms(
    s: Named, heard: Named, k: Mapping[str, float], rest: Named, care: Named
) -> dict[str, list]:
    """Open areas, damage, creases, tethers."""

    def n(name: str) -> float:
        return k["surface_topography." + name]

    def softness(name: str, now: float, before: float) -> float:
        return (before / now) ** (n("stiffness_by_" + name) * n("crease_exponent"))

    def bearing(of: Named) -> float:
        return of["type1_mature"] + n("young_load") * of["type1_new"] + n("young_load") * of["type3"]

    opening = np.pi * care["channels_per_mm2"] * s["opening_radius_mm"] ** 2
    narrowing = _narrowing(s, k, rest, care)

    def shut(gap: str, what: str) -> list:
        drying = care["plugging"] * k[f"hydration.{what}_seal_per_day"]
        return [
            -2 * narrowing * s[gap],
            -drying * s[gap],
            drying * k[f"hydration.{what}_leak"] * opening,
        ]

    was = rest["heard"]
    w_eq = softness("collagen", bearing(heard), bearing(was))
    w_eq *= softness("elastin", heard["elastic"], was["elastic"])
    setting = n("crease_reset_per_day") * heard["programme"]
    used, share = k["observer.habituation_per_day"], k["observer.habituation_share"]
    return {
        "barrier_gap": shut("barrier_gap", "ion"),
        "vapour_gap": shut("vapour_gap", "vapour"),
        "wound": [-k["damage.wound_repair_per_day"] * rest["repair_factor"] * s["wound"]],
        "disarray": [
            k["damage.disarray_by_wound_per_mm2_day"] * s["wound"] ** 2,
            -k["damage.disarray_by_wound_per_mm2_day"] * s["wound"] ** 2 * s["disarray"],
            -k["damage.disarray_fading_per_day"] * s["disarray"],
        ],
        "crease_depth": [
            setting * w_eq,
            setting * w_eq * k["damage.seen_by_disarray"] * s["disarray"],
            -setting * s["crease_depth"],
        ],
        "habituation": [used * share, -used * share * s["crease_depth"], -used * s["habituation"]],
        "tether_mm": [0.0],
        "dent_mm": [setting * s["tether_mm"], -setting * s["dent_mm"]],
    }
