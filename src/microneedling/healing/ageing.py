"""Ageing: years and sun lower the set points of the matrix, slowly; skin that nobody treats follows them down.

`vigour` is what is left of the collagen set point since the first day. It falls at `wear`, the slope of the law by
which collagen differs between people of different ages (`healing.baseline`), and faster where sun reaches the skin
(`wear_by_sun`, the slope of the law by which it differs with sun damage). Pools lose at that pace and synthesis
follows `vigour`, so that what needles add is a gain over untreated skin of the same day. With `ageing.pace` at 0
nothing moves.

Breaks down over decades, for the slopes are those of the first day; the fast years of wrinkles from 40 to 60 and their
plateau after (rows N222, N223) are not in it.
"""

from __future__ import annotations

from .process import LAYER, Process, State

AGEING = Process(
    name="ageing",
    about="years and sun lower the set points of the matrix",
    states=(
        State("vigour", LAYER, "1", "what years and sun have left of the collagen set point, 1 at first"),
    ),
    helpers={LAYER: {"ageing": "wear + wear_by_sun*uv"}},
    rates={"vigour": "-ageing*vigour"},
    layer_baseline=("wear", "wear_by_sun"),
)
