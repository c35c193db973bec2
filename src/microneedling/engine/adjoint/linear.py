"""The backward pass through one evaluation of the rates and one solve of a step, on the layout of `numba.linear`.

    rates:   y_bar += J(y)^T v,   and v^T df/dx for constants, layer baseline, drivers, exchange, papillary weights
    solve:   v = (shift - J)^-T r  with the factors of the forward solve:  the compartment first, then what it
             listens to, the eliminated states, the signals by the block tridiagonal sweep with transposed blocks

`v` and `r` are zero in the SIMD lanes beyond the last layer, and stay so. Derivatives by numbers that all lanes share
are kept lane by lane and summed at the end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..generated import adjoint, layout
from ..numba.layout import (
    BASE_BLOCK,
    BLOCK,
    EPIDERMIS,
    EPIDERMIS_SLOTS,
    HEAD,
    LISTENING,
    LU_BLOCK,
    PAPILLARY,
    SIGNALS,
    TAIL,
    L,
    compiled,
    inlined,
)
from ..numba.linear import MEANS
from ..numba.state import aligned
from ..numba.straight import straight
from ..numba.sweep import SCAN, down_the_block, keep_products, up_the_block
from ..numba.vectors import first_lane, last_lane, load, pulled, pushed, splat, store, total

CONSTANTS, DRIVERS = len(layout.CONSTANTS), len(layout.DRIVERS)
EPIDERMIS_PAIRS, LAYER_PAIRS = len(layout.EPIDERMIS_ROWS), len(layout.LAYER_ROWS)
COMPARTMENT_PAIRS = len(layout.COMPARTMENT_ROWS) + LISTENING

epidermis_rates_adjoint = straight(adjoint.epidermis_rates_adjoint)
epidermis_pairs, epidermis_jacobian_adjoint = (
    straight(adjoint.epidermis_pairs),
    straight(adjoint.epidermis_jacobian_adjoint),
)
epidermis_first, epidermis_last = (
    straight(adjoint.epidermis_backward_transposed),
    straight(adjoint.epidermis_forward_transposed),
)
layer_rates_adjoint = straight(adjoint.layer_rates_adjoint, L)
layer_pairs, layer_jacobian_adjoint = (
    straight(adjoint.layer_pairs, L),
    straight(adjoint.layer_jacobian_adjoint, L),
)
layer_first, layer_last = (
    straight(adjoint.layer_backward_transposed, L),
    straight(adjoint.layer_forward_transposed, L),
)
layer_means_adjoint = straight(adjoint.layer_means_adjoint, L)
compartment_rates_adjoint = straight(adjoint.compartment_rates_adjoint)
compartment_pairs, compartment_jacobian_adjoint = (
    straight(adjoint.compartment_pairs),
    straight(adjoint.compartment_jacobian_adjoint),
)
compartment_first, compartment_last = (
    straight(adjoint.compartment_backward_transposed),
    straight(adjoint.compartment_forward_transposed),
)


class Back(NamedTuple):
    """What the backward pass of one draw fills: working arrays, and the sums of derivatives by the draw's numbers."""

    after: Any  # working vectors: adjoint of the state after a step, of that before it, of one stage's point
    before: Any
    handed: Any
    v: Any  # adjoints of the stages, one working vector after the other
    scan: Any  # multipliers of the transposed sweep
    p: Any  # papillary means of a point, their adjoints, and the means of all stages
    p_back: Any
    p_stages: Any
    layer_m: Any  # products of adjoint and stage, per entry of the Jacobian
    epidermis_m: Any
    compartment_m: Any
    c_back: Any  # sums of derivatives: of epidermis and compartment, and lane by lane
    c_lanes: Any
    d_back: Any
    d_lanes: Any
    b_back: Any
    up_back: Any
    down_back: Any
    weights_back: Any


def back(layers: int, size: int, stages: int) -> Back:
    """Arrays for a number of layers and the size of a working vector, all zero."""
    blocks, signals = -(-layers // L), SIGNALS * (layers + 1) + L
    lengths = [size] * 3 + [stages * size] + [blocks * SIGNALS * SCAN]
    lengths += [PAPILLARY] * 2 + [stages * PAPILLARY]
    lengths += [blocks * LAYER_PAIRS * L, EPIDERMIS_PAIRS, COMPARTMENT_PAIRS]
    lengths += [
        CONSTANTS,
        CONSTANTS * L,
        DRIVERS,
        DRIVERS * L,
        blocks * BASE_BLOCK,
        signals,
        signals,
        blocks * L,
    ]
    places = np.cumsum([0, *(-(-length // L) * L for length in lengths)])
    whole = aligned(int(places[-1]))
    return Back(*(whole[at : at + length] for at, length in zip(places, lengths, strict=False)))


@inlined
def exchange_adjoint(point, stage, v, up, down, n, w):
    """The exchange between nodes: x_i = up_i (z_(i-1) - z_i) + down_i (z_(i+1) - z_i), linear in z.

    A stage meets it twice, at its point and through the Jacobian, so the couplings get v_i times both differences.
    """
    for s in range(SIGNALS):
        own, at = HEAD + s * L, s * (n + 1)
        z_before, v_down = point[s] + stage[s], down[at] * v[s]
        w.handed[s] += up[at + 1] * v[own] - v_down
        w.down_back[at] += v[s] * (point[own] + stage[own] - z_before)
        for first in range(0, n, L):
            own, at = HEAD + (first // L) * BLOCK + s * L, s * (n + 1) + 1 + first
            z, here = load(point, own) + load(stage, own), load(v, own)
            v_up, v_here = load(up, at) * here, load(down, at) * here
            inside = first + L < n
            z_after = point[own + BLOCK] + stage[own + BLOCK] if inside else 0.0
            v_after = up[at + L] * v[own + BLOCK] if inside else 0.0
            gained = pushed(v_down, v_here) + pulled(v_up, v_after) - v_up - v_here
            store(w.handed, own, load(w.handed, own) + gained)
            store(w.up_back, at, load(w.up_back, at) + here * (pushed(z_before, z) - z))
            store(w.down_back, at, load(w.down_back, at) + here * (pulled(z, z_after) - z))
            z_before, v_down = point[own + L - 1] + stage[own + L - 1], down[at + L - 1] * v[own + L - 1]


@compiled
def means_of(y, at, weights, p, to):
    """Papillary means of the working vector that starts at y[at], from p[to] on."""
    for k in range(PAPILLARY):
        found = splat(0.0)
        for block in range(weights.size // L):
            found = found + load(weights, block * L) * load(y, at + HEAD + block * BLOCK + MEANS[k] * L)
        p[to + k] = total(found)


@compiled
def means_adjoint(y, weights, p_back, handed, weights_back):
    """The adjoint of the papillary means w^T y goes on to the states and to the weights, and is emptied."""
    for k in range(weights.size // L):
        layer_means_adjoint(
            y, HEAD + k * BLOCK, weights, k * L, p_back, 0, handed, HEAD + k * BLOCK, weights_back, k * L
        )
    for k in range(PAPILLARY):
        p_back[k] = 0.0


@inlined
def rates_adjoint(point, stage, v, b, c, d, up, down, weights, n, w):
    """All rates at a stage's point: J^T v into `w.handed`, the shares of all numbers into the sums."""
    blocks = weights.size // L
    compartment = HEAD + blocks * BLOCK
    for i in range(0, w.handed.size, L):
        store(w.handed, i, splat(0.0))
    means_of(point, 0, weights, w.p, 0)
    compartment_rates_adjoint(
        point, compartment, point, 0, w.p, 0, c, 0, d, 0, v, compartment,
        w.handed, compartment, w.handed, 0, w.p_back, 0, w.c_back, 0, w.d_back, 0,
    )  # fmt: skip
    means_adjoint(point, weights, w.p_back, w.handed, w.weights_back)
    for k in range(blocks):
        at = HEAD + k * BLOCK
        layer_rates_adjoint(
            point, at, b, k * BASE_BLOCK, c, 0, d, 0, v, at,
            w.handed, at, w.b_back, k * BASE_BLOCK, w.c_lanes, 0, w.d_lanes, 0,
        )  # fmt: skip
    epidermis_rates_adjoint(point, 0, c, 0, d, 0, v, 0, w.handed, 0, w.c_back, 0, w.d_back, 0)
    exchange_adjoint(point, stage, v, up, down, n, w)


@inlined
def pair(v, stages, weights, w):
    """The products v_i K_j of all stages, summed for every entry of the Jacobian."""
    blocks = weights.size // L
    size, P = w.handed.size, PAPILLARY
    compartment = HEAD + blocks * BLOCK
    for j in range(w.p_stages.size // P):
        means_of(stages, j * size, weights, w.p_stages, j * P)
    a, e, f, g, h = size, 2 * size, 3 * size, 4 * size, 5 * size
    epidermis_pairs(v, 0, v, a, v, e, v, f, v, g, v, h, stages, 0, stages, a, stages, e, stages, f, stages, g,
                    stages, h, w.epidermis_m, 0)  # fmt: skip
    for k in range(blocks):
        i = HEAD + k * BLOCK
        layer_pairs(v, i, v, i + a, v, i + e, v, i + f, v, i + g, v, i + h, stages, i, stages, i + a, stages, i + e,
                    stages, i + f, stages, i + g, stages, i + h, w.layer_m, k * LAYER_PAIRS * L)  # fmt: skip
    i = compartment
    compartment_pairs(v, i, v, i + a, v, i + e, v, i + f, v, i + g, v, i + h, stages, i, stages, i + a, stages, i + e,
                 stages, i + f, stages, i + g, stages, i + h, stages, 0, stages, a, stages, e, stages, f, stages, g,
                 stages, h, w.p_stages, 0, w.p_stages, P, w.p_stages, 2 * P, w.p_stages, 3 * P, w.p_stages, 4 * P,
                 w.p_stages, 5 * P, w.compartment_m, 0)  # fmt: skip


@inlined
def jacobian_adjoint(y, b, c, d, weights, w):
    """The adjoint of all stages through the Jacobian at the start of the step."""
    blocks = weights.size // L
    compartment = HEAD + blocks * BLOCK
    for i in range(0, w.handed.size, L):
        store(w.handed, i, splat(0.0))
    means_of(y, 0, weights, w.p, 0)
    compartment_jacobian_adjoint(
        y, compartment, y, 0, w.p, 0, c, 0, d, 0, w.compartment_m, 0,
        w.handed, compartment, w.handed, 0, w.p_back, 0, w.c_back, 0, w.d_back, 0,
    )  # fmt: skip
    means_adjoint(y, weights, w.p_back, w.handed, w.weights_back)
    for k in range(blocks):
        at = HEAD + k * BLOCK
        layer_jacobian_adjoint(
            y, at, b, k * BASE_BLOCK, c, 0, d, 0, w.layer_m, k * LAYER_PAIRS * L,
            w.handed, at, w.b_back, k * BASE_BLOCK, w.c_lanes, 0, w.d_lanes, 0,
        )  # fmt: skip
    epidermis_jacobian_adjoint(y, 0, c, 0, d, 0, w.epidermis_m, 0, w.handed, 0, w.c_back, 0, w.d_back, 0)


@compiled
def multipliers_transposed(up, down, n, tri, scan):
    """`numba.sweep.multipliers` of the transposed systems: a_i = down_(i-1) p_(i-1), b_i = p_i up_(i+1)."""
    for s in range(SIGNALS):
        for first in range(0, n, L):
            j, at = s * (n + 1) + 1 + first, (first // L * SIGNALS + s) * SCAN
            p = load(tri, j)
            a, b = load(down, j - 1) * load(tri, j - 1), load(up, j + 1) * p
            keep_products(a, b, p, scan, at)


@compiled
def sweep_transposed(r, lu, tri, scan, up, n):
    """Transpose of `numba.sweep.sweep`, in place: the last signal first, for it feeds none."""
    for s in range(SIGNALS - 1, -1, -1):
        top = r[s]
        for t in range(s + 1, SIGNALS):
            top -= lu[t * SIGNALS + s] * r[t]
        carried = splat(top)
        for first in range(0, n, L):
            k = first // L
            own, at = HEAD + k * BLOCK, (k * SIGNALS + s) * SCAN
            w = load(r, own + s * L)
            for t in range(s + 1, SIGNALS):
                entry = EPIDERMIS_SLOTS + k * LU_BLOCK + (t * SIGNALS + s) * L
                w = w - load(lu, entry) * load(r, own + t * L)
            w = down_the_block(w, carried, scan, at)
            store(r, own + s * L, w)
            carried = last_lane(w)
        carried = splat(0.0)
        for k in range((n - 1) // L, -1, -1):
            own, at = HEAD + k * BLOCK + s * L, (k * SIGNALS + s) * SCAN
            x = up_the_block(load(r, own), carried, scan, at)
            store(r, own, x)
            carried = first_lane(x)
        r[s] = tri[s * (n + 1)] * (top + up[s * (n + 1) + 1] * r[HEAD + s * L])
        last = HEAD + ((n - 1) // L) * BLOCK + s * L
        for lane in range((n - 1) % L + 1, L):  # beyond the last layer there is nothing
            r[last + lane] = 0.0


@inlined
def solve_transposed(r, stage, lu, tri, up, weights, n, listen, w):
    """Solve (shift - J)^T v = r in place; the papillary weights get what the compartment heard of the stage."""
    blocks = weights.size // L
    compartment = HEAD + blocks * BLOCK
    nodes_at, compartment_at = EPIDERMIS_SLOTS, EPIDERMIS_SLOTS + blocks * LU_BLOCK
    compartment_first(lu, compartment_at, r, compartment)
    compartment_last(lu, compartment_at, r, compartment)
    for j in range(EPIDERMIS + PAPILLARY):
        share = splat(0.0)
        for i in range(0, TAIL, L):
            share = share + load(listen, j * TAIL + i) * load(r, compartment + i)
        if j < EPIDERMIS:
            r[j] += total(share)
        else:
            w.p_back[j - EPIDERMIS] = total(share)
    means_adjoint(stage, weights, w.p_back, r, w.weights_back)
    epidermis_first(lu, 0, r, 0)
    for k in range(blocks):
        layer_first(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
    sweep_transposed(r, lu, tri, w.scan, up, n)
    epidermis_last(lu, 0, r, 0)
    for k in range(blocks):
        layer_last(lu, nodes_at + k * LU_BLOCK, r, HEAD + k * BLOCK)
