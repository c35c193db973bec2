"""What eyes take of the surface: the true change, less what they have got used to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.reading import per_draw

if TYPE_CHECKING:
    from ..skin.tissue import TissueTrajectory


def perceived_crease(tissue: TissueTrajectory) -> np.ndarray:
    """Crease depth as eyes take it, over baseline, (draw, day): what one has got used to no longer counts."""
    topography, start = tissue.surface_topography, tissue.baseline.surface_topography
    gain = 1 - topography.crease_depth / per_draw(start.crease_depth)
    used_to = np.maximum(tissue.observers["habituation"], 0.0)
    # Getting used to a gain can use it up, but never turns a gain into a loss.
    return 1 - np.where(gain > 0, np.maximum(gain - used_to, 0.0), gain)
