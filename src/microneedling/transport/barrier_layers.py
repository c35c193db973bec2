"""What each layer of skin does to a substance: how fast it moves, how much is held, how fast blood takes it.

Concentration u is that free in water, ug/mL. Each layer has a conductivity `lam` (mm2/h: flux = lam du/dz), a
storage K (amount per volume = K u) and losses (1/h per volume).

    corneum    kp_lipid  = 10^(a + b log K - c MW) (uncharged + ion_ratio (1 - uncharged))     (Potts, Guy 1992)
               lam       = kp_lipid h s,    K = lipid share uncharged 10^(b log K) + water share
               s = 10^scatter * (open air)
               beside it aqueous pathways straight through (follicles, glands): area * s, diffusivity D, nothing held
    dermis     D         = 10^(d0 + d1 log MW)                                     (Dancik 2013, here to the end)
               K         = w (1 - albumin + albumin / fu + lipid uncharged 10^log K)
               lam       = w D + w albumin (1 / fu - 1) D_bound
               blood     = Q/fu P S / (Q/fu + P S) + w lymph,    P = ratio kp_lipid + pores (MW_ref / MW)^e
    epidermis  as dermis, slower by a factor, without blood;   subcutis as dermis, slower, with less blood

Metabolised share only where a half-life is given. Not in it: pumping, appendages as pathways of their own,
vessels that narrow or widen under a drug, the fat lobules, ion trapping between an acidic product and living skin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from .actives import Properties

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.anatomy import Anatomy

HOURS_PER_DAY = 24.0
MM_PER_CM, SECONDS_PER_H = 10.0, 3600.0
CM_S_TO_MM_H = MM_PER_CM * SECONDS_PER_H
CM2_S_TO_MM2_H = MM_PER_CM**2 * SECONDS_PER_H
LAYERS = ("stratum_corneum", "epidermis", "papillary", "reticular", "subcutis")


@dataclass(frozen=True)
class Layer:
    """One layer; arrays (draw,)."""

    __repr__ = brief

    thickness_mm: np.ndarray
    conductivity_mm2_per_h: np.ndarray
    storage: np.ndarray
    blood_per_h: np.ndarray
    breakdown_per_h: np.ndarray


@dataclass(frozen=True)
class Barrier:
    """All layers in order from the surface, and what channels are filled with (mm2/h)."""

    __repr__ = brief

    layers: dict[str, Layer]
    channel_mm2_per_h: np.ndarray
    aqueous_area: np.ndarray  # of the aqueous pathways through the corneum, if a channel's fluid filled them

    @property
    def kp_mm_per_h(self) -> np.ndarray:
        """Permeability of the whole corneum, (draw,)."""
        corneum = self.layers["stratum_corneum"]
        through = corneum.conductivity_mm2_per_h + self.aqueous_area * self.channel_mm2_per_h
        return through / corneum.thickness_mm

    def lag_h(self) -> np.ndarray:
        """Lag (h) of the corneum alone under an infinite dose: h^2 K / (6 lam)."""
        corneum = self.layers["stratum_corneum"]
        return corneum.thickness_mm**2 * corneum.storage / (6 * corneum.conductivity_mm2_per_h)


def free_diffusivity_mm2_per_h(substance: Properties, values: Values) -> np.ndarray:
    """Diffusivity in the free water of the dermis, mm2/h, (draw,)."""
    slope = values["permeation.diffusivity_slope"]
    log_d = values["permeation.diffusivity_intercept"] + slope * np.log10(substance.molecular_weight_da)
    return 10.0**log_d * CM2_S_TO_MM2_H


def lipid_kp_mm_per_h(substance: Properties, ph: np.ndarray | float, values: Values) -> np.ndarray:
    """Permeability of the corneum's lipids by the rule of Potts and Guy, mm/h, (draw,)."""
    free = substance.uncharged(ph)
    log_kp = values["permeation.kp_intercept"] + values["permeation.kp_gain_with_log_k"] * substance.log_k
    log_kp = log_kp - values["permeation.kp_loss_with_weight"] * substance.molecular_weight_da
    # Far below any other pathway, the power would only underflow.
    open_share = free + values["permeation.ion_ratio"] * (1 - free)
    return 10.0 ** np.maximum(log_kp, -30) * CM_S_TO_MM_H * open_share


def corneum(
    substance: Properties,
    ph: float | np.ndarray,
    thickness_mm: np.ndarray,
    values: Values,
    scatter: np.ndarray,
) -> Layer:
    """The stratum corneum: its lipids and the water in them."""
    conductivity = lipid_kp_mm_per_h(substance, ph, values) * scatter * thickness_mm
    held = 10.0 ** (values["permeation.kp_gain_with_log_k"] * substance.log_k)
    held = held * values["permeation.corneum_lipid_share"]
    storage = substance.uncharged(ph) * held + values["permeation.corneum_water_share"]
    nothing = np.zeros_like(conductivity)
    return Layer(thickness_mm, conductivity, storage, nothing, nothing)


def _tissue(substance: Properties, values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Conductivity and storage of the dermis."""
    water, albumin = values["permeation.tissue_water_share"], values["permeation.albumin_share"]
    bound = albumin * (1 / substance.unbound_fraction - 1)
    lipid = (
        values["permeation.lipid_share"]
        * substance.uncharged(values["permeation.tissue_ph"])
        * 10.0**substance.log_k
    )
    carried = values["permeation.bound_diffusivity_mm2_per_day"] / HOURS_PER_DAY
    free = free_diffusivity_mm2_per_h(substance, values)
    return water * (free + bound * np.minimum(carried, free)), water * (1 + bound + lipid)


def blood_per_h(substance: Properties, values: Values) -> np.ndarray:
    """Rate (1/h) at which blood and lymph remove what is free in the dermis, per volume, (draw,)."""
    ph = values["permeation.tissue_ph"]
    size = values["permeation.pore_reference_da"] / substance.molecular_weight_da
    wall = values["permeation.capillary_kp_ratio"] * lipid_kp_mm_per_h(substance, ph, values)
    pores = values["permeation.pore_permeability_mm_per_day"] / HOURS_PER_DAY
    wall = wall + pores * size ** values["permeation.pore_weight_exponent"]
    through = wall * values["permeation.capillary_area_per_mm"]
    flow = values["permeation.blood_flow_per_day"] / HOURS_PER_DAY / substance.unbound_fraction
    lymph = values["permeation.lymph_per_day"] / HOURS_PER_DAY * values["permeation.tissue_water_share"]
    return flow * through / (flow + through) + lymph


def barrier(
    substance: Properties,
    skin: Anatomy,
    ph: float | np.ndarray,
    in_vivo: bool,
    open_air: bool,
    values: Values,
) -> Barrier:
    """The layers of this skin for this substance; a Franz cell has neither blood nor subcutis.

    `open_air`: the product is not occluded, so that the corneum stays dry.
    """
    scatter = 10.0 ** values["permeation.kp_scatter"]
    if open_air:
        scatter = scatter * values["permeation.open_air_ratio"]
    top = corneum(substance, ph, skin.stratum_corneum_mm, values, scatter)
    conductivity, storage = _tissue(substance, values)
    nothing = np.zeros_like(scatter)
    broken = nothing + substance.breakdown_per_h
    blood = blood_per_h(substance, values) if in_vivo else nothing
    slower = values["permeation.epidermis_diffusivity_ratio"]
    layers = {
        "stratum_corneum": top,
        "epidermis": Layer(skin.epidermis_mm, conductivity * slower, storage, nothing, broken),
        "papillary": Layer(skin.papillary_mm, conductivity, storage, blood, broken),
        "reticular": Layer(skin.dermis_mm - skin.papillary_mm, conductivity, storage, blood, broken),
    }
    if in_vivo:
        less = values["permeation.subcutis_ratio"]
        thick = values["permeation.subcutis_mm"]
        layers["subcutis"] = Layer(thick, conductivity * less, storage, blood * less, broken)
    ratio = values["permeation.channel_diffusivity_ratio"]
    aqueous = values["permeation.polar_area_share"] * scatter / ratio
    return Barrier(layers, ratio * free_diffusivity_mm2_per_h(substance, values), aqueous)
