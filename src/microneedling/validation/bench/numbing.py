"""Numbing as a transported drug beside the rows of topic 5 on cream: depth, time, block.

`microneedling validate --bench numbing` prints the table. Pain without cream is not judged here.
"""

from __future__ import annotations

import numpy as np

from ...device.instruments import Roller
from ...device.needling import Needling
from ...evidence.registry import Values
from ...injury.punctures import punctures
from ...skin.anatomy import anatomy_of
from ...transport.numbing_transport import Numbing, numb
from .. import experiments as made
from ..verdicts import Role
from .rows import JudgedRow, apart, compare, draws, role_of

VEIN_MM = 1.5  # depth of the wall of a vein of the hand; not in the rows
LASER_MM = 1.0  # depth at which a laser on the face hurts; not in the rows
CLEAR = 0.2  # share of the pain removed that a volunteer calls clear; not in the rows
PRICK_MM = 1.0  # depth at which a lancet or a pin is felt; not in the rows
AFTER_MIN = 240.0  # stands for never
_OTHER = "a cream that the model does not have"
ANCHORS_APART = {
    "N118": "any numbing at all after five minutes, unblinded",
    "N120": "a rank; three creams alike after a covered hour is a behaviour",
    "N121": _OTHER,
    "N122": _OTHER,
    "N123": _OTHER,
    "N124": _OTHER,
    "N125": "placebo of a cream that the model does not have",
    "N126": _OTHER,
    "N127": _OTHER,
    "N128": "a label's advice on how long; rows A335 to A337 measure it",
    "N133": "an order of sites without cream, held by a behaviour",
    "N221": "an order, held by a behaviour",
}
PRE_ROLLER = Roller(
    needle_count=192, needle_diameter_mm=0.2, needle_length_mm=0.2, drum_diameter_mm=20, drum_width_mm=20
)
PLACEBO_CANNULA, PLACEBO_LASER = 4.78, 8.0  # rows A341, A357: what the same people felt without drug


def cream(product: str, minutes: float, site: str, values: Values, rolled: bool = False) -> Numbing:
    """A cream under a wrap, with or without a 0.2 mm roller before it."""
    skin = anatomy_of(made.person(site, 30), values)
    before = None
    if rolled:
        before = punctures(Needling.of(PRE_ROLLER, passes=4), skin, values)
    return numb(product, minutes, skin, values, occluded=True, pre_rolled=before)


def block_at(
    product: str, minutes: float, site: str, depth_mm: np.ndarray | float, values: Values
) -> np.ndarray:
    """Block at a depth at the minute of wiping off, (draw,)."""
    return cream(product, minutes, site, values).at_wiping(depth_mm)


def _anchors(values: Values) -> list[JudgedRow]:
    """The rows of the table of anchors: onset and end of creams, shares of people."""

    def onset(
        product: str, site: str, depth_mm: float, minutes: float = 120, wrap: bool = True
    ) -> np.ndarray:
        skin = anatomy_of(made.person(site, 30), values)
        found = numb(product, minutes, skin, values, occluded=wrap, after_h=0.0)
        return np.nan_to_num(found.onset_min(depth_mm), nan=AFTER_MIN)

    skin = anatomy_of(made.person("forearm", 30), values)
    bare = numb("lidocaine 4 %", 20, skin, values, occluded=False, after_h=0.0).block(LASER_MM)
    hour = cream("EMLA", 60, "hand", values)
    left_h = (np.nan_to_num(hour.over_min(VEIN_MM), nan=60.0) - 60.0) / 60
    share = 100 * np.mean(bare[:, -1] > CLEAR)
    vein, laser = f"vein taken at {VEIN_MM} mm", f"hair root taken at {LASER_MM} mm"
    return [
        compare(
            "N119", np.full(3, share), within=0.25, note=f"share of draws with more than {CLEAR:g}; {laser}"
        ),
        compare("N129", left_h, note=f"EMLA for an hour on the hand; {vein}"),
        compare(
            "N130",
            onset("EMLA", "hand", VEIN_MM) / 60,
            relation="<",
            note=f"a label's advice, a bound; {vein}",
        ),
        compare("N131", onset("tetracaine 4 %", "hand", VEIN_MM), within=0.2, note=f"30 to 45 min; {vein}"),
        compare(
            "N132", onset("lidocaine 4 %", "cheek", PRICK_MM, wrap=False), note="no liposomes in the model"
        ),
        compare("N219", onset("lidocaine 4 %", "forearm", PRICK_MM), note=f"prick taken at {PRICK_MM} mm"),
        compare(
            "N220",
            onset("lidocaine 10 %", "forearm", PRICK_MM, wrap=False),
            role_of("N220"),
            within=0.3,
            note=f"40 min did not do; pin taken at {PRICK_MM} mm",
        ),
        *(apart(row, reason) for row, reason in ANCHORS_APART.items()),
    ]


def judged(values: Values | None = None) -> list[JudgedRow]:
    """The rows on cream, judged."""
    values = draws().subset(np.arange(400) < 120) if values is None else values
    depth = [cream("EMLA", minutes, "thigh", values).numbed_depth_mm() for minutes in (60, 120, 210)]
    longest = cream("EMLA", 120, "hand", values)
    onset = np.nan_to_num(longest.onset_min(VEIN_MM), nan=240.0)
    emla = block_at("EMLA", 60, "hand", VEIN_MM, values)
    strong = block_at("lidocaine 10 %", 60, "hand", VEIN_MM, values)
    laser = block_at("EMLA", 60, "cheek", LASER_MM, values)
    clear = 100 * np.mean(block_at("EMLA", 30, "cheek", LASER_MM, values) > CLEAR)
    vein = f"vein taken at {VEIN_MM} mm"
    return [
        compare("A335", depth[0], Role.FITTED, note="depth at which half of the greatest relief is reached"),
        compare("A336", depth[1], Role.FITTED, note="the same after two hours"),
        compare("A337", depth[2], role_of("A337"), relation=">", note="a bound: the method ended at 6 mm"),
        compare("A338", onset, Role.FITTED, note=f"{vein}; hand, 30 years"),
        compare("A339", PLACEBO_CANNULA * (1 - emla), role_of("A339"), note=f"{vein}; placebo of row A341"),
        compare(
            "A340",
            PLACEBO_CANNULA * (1 - strong),
            role_of("A340"),
            note=f"{vein}; saturated, so no stronger than 4 %",
        ),
        compare(
            "A355", np.full(3, clear), within=0.25, note=f"share of draws with more than {CLEAR:g} at 30 min"
        ),
        compare(
            "A356",
            PLACEBO_LASER * (1 - laser),
            role_of("A356"),
            note="60 min under a wrap assumed; placebo of row A357",
        ),
        *_anchors(values),
        apart("A341", "placebo: taken as the pain without drug"),
        apart("A357", "placebo: taken as the pain without drug"),
        apart("A354", "an end point that others chose, with another drug"),
    ]
