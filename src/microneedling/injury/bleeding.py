"""Which channels bleed: those that cut a capillary loop or a vessel of the upper plexus and do not seal.

    cut loop   = 1 - exp(-loops/mm2 * pi (needle radius at the tops + loop radius)^2)   if L passes the tops
    cut plexus = 1 - exp(-2 length/mm2 * needle radius at the plexus)                   if L passes the plexus
    bleeds     = 1 - (1 - cut loop * loop bleeds) (1 - cut plexus * plexus bleeds)

The needle's own radius counts, not the recoiled one; tops of the loops and the plexus lie at depths that vary
(lognormal), so the share rises smoothly with depth. Loops stand upright from the plexus into the papillae.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from ..device.strokes import Stroke
from ..evidence.registry import Values
from ..skin.anatomy import Anatomy


def _passes(length_mm: np.ndarray, depth_mm: np.ndarray, log_sd: np.ndarray) -> np.ndarray:
    """Share of places in which a channel of this length passes a structure at about this depth."""
    return ndtr(np.log(np.maximum(length_mm, 1e-9) / depth_mm) / log_sd)


def bleeding_share(
    stroke: Stroke, lengths_mm: np.ndarray, weight: np.ndarray, skin: Anatomy, values: Values
) -> tuple[np.ndarray, np.ndarray]:
    """(share of channels that bleed, share that pass the loops' tops); lengths (draw, quantile)."""
    bleeding = np.zeros(lengths_mm.shape[0])
    crossing = np.zeros(lengths_mm.shape[0])
    loop_radius = values["injury.loop_diameter_um"] / 2000
    for length, share in zip(lengths_mm.T, weight, strict=True):
        past_tops = _passes(length, skin.capillary_top_mm, values["injury.loop_depth_log_sd"])
        at_tops = stroke.radius_mm(length - skin.capillary_top_mm)
        target = np.pi * (at_tops + loop_radius) ** 2
        loop = past_tops * -np.expm1(-values["injury.loops_per_mm2"] * target)
        past_plexus = _passes(length, skin.plexus_mm, values["injury.plexus_depth_log_sd"])
        swept = 2 * stroke.radius_mm(length - skin.plexus_mm) * values["injury.plexus_length_per_mm"]
        plexus = past_plexus * -np.expm1(-swept)
        dry = (1 - loop * values["injury.loop_bleeds"]) * (1 - plexus * values["injury.plexus_bleeds"])
        bleeding += share * (1 - dry)
        crossing += share * past_tops
    return bleeding, crossing
