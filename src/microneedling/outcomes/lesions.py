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
    """Difference to the surrounding skin at baseline.

        |m_rest/m_skin - 1| + max(m - m_rest, 0)/m_skin + a |v/v_skin - 1|

    m: melanin (`rest`: before the course), v: vessels, a: how much of redness vessels make. Faster turnover lightens
    needled skin for weeks, a lesion and the skin around it alike: that is no difference. Darkening always is one: a
    scar that is paler than the skin around it does not fade into it because it darkens together with that skin.
    That a pale lesion gets its own pigment back for good is no law of the model, so nothing here counts it.
    """
    at_rest = melanin(rest, values)
    here = melanin(now, values)
    shape = (-1, *([1] * (here.ndim - 1)))
    field, flow = (
        melanin(surround.baseline, values).reshape(shape),
        papillary_or_whole(surround.baseline.proliferation.vessels).reshape(shape),
    )
    at_rest = at_rest.reshape(shape)
    tone = np.abs(at_rest / field - 1) + np.maximum(here - at_rest, 0.0) / field
    vessels = papillary(now.proliferation.vessels)
    weight = values["measures.redness_by_vessels"].reshape(shape)
    return tone + weight * np.abs(vessels / flow - 1)


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
