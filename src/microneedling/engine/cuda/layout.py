"""Places of a draw's numbers in the graphics kernel: one thread a draw, 32 draws side by side.

All that a draw needs stands in one array `w`. Number k of a draw that begins at `at` is w[at + 32 k]: the 32 draws of
a warp read neighbouring addresses, and k is known when the kernel is compiled. Head first, then a record a layer:

    head    constants, drivers, [epidermis | compartment] as vectors, factors, what the compartment hears, means
    layer   its states as vectors, factors, baseline, couplings, weight

A vector is kept as y, trial point, sizes for the error, six stages. With 23 states a layer a draw takes 480 + 348 n
numbers of 8 bytes: 26 kB for 8 layers, 71 kB for 24. Offsets are unsigned, since the compiler lets a signed index
count from the end, at the price of a comparison a time. Breaks where `w` has less than `numbers(n)` a draw, rounded
up to whole warps: nothing checks bounds.
"""

from __future__ import annotations

import numpy as np

from ..generated import layout
from ..rodas import STAGES

WIDTH = layout.WARP  # draws side by side: the threads of a warp
SIGNALS = len(layout.SIGNALS)
EPIDERMIS, LAYER, COMPARTMENT = (
    len(layout.EPIDERMIS_STATES),
    len(layout.LAYER_STATES),
    len(layout.COMPARTMENT_STATES),
)
TOP = EPIDERMIS + COMPARTMENT  # the vector of the head
BASELINE, PAPILLARY = len(layout.LAYER_BASELINE), len(layout.PAPILLARY)
CONSTANTS, DRIVERS = len(layout.CONSTANTS), len(layout.DRIVERS)

ONE = np.uint64(WIDTH)
VECTORS = ("y", "point", "sizes", "stages")


def _offsets(sizes: dict[str, int]) -> tuple[dict[str, np.uint64], int]:
    """Where each stretch begins, and the numbers of all."""
    found, at = {}, 0
    for name, size in sizes.items():
        found[name] = np.uint64(at * WIDTH)
        at += size
    return found, at


_head, HEAD_NUMBERS = _offsets(
    {
        "constants": CONSTANTS,
        "drivers": DRIVERS,
        "y": TOP,
        "point": TOP,
        "sizes": TOP,
        "stages": STAGES * TOP,
        "lu": layout.EPIDERMIS_SLOTS,
        "compartment_lu": layout.COMPARTMENT_SLOTS,
        "listening": len(layout.LISTENING_ROWS),
        "down": SIGNALS,
        "pivot": SIGNALS,
        "means": PAPILLARY,
    }
)
_layer, LAYER_NUMBERS = _offsets(
    {
        "y": LAYER,
        "point": LAYER,
        "sizes": LAYER,
        "stages": STAGES * LAYER,
        "lu": layout.LAYER_SLOTS,
        "baseline": BASELINE,
        "up": SIGNALS,
        "down": SIGNALS,
        "pivot": SIGNALS,
        "weight": 1,
    }
)
TOP_CONSTANTS, TOP_DRIVERS = _head["constants"], _head["drivers"]
TOP_Y, TOP_POINT, TOP_SIZES, TOP_STAGES = (_head[name] for name in VECTORS)
TOP_LU, COMPARTMENT_LU, LISTENING = _head["lu"], _head["compartment_lu"], _head["listening"]
TOP_DOWN, TOP_PIVOT, MEANS = _head["down"], _head["pivot"], _head["means"]
BELOW_EPIDERMIS = np.uint64(EPIDERMIS * WIDTH)  # where the compartment begins in the vector of the head
Y, POINT, SIZES, LAYER_STAGES = (_layer[name] for name in VECTORS)
LU, BASE, UP, DOWN, PIVOT, WEIGHT = (
    _layer[name] for name in ("lu", "baseline", "up", "down", "pivot", "weight")
)
FIRST_LAYER, RECORD = np.uint64(HEAD_NUMBERS * WIDTH), np.uint64(LAYER_NUMBERS * WIDTH)
NEXT_TOP_STAGE, NEXT_STAGE = np.uint64(TOP * WIDTH), np.uint64(LAYER * WIDTH)  # from one stage to the next


def numbers(layers: int) -> int:
    """Numbers of `w` a draw takes."""
    return HEAD_NUMBERS + layers * LAYER_NUMBERS
