"""What several zones add up to for the person who has them all: harm and downtime, pain, the day of judging.

    downtime, redness, open channels, barrier, melanin  = those of the worst zone of each draw
    chance of dark marks somewhere                      = 1 - prod(1 - p)  over zones, draw by draw
    pain of a session                                   = that of its most painful zone

The chance takes zones as independent once the numbers of a draw are given: what zones share beyond them would bring it
down towards that of the worst zone alone, which is told beside it. Studies counted people, not zones, and treated
whole faces: for several zones of one face the product leans high. The worst zone is told for pain, not a mean over
areas: areas are often not on record, and the worst is what a person must be told.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...outcomes.harm import Harm


def harm_of_person(zones: Sequence[Harm]) -> Harm:
    """The harm of all zones together, (draw,) each; of one zone its own."""
    if len(zones) == 1:
        return zones[0]

    def worst(name: str) -> np.ndarray:
        return np.maximum.reduce([getattr(zone, name) for zone in zones])

    instruments = zones[0].closure_h
    return Harm(
        erythema_days=worst("erythema_days"),
        downtime_days=worst("downtime_days"),
        pih_probability=1 - np.prod([1 - zone.pih_probability for zone in zones], axis=0),
        channels_open_h=worst("channels_open_h"),
        barrier_open_h=worst("barrier_open_h"),
        peak_melanin_rise_percent=worst("peak_melanin_rise_percent"),
        closure_h={name: np.maximum.reduce([zone.closure_h[name] for zone in zones]) for name in instruments},
    )
