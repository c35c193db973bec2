"""What each layer of skin does to a substance: how fast it moves, how much is held, how fast blood takes it.

Concentration u is that free in water, ug/mL. Each layer has a conductivity `lam` (mm2/h: flux = lam du/dz), a
storage K (amount per volume = K u) and losses (1/h per volume).

    corneum    kp_lipid  = 10^(a + b log K - c MW) (uncharged + ion_ratio (1 - uncharged))     (Potts, Guy 1992)
               lam       = kp_lipid h s,    K = lipid share uncharged 10^(b log K) + water share
               s = 10^(scatter, and in a cell its own) site (open air)
               beside it aqueous pathways straight through (follicles, glands): area s charge H, diffusivity D
               charge = uncharged + anion ratio (1 - uncharged) for acids, else 1: the ways are negative themselves
               H      = (1 - w) R(a/pore) + w R(a/wide pore),  over the same for glucose;  R of Renkin
               a      = radius of the molecule: (MW/180)^0.33, beyond 2 kDa a coil's MW^0.58
    dermis     D         = 10^(d0 + d1 log MW)                                     (Dancik 2013, here to the end)
               K         = w (1 - albumin + albumin / fu + lipid uncharged 10^log K)
               lam       = w D + w albumin (1 / fu - 1) D_bound
               blood     = Q/fu P S / (Q/fu + P S) + w lymph,    P = ratio kp_lipid + pores (MW_ref / MW)^e
    epidermis  as dermis, slower by a factor, without blood;   subcutis as dermis, slower, with less blood

`site` is the face or scalp over limbs and trunk. Metabolised share only where a half-life is given. Not in it: pumping,
appendages as pathways of their own, shedding (7 % of the corneum a day), vessels that narrow or widen under a drug, the
fat lobules, ion trapping between an acidic product and living skin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from ..skin.sites import FACE
from .actives import Properties

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.anatomy import Anatomy

HOURS_PER_DAY = 24.0
MM_PER_CM, SECONDS_PER_H = 10.0, 3600.0
CM_S_TO_MM_H = MM_PER_CM * SECONDS_PER_H
CM2_S_TO_MM2_H = MM_PER_CM**2 * SECONDS_PER_H
GLUCOSE_DA = 180.0
GLOBE, COIL = (
    0.33,
    0.58,
)  # exponents of the radius on the weight: a compact molecule, a coil in a good solvent
COIL_DA = 2000.0  # from here on chains are coils
RENKIN_ENDS, RENKIN_FALL = 0.6, 9.0  # the series turns up beyond; the slope of its logarithm there
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


def renkin(ratio: np.ndarray) -> np.ndarray:
    """What a pore leaves of diffusion and entry, for a molecule's radius over the pore's (Renkin 1954).

    The series is his up to `RENKIN_ENDS`; beyond it falls as steeply as there, without reaching zero.
    """
    inside = np.minimum(ratio, RENKIN_ENDS)
    entry = (1 - inside) ** 2
    drag = 1 - 2.104 * inside + 2.09 * inside**3 - 0.95 * inside**5
    return entry * drag * np.exp(-RENKIN_FALL * (ratio - inside))


def hindrance(molecular_weight_da: np.ndarray, values: Values) -> np.ndarray:
    """Diffusion through the corneum's watery ways over that of glucose by the same law in free water, (draw,)."""
    compact = np.minimum(molecular_weight_da, COIL_DA)
    radius = values["permeation.glucose_radius_nm"] * (compact / GLUCOSE_DA) ** GLOBE
    radius = radius * (molecular_weight_da / compact) ** COIL
    pore, wide = values["permeation.polar_pore_nm"], values["permeation.wide_pore_nm"]
    share = values["permeation.wide_pore_share"]

    def passed(size: np.ndarray) -> np.ndarray:
        return (1 - share) * renkin(size / pore) + share * renkin(size / wide)

    return passed(radius) / passed(values["permeation.glucose_radius_nm"])


def watery_share(substance: Properties, ph: float | np.ndarray, values: Values) -> np.ndarray:
    """Share of the corneum's area that its watery ways would take for this substance at this pH, (draw,)."""
    charge = np.ones_like(substance.log_k)
    if substance.charge == "acid":
        free = substance.uncharged(ph)
        charge = free + values["permeation.anion_ratio"] * (1 - free)
    return values["permeation.polar_area_share"] * charge * hindrance(substance.molecular_weight_da, values)


def site_ratio(site: str, values: Values) -> np.ndarray | float:
    """Permeability of the corneum at this site over that of limbs and trunk."""
    place = "scalp" if site == "scalp" else "face" if site in FACE else ""
    return values[f"permeation.site_ratio.{place}"] if place else 1.0


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
    astray = values["permeation.kp_scatter"]
    scatter = 10.0 ** (astray if in_vivo else astray + values["permeation.cell_scatter"])
    scatter = scatter * site_ratio(skin.site, values)
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
    aqueous = watery_share(substance, ph, values) * scatter / ratio
    return Barrier(layers, ratio * free_diffusivity_mm2_per_h(substance, values), aqueous)
