"""The working arrays of the compiled kernel, and the way of a draw's numbers into and out of them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..rodas import STAGES
from .layout import (
    BASE_BLOCK,
    BASELINE,
    BLOCK,
    COMPARTMENT,
    COMPARTMENT_SLOTS,
    EPIDERMIS,
    EPIDERMIS_SLOTS,
    HEAD,
    HEARD,
    LAYER,
    LISTENING,
    LU_BLOCK,
    PAPILLARY,
    SIGNALS,
    TAIL,
    L,
    compiled,
)
from .sweep import SCAN
from .vectors import load, total

LINE = 8  # numbers in a line of the processor's cache


class Scratch(NamedTuple):
    """Working arrays of one draw at a time; every number in them is written before it is read."""

    y: np.ndarray  # the state, a trial point, sizes for the error: working vectors
    point: np.ndarray
    sizes: np.ndarray
    first: np.ndarray  # dense output of a step, and one state read from it
    second: np.ndarray
    mixed: np.ndarray
    K: np.ndarray  # the stages, one working vector after the other
    up: np.ndarray  # couplings of the signals of all nodes, one signal after the other; their inverse pivots
    down: np.ndarray
    tri: np.ndarray
    scan: np.ndarray  # factors: of the signals in whole vectors, of the nodes; what the compartment hears
    lu: np.ndarray
    listen: np.ndarray
    p: np.ndarray  # papillary means, their weights, those of the zones
    padded: np.ndarray
    zoned: np.ndarray
    b: np.ndarray  # layer baseline


def scratch(layers: int, zones: int = 2) -> Scratch:
    """Working arrays for a number of layers, each at the start of a line of the processor's cache."""
    blocks, signals = -(-layers // L), SIGNALS * (layers + 1) + L
    size = HEAD + blocks * BLOCK + TAIL
    slots = EPIDERMIS_SLOTS + blocks * LU_BLOCK + COMPARTMENT_SLOTS
    lengths = (
        [size] * 6 + [STAGES * size] + [signals] * 3 + [blocks * SIGNALS * SCAN, slots, HEARD + LISTENING]
    )
    lengths += [PAPILLARY, blocks * L, zones * blocks * L, blocks * BASE_BLOCK]
    return Scratch(*(aligned(length) for length in lengths))


def aligned(length: int) -> np.ndarray:
    """Zeros that begin where a line of the cache does."""
    whole = np.zeros(length + LINE)
    first = -(whole.ctypes.data // whole.itemsize) % LINE
    return whole[first : first + length]


@compiled
def spread(flat, n, fill, out):
    """Flat layout [epidermis | layer by layer | compartment] to a working vector; lanes past the last repeat it."""
    blocks = (n + L - 1) // L
    for i in range(HEAD):
        out[i] = flat[i] if i < EPIDERMIS else fill
    for i in range(blocks * L):
        start = EPIDERMIS + min(i, n - 1) * LAYER
        for s in range(LAYER):
            out[HEAD + (i // L) * BLOCK + s * L + i % L] = flat[start + s]
    for i in range(TAIL):
        out[HEAD + blocks * BLOCK + i] = flat[EPIDERMIS + n * LAYER + i] if i < COMPARTMENT else fill


@compiled
def settle(weights, zone_weights, exchange, base, scale, n, w):
    """The draw's numbers in the order the kernel walks through them; nothing stays of the draw before."""
    blocks = w.padded.size // L
    for i in range(w.K.size):  # its padding is never written: not-a-numbers of a failed draw would stay in it
        w.K[i] = 0.0
    for i in range(n):
        w.padded[i] = weights[i]
        for z in range(zone_weights.shape[0]):
            w.zoned[z * blocks * L + i] = zone_weights[z, i]
    for i in range(n + 1):
        for k in range(SIGNALS):
            w.up[k * (n + 1) + i], w.down[k * (n + 1) + i] = exchange[i, k, 0], exchange[i, k, 1]
    for i in range(blocks * L):
        for k in range(BASELINE):
            w.b[(i // L) * BASE_BLOCK + k * L + i % L] = base[min(i, n - 1), k]
    spread(scale, n, 1.0, w.sizes)
    for i in range(n, blocks * L):  # SIMD lanes beyond the last layer weigh nothing
        w.padded[i] = 0.0
        for z in range(zone_weights.shape[0]):
            w.zoned[z * blocks * L + i] = 0.0
        for s in range(LAYER):
            w.sizes[HEAD + (i // L) * BLOCK + s * L + i % L] = math.inf


@compiled
def write(y, n, w, epidermis, zones, compartment, layers):
    """One output time: epidermis and compartment as they are, dermal states as zone means and, if asked, by layer."""
    blocks = (n + L - 1) // L
    for i in range(EPIDERMIS):
        epidermis[i] = y[i]
    for i in range(COMPARTMENT):
        compartment[i] = y[HEAD + blocks * BLOCK + i]
    for z in range(zones.shape[0]):
        for s in range(LAYER):
            at = HEAD + s * L
            sums = load(w.zoned, z * blocks * L) * load(y, at)
            for k in range(1, blocks):
                at += BLOCK
                sums = sums + load(w.zoned, (z * blocks + k) * L) * load(y, at)
            zones[z, s] = total(sums)
    for i in range(layers.shape[0]):
        for s in range(LAYER):
            layers[i, s] = y[HEAD + (i // L) * BLOCK + s * L + i % L]
