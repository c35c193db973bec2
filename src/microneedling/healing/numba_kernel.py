"""The compiled kernel: draws one after another through Rodas4 (see `rodas` for the method).

A draw touches only its own rows, so its result does not depend on its neighbours. The entry releases the
interpreter, so that threads share a batch; there is no parallel compiler pass (it would double the compile time).
Machine code is kept in a folder named after the text of these files, so that no stale code is ever used.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from . import rodas
from .compiled_cache import cache_folder
from .numba_linear import (
    BASE_BLOCK, BASELINE, BLOCK, COLUMN, EPIDERMIS, EPIDERMIS_SLOTS, COLUMN_SLOTS, HEAD, LAYER, LISTENING, LU_BLOCK,
    OPTIONS, PAPILLARY, S2, SIGNALS, L, all_rates, compiled, error_norm, factor, solve,
)  # fmt: skip

STAGES, GAMMA, A, C, D = rodas.STAGES, rodas.GAMMA, rodas.A, rodas.C, rodas.D
SAFETY, SMALLEST = rodas.SAFETY, rodas.SMALLEST_STEP_DAY
OK, STEP_TOO_SMALL, NOT_FINITE, TOO_MANY_STEPS = (
    rodas.OK, rodas.STEP_TOO_SMALL, rodas.NOT_FINITE, rodas.TOO_MANY_STEPS,
)  # fmt: skip
next_factor, first_step = compiled(rodas.next_factor), compiled(rodas.first_step)


@compiled
def spread(flat, n, fill, out):
    """Flat layout [epidermis | layer by layer | column] to the working vector; lanes past the last repeat it."""
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
    """One output time: epidermis and column as they are, dermal states as zone means and, if asked, by layer."""
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
    """One Rodas4 step: stages into K, the new state into `point`."""
    size = y.size
    for i in range(size):
        point[i] = y[i]
    all_rates(y, b, c, d, up, down, weights, n, f, p, z, x)
    factor(y, b, c, d, up, down, p, n, 1.0 / (GAMMA * h), lu, tri, listen)
    for stage in range(STAGES):
        right = K[stage]
        if stage > 0:
            all_rates(point, b, c, d, up, down, weights, n, f, p, z, x)
        for i in range(size):
            right[i] = f[i]
            point[i] = y[i]
        for j in range(stage):
            share, earlier = C[stage, j] / h, K[j]
            for i in range(size):
                right[i] += share * earlier[i]
        solve(right, lu, tri, up, down, weights, n, listen, p, z, x)
        if stage + 1 < STAGES:
            for j in range(stage + 1):
                share, earlier = A[stage + 1, j], K[j]
                for i in range(size):
                    point[i] += share * earlier[i]
        else:
            for j in range(STAGES - 1):
                share, earlier = A[stage, j], K[j]
                for i in range(size):
                    point[i] += share * earlier[i]
            for i in range(size):
                point[i] += right[i]


@compiled
def interpolant(K, first, second):
    """The two extra vectors of the dense output of an accepted step."""
    for i in range(first.size):
        first[i] = D[0, 0] * K[0, i]
        second[i] = D[1, 0] * K[0, i]
    for j in range(1, STAGES - 1):
        for i in range(first.size):
            first[i] += D[0, j] * K[j, i]
            second[i] += D[1, j] * K[j, i]


@compiled
def run_draw(start, c, base, drivers, segment_day, strike_scale, strike_add, exchange, weights, zone_weights, scale,
             output_day, tolerance, max_steps, b, y, point, f, K, lu, tri, listen, p, z, x, up, down, padded, work, sizes,
             epidermis, zones, column, layers):  # fmt: skip
    """One draw through all segments; returns (status, steps, rejected)."""
    n = weights.size
    size, blocks = y.size, (n + L - 1) // L
    for i in range(blocks * L):
        for k in range(BASELINE):
            b[(i // L) * BASE_BLOCK + k * L + i % L] = base[min(i, n - 1), k]
    for i in range(n):
        padded[i] = weights[i]
    for i in range(n + 1):
        for k in range(SIGNALS):
            up[k * (n + 1) + i], down[k * (n + 1) + i] = exchange[i, k, 0], exchange[i, k, 1]
    spread(scale, n, 1.0, sizes)
    for i in range(n, blocks * L):
        for s in range(LAYER):
            sizes[HEAD + (i // L) * BLOCK + s * L + i % L] = math.inf
    flat, first, second, mixed = work[0], work[1], work[2], work[3]
    for i in range(start.size):
        flat[i] = start[i]
    spread(flat, n, 0.0, y)
    for i in range(size):
        point[i], f[i] = 0.0, 0.0
    out, steps, rejected = 0, 0, 0
    while out < output_day.size and output_day[out] <= segment_day[0]:
        write(y, n, zone_weights, epidermis[out], zones[out], column[out], layers[out])
        out += 1
    for segment in range(segment_day.size - 1):
        spread(strike_scale[segment], n, 1.0, first)
        spread(strike_add[segment], n, 0.0, second)
        for i in range(size):
            y[i] = y[i] * first[i] + second[i]
        d, t, end = drivers[segment], segment_day[segment], segment_day[segment + 1]
        all_rates(y, b, c, d, up, down, padded, n, f, p, z, x)
        h = first_step(error_norm(f, y, sizes, tolerance, n), tolerance, end - t)
        error_before, h_before, was_rejected = -1.0, h, False
        while t < end:
            if steps + rejected >= max_steps:
                return TOO_MANY_STEPS, steps, rejected
            last = t + 1.0001 * h >= end
            h = end - t if last else h
            attempt(y, h, b, c, d, up, down, padded, n, K, point, f, lu, tri, listen, p, z, x)
            error = error_norm(K[STAGES - 1], point, sizes, tolerance, n)
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
                        write(mixed, n, zone_weights, epidermis[out], zones[out], column[out], layers[out])
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


def _integrate_range(first, last, start, constants, layer_baseline, drivers, segment_day, strike_scale, strike_add,
                     exchange, weights, zone_weights, scale, output_day, tolerance, max_steps,
                     epidermis, zones, column, layers, status, steps, rejected):  # fmt: skip
    """Draws first..last-1; outputs of a failed draw stay NaN from the failure on."""
    n = weights.shape[1]
    blocks = (n + L - 1) // L
    size = HEAD + blocks * BLOCK + COLUMN
    b = np.zeros(blocks * BASE_BLOCK)
    y, point, f, sizes = np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size)
    K, work = np.zeros((STAGES, size)), np.zeros((4, size))
    lu, tri = np.zeros(EPIDERMIS_SLOTS + blocks * LU_BLOCK + COLUMN_SLOTS), np.zeros((n + 1) * S2)
    listen, p, padded = np.zeros(LISTENING), np.zeros(PAPILLARY), np.zeros(blocks * L)
    signals = np.zeros((4, SIGNALS * (n + 1)))
    z, x, up, down = signals[0], signals[1], signals[2], signals[3]
    for draw in range(first, last):
        status[draw], steps[draw], rejected[draw] = run_draw(
            start[draw], constants[draw], layer_baseline[draw], drivers[draw], segment_day, strike_scale[draw],
            strike_add[draw], exchange[draw], weights[draw], zone_weights[draw], scale[draw], output_day, tolerance,
            max_steps, b, y, point, f, K, lu, tri, listen, p, z, x, up, down, padded, work, sizes,
            epidermis[draw], zones[draw], column[draw], layers[draw],
        )  # fmt: skip


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


integrate_range = _cached(_integrate_range)
