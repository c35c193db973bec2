"""Signals between nodes in the compiled kernel: their exchange, and its linear solve.

Node 0 is the epidermis, node i the i-th layer. With the states that stay in place eliminated, the signals x satisfy

    (S_i + up_i + down_i) x_i - up_i x_(i-1) - down_i x_(i+1) = r_i,      S_i lower triangular in the signals:

a signal feeds only those after it, so that one scalar tridiagonal system is solved after the other. Each is

    p_i = 1 / (S_i + up_i + down_i - up_i down_(i-1) p_(i-1)),   w_i = r_i + a_i w_(i-1),   x_i = p_i w_i + b_i x_(i+1)

with a_i = up_i p_(i-1), b_i = p_i down_i. Both recurrences run on the `SIMD_LANES` layers of a block at once: w over
2, 4, 8 layers by three shifts with products of a, then what enters from the block above times all a so far. Breaks
where signals feed each other in a circle: `tools/generate.py` refuses such processes.
"""

from __future__ import annotations

from .layout import BLOCK, EPIDERMIS_SLOTS, HEAD, LU_BLOCK, SIGNALS, L, compiled
from .vectors import (
    down_1,
    down_2,
    down_4,
    first_lane,
    last_lane,
    load,
    pulled,
    pushed,
    shifted,
    splat,
    store,
    up_1,
    up_2,
    up_4,
)

SCAN = 9 * L  # numbers a signal and block: products of a, of b, and p
one_up_1, one_up_2, one_up_4 = (shifted(by, 1.0) for by in (1, 2, 4))  # for products: ones come in
one_down_1, one_down_2, one_down_4 = (shifted(-by, 1.0) for by in (1, 2, 4))


@compiled
def repeat_last(y, n):
    """Signals in the SIMD lanes beyond the last layer are those of the last layer."""
    last = HEAD + ((n - 1) // L) * BLOCK + (n - 1) % L
    for s in range(SIGNALS):
        for lane in range(1, (L - n % L) % L + 1):
            y[last + s * L + lane] = y[last + s * L]


@compiled
def exchange(y, up, down, n, f):
    """Adds what the signals of every node gain from the nodes above and below."""
    for s in range(SIGNALS):
        above, at = y[s], s * (n + 1) + 1
        f[s] += down[at - 1] * (y[HEAD + s * L] - above)
        for first in range(0, n, L):
            own = HEAD + (first // L) * BLOCK + s * L
            here = load(y, own)
            below = y[own + BLOCK] if first + L < n else 0.0  # the last couples to nothing below
            gained = load(up, at + first) * (pushed(above, here) - here)
            gained = gained + load(down, at + first) * (pulled(here, below) - here)
            store(f, own, load(f, own) + gained)
            above = y[own + L - 1]
    repeat_last(f, n)


@compiled
def pivots(lu, up, down, n, tri):
    """Inverse pivots p of all signals and nodes, tri[s (n + 1) + i]."""
    for s in range(SIGNALS):
        tri[s * (n + 1)] = 1.0 / (lu[s * SIGNALS + s] + down[s * (n + 1)])
    for i in range(1, n + 1):
        at = EPIDERMIS_SLOTS + ((i - 1) // L) * LU_BLOCK + (i - 1) % L
        for s in range(SIGNALS):
            j = s * (n + 1) + i
            own = lu[at + (s * SIGNALS + s) * L] + up[j] + down[j]
            tri[j] = 1.0 / (own - (up[j] * down[j - 1]) * tri[j - 1])


@compiled
def keep_products(a, b, p, scan, at):
    """Products of a, then of b, over 1, 2, 4 layers and from the edge of the block on; then p."""
    a_2, b_2 = a * up_1(a), b * down_1(b)
    store(scan, at, a)
    store(scan, at + L, a_2)
    store(scan, at + 2 * L, a_2 * up_2(a_2))
    a = a * one_up_1(a)
    a = a * one_up_2(a)
    store(scan, at + 3 * L, a * one_up_4(a))
    store(scan, at + 4 * L, b)
    store(scan, at + 5 * L, b_2)
    store(scan, at + 6 * L, b_2 * down_2(b_2))
    b = b * one_down_1(b)
    b = b * one_down_2(b)
    store(scan, at + 7 * L, b * one_down_4(b))
    store(scan, at + 8 * L, p)


@compiled
def down_the_block(w, carried, scan, at):
    """w_i = w_i + a_i w_(i-1) within a block of layers; `carried`: the last layer of the block above in every lane."""
    w = w + load(scan, at) * up_1(w)
    w = w + load(scan, at + L) * up_2(w)
    w = w + load(scan, at + 2 * L) * up_4(w)
    return w + load(scan, at + 3 * L) * carried


@compiled
def up_the_block(w, carried, scan, at):
    """x_i = p_i w_i + b_i x_(i+1) within a block of layers; `carried`: the first layer of the block below."""
    x = load(scan, at + 8 * L) * w
    x = x + load(scan, at + 4 * L) * down_1(x)
    x = x + load(scan, at + 5 * L) * down_2(x)
    x = x + load(scan, at + 6 * L) * down_4(x)
    return x + load(scan, at + 7 * L) * carried


@compiled
def multipliers(up, down, n, tri, scan):
    """What both recurrences of a solve multiply by: `keep_products` of every signal and block."""
    for s in range(SIGNALS):
        for first in range(0, n, L):
            j, at = s * (n + 1) + 1 + first, (first // L * SIGNALS + s) * SCAN
            p = load(tri, j)
            a, b = load(up, j) * load(tri, j - 1), load(down, j) * p
            keep_products(a, b, p, scan, at)


@compiled
def sweep(r, lu, tri, scan, down, n):
    """Solve for the signals of all nodes, in place in a working vector."""
    for s in range(SIGNALS):
        top = r[s]
        for t in range(s):
            top -= lu[s * SIGNALS + t] * r[t]
        carried = splat(top)
        for first in range(0, n, L):
            k = first // L
            own, at = HEAD + k * BLOCK, (k * SIGNALS + s) * SCAN
            w = load(r, own + s * L)
            for t in range(s):
                entry = EPIDERMIS_SLOTS + k * LU_BLOCK + (s * SIGNALS + t) * L
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
        r[s] = tri[s * (n + 1)] * (top + down[s * (n + 1)] * r[HEAD + s * L])
    repeat_last(r, n)
