"""The compiled kernel: draws one after another through Rodas4 (see `rodas` for the method).

A draw touches only its own rows, so its result does not depend on its neighbours. The entry releases the
interpreter, so that threads share a batch; there is no parallel compiler pass (it would double the compile
time).
Machine code is kept in a folder named after the text of these files, so that no stale code is ever used.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from . import rodas
from .compiled_cache import cache_folder
from .numba_linear import (
    BASE_BLOCK,
    BASELINE,
    BLOCK,
    COLUMN,
    COLUMN_SLOTS,
    EPIDERMIS,
    EPIDERMIS_SLOTS,
    HEAD,
    LAYER,
    LISTENING,
    LU_BLOCK,
    OPTIONS,
    PAPILLARY,
    S2,
    SIGNALS,
    L,
    all_rates,
    compiled,
    error_norm,
    factor,
    solve,
)

STAGES, GAMMA, A, C, D = rodas.STAGES, rodas.GAMMA, rodas.A, rodas.C, rodas.D
SAFETY, SMALLEST = rodas.SAFETY, rodas.SMALLEST_STEP_DAY
OK, STEP_TOO_SMALL, NOT_FINITE, TOO_MANY_STEPS = (
    rodas.OK,
    rodas.STEP_TOO_SMALL,
    rodas.NOT_FINITE,
    rodas.TOO_MANY_STEPS,
)
next_factor, first_step = compiled(rodas.next_factor), compiled(rodas.first_step)


@compiled
def spread(flat, n, fill, out):
    """Flat layout [epidermis | layer by layer | column] to the working vector; lanes past the last repeat
    it.
    """
    blocks = (n + L - 1) // L
    for i in range(HEAD):
        out[i] = flat[i] if i < EPIDERMIS else fill
    for i in range(blocks * L):
        start = EPIDERMIS + min(i, n - 1) * LAYER
        for s in range(LAYER):
            out[HEAD + (i // L) * BLOCK + s * L + i % L] = flat[start + s]
    for i in range(COLUMN):
        out[HEAD + blocks * BLOCK + i] = flat[EPIDERMIS + n * LAYER + i]


@compiled
def write(y, n, zone_weights, epidermis, zones, column, layers):
    """One output time: epidermis and column as they are, dermal states as zone means and, if asked, by
    layer.
    """
    blocks = (n + L - 1) // L
    for i in range(EPIDERMIS):
        epidermis[i] = y[i]
    for i in range(COLUMN):
        column[i] = y[HEAD + blocks * BLOCK + i]
    for z in range(zones.shape[0]):
        for s in range(LAYER):
            total = 0.0
            for i in range(n):
                total += zone_weights[z, i] * y[HEAD + (i // L) * BLOCK + s * L + i % L]
            zones[z, s] = total
    for i in range(layers.shape[0]):
        for s in range(LAYER):
            layers[i, s] = y[HEAD + (i // L) * BLOCK + s * L + i % L]


@compiled
def attempt(y, h, b, c, d, up, down, weights, n, K, point, f, lu, tri, listen, p, z, x):
    """One Rodas4 step: stages into K (one after the other), the new state into `point`; h = 0: only the
    rates f.
    """
    size = y.size
    for i in range(size):
        point[i] = y[i]
    for stage in range(STAGES):
        all_rates(point, b, c, d, up, down, weights, n, f, p, z, x)
        if stage == 0:
            if h == 0.0:
                return
            factor(y, b, c, d, up, down, p, n, 1.0 / (GAMMA * h), lu, tri, listen)
        right = K[stage * size : (stage + 1) * size]
        for i in range(size):
            right[i] = f[i]
            point[i] = y[i]
        for j in range(stage):
            share, earlier = C[stage, j] / h, K[j * size : (j + 1) * size]
            for i in range(size):
                right[i] += share * earlier[i]
        solve(right, lu, tri, up, down, weights, n, listen, p, z, x)
        for j in range(min(stage + 1, STAGES - 1)):
            share, earlier = A[min(stage + 1, STAGES - 1), j], K[j * size : (j + 1) * size]
            for i in range(size):
                point[i] += share * earlier[i]
    for i in range(size):
        point[i] += K[(STAGES - 1) * size + i]


@compiled
def interpolant(K, first, second):
    """The two extra vectors of the dense output of an accepted step."""
    size = first.size
    for i in range(size):
        first[i], second[i] = D[0, 0] * K[i], D[1, 0] * K[i]
    for j in range(1, STAGES - 1):
        one, two, stage = D[0, j], D[1, j], K[j * size : (j + 1) * size]
        for i in range(size):
            first[i] += one * stage[i]
            second[i] += two * stage[i]


@compiled
def settle(weights, exchange, base, scale, n, padded, up, down, b, sizes):
    """The draw's numbers in the order the kernel walks through them."""
    for i in range(n):
        padded[i] = weights[i]
    for i in range(n + 1):
        for k in range(SIGNALS):
            up[k * (n + 1) + i], down[k * (n + 1) + i] = exchange[i, k, 0], exchange[i, k, 1]
    for i in range(padded.size):
        for k in range(BASELINE):
            b[(i // L) * BASE_BLOCK + k * L + i % L] = base[min(i, n - 1), k]
    spread(scale, n, 1.0, sizes)
    for i in range(n, padded.size):
        for s in range(LAYER):
            sizes[HEAD + (i // L) * BLOCK + s * L + i % L] = math.inf


def workspace(layers: int) -> np.ndarray:
    """Scratch for one draw at a time; every number in it is written before it is read."""
    blocks, size, signals = _sizes(layers)
    small = 4 * signals + (layers + 1) * S2 + LISTENING + PAPILLARY + EPIDERMIS_SLOTS + COLUMN_SLOTS
    return np.zeros((STAGES + 7) * size + blocks * (L + BASE_BLOCK + LU_BLOCK) + small)


def _sizes(n):
    """Blocks of layers, length of the working vector, length of a vector of signals."""
    blocks = (n + L - 1) // L
    return blocks, HEAD + blocks * BLOCK + COLUMN, SIGNALS * (n + 1)


sizes_of = compiled(_sizes)


def _integrate_draw(
    draw,
    start,
    constants,
    layer_baseline,
    drivers,
    segment_day,
    strike_scale,
    strike_add,
    exchange,
    papillary_weights,
    zone_weights,
    scale,
    output_day,
    tolerance,
    max_steps,
    work,
    epidermis,
    zones,
    column,
    layers,
):
    """One draw through all segments; returns (status, steps, rejected); outputs stay NaN from a failure
    on.
    """
    n = papillary_weights.shape[1]
    blocks, size, signals = sizes_of(n)
    y, point, f, sizes = (
        work[:size],
        work[size : 2 * size],
        work[2 * size : 3 * size],
        work[3 * size : 4 * size],
    )
    first, second, mixed = work[4 * size : 5 * size], work[5 * size : 6 * size], work[6 * size : 7 * size]
    K, rest = work[7 * size : (7 + STAGES) * size], work[(7 + STAGES) * size :]
    z, x, up = rest[:signals], rest[signals : 2 * signals], rest[2 * signals : 3 * signals]
    down, rest = rest[3 * signals : 4 * signals], rest[4 * signals :]
    tri, rest = rest[: (n + 1) * S2], rest[(n + 1) * S2 :]
    listen, p, rest = rest[:LISTENING], rest[LISTENING : LISTENING + PAPILLARY], rest[LISTENING + PAPILLARY :]
    padded, rest = rest[: blocks * L], rest[blocks * L :]
    b, lu = rest[: blocks * BASE_BLOCK], rest[blocks * BASE_BLOCK :]
    c = constants[draw]
    for i in range(work.size):
        work[i] = 0.0
    settle(
        papillary_weights[draw],
        exchange[draw],
        layer_baseline[draw],
        scale[draw],
        n,
        padded,
        up,
        down,
        b,
        sizes,
    )
    spread(start[draw], n, 0.0, y)
    out, steps, rejected = 0, 0, 0
    while out < output_day.size and output_day[out] <= segment_day[0]:
        write(
            y,
            n,
            zone_weights[draw],
            epidermis[draw, out],
            zones[draw, out],
            column[draw, out],
            layers[draw, out],
        )
        out += 1
    for segment in range(segment_day.size - 1):
        spread(strike_scale[draw, segment], n, 1.0, first)
        spread(strike_add[draw, segment], n, 0.0, second)
        for i in range(size):
            y[i] = y[i] * first[i] + second[i]
        d, t, end = drivers[draw, segment], segment_day[segment], segment_day[segment + 1]
        h, error_before, h_before, was_rejected, begun = 0.0, -1.0, 1.0, False, False
        while t < end:
            if steps + rejected >= max_steps:
                return TOO_MANY_STEPS, steps, rejected
            last = begun and t + 1.0001 * h >= end
            h = end - t if last else h
            attempt(y, h, b, c, d, up, down, padded, n, K, point, f, lu, tri, listen, p, z, x)
            if not begun:  # only the rates were wanted, for the first step
                h = first_step(error_norm(f, y, sizes, tolerance, n), tolerance, end - t)
                h_before, begun = h, True
                continue
            error = error_norm(K[(STAGES - 1) * size :], point, sizes, tolerance, n)
            change = next_factor(error, error_before, h_before / h)
            if error <= 1.0:
                t_new = end if last else t + h
                if out < output_day.size and output_day[out] <= t_new:
                    interpolant(K, first, second)
                while out < output_day.size and output_day[out] <= t_new:
                    s = (output_day[out] - t) / (t_new - t)
                    for i in range(size):
                        bend = first[i] + s * second[i]
                        mixed[i] = (1.0 - s) * y[i] + s * (point[i] + (1.0 - s) * bend)
                    write(
                        mixed,
                        n,
                        zone_weights[draw],
                        epidermis[draw, out],
                        zones[draw, out],
                        column[draw, out],
                        layers[draw, out],
                    )
                    out += 1
                for i in range(size):
                    y[i] = point[i]
                t, steps = t_new, steps + 1
                error_before, h_before = max(error, 1e-2), h
                h *= min(change, 1.0) if was_rejected else change
                was_rejected = False
            else:
                rejected += 1
                was_rejected = True
                h *= min(change, SAFETY)
                if h < SMALLEST:
                    return STEP_TOO_SMALL if math.isfinite(error) else NOT_FINITE, steps, rejected
    return OK, steps, rejected


def _cached(function):
    """Compile with a persistent cache in `cache_folder`, without one where nothing can be written."""
    before = numba.config.CACHE_DIR
    try:
        numba.config.CACHE_DIR = str(cache_folder())
        return numba.njit(**OPTIONS, cache=True)(function)
    except (OSError, RuntimeError):
        return compiled(function)
    finally:
        numba.config.CACHE_DIR = before


integrate_draw = _cached(_integrate_draw)
