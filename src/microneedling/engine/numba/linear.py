"""Rates and linear algebra of the compiled kernel: one person (draw), layers side by side.

The layout of the working vector is in `layout`. Per node the states that stay in place are eliminated by generated
straight-line code; the signals of all nodes are solved by `sweep`; the epidermal compartment listens to both and is
solved last.
"""

from __future__ import annotations

import math

import numpy as np

from ..generated import layout, nodes, simd
from .layout import (
    BASE_BLOCK,
    BLOCK,
    COMPARTMENT,
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

epidermis_rates, compartment_rates = straight(nodes.epidermis_rates), straight(nodes.compartment_rates)
epidermis_factor, compartment_factor = straight(nodes.epidermis_factor), straight(nodes.compartment_factor)
epidermis_forward, epidermis_backward = straight(nodes.epidermis_forward), straight(nodes.epidermis_backward)
compartment_forward, compartment_backward = (
    straight(nodes.compartment_forward),
    straight(nodes.compartment_backward),
)
compartment_listening = straight(nodes.compartment_jacobian_listening)
layer_rates, layer_factor = straight(simd.layer_rates, L), straight(simd.layer_factor, L)
layer_forward, layer_backward = straight(simd.layer_forward, L), straight(simd.layer_backward, L)


@compiled
def papillary_means(y, weights, p):
    """Weighted means over layers of the states that the compartment reads; weights are 0 beyond the last layer."""
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
    compartment = HEAD + blocks * BLOCK
    epidermis_rates(y, 0, c, 0, d, 0, f, 0)
    for k in range(blocks):
        at = HEAD + k * BLOCK
        layer_rates(y, at, b, k * BASE_BLOCK, c, 0, d, 0, f, at)
    exchange(y, up, down, n, f)
    papillary_means(y, weights, p)
    compartment_rates(y, compartment, y, 0, p, 0, c, 0, d, 0, f, compartment)


@inlined
def factor(y, b, c, d, up, down, p, n, shift, lu, tri, scan, listen):
    """Factor shift - J: every node, then the tridiagonal systems of the signals, then the compartment."""
    blocks = (n + L - 1) // L
    compartment = HEAD + blocks * BLOCK
    nodes_at, compartment_at = EPIDERMIS_SLOTS, EPIDERMIS_SLOTS + blocks * LU_BLOCK
    epidermis_factor(y, 0, c, 0, d, 0, shift, lu, 0)
    for k in range(blocks):
        layer_factor(y, HEAD + k * BLOCK, b, k * BASE_BLOCK, c, 0, d, 0, shift, lu, nodes_at + k * LU_BLOCK)
    pivots(lu, up, down, n, tri)
    multipliers(up, down, n, tri, scan)
    compartment_factor(y, compartment, y, 0, p, 0, c, 0, d, 0, shift, lu, compartment_at)
    compartment_listening(y, compartment, y, 0, p, 0, c, 0, d, 0, listen, HEARD)
    for k in range(LISTENING):
        listen[LISTEN_COLUMNS[k] * TAIL + LISTEN_ROWS[k]] = listen[HEARD + k]


@compiled
def hear(r, p, listen, compartment):
    """Adds what the compartment hears of the epidermis and of the papillary means."""
    for j in range(EPIDERMIS + PAPILLARY):
        heard = splat(r[j] if j < EPIDERMIS else p[j - EPIDERMIS])
        for i in range(0, TAIL, L):
            store(r, compartment + i, load(r, compartment + i) + load(listen, j * TAIL + i) * heard)


@inlined
def solve(r, lu, tri, scan, down, weights, n, listen, p):
    """Solve (shift - J) x = r in place; p is scratch."""
    blocks = weights.size // L
    compartment = HEAD + blocks * BLOCK
    nodes_at, compartment_at = EPIDERMIS_SLOTS, EPIDERMIS_SLOTS + blocks * LU_BLOCK
    epidermis_forward(lu, 0, r, 0)
    for k in range(blocks):
        layer_forward(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
    sweep(r, lu, tri, scan, down, n)
    epidermis_backward(lu, 0, r, 0)
    for k in range(blocks):
        layer_backward(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
    papillary_means(r, weights, p)
    hear(r, p, listen, compartment)
    compartment_forward(lu, compartment_at, r, compartment)
    compartment_backward(lu, compartment_at, r, compartment)


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
    SIMD lanes beyond the last layer have an infinite scale.
    """
    compartment = HEAD + ((n + L - 1) // L) * BLOCK
    top = squares(e, y, scale, 0, HEAD)
    middle = squares(e, y, scale, HEAD, compartment)
    bottom = squares(e, y, scale, compartment, compartment + TAIL)
    worst = max(top / EPIDERMIS, middle / (n * LAYER))
    worst = max(worst, bottom / COMPARTMENT) if COMPARTMENT else worst
    return math.sqrt(worst) / tolerance if math.isfinite(top + middle + bottom) else math.nan
