"""Numbing before a session and the pain of it.

    pain  = 10 (1 - exp(-p / 10))
    p     = p0 (depth/depth0)^a (needles in skin together/needles0)^b (strokes/strokes0)^c (area/area0)^e
               (needle diameter/diameter0)^d * zone * drum
    block = mean over the track of the block there  (`numbing_transport`), each part of it as it hurts: u = (z/depth)^a

Strokes: strikes on a square centimetre over the needles that strike together. Pain on length and number follows Gill
2008, who found no effect of width within his spread; that more passes and a larger area hurt more is known, how much
is assumed. The anchor (p0) is elicited: a face needled 1.5 mm deep with a pen, no cream. Depth is the penetration
depth, not the set depth. A needle is felt along its whole track, so cream that numbs the top of the skin takes away
only the part felt there. Cream is taken to be wiped off right before the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .numbing_transport import numb

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from ..skin.anatomy import Anatomy
    from .numbing_transport import Numbing


@dataclass(frozen=True)
class Cream:
    """An anaesthetic cream as it is put on before a session, and whether a fine roller went before it."""

    product: str  # one of `numbing_transport.DRUGS`
    minutes: float
    occluded: bool = False
    pre_roll_mm: float | None = None  # length of the roller's needles; None without one


VAS_TOP = 10.0  # end of the scale
TENDER = frozenset({"periorbital", "perioral", "nose"})
UPPER_FACE = frozenset({"forehead", "glabella", "temple"})
LOWER_FACE = frozenset({"cheek", "chin", "jawline"})  # the anchor's own
PARTS = 4  # of a needle's track, each of equal pain


def pain_block(
    cream: Cream | None,
    skin: Anatomy,
    depth_mm: np.ndarray,
    values: Values,
    pre_rolled: Punctures | None = None,
) -> np.ndarray:
    """Share of the pain that a cream removes when it is wiped off, (draw,) in 0..1; none, or no minutes: 0.

    `depth_mm` (draw,) is the penetration depth: cream that numbs the top of the skin leaves deep needles felt.
    `pre_rolled`: channels made right before the cream went on.
    """
    if cream is None or cream.minutes <= 0:
        return np.zeros(values.count)
    numbing = numb(
        cream.product,
        float(cream.minutes),
        skin,
        values,
        occluded=cream.occluded,
        pre_rolled=pre_rolled,
        after_h=0.0,
        finer=1,
    )
    return track_block(numbing, depth_mm, values)


def track_block(numbing: Numbing, depth_mm: np.ndarray, values: Values) -> np.ndarray:
    """Share of the pain of needles that reach `depth_mm` (draw,) that is gone when the cream is wiped off, (draw,)."""
    exponent = np.maximum(values["transport.pain_length_exponent"], 0.1)
    shares = (np.arange(PARTS) + 0.5) / PARTS
    return np.mean([numbing.at_wiping(depth_mm * share ** (1 / exponent)) for share in shares], axis=0)


def insertion_pain(
    punctures: Punctures, site: str, values: Values, area_cm2: float | None = None
) -> np.ndarray:
    """Pain of the session without numbing, VAS 0-10, (draw,); an area not given counts as that of a face."""
    together = punctures.stroke.needles_in_skin(punctures.depth_median_mm)
    shaft_mm = 2 * punctures.stroke.shaft_radius_mm
    strokes_per_cm2 = punctures.density_per_cm2 / together
    area = values["transport.pain_anchor_area_cm2"] if area_cm2 is None else area_cm2
    stimulus = (
        -VAS_TOP
        * np.log1p(-np.minimum(values["transport.pain_anchor_vas"] / VAS_TOP, 0.99))
        * _times(punctures.depth_median_mm, "length_exponent", "anchor_depth_mm", values)
        * _times(together, "number_exponent", "anchor_needles", values)
        * _times(strokes_per_cm2, "strokes_exponent", "anchor_strokes_per_cm2", values)
        * _times(area, "area_exponent", "anchor_area_cm2", values)
        * _times(shaft_mm, "diameter_exponent", "anchor_diameter_mm", values)
        * _zone(site, values)
    )
    if punctures.stroke.drum_diameter_mm is not None:
        stimulus = stimulus * values["transport.pain_drum_factor"]
    return -VAS_TOP * np.expm1(-stimulus / VAS_TOP)


def _times(amount: np.ndarray | float, exponent: str, anchor: str, values: Values) -> np.ndarray:
    """How many times the anchor's pain an amount gives; never less pain from more of it."""
    power = np.maximum(values[f"transport.pain_{exponent}"], 0)
    return (amount / values[f"transport.pain_{anchor}"]) ** power


def _zone(site: str, values: Values) -> np.ndarray | float:
    if site in LOWER_FACE:
        return 1.0
    zone = "tender" if site in TENDER else "upper_face" if site in UPPER_FACE else "body"
    return values[f"transport.pain_zone_factor.{zone}"]
