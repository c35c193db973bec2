"""Rates and linear algebra of the compiled kernel: one person (draw), layers side by side.

Flat working vector of one draw: [epidermis, padded | blocks of `LANES` layers, state by state | column].
Lanes beyond the
last layer repeat it and count nowhere. Per node the states that do not diffuse are eliminated by generated
straight-line code; the diffusing ones of all nodes form a block tridiagonal system,

    D_i x_i - up_i x_(i-1) - down_i x_(i+1) = r_i,     D_i = Schur complement + up_i + down_i  (per signal),

solved by one sweep down and one up. The column listens to both and is solved last.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from .generated import lanes, layout, nodes
from .straight import straight

OPTIONS: Any = {"nogil": True, "error_model": "numpy", "fastmath": {"contract", "reassoc", "arcp", "nsz"}}
jit: Any = njit
inlined = jit(**OPTIONS, inline="always")  # used at one place each; spares a level of linking
compiled = jit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True, no_rewrites=True)

L = layout.LANES
SIGNALS = len(layout.SIGNALS)
EPIDERMIS, LAYER, COLUMN = len(layout.EPIDERMIS_STATES), len(layout.LAYER_STATES), len(layout.COLUMN_STATES)
BASELINE, PAPILLARY = len(layout.LAYER_BASELINE), len(layout.PAPILLARY)
EPIDERMIS_SLOTS, LAYER_SLOTS, COLUMN_SLOTS = layout.EPIDERMIS_SLOTS, layout.LAYER_SLOTS, layout.COLUMN_SLOTS
LISTENING = len(layout.LISTENING_ROWS)
HEAD = -(-EPIDERMIS // 8) * 8  # epidermis, padded so that the blocks of layers stay aligned
BLOCK, LU_BLOCK, BASE_BLOCK = LAYER * L, LAYER_SLOTS * L, BASELINE * L
S2 = SIGNALS * SIGNALS
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
def gather(y, n, z):
    """Signals of all nodes, epidermis first, one signal after the other: z[s (n + 1) + node]."""
    for s in range(SIGNALS):
        z[s * (n + 1)] = y[s]
        for first in range(0, n, L):
            own = HEAD + (first // L) * BLOCK + s * L
            to = s * (n + 1) + 1 + first
            for lane in range(min(L, n - first)):
                z[to + lane] = y[own + lane]


@compiled
def scatter(z, n, y):
    """The reverse of `gather`; lanes beyond the last layer repeat it."""
    for s in range(SIGNALS):
        y[s] = z[s * (n + 1)]
        for first in range(0, n, L):
            own = HEAD + (first // L) * BLOCK + s * L
            to = s * (n + 1) + 1 + first
            for lane in range(min(L, n - first)):
                y[own + lane] = z[to + lane]
            for lane in range(n - first, L):
                y[own + lane] = z[s * (n + 1) + n]


@compiled
def papillary_means(y, weights, p):
    """Weighted means over layers of the states that the column reads; weights are 0 beyond the last layer."""
    for k in range(PAPILLARY):
        total = 0.0
        for first in range(0, weights.size, L):
            own = HEAD + (first // L) * BLOCK + MEANS[k] * L
            for lane in range(L):
                total += weights[first + lane] * y[own + lane]
        p[k] = total


@inlined
def all_rates(y, b, c, d, up, down, weights, n, f, p, z, x):
    """Rates of every state, exchange included; `p` receives the papillary means, z and x are scratch."""
    blocks = weights.size // L
    column = HEAD + blocks * BLOCK
    epidermis_rates(y, 0, c, 0, d, 0, f, 0)
    for k in range(blocks):
        at = HEAD + k * BLOCK
        layer_rates(y, at, b, k * BASE_BLOCK, c, 0, d, 0, f, at)
    gather(y, n, z)
    gather(f, n, x)
    for s in range(SIGNALS):
        at = s * (n + 1)
        for i in range(at + 1, at + n + 1):
            x[i] += up[i] * (z[i - 1] - z[i])
        for i in range(at, at + n):
            x[i] += down[i] * (z[i + 1] - z[i])
    scatter(x, n, f)
    papillary_means(y, weights, p)
    column_rates(y, column, y, 0, p, 0, c, 0, d, 0, f, column)


@compiled
def invert(tri, m):
    """Inverse, in place, of the small matrix that starts at tri[m], by Gauss-Jordan without pivoting."""
    for k in range(SIGNALS):
        own = m + k * SIGNALS
        pivot = 1.0 / tri[own + k]
        tri[own + k] = 1.0
        for j in range(SIGNALS):
            tri[own + j] *= pivot
        for i in range(SIGNALS):
            if i != k:
                other = m + i * SIGNALS
                share = tri[other + k]
                tri[other + k] = 0.0
                for j in range(SIGNALS):
                    tri[other + j] -= share * tri[own + j]


@inlined
def factor(y, b, c, d, up, down, p, n, shift, lu, tri, listen):
    """Factor shift - J: every node, then the block tridiagonal sweep over the signals, then the column."""
    blocks = (n + L - 1) // L
    column = HEAD + blocks * BLOCK
    nodes_at, column_at = EPIDERMIS_SLOTS, EPIDERMIS_SLOTS + blocks * LU_BLOCK
    epidermis_factor(y, 0, c, 0, d, 0, shift, lu, 0)
    for k in range(blocks):
        layer_factor(y, HEAD + k * BLOCK, b, k * BASE_BLOCK, c, 0, d, 0, shift, lu, nodes_at + k * LU_BLOCK)
    for i in range(n + 1):
        m = i * S2
        start = nodes_at + ((i - 1) // L) * LU_BLOCK + (i - 1) % L if i else 0
        stride = L if i else 1
        for k in range(S2):
            tri[m + k] = lu[start + k * stride]
        for s in range(SIGNALS):
            tri[m + s * SIGNALS + s] += up[s * (n + 1) + i] + down[s * (n + 1) + i]
            if i > 0:
                for t in range(SIGNALS):
                    above = tri[m - S2 + s * SIGNALS + t]
                    tri[m + s * SIGNALS + t] -= up[s * (n + 1) + i] * above * down[t * (n + 1) + i - 1]
        invert(tri, m)
    column_factor(y, column, y, 0, p, 0, c, 0, d, 0, shift, lu, column_at)
    column_listening(y, column, y, 0, p, 0, c, 0, d, 0, listen, 0)


@compiled
def sweep(z, tri, up, down, n, x):
    """Block tridiagonal solve for the signals of all nodes in place; `x` is scratch."""
    for i in range(n + 1):
        for s in range(SIGNALS):
            x[s] = z[s * (n + 1) + i]
            if i > 0:
                x[s] += up[s * (n + 1) + i] * z[s * (n + 1) + i - 1]
        for s in range(SIGNALS):
            total = 0.0
            for t in range(SIGNALS):
                total += tri[i * S2 + s * SIGNALS + t] * x[t]
            z[s * (n + 1) + i] = total
    for i in range(n - 1, -1, -1):
        for s in range(SIGNALS):
            x[s] = down[s * (n + 1) + i] * z[s * (n + 1) + i + 1]
        for s in range(SIGNALS):
            total = 0.0
            for t in range(SIGNALS):
                total += tri[i * S2 + s * SIGNALS + t] * x[t]
            z[s * (n + 1) + i] += total


@inlined
def solve(r, lu, tri, up, down, weights, n, listen, p, z, x):
    """Solve (shift - J) x = r in place; p, z and x are scratch."""
    blocks = weights.size // L
    column = HEAD + blocks * BLOCK
    nodes_at, column_at = EPIDERMIS_SLOTS, EPIDERMIS_SLOTS + blocks * LU_BLOCK
    epidermis_forward(lu, 0, r, 0)
    for k in range(blocks):
        layer_forward(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
    gather(r, n, z)
    sweep(z, tri, up, down, n, x)
    scatter(z, n, r)
    epidermis_backward(lu, 0, r, 0)
    for k in range(blocks):
        layer_backward(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
    papillary_means(r, weights, p)
    for k in range(LISTENING):
        j = LISTEN_COLUMNS[k]
        r[column + LISTEN_ROWS[k]] += listen[k] * (r[j] if j < EPIDERMIS else p[j - EPIDERMIS])
    column_forward(lu, column_at, r, column)
    column_backward(lu, column_at, r, column)


@compiled
def error_norm(e, y, scale, tolerance, n):
    """Largest over the three places of the root mean square of e / (tolerance (scale + |y|))."""
    blocks = (n + L - 1) // L
    column = HEAD + blocks * BLOCK
    top, middle, bottom = 0.0, 0.0, 0.0
    for i in range(EPIDERMIS):
        top += (e[i] / (scale[i] + abs(y[i]))) ** 2
    for i in range(HEAD, column):  # lanes beyond the last layer have an infinite scale
        middle += (e[i] / (scale[i] + abs(y[i]))) ** 2
    for i in range(column, column + COLUMN):
        bottom += (e[i] / (scale[i] + abs(y[i]))) ** 2
    worst = max(top / EPIDERMIS, middle / (n * LAYER))
    worst = max(worst, bottom / COLUMN) if COLUMN else worst
    total = top + middle + bottom
    return math.sqrt(worst) / tolerance if math.isfinite(total) else math.nan
