"""The punctures that one session leaves: how many, how wide, how deep, how many bleed.

    reached(z)  = Phi(ln(depth/z) / log_sd) for z below the set depth, else 0         share of channels
    mouth       = recoil * needle radius at depth + dimple                         (the dimpled skin wraps it)
    radius(z,L) = recoil * needle radius at L - z from the tip                        taper
    phi         = 1 - exp(-n reached(corneum) pi mouth^2)                             overlaps counted once
    wounded(z)  = 1 - exp(-n E_L[pi radius(z, L)^2])

Channels are spread over the distribution of depths by fixed quantiles, so nothing here is random.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr, ndtri

from ..answers.brief import brief
from ..device.coverage import USUAL_GLIDE, strokes_per_cm2
from ..device.needling import Needling
from ..device.strokes import Stroke, stroke_of
from ..evidence.registry import Values
from ..skin.anatomy import Anatomy
from ..units import MM2_PER_CM2
from .bleeding import bleeding_share
from .channels import distinct_per_mm2
from .penetration import penetration_depth

_SCORE, _WEIGHT = hermegauss(15)
SCORE, WEIGHT = _SCORE, _WEIGHT / _WEIGHT.sum()  # quantiles of the depth between channels, and their weights
_INSIDE = (np.arange(4) + 0.5) / 4  # places inside a layer where the wounded fraction is taken


@dataclass(frozen=True)
class Punctures:
    """One session's punctures; arrays (draw,). Depths below the skin surface in mm."""

    __repr__ = brief

    density_per_cm2: np.ndarray  # strikes
    channel_radius_mm: np.ndarray
    depth_median_mm: np.ndarray
    depth_log_sd: np.ndarray
    depth_limit_mm: np.ndarray
    bleeding_fraction: np.ndarray
    area_fraction: np.ndarray
    loop_crossing_fraction: np.ndarray  # share of channels deeper than the tops of the capillary loops
    recoil_width: np.ndarray
    stroke: Stroke

    @property
    def channels_per_cm2(self) -> np.ndarray:
        """Distinct channels per cm2, (draw,): strikes that fall into a channel already there open no other."""
        strikes = self.density_per_cm2 / MM2_PER_CM2
        return MM2_PER_CM2 * distinct_per_mm2(strikes, 2 * self.channel_radius_mm)

    @property
    def bleeding_points_per_cm2(self) -> np.ndarray:
        """Distinct channels that bleed, per cm2, (draw,)."""
        return self.channels_per_cm2 * self.bleeding_fraction

    @property
    def struck_area(self) -> np.ndarray:
        """Area of all strikes per area of skin, (draw,): every strike counted, so beyond 1 where they overlap."""
        return -np.log1p(-np.minimum(self.area_fraction, 1 - 1e-12))

    def reached_fraction(self, depth_mm: np.ndarray | float) -> np.ndarray:
        """Share of channels at least `depth_mm` deep; depth broadcasts against (draw,) or is (draw, n)."""
        return reached(self.depth_median_mm, self.depth_log_sd, self.depth_limit_mm, depth_mm)

    def depth_quantile_mm(self, share: float) -> np.ndarray:
        """Quantile of the depth between channels, (draw,): this share of them is no deeper; 0.5 is the median."""
        return np.minimum(
            self.depth_median_mm * np.exp(self.depth_log_sd * ndtri(share)), self.depth_limit_mm
        )

    def depth_quantiles_mm(self) -> tuple[float, float, float]:
        """Depth at 10, 50 and 90 % of all channels of all draws: spread between channels and uncertainty pooled."""
        shares = (np.arange(40) + 0.5) / 40
        pooled = np.stack([self.depth_quantile_mm(share) for share in shares])
        low, median, high = np.quantile(pooled, (0.1, 0.5, 0.9))
        return float(low), float(median), float(high)

    def wounded_fraction(self, faces_mm: np.ndarray) -> np.ndarray:
        """Wounded volume fraction of each layer between `faces_mm` (draw, N+1) -> (draw, N)."""
        faces = np.broadcast_to(faces_mm, (self.density_per_cm2.size, np.shape(faces_mm)[-1]))
        top, height = faces[:, :-1, None], np.diff(faces, axis=1)[:, :, None]
        depth = top + height * _INSIDE  # (draw, layer, place)
        lengths = channel_lengths(self.depth_median_mm, self.depth_log_sd, self.depth_limit_mm)
        area = np.zeros_like(depth)
        stroke = self._column_stroke()
        for length, weight in zip(lengths.T, WEIGHT, strict=True):
            radius = self.recoil_width[:, None, None] * stroke.radius_mm(length[:, None, None] - depth)
            area += weight * np.pi * radius**2
        per_mm2 = self.density_per_cm2[:, None, None] / MM2_PER_CM2
        return (-np.expm1(-per_mm2 * area)).mean(axis=2)

    def _column_stroke(self) -> Stroke:
        """The stroke with its needle as (draw, 1, 1), to meet (draw, layer, place)."""
        return replace(
            self.stroke,
            shaft_radius_mm=self.stroke.shaft_radius_mm[:, None, None],
            tip_radius_mm=self.stroke.tip_radius_mm[:, None, None],
            tip_slope=self.stroke.tip_slope[:, None, None],
        )


def reached(
    median: np.ndarray, log_sd: np.ndarray, limit: np.ndarray, depth_mm: np.ndarray | float
) -> np.ndarray:
    """Share of channels at least `depth_mm` deep, (draw,) or (draw, n); 0 from the limit on."""
    depth = np.asarray(depth_mm, float)
    if depth.ndim > 1:
        median, log_sd, limit = median[:, None], log_sd[:, None], limit[:, None]
    share = ndtr(np.log(median / np.maximum(depth, 1e-9)) / log_sd)
    return np.where(depth < limit, share, 0.0)


def channel_lengths(median: np.ndarray, log_sd: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Lengths of the channels at the quantiles of `SCORE`, (draw, quantile)."""
    return np.minimum(median[:, None] * np.exp(log_sd[:, None] * SCORE), limit[:, None])


def punctures(needling: Needling, anatomy: Anatomy, values: Values) -> Punctures:
    """The punctures of one session on this skin; equations in the module's docstring and in `penetration`."""
    stroke = stroke_of(needling, values)
    deep = penetration_depth(stroke, anatomy, needling.skin_stretched, values)
    recoil = values["injury.recoil_width"]
    mouth = recoil * stroke.radius_mm(np.minimum(deep.median_mm + deep.dimple_mm, stroke.travel_mm))
    if needling.glide_speed_open:
        needling = replace(needling, glide_speed_mm_per_s=values[".".join(USUAL_GLIDE)])
    density = np.full_like(deep.median_mm, strokes_per_cm2(needling))
    opened = reached(deep.median_mm, deep.log_sd, deep.limit_mm, anatomy.stratum_corneum_mm)
    lengths = channel_lengths(deep.median_mm, deep.log_sd, deep.limit_mm)
    bleeding, crossing = bleeding_share(stroke, lengths, WEIGHT, anatomy, values)
    return Punctures(
        density_per_cm2=density,
        channel_radius_mm=mouth,
        depth_median_mm=deep.median_mm,
        depth_log_sd=deep.log_sd,
        depth_limit_mm=deep.limit_mm,
        bleeding_fraction=bleeding,
        area_fraction=-np.expm1(-density / MM2_PER_CM2 * opened * np.pi * mouth**2),
        loop_crossing_fraction=crossing,
        recoil_width=recoil,
        stroke=stroke,
    )
