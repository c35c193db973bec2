"""Rates and linear algebra of the compiled kernel: one person (draw), layers side by side.

The layout of the working vector is in `numba_layout`. Per node the states that stay in place are eliminated by
generated straight-line code; the signals of all nodes are solved by `numba_sweep`; the column listens to both and is
solved last.
"""

from __future__ import annotations

import math

import numpy as np

from ..generated import lanes, layout, nodes
from .layout import (
    BASE_BLOCK,
    BLOCK,
    COLUMN,
    EPIDERMIS,
    EPIDERMIS_SLOTS,
    HEAD,
    HEARD,
    LAYER,
    LISTENING,
    LU_BLOCK,
    PAPILLARY,
    TAIL,
    L,
    compiled,
    inlined,
)
from .straight import straight
from .sweep import exchange, multipliers, pivots, sweep
from .vectors import absolute, load, splat, store, total

MEANS = np.array(layout.PAPILLARY_POSITIONS, dtype=np.int64)
LISTEN_ROWS = np.array(layout.LISTENING_ROWS, dtype=np.int64)
LISTEN_COLUMNS = np.array(layout.LISTENING_COLUMNS, dtype=np.int64)

epidermis_rates, column_rates = straight(nodes.epidermis_rates), straight(nodes.column_rates)
epidermis_factor, column_factor = straight(nodes.epidermis_factor), straight(nodes.column_factor)
epidermis_forward, epidermis_backward = straight(nodes.epidermis_forward), straight(nodes.epidermis_backward)
column_forward, column_backward = straight(nodes.column_forward), straight(nodes.column_backward)
column_listening = straight(nodes.column_jacobian_listening)
layer_rates, layer_factor = straight(lanes.layer_rates, L), straight(lanes.layer_factor, L)
layer_forward, layer_backward = straight(lanes.layer_forward, L), straight(lanes.layer_backward, L)


@compiled
def papillary_means(y, weights, p):
    """Weighted means over layers of the states that the column reads; weights are 0 beyond the last layer."""
    for k in range(PAPILLARY):
        own = HEAD + MEANS[k] * L
        sums = load(weights, 0) * load(y, own)
        for first in range(L, weights.size, L):
            own += BLOCK
            sums = sums + load(weights, first) * load(y, own)
        p[k] = total(sums)


@inlined
def all_rates(y, b, c, d, up, down, weights, n, f, p):
    """Rates of every state, exchange included; `p` receives the papillary means."""
    blocks = weights.size // L
    column = HEAD + blocks * BLOCK
    epidermis_rates(y, 0, c, 0, d, 0, f, 0)
    for k in range(blocks):
        at = HEAD + k * BLOCK
        layer_rates(y, at, b, k * BASE_BLOCK, c, 0, d, 0, f, at)
    exchange(y, up, down, n, f)
    papillary_means(y, weights, p)
    column_rates(y, column, y, 0, p, 0, c, 0, d, 0, f, column)


@inlined
def factor(y, b, c, d, up, down, p, n, shift, lu, tri, scan, listen):
    """Factor shift - J: every node, then the tridiagonal systems of the signals, then the column."""
    blocks = (n + L - 1) // L
    column = HEAD + blocks * BLOCK
    nodes_at, column_at = EPIDERMIS_SLOTS, EPIDERMIS_SLOTS + blocks * LU_BLOCK
    epidermis_factor(y, 0, c, 0, d, 0, shift, lu, 0)
    for k in range(blocks):
        layer_factor(y, HEAD + k * BLOCK, b, k * BASE_BLOCK, c, 0, d, 0, shift, lu, nodes_at + k * LU_BLOCK)
    pivots(lu, up, down, n, tri)
    multipliers(up, down, n, tri, scan)
    column_factor(y, column, y, 0, p, 0, c, 0, d, 0, shift, lu, column_at)
    column_listening(y, column, y, 0, p, 0, c, 0, d, 0, listen, HEARD)
    for k in range(LISTENING):
        listen[LISTEN_COLUMNS[k] * TAIL + LISTEN_ROWS[k]] = listen[HEARD + k]


@compiled
def hear(r, p, listen, column):
    """Adds what the column hears of the epidermis and of the papillary means."""
    for j in range(EPIDERMIS + PAPILLARY):
        heard = splat(r[j] if j < EPIDERMIS else p[j - EPIDERMIS])
        for i in range(0, TAIL, L):
            store(r, column + i, load(r, column + i) + load(listen, j * TAIL + i) * heard)


@inlined
def solve(r, lu, tri, scan, down, weights, n, listen, p):
    """Solve (shift - J) x = r in place; p is scratch."""
    blocks = weights.size // L
    column = HEAD + blocks * BLOCK
    nodes_at, column_at = EPIDERMIS_SLOTS, EPIDERMIS_SLOTS + blocks * LU_BLOCK
    epidermis_forward(lu, 0, r, 0)
    for k in range(blocks):
        layer_forward(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
    sweep(r, lu, tri, scan, down, n)
    epidermis_backward(lu, 0, r, 0)
    for k in range(blocks):
        layer_backward(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
    papillary_means(r, weights, p)
    hear(r, p, listen, column)
    column_forward(lu, column_at, r, column)
    column_backward(lu, column_at, r, column)


@compiled
def squares(e, y, scale, first, end):
    """Sum of (e / (scale + |y|))^2 over a stretch of whole vectors."""
    sums = splat(0.0)
    for i in range(first, end, L):
        ratio = load(e, i) / (load(scale, i) + absolute(load(y, i)))
        sums = sums + ratio * ratio
    return total(sums)


@compiled
def error_norm(e, y, scale, tolerance, n):
    """Largest over the three places of the root mean square of e / (tolerance (scale + |y|)); padding is zero, and
    lanes beyond the last layer have an infinite scale.
    """
    column = HEAD + ((n + L - 1) // L) * BLOCK
    top = squares(e, y, scale, 0, HEAD)
    middle = squares(e, y, scale, HEAD, column)
    bottom = squares(e, y, scale, column, column + TAIL)
    worst = max(top / EPIDERMIS, middle / (n * LAYER))
    worst = max(worst, bottom / COLUMN) if COLUMN else worst
    return math.sqrt(worst) / tolerance if math.isfinite(top + middle + bottom) else math.nan
