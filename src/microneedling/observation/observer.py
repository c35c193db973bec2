"""Observer: eyes get used to a gain.

`habituation` rises towards a share of the gain in crease depth, over months; `perceived_crease` takes it off what is
seen. It is a state of who looks, not of the skin: it is integrated beside the tissue and feeds back into
nothing, and instruments do not know it.

The time and the share are assumed (docs/model.md#creases). Breaks down for raters who see photographs in random order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..healing.process import COMPARTMENT, Process, State
from ..outcomes.reading import per_draw

if TYPE_CHECKING:
    from ..skin.tissue import TissueTrajectory

OBSERVER = Process(
    name="observer",
    about="eyes get used to a gain",
    states=(
        State(
            "habituation", COMPARTMENT, "1", "share of the gain in crease depth that eyes have got used to"
        ),
    ),
    rates={"habituation": "habituation_rate*(habituation_share*(1 - crease_depth) - habituation)"},
    constants={
        "habituation_rate": "observer.habituation_per_day",
        "habituation_share": "observer.habituation_share",
    },
)
OBSERVERS: tuple[Process, ...] = (OBSERVER,)  # integrated after the healing processes, each state from 0


def perceived_crease(tissue: TissueTrajectory) -> np.ndarray:
    """Crease depth as eyes take it, over baseline, (draw, day): what one has got used to no longer counts."""
    topography, start = tissue.surface_topography, tissue.baseline.surface_topography
    gain = 1 - topography.crease_depth / per_draw(start.crease_depth)
    used_to = np.maximum(tissue.observers["habituation"], 0.0)
    # Getting used to a gain can use it up, but never turns a gain into a loss.
    return 1 - np.where(gain > 0, np.maximum(gain - used_to, 0.0), gain)
