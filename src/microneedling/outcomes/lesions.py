"""Scars and striae: how deep they lie below the surrounding skin, their colour, how much of a gain shows.

    depth = sum over zones thickness (theta_surround - theta_lesion (1 + remodelled)) + dent
            (mm; theta: intact collagen at baseline; remodelled: its gain that has re-set the shape of the skin;
            dent: what tethers still hold down, seen with the same delay)
    gain  = visible [ w (1 - depth/depth0) + (1 - w) (1 - colour/colour0) ] - s disarray

The narrower a scar, the less of a gain in its floor is seen: `visible`, by kind of lesion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..skin.lesion import lesion_key
from .colour import melanin, papillary_or_whole
from .matrix import intact
from .reading import make, papillary, per_draw

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.tissue import Tissue, TissueTrajectory
    from .reading import InstrumentReading


def scar_depth_mm(
    now: Tissue, rest: Tissue, surround: TissueTrajectory, thickness_mm: np.ndarray
) -> np.ndarray:
    """Depth below the surrounding skin at baseline, never negative: (draw,) at baseline, (draw, day) over a course."""
    intact_surround, collagen = intact(surround.baseline), intact(rest)
    if now.surface_topography.remodelled.ndim == 3:
        intact_surround, collagen, thickness_mm = (
            intact_surround[:, None, :],
            collagen[:, None, :],
            thickness_mm[:, None, :],
        )
    collagen = collagen * (1 + now.surface_topography.remodelled)
    return np.maximum(
        (thickness_mm * (intact_surround - collagen)).sum(-1) + now.surface_topography.dent_mm, 0.0
    )


def depth(lesion: TissueTrajectory, surround: TissueTrajectory, values: Values) -> InstrumentReading:
    """Depth of the lesion as a reading, mm."""
    start = np.maximum(
        scar_depth_mm(lesion.baseline, lesion.baseline, surround, lesion.thickness_mm),
        values["scales.scar_depth_floor_mm"],
    )
    relative = scar_depth_mm(lesion, lesion.baseline, surround, lesion.thickness_mm) / per_draw(start)
    return make("scar_depth", "depth of the lesion", "mm", "lower is better", relative, start, values)


def colour_difference(now: Tissue, rest: Tissue, surround: TissueTrajectory, values: Values) -> np.ndarray:
    """Difference to the surrounding skin at baseline: |melanin ratio - 1| + a |vessel ratio - 1|.

    Faster turnover lightens needled skin for weeks, a lesion and the skin around it alike: that is no difference, so
    the lesion counts as no lighter than it was (`rest`). Darkening counts in full.
    """
    here = melanin(now, values)
    shape = (-1, *([1] * (here.ndim - 1)))
    here = np.maximum(here, melanin(rest, values).reshape(shape))
    field, flow = (
        melanin(surround.baseline, values),
        papillary_or_whole(surround.baseline.proliferation.vessels),
    )
    vessels = papillary(now.proliferation.vessels)
    weight = values["measures.redness_by_vessels"].reshape(shape)
    return np.abs(here / field.reshape(shape) - 1) + weight * np.abs(vessels / flow.reshape(shape) - 1)


def mean_gain(kinds: Sequence[str], tissues: Mapping[str, TissueTrajectory], values: Values) -> np.ndarray:
    """Gain of several kinds of lesion beside the skin, (draw, day): a rater looks at all, so their mean."""
    return np.mean([gain(tissues[kind], tissues["skin"], values) for kind in kinds], axis=0)


def gain(lesion: TissueTrajectory, surround: TissueTrajectory, values: Values) -> np.ndarray:
    """Visible gain of one lesion, (draw, day): 0 at baseline, at most the visible share."""
    name = lesion_key(lesion.kind)
    structure = 1 - depth(lesion, surround, values).relative
    floor = values["measures.contrast_floor"]
    at_first = colour_difference(lesion.baseline, lesion.baseline, surround, values)
    now = colour_difference(lesion, lesion.baseline, surround, values)
    colour = (per_draw(at_first) - now) / per_draw(np.maximum(at_first, floor))
    weight = per_draw(values[f"scales.depth_weight.{name}"])
    visible = per_draw(values[f"scales.visible_share.{name}"])
    seen = visible * (weight * structure + (1 - weight) * np.maximum(colour, -1.0))
    return seen - per_draw(values["damage.seen_by_disarray"]) * lesion.damage.disarray
