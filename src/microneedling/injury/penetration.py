"""How deep a needle gets in skin that yields before it tears.

A needle driven by `travel` d beyond its guide first dimples the skin, tears it when the tip force reaches
F_i, then cuts on against friction; what the skin gives way is lost to the penetration depth L:

    F_i   = straight line in the tip's diameter through the measured ends         (N)
    F(L)  = cut F_i + friction * flank(L),  flank = 2 pi integral of the needle's radius              (N)
    d     = L_yield + keep dimple s + C F(L_yield)                                                   (mm)
    L_force: where the needles in the skin together need the whole force of hand or motor  (bed of nails)
    depth = L_yield and L_force joined smoothly, softened near zero, never above d

`dimple` is the local yielding under the tip: the contact law F = E* diameter dimple makes it independent of
the tip, as measured. `s` is how much softer this skin is than the reference. C (mm/N) is how the skin
between needles sags: a layered plate (corneum, epidermis, dermis) of bending stiffness D, held by the
subcutis and by the guide that touches it half way to the next needle, mostly by whichever is firmer:

    C_subcutis = (2 / E_s')^(2/3) D^(-1/3) / (3 sqrt 3),    C_guide = (spacing/2)^2 / (16 pi D)
    1/C = 1/C_subcutis + 1/C_guide,        E_s' = E_s / (1 - nu^2)

Moduli relax after loading, G(t) = 1 - g1 (1 - e^(-t/t1)) - g2 (1 - e^(-t/t2)), so a pen's milliseconds meet
stiffer skin than a slow press. Not in it: inertia, the sag of the whole patch under the head (the hand takes
it up until the guide touches), curling of needles. Older or wetter skin than that measured is not known.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..answers.brief import brief
from ..device.strokes import Stroke
from ..evidence.registry import Values
from ..skin.anatomy import Anatomy

MPA_PER_KPA = 1e-3  # 1 MPa = 1 N/mm2
POISSON = 0.5  # skin keeps its volume over the time of a stroke
_SHALLOWEST_MM, _DEEPEST_MM, _HALVINGS = 1e-3, 20.0, 40  # bracket and steps of the force balance
_SHARPNESS = 8  # how abruptly the weaker of two limits takes over (p-norm)


@dataclass(frozen=True)
class PenetrationDepth:
    """Depth of the channels of one session: lognormal between channels, cut at `limit_mm`; arrays (draw,)."""

    __repr__ = brief

    median_mm: np.ndarray
    log_sd: np.ndarray
    limit_mm: np.ndarray
    dimple_mm: np.ndarray  # local yielding that stays under the needle
    compliance_mm_per_n: np.ndarray


def relaxed(time_s: np.ndarray, values: Values) -> np.ndarray:
    """Share G(t) of the instantaneous force that is left after `time_s`, (draw,)."""
    first = values["injury.relaxation_first"] * (1 - np.exp(-time_s / values["injury.relaxation_first_s"]))
    further = values["injury.relaxation_further"] * (
        1 - np.exp(-time_s / values["injury.relaxation_further_s"])
    )
    return 1 - first - further


def stiffening(stroke: Stroke, stretched: bool, values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Stiffness of (all layers, dermis when stretched) at this loading time over the entries' reference."""
    rate = relaxed(stroke.loading_s, values) / relaxed(values["injury.reference_loading_s"], values)
    return rate, rate * values["injury.stretch_stiffening"] if stretched else rate


def plate_stiffness_n_mm(skin: Anatomy, rate: np.ndarray, dermis_rate: np.ndarray) -> np.ndarray:
    """Bending stiffness D of the layered plate about its neutral plane (N mm)."""
    thickness = np.stack([skin.stratum_corneum_mm, skin.epidermis_mm, skin.dermis_mm])
    modulus = MPA_PER_KPA * np.stack(
        [skin.stratum_corneum_kpa * rate, skin.epidermis_kpa * rate, skin.dermis_kpa * dermis_rate]
    )
    middle = np.cumsum(thickness, axis=0) - thickness / 2
    stretch = modulus * thickness
    neutral = np.sum(stretch * middle, axis=0) / np.sum(stretch, axis=0)
    return np.sum(stretch * (thickness**2 / 12 + (middle - neutral) ** 2), axis=0) / (1 - POISSON**2)


def compliance_mm_per_n(
    skin: Anatomy, stroke: Stroke, rate: np.ndarray, dermis_rate: np.ndarray
) -> np.ndarray:
    """How far the skin sags under one needle, per force (mm/N)."""
    plate = plate_stiffness_n_mm(skin, rate, dermis_rate)
    subcutis = MPA_PER_KPA * skin.subcutis_kpa * rate / (1 - POISSON**2)
    by_subcutis = (2 / subcutis) ** (2 / 3) * plate ** (-1 / 3) / (3 * math.sqrt(3))
    by_guide = (stroke.spacing_mm / 2) ** 2 / (16 * math.pi * plate)
    return 1 / (1 / by_subcutis + 1 / by_guide)


def insertion_force_n(tip_diameter_um: np.ndarray, values: Values) -> np.ndarray:
    """Force at which the tip tears the skin; below the finest tip measured in proportion to the diameter."""
    fine, coarse = values["injury.fine_tip_um"], values["injury.coarse_tip_um"]
    low, high = values["injury.fine_tip_force_n"], values["injury.coarse_tip_force_n"]
    line = low + (high - low) * (tip_diameter_um - fine) / (coarse - fine)
    return np.where(tip_diameter_um > fine, line, low * tip_diameter_um / fine)


def _weaker(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Smooth minimum of two positive lengths."""
    return (a**-_SHARPNESS + b**-_SHARPNESS) ** (-1 / _SHARPNESS)


def _softened(length: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Positive part with a soft foot: scale * log(1 + exp(length / scale))."""
    return scale * np.logaddexp(0, length / scale)


def _length_where(cost: Callable[[np.ndarray], np.ndarray], budget: np.ndarray) -> np.ndarray:
    """Length at which an increasing cost meets the budget, by bisection on a logarithmic scale."""
    low = np.full_like(budget, math.log(_SHALLOWEST_MM))
    high = np.full_like(budget, math.log(_DEEPEST_MM))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        enough = cost(np.exp(middle)) < budget
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return np.exp((low + high) / 2)


def penetration_depth(stroke: Stroke, skin: Anatomy, stretched: bool, values: Values) -> PenetrationDepth:
    """How deep the needles of a stroke get, arrays (draw,); equations in the module's docstring."""
    rate, dermis_rate = stiffening(stroke, stretched, values)
    compliance = compliance_mm_per_n(skin, stroke, rate, dermis_rate)
    softness = values["anatomy.dermis_kpa"] / (skin.dermis_kpa * dermis_rate)
    dimple = values["injury.dimple_um"] / 1000 * values["injury.dimple_kept"] * softness
    cutting = values["injury.cutting_share"] * insertion_force_n(2000 * stroke.tip_radius_mm, values)
    friction = values["injury.shaft_friction_kpa"] * MPA_PER_KPA

    left = _softened(stroke.travel_mm - dimple - compliance * cutting, values["injury.shallow_softness_mm"])
    yielding = _length_where(lambda length: length + compliance * friction * stroke.flank_mm2(length), left)
    pushed = _length_where(lambda length: stroke.force_n(length, cutting, friction), stroke.drive_force_n)
    limit = np.full_like(left, stroke.travel_mm)
    median = np.minimum(_weaker(yielding, pushed), limit)
    loss = values["injury.spread_of_loss"] * (stroke.travel_mm - median) / median
    log_sd = np.hypot(values["injury.spread_between_needles"], np.minimum(loss, 1.0))
    return PenetrationDepth(median, log_sd, limit, dimple, compliance)
