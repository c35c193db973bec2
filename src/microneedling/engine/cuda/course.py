"""One thread's draw from the first to the last day, and the entry: as many threads as draws, each its own steps.

All threads of a warp run one loop, one attempted step a turn, through jumps and rejections: a thread that needs more
steps than its neighbours in one segment does not keep them waiting at its end. Steps are
chosen as in the compiled kernel.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .. import rodas
from ..rodas import first_step, next_factor
from . import layout as places
from .linear import error_norm
from .step import attempt, interpolant, nothing, read, write

ONE = places.ONE
SAFETY, SMALLEST, STAGES = rodas.SAFETY, rodas.SMALLEST_STEP_DAY, rodas.STAGES
OK, STEP_TOO_SMALL, NOT_FINITE, TOO_MANY_STEPS = (
    rodas.OK,
    rodas.STEP_TOO_SMALL,
    rodas.NOT_FINITE,
    rodas.TOO_MANY_STEPS,
)
LAST_STAGE = np.uint64(STAGES - 1)
READ_TOP, READ = places.TOP_STAGES + 2 * places.NEXT_TOP_STAGE, places.LAYER_STAGES + 2 * places.NEXT_STAGE
cuda: Any = None  # put in by whoever compiles for the graphics processor


def settle(w, at, n, constants, layer_baseline, exchange, papillary_weights, scale, start):
    """The draw's numbers, and its first state."""
    for i in range(places.CONSTANTS):
        w[at + places.TOP_CONSTANTS + np.uint64(i) * ONE] = constants[i]
    for s in range(places.SIGNALS):
        w[at + places.TOP_DOWN + np.uint64(s) * ONE] = exchange[0, s, 1]
    place(w, at, n, places.TOP_SIZES, places.SIZES, scale)
    place(w, at, n, places.TOP_Y, places.Y, start)
    here = at + places.FIRST_LAYER
    for i in range(n):
        for k in range(places.BASELINE):
            w[here + places.BASE + np.uint64(k) * ONE] = layer_baseline[i, k]
        for s in range(places.SIGNALS):
            w[here + places.UP + np.uint64(s) * ONE] = exchange[i + 1, s, 0]
            w[here + places.DOWN + np.uint64(s) * ONE] = exchange[i + 1, s, 1]
        w[here + places.WEIGHT] = papillary_weights[i]
        here += places.RECORD


def place(w, at, n, top, x, flat):
    """A flat vector into the places `top` of the head and `x` of every layer's record."""
    compartment = places.EPIDERMIS + n * places.LAYER
    for i in range(places.EPIDERMIS):
        w[at + top + np.uint64(i) * ONE] = flat[i]
    for i in range(places.COMPARTMENT):
        w[at + top + places.BELOW_EPIDERMIS + np.uint64(i) * ONE] = flat[compartment + i]
    here = at + places.FIRST_LAYER + x
    for i in range(n):
        for s in range(places.LAYER):
            w[here + np.uint64(s) * ONE] = flat[places.EPIDERMIS + i * places.LAYER + s]
        here += places.RECORD


def begin(w, at, n, drivers, scale, add):
    """A segment's drivers, and its jump: y <- scale y + add. The trial point lends its room."""
    for i in range(places.DRIVERS):
        w[at + places.TOP_DRIVERS + np.uint64(i) * ONE] = drivers[i]
    place(w, at, n, places.TOP_POINT, places.POINT, scale)
    place(w, at, n, places.TOP_STAGES, places.LAYER_STAGES, add)
    jump(w, at + places.TOP_Y, at + places.TOP_POINT, at + places.TOP_STAGES, places.TOP)
    here = at + places.FIRST_LAYER
    for _ in range(n):
        jump(w, here + places.Y, here + places.POINT, here + places.LAYER_STAGES, places.LAYER)
        here += places.RECORD


def jump(w, y, scale, add, size):
    """y <- scale y + add over a stretch."""
    for i in range(size):
        k = np.uint64(i) * ONE
        w[y + k] = w[y + k] * w[scale + k] + w[add + k]


def accept(w, at, n):
    """The trial point is the state."""
    for i in range(places.TOP):
        k = at + np.uint64(i) * ONE
        w[k + places.TOP_Y] = w[k + places.TOP_POINT]
    here = at + places.FIRST_LAYER
    for _ in range(n):
        for i in range(places.LAYER):
            k = here + np.uint64(i) * ONE
            w[k + places.Y] = w[k + places.POINT]
        here += places.RECORD


def rates_norm(w, at, n, tolerance):
    """Scaled size of the rates, which stand as first stage."""
    return error_norm(w, at, n, places.TOP_STAGES, places.TOP_Y, places.LAYER_STAGES, places.Y, tolerance)


def step_norm(w, at, n, tolerance):
    """Scaled error of the step just tried: its last stage."""
    top, own = LAST_STAGE * places.NEXT_TOP_STAGE, LAST_STAGE * places.NEXT_STAGE
    return error_norm(
        w,
        at,
        n,
        places.TOP_STAGES + top,
        places.TOP_POINT,
        places.LAYER_STAGES + own,
        places.POINT,
        tolerance,
    )


def outputs_at_start(w, at, n, t, output_day, zone_weights, epidermis, zones, compartment, layers):
    """Writes the outputs up to `t` from the first state; returns which comes next."""
    out = 0
    while out < output_day.size and output_day[out] <= t:
        write(w, at, n, places.TOP_Y, places.Y, zone_weights, epidermis[out], zones[out], compartment[out],
              layers[out])  # fmt: skip
        out += 1
    return out


def outputs_within(w, at, n, t, t_new, out, output_day, zone_weights, epidermis, zones, compartment, layers):
    """Writes the outputs from `out` up to `t_new` from the step that began at `t`; returns which comes next."""
    if out < output_day.size and output_day[out] <= t_new:
        interpolant(w, at, n)
    while out < output_day.size and output_day[out] <= t_new:
        read(w, at, n, (output_day[out] - t) / (t_new - t))
        write(w, at, n, READ_TOP, READ, zone_weights, epidermis[out], zones[out], compartment[out],
              layers[out])  # fmt: skip
        out += 1
    return out


def course(w, at, n, segment_day, drivers, jump_scale, jump_add, zone_weights, output_day, tolerance, max_steps,
           epidermis, zones, compartment, layers):  # fmt: skip
    """A draw that is settled through all segments; returns (status, steps, rejected)."""
    segments, segment, steps, rejected, status = segment_day.size - 1, -1, 0, 0, OK
    t, h, error_before, h_before, was_rejected = segment_day[0], 0.0, -1.0, 1.0, False
    end = t
    out = outputs_at_start(w, at, n, t, output_day, zone_weights, epidermis, zones, compartment, layers)
    while status == OK:
        if t >= end:
            segment += 1
            if segment == segments:
                break
            begin(w, at, n, drivers[segment], jump_scale[segment], jump_add[segment])
            end, h, error_before, h_before, was_rejected = segment_day[segment + 1], 0.0, -1.0, 1.0, False
        if steps + rejected >= max_steps:
            status = TOO_MANY_STEPS
            break
        last = t + 1.0001 * h >= end
        h = end - t if last else h
        attempt(w, at, n, h)
        if h == 0.0:  # the rates alone, for the first step: asked for here so that `attempt` is compiled once
            h = first_step(rates_norm(w, at, n, tolerance), tolerance, end - t)
            h_before = h
            continue
        error = step_norm(w, at, n, tolerance)
        change = next_factor(error, error_before, h_before / h)
        if error <= 1.0:
            t_new = end if last else t + h
            out = outputs_within(w, at, n, t, t_new, out, output_day, zone_weights, epidermis, zones, compartment,
                                 layers)  # fmt: skip
            accept(w, at, n)
            t, steps = t_new, steps + 1
            error_before, h_before = max(error, 1e-2), h
            h *= min(change, 1.0) if was_rejected else change
            was_rejected = False
        else:
            rejected += 1
            was_rejected = True
            h *= min(change, SAFETY)
            if h < SMALLEST:
                status = STEP_TOO_SMALL if math.isfinite(error) else NOT_FINITE
    for k in range(out, output_day.size):
        nothing(epidermis[k], zones[k], compartment[k], layers[k])
    return status, steps, rejected


def one_draw(draw, w, start, constants, layer_baseline, drivers, segment_day, jump_scale, jump_add, exchange,
             papillary_weights, zone_weights, scale, output_day, tolerance, max_steps,
             epidermis, zones, compartment, layers, counts):  # fmt: skip
    """One draw of a slab, with the stretch of `w` that is its own; counts[draw] = (status, steps, rejected)."""
    n = papillary_weights.shape[1]
    warp = np.uint64(draw // places.WIDTH) * (places.FIRST_LAYER + np.uint64(n) * places.RECORD)
    at = warp + np.uint64(draw % places.WIDTH)
    settle(w, at, n, constants[draw], layer_baseline[draw], exchange[draw], papillary_weights[draw], scale[draw],
           start[draw])  # fmt: skip
    counts[draw, 0], counts[draw, 1], counts[draw, 2] = course(
        w, at, n, segment_day, drivers[draw], jump_scale[draw], jump_add[draw], zone_weights[draw], output_day,
        tolerance, max_steps, epidermis[draw], zones[draw], compartment[draw], layers[draw],
    )  # fmt: skip


def entry(w, start, constants, layer_baseline, drivers, segment_day, jump_scale, jump_add, exchange,
          papillary_weights, zone_weights, scale, output_day, tolerance, max_steps,
          epidermis, zones, compartment, layers, counts):  # fmt: skip
    """The draw of this thread, where there is one."""
    draw = cuda.grid(1)
    if draw < counts.shape[0]:
        one_draw(
            draw, w, start, constants, layer_baseline, drivers, segment_day, jump_scale, jump_add, exchange,
            papillary_weights, zone_weights, scale, output_day, tolerance, max_steps,
            epidermis, zones, compartment, layers, counts,
        )  # fmt: skip
