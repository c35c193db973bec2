"""The compiled kernel: draws one after another through Rodas4 (see `rodas` for the method).

A draw touches only its own rows, so its result does not depend on its neighbours. The entry releases the
interpreter, so that threads share a batch; there is no parallel compiler pass (it would double the compile
time).
Machine code is kept in a folder named after the text of these files, so that no stale code is ever used.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

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
    inlined,
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


class Scratch(NamedTuple):
    """Working arrays of one draw at a time; every number in them is written before it is read."""

    y: np.ndarray  # the state, a trial point, rates, sizes for the error: working vectors
    point: np.ndarray
    f: np.ndarray
    sizes: np.ndarray
    first: np.ndarray  # dense output of a step, and one state read from it
    second: np.ndarray
    mixed: np.ndarray
    K: np.ndarray  # the stages, one working vector after the other
    z: np.ndarray  # signals of all nodes: values, scratch, couplings up and down
    x: np.ndarray
    up: np.ndarray
    down: np.ndarray
    tri: np.ndarray  # factors: of the signals, of the nodes; what the column hears
    lu: np.ndarray
    listen: np.ndarray
    p: np.ndarray  # papillary means and their weights
    padded: np.ndarray
    b: np.ndarray  # layer baseline


def scratch(layers: int) -> Scratch:
    """Working arrays for a number of layers."""
    blocks, signals = -(-layers // L), SIGNALS * (layers + 1)
    size = HEAD + blocks * BLOCK + COLUMN
    slots = EPIDERMIS_SLOTS + blocks * LU_BLOCK + COLUMN_SLOTS
    lengths = [size] * 7 + [STAGES * size] + [signals] * 4 + [(layers + 1) * S2, slots, LISTENING, PAPILLARY]
    return Scratch(*(np.zeros(length) for length in [*lengths, blocks * L, blocks * BASE_BLOCK]))


@compiled
def attempt(h, c, d, n, w):
    """One Rodas4 step from w.y: stages into w.K, the new state into w.point; h = 0: only the rates w.f."""
    y, point, f, K = w.y, w.point, w.f, w.K
    size = y.size
    for i in range(size):
        point[i] = y[i]
    for stage in range(STAGES):
        all_rates(point, w.b, c, d, w.up, w.down, w.padded, n, f, w.p, w.z, w.x)
        if stage == 0:
            if h == 0.0:
                return
            factor(y, w.b, c, d, w.up, w.down, w.p, n, 1.0 / (GAMMA * h), w.lu, w.tri, w.listen)
        right = K[stage * size : (stage + 1) * size]
        for i in range(size):
            right[i] = f[i]
            point[i] = y[i]
        for j in range(stage):
            share, earlier = C[stage, j] / h, K[j * size : (j + 1) * size]
            for i in range(size):
                right[i] += share * earlier[i]
        solve(right, w.lu, w.tri, w.up, w.down, w.padded, n, w.listen, w.p, w.z, w.x)
        to = min(stage + 1, STAGES - 1)
        for j in range(to):
            share, earlier = A[to, j], K[j * size : (j + 1) * size]
            for i in range(size):
                point[i] += share * earlier[i]
    for i in range(size):
        point[i] += K[(STAGES - 1) * size + i]


@compiled
def interpolant(w):
    """The two extra vectors of the dense output of an accepted step."""
    first, second, size = w.first, w.second, w.y.size
    for i in range(size):
        first[i], second[i] = D[0, 0] * w.K[i], D[1, 0] * w.K[i]
    for j in range(1, STAGES - 1):
        one, two, stage = D[0, j], D[1, j], w.K[j * size : (j + 1) * size]
        for i in range(size):
            first[i] += one * stage[i]
            second[i] += two * stage[i]


@compiled
def read(s, w):
    """The state at the fraction s of the step from w.y to w.point, into w.mixed."""
    y, point, first, second, mixed = w.y, w.point, w.first, w.second, w.mixed
    for i in range(y.size):
        mixed[i] = (1.0 - s) * y[i] + s * (point[i] + (1.0 - s) * (first[i] + s * second[i]))


@compiled
def settle(weights, exchange, base, scale, n, w):
    """The draw's numbers in the order the kernel walks through them."""
    blocks = w.padded.size // L
    for i in range(n):
        w.padded[i] = weights[i]
    for i in range(n + 1):
        for k in range(SIGNALS):
            w.up[k * (n + 1) + i], w.down[k * (n + 1) + i] = exchange[i, k, 0], exchange[i, k, 1]
    for i in range(blocks * L):
        for k in range(BASELINE):
            w.b[(i // L) * BASE_BLOCK + k * L + i % L] = base[min(i, n - 1), k]
    spread(scale, n, 1.0, w.sizes)
    for i in range(n, blocks * L):  # lanes beyond the last layer weigh nothing
        w.padded[i] = 0.0
        for s in range(LAYER):
            w.sizes[HEAD + (i // L) * BLOCK + s * L + i % L] = math.inf


@inlined
def run_segment(c, d, n, t, end, tolerance, max_steps, w, output_day, out, zone_weights, epidermis, zones, column,
                layers):  # fmt: skip
    """From t to end with adaptive steps, w.y in and out; returns (status, next output, steps, rejected)."""
    size, steps, rejected = w.y.size, 0, 0
    attempt(0.0, c, d, n, w)
    h = first_step(error_norm(w.f, w.y, w.sizes, tolerance, n), tolerance, end - t)
    error_before, h_before, was_rejected = -1.0, h, False
    while t < end:
        if steps + rejected >= max_steps:
            return TOO_MANY_STEPS, out, steps, rejected
        last = t + 1.0001 * h >= end
        h = end - t if last else h
        attempt(h, c, d, n, w)
        error = error_norm(w.K[(STAGES - 1) * size :], w.point, w.sizes, tolerance, n)
        change = next_factor(error, error_before, h_before / h)
        if error <= 1.0:
            t_new = end if last else t + h
            if out < output_day.size and output_day[out] <= t_new:
                interpolant(w)
            while out < output_day.size and output_day[out] <= t_new:
                read((output_day[out] - t) / (t_new - t), w)
                write(w.mixed, n, zone_weights, epidermis[out], zones[out], column[out], layers[out])
                out += 1
            for i in range(size):
                w.y[i] = w.point[i]
            t, steps = t_new, steps + 1
            error_before, h_before = max(error, 1e-2), h
            h *= min(change, 1.0) if was_rejected else change
            was_rejected = False
        else:
            rejected += 1
            was_rejected = True
            h *= min(change, SAFETY)
            if h < SMALLEST:
                return STEP_TOO_SMALL if math.isfinite(error) else NOT_FINITE, out, steps, rejected
    return OK, out, steps, rejected


def _integrate_draw(draw, start, constants, layer_baseline, drivers, segment_day, strike_scale, strike_add, exchange,
                    papillary_weights, zone_weights, scale, output_day, tolerance, max_steps, w,
                    epidermis, zones, column, layers):  # fmt: skip
    """One draw through all segments; returns (status, steps, rejected). Outputs stay NaN after a failure."""
    n = papillary_weights.shape[1]
    settle(papillary_weights[draw], exchange[draw], layer_baseline[draw], scale[draw], n, w)
    spread(start[draw], n, 0.0, w.y)
    out, steps, rejected, status = 0, 0, 0, OK
    while out < output_day.size and output_day[out] <= segment_day[0]:
        write(w.y, n, zone_weights[draw], epidermis[draw, out], zones[draw, out], column[draw, out],
              layers[draw, out])  # fmt: skip
        out += 1
    for k in range(segment_day.size - 1):
        spread(strike_scale[draw, k], n, 1.0, w.first)
        spread(strike_add[draw, k], n, 0.0, w.second)
        for i in range(w.y.size):
            w.y[i] = w.y[i] * w.first[i] + w.second[i]
        status, out, more_steps, more_rejected = run_segment(
            constants[draw], drivers[draw, k], n, segment_day[k], segment_day[k + 1], tolerance,
            max_steps - steps - rejected, w, output_day, out, zone_weights[draw], epidermis[draw], zones[draw],
            column[draw], layers[draw],
        )  # fmt: skip
        steps, rejected = steps + more_steps, rejected + more_rejected
        if status != OK:
            break
    return status, steps, rejected


def _cached(function: Any) -> Any:
    """Compile with a persistent cache in `cache_folder`, without one where nothing can be written."""
    settings: Any = numba.config  # pyright: ignore
    before = settings.CACHE_DIR
    try:
        settings.CACHE_DIR = str(cache_folder())
        return numba.njit(**OPTIONS, cache=True)(function)
    except (OSError, RuntimeError):
        return compiled(function)
    finally:
        settings.CACHE_DIR = before


integrate_draw = _cached(_integrate_draw)
