"""The same right-hand side and Jacobian as machine code, for solvers that call back very often.

    rates(y, f) and entries(y, v) of one segment fill the arrays they are given

as `right_hand_side.Segment` does, entry by entry. Layers stand side by side in vectors as in the kernel of
`healing`, from the same generated text, so that a comparison with other solvers compares methods, not compilers.
Needs the extra `fast`; the first use compiles for some seconds. Nothing is checked: wrong sizes are not noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from ..engine.generated import layout
from .right_hand_side import EPIDERMIS, LAYER, MEANS, SIGNALS, Segment

SIMD_LANES = layout.SIMD_LANES
BASELINE, ENTRIES = len(layout.LAYER_BASELINE), len(layout.LAYER_ROWS)
HEAD, TAIL, HEARD = len(layout.EPIDERMIS_ROWS), len(layout.COMPARTMENT_ROWS), len(layout.LISTENING_ROWS)


class Compiled:
    """One segment ready to be called: `rates(y, f)` (flat,) and `entries(y, v)` (entry,), both in place."""

    def __init__(self, segment: Segment):
        at, layers = segment.places, segment.layers
        blocks = -(-layers // SIMD_LANES)
        laned = np.zeros(blocks * BASELINE * SIMD_LANES)
        for layer in range(blocks * SIMD_LANES):
            start = (layer // SIMD_LANES) * BASELINE * SIMD_LANES + layer % SIMD_LANES
            laned[start : start + BASELINE * SIMD_LANES : SIMD_LANES] = segment.baseline[
                min(layer, layers - 1)
            ]
        fixed = (segment.constants, np.ascontiguousarray(segment.drivers), segment.weights)
        work = np.zeros(2 * blocks * LAYER * SIMD_LANES + len(MEANS) + HEARD)
        self._rates_with = (*fixed, laned, np.ascontiguousarray(segment.exchange), work)
        base = np.ascontiguousarray(segment.baseline).ravel()
        coupled = np.concatenate(segment.couplings())
        self._entries_with = (*fixed, base, coupled, at.hears, segment.shares(), work)
        self._rates, self._entries = _functions()
        self.count, self.size = len(at.rows), at.size

    def rates(self, y: np.ndarray, f: np.ndarray) -> None:
        """Fill `f` (flat,) with the rates at `y`, 1/day."""
        self._rates(y, f, *self._rates_with)

    def entries(self, y: np.ndarray, v: np.ndarray) -> None:
        """Fill `v` (entry,) with the derivatives at `y` in the order of `Segment.places`."""
        self._entries(y, v, *self._entries_with)


@lru_cache(maxsize=1)
def _functions() -> tuple[Callable[..., None], Callable[..., None]]:
    """Compiled once a process."""
    import numba

    fast: Any = {"nogil": True, "error_model": "numpy", "fastmath": {"contract", "reassoc", "arcp", "nsz"}}
    compiled: Any = numba.njit(**fast)
    return _rates(compiled), _entries(compiled)


def _rates(compiled: Any) -> Callable[..., None]:
    from ..engine.generated import nodes, simd
    from ..engine.numba.straight import straight

    of_epidermis, of_compartment = straight(nodes.epidermis_rates), straight(nodes.compartment_rates)
    of_layers = straight(simd.layer_rates, SIMD_LANES)
    block, base_block = LAYER * SIMD_LANES, BASELINE * SIMD_LANES

    def rates(y, f, c, d, weights, b, exchange, work):
        n = weights.size
        blocks = (n + SIMD_LANES - 1) // SIMD_LANES
        to, means = blocks * block, 2 * blocks * block
        compartment = EPIDERMIS + n * LAYER
        for i in range(blocks * SIMD_LANES):
            start = EPIDERMIS + min(i, n - 1) * LAYER
            for s in range(LAYER):
                work[(i // SIMD_LANES) * block + s * SIMD_LANES + i % SIMD_LANES] = y[start + s]
        of_epidermis(y, 0, c, 0, d, 0, f, 0)
        for k in range(blocks):
            of_layers(work, k * block, b, k * base_block, c, 0, d, 0, work, to + k * block)
        for i in range(n):
            for s in range(LAYER):
                f[EPIDERMIS + i * LAYER + s] = work[
                    to + (i // SIMD_LANES) * block + s * SIMD_LANES + i % SIMD_LANES
                ]
        for i in range(n):  # between node i (the epidermis is node 0) and the layer below it
            above, below = (EPIDERMIS + (i - 1) * LAYER if i else 0), EPIDERMIS + i * LAYER
            for s in range(SIGNALS):
                step = y[below + s] - y[above + s]
                f[above + s] += exchange[i, s, 1] * step
                f[below + s] -= exchange[i + 1, s, 0] * step
        for k in range(MEANS.size):
            work[means + k] = 0.0
            for i in range(n):
                work[means + k] += weights[i] * y[EPIDERMIS + i * LAYER + MEANS[k]]
        of_compartment(y, compartment, y, 0, work, means, c, 0, d, 0, f, compartment)

    return compiled(rates)


def _entries(compiled: Any) -> Callable[..., None]:
    from ..engine.generated import arrays, nodes
    from ..engine.numba.straight import straight

    of_epidermis, of_layer = straight(nodes.epidermis_jacobian), straight(arrays.layer_jacobian)
    of_compartment, of_heard = (
        straight(nodes.compartment_jacobian),
        straight(nodes.compartment_jacobian_listening),
    )

    def entries(y, v, c, d, weights, b, coupled, hears, shares, work):
        n = weights.size
        compartment = EPIDERMIS + n * LAYER
        of_epidermis(y, 0, c, 0, d, 0, v, 0)
        for i in range(n):
            of_layer(y, EPIDERMIS + i * LAYER, b, i * BASELINE, c, 0, d, 0, v, HEAD + i * ENTRIES)
        at = HEAD + n * ENTRIES
        for i in range(coupled.size):
            v[at + i] = coupled[i]
        at += coupled.size
        for k in range(MEANS.size):
            work[k] = 0.0
            for i in range(n):
                work[k] += weights[i] * y[EPIDERMIS + i * LAYER + MEANS[k]]
        heard = MEANS.size
        of_compartment(y, compartment, y, 0, work, 0, c, 0, d, 0, v, at)
        of_heard(y, compartment, y, 0, work, 0, c, 0, d, 0, work, heard)
        for i in range(hears.size):
            v[at + TAIL + i] = work[heard + hears[i]] * shares[i]

    return compiled(entries)
