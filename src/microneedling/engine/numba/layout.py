"""Sizes and places of the compiled kernel's working arrays, and how its functions are compiled.

Working vector of one draw: [epidermis | blocks of `SIMD_LANES` layers, state by state | epidermal compartment], the
first and the last padded with zeros to whole vectors. SIMD lanes beyond the last layer repeat it and count nowhere.

Every function becomes part of its caller's machine code, down to one function for the entry. Functions that stay apart
are bound by name when the code is loaded, and in the process that compiled them to other copies than in one that reads
them from the cache: sums would differ in their last bits.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from ..generated import layout
from .compiler import INLINED, PART

jit: Any = njit
inlined, compiled = jit(**INLINED), jit(**PART)

L = layout.SIMD_LANES
SIGNALS = len(layout.SIGNALS)
EPIDERMIS, LAYER, COMPARTMENT = (
    len(layout.EPIDERMIS_STATES),
    len(layout.LAYER_STATES),
    len(layout.COMPARTMENT_STATES),
)
BASELINE, PAPILLARY = len(layout.LAYER_BASELINE), len(layout.PAPILLARY)
LISTENING = len(layout.LISTENING_ROWS)
HEAD, TAIL = -(-EPIDERMIS // L) * L, -(-COMPARTMENT // L) * L
LAYER_SLOTS, COMPARTMENT_SLOTS = layout.LAYER_SLOTS, layout.COMPARTMENT_SLOTS
EPIDERMIS_SLOTS = -(-layout.EPIDERMIS_SLOTS // L) * L
BLOCK, LU_BLOCK, BASE_BLOCK = LAYER * L, LAYER_SLOTS * L, BASELINE * L
HEARD = (
    EPIDERMIS + PAPILLARY
) * TAIL  # what the compartment hears: a dense matrix, behind it its entries one by one
