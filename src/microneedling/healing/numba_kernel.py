"""The compiled kernel: draws one after another through Rodas4 (see `rodas` for the method).

A draw touches only its own rows, so its result does not depend on its neighbours. The entry releases the
interpreter, so that threads share a batch; there is no parallel compiler pass (it would double the compile
time).
Machine code is kept in a folder named after the text of these files, so that no stale code is ever used.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numba

from . import rodas
from .compiled_cache import cache_folder
from .numba_layout import OPTIONS, L, compiled, inlined
from .numba_linear import all_rates, error_norm, factor, solve
from .numba_state import scratch, settle, spread, write
from .vectors import load, splat, store

STAGES, GAMMA, A, C, D = rodas.STAGES, rodas.GAMMA, rodas.A, rodas.C, rodas.D
SAFETY, SMALLEST = rodas.SAFETY, rodas.SMALLEST_STEP_DAY
OK, STEP_TOO_SMALL, NOT_FINITE, TOO_MANY_STEPS = (
    rodas.OK,
    rodas.STEP_TOO_SMALL,
    rodas.NOT_FINITE,
    rodas.TOO_MANY_STEPS,
)
next_factor, first_step = compiled(rodas.next_factor), compiled(rodas.first_step)


def _combination(count: int) -> Callable[..., None]:
    """out = base + sum of the first `count` stages, each times its share."""

    @compiled
    def combination(base, K, size, shares, out):
        one, two, three = splat(shares[0]), splat(shares[1]), splat(shares[2])
        four, five = splat(shares[3]), splat(shares[4])
        for i in range(0, size, L):
            mixed = load(base, i) + one * load(K, i)
            if count > 1:
                mixed = mixed + two * load(K, size + i)
            if count > 2:
                mixed = mixed + three * load(K, 2 * size + i)
            if count > 3:
                mixed = mixed + four * load(K, 3 * size + i)
            if count > 4:
                mixed = mixed + five * load(K, 4 * size + i)
            store(out, i, mixed)

    return combination


of_one, of_two, of_three, of_four, of_five = (_combination(count) for count in range(1, STAGES))


@compiled
def combine(count, base, K, size, shares, scale, out):
    """out = base + sum of the first `count` stages, each times its share times `scale`."""
    given = (shares[0] * scale, shares[1] * scale, shares[2] * scale, shares[3] * scale, shares[4] * scale)
    if count == 1:
        of_one(base, K, size, given, out)
    elif count == 2:
        of_two(base, K, size, given, out)
    elif count == 3:
        of_three(base, K, size, given, out)
    elif count == 4:
        of_four(base, K, size, given, out)
    elif count == 5:
        of_five(base, K, size, given, out)


@inlined
def attempt(h, c, d, n, w):
    """One Rodas4 step from w.y: stages into w.K, the new state into w.point; h = 0: only the rates, as first stage."""
    y, point, K = w.y, w.point, w.K
    size = y.size
    for stage in range(STAGES):
        right = K[stage * size : (stage + 1) * size]
        all_rates(y if stage == 0 else point, w.b, c, d, w.up, w.down, w.padded, n, right, w.p)
        if stage == 0:
            if h == 0.0:
                return
            factor(y, w.b, c, d, w.up, w.down, w.p, n, 1.0 / (GAMMA * h), w.lu, w.tri, w.scan, w.listen)
        combine(stage, right, K, size, C[stage], 1.0 / h, right)
        solve(right, w.lu, w.tri, w.scan, w.down, w.padded, n, w.listen, w.p)
        if stage < STAGES - 2:
            combine(stage + 1, y, K, size, A[stage + 1], 1.0, point)
        else:  # the last two points differ from those before by a whole stage
            for i in range(0, size, L):
                store(point, i, load(point, i) + load(right, i))


@compiled
def interpolant(w):
    """The two extra vectors of the dense output of an accepted step: all but the last stage, times a row of D."""
    size, stage = w.y.size, w.K[(STAGES - 2) * w.y.size :]
    for i in range(0, size, L):
        store(w.first, i, splat(D[0, 4]) * load(stage, i))
        store(w.second, i, splat(D[1, 4]) * load(stage, i))
    of_four(w.first, w.K, size, D[0], w.first)
    of_four(w.second, w.K, size, D[1], w.second)


@compiled
def read(s, w):
    """The state at the fraction s of the step from w.y to w.point, into w.mixed."""
    here, left = splat(s), splat(1.0 - s)
    for i in range(0, w.y.size, L):
        bend = load(w.first, i) + here * load(w.second, i)
        store(w.mixed, i, left * load(w.y, i) + here * (load(w.point, i) + left * bend))


@inlined
def run_segment(c, d, n, t, end, tolerance, max_steps, w, output_day, out, epidermis, zones, column,
                layers):  # fmt: skip
    """From t to end with adaptive steps, w.y in and out; returns (status, next output, steps, rejected)."""
    size, steps, rejected = w.y.size, 0, 0
    h, error_before, h_before, was_rejected = 0.0, -1.0, 1.0, False
    while t < end:
        if steps + rejected >= max_steps:
            return TOO_MANY_STEPS, out, steps, rejected
        last = t + 1.0001 * h >= end
        h = end - t if last else h
        attempt(h, c, d, n, w)
        if h == 0.0:  # the rates alone, for the first step: asked for here so that `attempt` is compiled once
            h = first_step(error_norm(w.K, w.y, w.sizes, tolerance, n), tolerance, end - t)
            h_before = h
            continue
        error = error_norm(w.K[(STAGES - 1) * size :], w.point, w.sizes, tolerance, n)
        change = next_factor(error, error_before, h_before / h)
        if error <= 1.0:
            t_new = end if last else t + h
            if out < output_day.size and output_day[out] <= t_new:
                interpolant(w)
            while out < output_day.size and output_day[out] <= t_new:
                read((output_day[out] - t) / (t_new - t), w)
                write(w.mixed, n, w, epidermis[out], zones[out], column[out], layers[out])
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


@inlined
def course_of(draw, start, drivers, constants, segment_day, strike_scale, strike_add, output_day, n, tolerance,
              max_steps, w, epidermis, zones, column, layers):  # fmt: skip
    """One draw through all segments; returns (status, steps, rejected). Outputs stay NaN after a failure."""
    spread(start[draw], n, 0.0, w.y)
    out, steps, rejected, status = 0, 0, 0, OK
    while out < output_day.size and output_day[out] <= segment_day[0]:
        write(w.y, n, w, epidermis[draw, out], zones[draw, out], column[draw, out], layers[draw, out])
        out += 1
    for k in range(segment_day.size - 1):
        spread(strike_scale[draw, k], n, 1.0, w.first)
        spread(strike_add[draw, k], n, 0.0, w.second)
        for i in range(0, w.y.size, L):
            store(w.y, i, load(w.y, i) * load(w.first, i) + load(w.second, i))
        status, out, more_steps, more_rejected = run_segment(
            constants[draw], drivers[draw, k], n, segment_day[k], segment_day[k + 1], tolerance,
            max_steps - steps - rejected, w, output_day, out, epidermis[draw], zones[draw], column[draw], layers[draw],
        )  # fmt: skip
        steps, rejected = steps + more_steps, rejected + more_rejected
        if status != OK:
            break
    return status, steps, rejected


def _integrate_draws(first, end, start, constants, layer_baseline, drivers, segment_day, strike_scale, strike_add,
                     exchange, papillary_weights, zone_weights, scale, output_day, tolerance, max_steps, w,
                     epidermis, zones, column, layers, counts):  # fmt: skip
    """The draws `first` .. `end` - 1 one after another; counts[draw] = (status, steps, rejected)."""
    n = papillary_weights.shape[1]
    for draw in range(first, end):
        settle(
            papillary_weights[draw],
            zone_weights[draw],
            exchange[draw],
            layer_baseline[draw],
            scale[draw],
            n,
            w,
        )
        counts[draw, 0], counts[draw, 1], counts[draw, 2] = course_of(
            draw, start, drivers, constants, segment_day, strike_scale, strike_add, output_day, n, tolerance,
            max_steps, w, epidermis, zones, column, layers,
        )  # fmt: skip


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


__all__ = ["integrate_draws", "scratch"]
integrate_draws = _cached(_integrate_draws)
