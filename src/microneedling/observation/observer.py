"""Observer: eyes get used to a gain.

`habituation` rises towards a share of the gain in crease depth, over months; `observation.perception` takes it off
what is seen. It is a state of who looks, not of the skin: it is integrated beside the tissue and feeds back into
nothing, and instruments do not know it.

The time and the share are assumed (docs/model.md#creases). Breaks down for raters who see photographs in random order.
"""

from __future__ import annotations

from ..healing.process import COMPARTMENT, Process, State

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
