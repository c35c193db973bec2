"""Linear algebra of one thread's draw, in plain scalar text (`layout` has the places).

Node 0 is the epidermis, node i the i-th layer. Per node the states that stay in place are eliminated by the text of
`generated.cuda`; the signals x then satisfy, one signal after the other (equations in `numba.sweep`),

    p_i = 1 / (S_i + up_i + down_i - up_i down_(i-1) p_(i-1)),  w_i = r_i + up_i p_(i-1) w_(i-1),
    x_i = p_i (w_i + down_i x_(i+1)),            r less what the signals before feed,

down the nodes and up again.
"""

from __future__ import annotations

import math

import numpy as np

from .. import rodas
from ..generated import layout
from . import layout as places

SIGNALS, ONE = places.SIGNALS, places.ONE
STAGE_SHARES, RATE_SHARES = rodas.A, rodas.C
PAPILLARY_AT = np.array([k * places.WIDTH for k in layout.PAPILLARY_POSITIONS], np.uint64)


def combine(w, base, stages, to_next, size, count, one, two, three, four, five, out):
    """out = base + the first `count` stages, each times its share."""
    for i in range(size):
        k = np.uint64(i) * ONE
        mixed = w[base + k]
        at = stages + k
        if count > 0:
            mixed += one * w[at]
        if count > 1:
            mixed += two * w[at + to_next]
        if count > 2:
            mixed += three * w[at + to_next + to_next]
        if count > 3:
            mixed += four * w[at + to_next + to_next + to_next]
        if count > 4:
            mixed += five * w[at + to_next + to_next + to_next + to_next]
        w[out + k] = mixed


def add_rates_of_stages(w, stages, to_next, size, stage, h, right):
    """right + sum over earlier stages of c_ij K_j / h."""
    c, per_step = RATE_SHARES, 1.0 / h
    combine(
        w, right, stages, to_next, size, stage, c[stage, 0] * per_step, c[stage, 1] * per_step,
        c[stage, 2] * per_step, c[stage, 3] * per_step, c[stage, 4] * per_step, right,
    )  # fmt: skip


def next_point(w, y, point, stages, to_next, size, stage):
    """The point of the stage after this one; the last two differ from those before by a whole stage."""
    if stage < 4:
        a, row = STAGE_SHARES, stage + 1
        combine(
            w, y, stages, to_next, size, row, a[row, 0], a[row, 1], a[row, 2], a[row, 3], a[row, 4], point
        )
    else:
        own = stages + np.uint64(stage) * to_next
        combine(w, point, own, to_next, size, 1, 1.0, 0.0, 0.0, 0.0, 0.0, point)


def exchange_of_layer(w, x, above, below, here, right):
    """Adds what a layer's signals gain from those above and below."""
    for s in range(SIGNALS):
        k = np.uint64(s) * ONE
        own = w[x + k]
        gained = w[here + places.UP + k] * (w[above + k] - own)
        w[right + k] += gained + w[here + places.DOWN + k] * (w[below + k] - own)


def exchange_of_epidermis(w, at, x, below, right):
    """Adds what the epidermis' signals gain from the first layer."""
    for s in range(SIGNALS):
        k = np.uint64(s) * ONE
        w[right + k] += w[at + places.TOP_DOWN + k] * (w[below + k] - w[x + k])


def papillary_means(w, at, n, vectors):
    """Weighted means over layers, of the vectors at this place of their records, of what the compartment reads."""
    for k in range(places.PAPILLARY):
        own = at + places.FIRST_LAYER
        found = 0.0
        for _ in range(n):
            found += w[own + places.WEIGHT] * w[own + vectors + PAPILLARY_AT[k]]
            own += places.RECORD
        w[at + places.MEANS + np.uint64(k) * ONE] = found


def pivots(w, at, n):
    """Inverse pivots of the signals' tridiagonal systems, node after node."""
    for s in range(SIGNALS):
        k, own = np.uint64(s) * ONE, np.uint64(s * SIGNALS + s) * ONE
        down = w[at + places.TOP_DOWN + k]
        pivot = 1.0 / (w[at + places.TOP_LU + own] + down)
        w[at + places.TOP_PIVOT + k] = pivot
        here = at + places.FIRST_LAYER
        for _ in range(n):
            up, last = w[here + places.UP + k], down
            down = w[here + places.DOWN + k]
            pivot = 1.0 / (w[here + places.LU + own] + up + down - up * last * pivot)
            w[here + places.PIVOT + k] = pivot
            here += places.RECORD


def fed(w, lu, right, s):
    """Signal s of a node, less what the signals before it feed."""
    found = w[right + np.uint64(s) * ONE]
    for t in range(s):
        found -= w[lu + np.uint64(s * SIGNALS + t) * ONE] * w[right + np.uint64(t) * ONE]
    return found


def sweep(w, at, n, stage):
    """Solve for the signals of all nodes, in place in the stage, and take them to their next point."""
    top = at + places.TOP_STAGES + np.uint64(stage) * places.NEXT_TOP_STAGE
    own = places.LAYER_STAGES + np.uint64(stage) * places.NEXT_STAGE
    for s in range(SIGNALS):
        k = np.uint64(s) * ONE
        found = fed(w, at + places.TOP_LU, top, s)
        w[top + k] = found
        pivot = w[at + places.TOP_PIVOT + k]
        here = at + places.FIRST_LAYER
        for _ in range(n):
            found = fed(w, here + places.LU, here + own, s) + w[here + places.UP + k] * pivot * found
            w[here + own + k] = found
            pivot = w[here + places.PIVOT + k]
            here += places.RECORD
        found = 0.0
        for _ in range(n):
            here -= places.RECORD
            pivot, down = w[here + places.PIVOT + k], w[here + places.DOWN + k]
            found = pivot * (w[here + own + k] + down * found)
            w[here + own + k] = found
        pivot, down = w[at + places.TOP_PIVOT + k], w[at + places.TOP_DOWN + k]
        w[top + k] = pivot * (w[top + k] + down * found)
    next_point(
        w,
        at + places.TOP_Y,
        at + places.TOP_POINT,
        at + places.TOP_STAGES,
        places.NEXT_TOP_STAGE,
        SIGNALS,
        stage,
    )
    here = at + places.FIRST_LAYER
    for _ in range(n):
        y, point, stages = here + places.Y, here + places.POINT, here + places.LAYER_STAGES
        next_point(w, y, point, stages, places.NEXT_STAGE, SIGNALS, stage)
        here += places.RECORD


def squares(w, e, y, sizes, size):
    """Sum of (e / (scale + |y|))^2 over a stretch."""
    found = 0.0
    for i in range(size):
        k = np.uint64(i) * ONE
        ratio = w[e + k] / (w[sizes + k] + abs(w[y + k]))
        found += ratio * ratio
    return found


def error_norm(w, at, n, top_e, top_y, e, y, tolerance):
    """Largest over the three places of the root mean square of e / (tolerance (scale + |y|))."""
    cut = places.BELOW_EPIDERMIS
    top = squares(w, at + top_e, at + top_y, at + places.TOP_SIZES, places.EPIDERMIS)
    bottom = squares(w, at + top_e + cut, at + top_y + cut, at + places.TOP_SIZES + cut, places.COMPARTMENT)
    middle, here = 0.0, at + places.FIRST_LAYER
    for _ in range(n):
        middle += squares(w, here + e, here + y, here + places.SIZES, places.LAYER)
        here += places.RECORD
    worst = max(top / places.EPIDERMIS, middle / (n * places.LAYER))
    worst = max(worst, bottom / places.COMPARTMENT) if places.COMPARTMENT else worst
    return math.sqrt(worst) / tolerance if math.isfinite(top + middle + bottom) else math.nan
