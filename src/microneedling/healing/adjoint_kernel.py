"""Compiled gradients: a run that keeps its steps, and the exact adjoint of those steps, last step first.

One step of length h from y solves W K_i = f(Y_i) + sum_j c_ij K_j / h with W = 1/(gamma h) - J(y) and the points
Y_i = y + sum_j a_ij K_j; backward, with g the adjoint of the new state y + sum_j m_j K_j,

    K_bar_i = m_i g + sum over later stages (a_ji Y_bar_j + c_ji v_j / h)
    v_i     = W^-T K_bar_i,   Y_bar_i = J(Y_i)^T v_i
    y_bar   = g + sum_i Y_bar_i + d/dy sum_i v_i^T J(y) K_i

and the same two sums by every number hand back to it. The steps are held: their lengths are no function of the numbers.
A state read inside a step is linear in y, the new state and K, and is handed back through the dense output.
"""

from __future__ import annotations

import math
from typing import Any

from llvmlite import ir
from numba import extending, types

from .adjoint_linear import (
    CONSTANTS,
    DRIVERS,
    jacobian_adjoint,
    means_of,
    multipliers_transposed,
    pair,
    rates_adjoint,
    solve_transposed,
)
from .numba_kernel import (
    GAMMA,
    NOT_FINITE,
    OK,
    SAFETY,
    SMALLEST,
    STAGES,
    STEP_TOO_SMALL,
    TOO_MANY_STEPS,
    A,
    C,
    D,
    _cached,
    attempt,
    combine,
    first_step,
    interpolant,
    next_factor,
    read,
)
from .numba_layout import (
    BASE_BLOCK,
    BASELINE,
    BLOCK,
    COLUMN,
    EPIDERMIS,
    HEAD,
    LAYER,
    SIGNALS,
    L,
    compiled,
    inlined,
)
from .numba_linear import error_norm, factor
from .numba_state import settle, spread, write
from .vectors import load, splat, store

BYTE = ir.IntType(8)
intrinsic: Any = extending.intrinsic


@intrinsic
def ahead(context, array, index):
    """Asks for the line of memory that holds array[index], to be near when it is read."""

    def generate(context, builder, signature, values):
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        place = builder.bitcast(builder.gep(data, [values[1]]), BYTE.as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [BYTE.as_pointer(), *[ir.IntType(32)] * 3])
        name = "llvm.prefetch.p0"
        function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
        builder.call(function, [place, *(ir.Constant(ir.IntType(32), way) for way in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


@compiled
def keep(w, h, step, lengths, states, stages):
    """The step that was just accepted, where there is room for it."""
    if step >= lengths.size:
        return
    lengths[step] = h
    state, stage = states[step], stages[step]
    for i in range(0, state.size, L):
        store(state, i, load(w.y, i))
    for i in range(0, stage.size, L):
        store(stage, i, load(w.K, i))


@inlined
def record_segment(c, d, n, t, end, tolerance, max_steps, w, output_day, out, epidermis, zones, column, layers,
                   step, lengths, states, stages, out_step, out_share):  # fmt: skip
    """`numba_kernel.run_segment` that keeps its steps; returns (status, next output, steps, rejected)."""
    size, first, rejected = w.y.size, step, 0
    h, error_before, h_before, was_rejected = 0.0, -1.0, 1.0, False
    while t < end:
        if step - first + rejected >= max_steps:
            return TOO_MANY_STEPS, out, step - first, rejected
        last = t + 1.0001 * h >= end
        h = end - t if last else h
        attempt(h, c, d, n, w)
        if h == 0.0:
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
                out_step[out], out_share[out] = step, (output_day[out] - t) / (t_new - t)
                read(out_share[out], w)
                write(w.mixed, n, w, epidermis[out], zones[out], column[out], layers[out])
                out += 1
            keep(w, h, step, lengths, states, stages)
            for i in range(size):
                w.y[i] = w.point[i]
            t, step = t_new, step + 1
            error_before, h_before = max(error, 1e-2), h
            h *= min(change, 1.0) if was_rejected else change
            was_rejected = False
        else:
            rejected += 1
            was_rejected = True
            h *= min(change, SAFETY)
            if h < SMALLEST:
                return STEP_TOO_SMALL if math.isfinite(error) else NOT_FINITE, out, step - first, rejected
    return OK, out, step - first, rejected


def _record(start, constants, layer_baseline, drivers, segment_day, strike_scale, strike_add, exchange,
            papillary_weights, zone_weights, scale, output_day, tolerance, max_steps, w, epidermis, zones, column,
            layers, lengths, states, stages, starts, before, out_step, out_share):  # fmt: skip
    """One draw through all segments, steps kept; returns (status, steps, rejected).

    Steps of segment k are starts[k] .. starts[k + 1]; `before` holds the state before each strike. More steps than
    there is room for are counted, not kept.
    """
    n = papillary_weights.size
    settle(papillary_weights, zone_weights, exchange, layer_baseline, scale, n, w)
    spread(start, n, 0.0, w.y)
    out, step, rejected, status = 0, 0, 0, OK
    while out < output_day.size and output_day[out] <= segment_day[0]:
        write(w.y, n, w, epidermis[out], zones[out], column[out], layers[out])
        out_step[out] = -1
        out += 1
    for k in range(segment_day.size - 1):
        spread(strike_scale[k], n, 1.0, w.first)
        spread(strike_add[k], n, 0.0, w.second)
        for i in range(w.y.size):
            before[k, i] = w.y[i]
            w.y[i] = w.y[i] * w.first[i] + w.second[i]
        starts[k] = step
        status, out, more_steps, more_rejected = record_segment(
            constants, drivers[k], n, segment_day[k], segment_day[k + 1], tolerance, max_steps - step - rejected, w,
            output_day, out, epidermis, zones, column, layers, step, lengths, states, stages, out_step,
            out_share,
        )  # fmt: skip
        step, rejected = step + more_steps, rejected + more_rejected
        starts[k + 1] = step
        if status != OK:
            break
    return status, step, rejected


@compiled
def seed(flat, n, out):
    """A flat adjoint as a working vector, zero in the lanes beyond the last layer."""
    spread(flat, n, 0.0, out)
    for i in range(n, -(-n // L) * L):
        for s in range(LAYER):
            out[HEAD + (i // L) * BLOCK + s * L + i % L] = 0.0


@compiled
def flatten(y, n, flat):
    """A working vector in the flat layout of a problem."""
    for i in range(EPIDERMIS):
        flat[i] = y[i]
    for i in range(n):
        for s in range(LAYER):
            flat[EPIDERMIS + i * LAYER + s] = y[HEAD + (i // L) * BLOCK + s * L + i % L]
    column = HEAD + -(-n // L) * BLOCK
    for i in range(COLUMN):
        flat[EPIDERMIS + n * LAYER + i] = y[column + i]


@inlined
def read_back(share, g, h):
    """A state read at a share of the step hands its adjoint `h.handed` to both ends and to the stages."""
    size, left = h.handed.size, 1.0 - share
    for i in range(0, size, L):
        handed = load(h.handed, i)
        store(g, i, load(g, i) + splat(share) * handed)
        store(h.before, i, load(h.before, i) + splat(left) * handed)
        for j in range(STAGES - 1):
            weight = splat(share * left * (D[0, j] + share * D[1, j]))
            store(h.v, j * size + i, load(h.v, j * size + i) + weight * handed)


@inlined
def stages_back(y, length, stages, coming, c, d, n, w, h):
    """All stages of one step, last first: `h.v` holds their adjoints, `h.before` collects that of the state y."""
    size, point, v = y.size, w.point, h.v
    for stage in range(STAGES - 1, -1, -1):
        own, mine = v[stage * size : (stage + 1) * size], stages[stage * size : (stage + 1) * size]
        solve_transposed(own, mine, w.lu, w.tri, w.up, w.padded, n, w.listen, h)
        combine(stage, y, stages, size, A[stage], 1.0, point)
        rates_adjoint(point if stage > 0 else y, mine, own, w.b, c, d, w.up, w.down, w.padded, n, h)
        for i in range(0, size, L):
            ahead(coming, stage * size + i)
            handed, this = load(h.handed, i), load(own, i)
            store(h.before, i, load(h.before, i) + handed)
            for j in range(stage):
                earlier = (
                    load(v, j * size + i) + splat(A[stage, j]) * handed + splat(C[stage, j] / length) * this
                )
                store(v, j * size + i, earlier)
    pair(v, stages, w.padded, h)
    jacobian_adjoint(y, w.b, c, d, w.padded, h)
    for i in range(0, size, L):
        store(h.before, i, load(h.before, i) + load(h.handed, i))


@inlined
def step_back(y, length, stages, coming, c, d, n, w, h, seeds, out, step, out_step, out_share):
    """One step: `h.after`, the adjoint of the state after it, becomes that of the state before it."""
    size, g = y.size, h.after
    for i in range(0, size, L):
        store(h.before, i, splat(0.0))
    for i in range(0, h.v.size, L):
        store(h.v, i, splat(0.0))
    while out >= 0 and out_step[out] == step:
        seed(seeds[out], n, h.handed)
        read_back(out_share[out], g, h)
        out -= 1
    for j in range(STAGES):
        weight, at = splat(A[STAGES - 1, j] if j < STAGES - 1 else 1.0), j * size
        for i in range(0, size, L):
            store(h.v, at + i, load(h.v, at + i) + weight * load(g, i))
    means_of(y, 0, w.padded, w.p, 0)
    factor(y, w.b, c, d, w.up, w.down, w.p, n, 1.0 / (GAMMA * length), w.lu, w.tri, w.scan, w.listen)
    multipliers_transposed(w.up, w.down, n, w.tri, h.scan)
    stages_back(y, length, stages, coming, c, d, n, w, h)
    for i in range(0, size, L):
        store(g, i, load(g, i) + load(h.before, i))
    return out


@compiled
def empty(h):
    """All sums, and what stands in the padding, to zero."""
    for sums in (
        h.c_back,
        h.c_lanes,
        h.d_back,
        h.d_lanes,
        h.b_back,
        h.up_back,
        h.down_back,
        h.weights_back,
        h.p_back,
    ):
        for i in range(sums.size):
            sums[i] = 0.0
    for i in range(h.after.size):
        h.after[i], h.handed[i] = 0.0, 0.0


@compiled
def drivers_out(h, out):
    """The sums of one segment's drivers, emptied."""
    for k in range(DRIVERS):
        total = h.d_back[k]
        for lane in range(L):
            total += h.d_lanes[k * L + lane]
            h.d_lanes[k * L + lane] = 0.0
        h.d_back[k] = 0.0
        out[k] = total


@compiled
def sums_out(h, n, constants, layer_baseline, exchange, papillary_weights):
    """The sums of the whole course; what was handed to the copies of the last layer is nothing."""
    for k in range(CONSTANTS):
        constants[k] = h.c_back[k]
        for lane in range(L):
            constants[k] += h.c_lanes[k * L + lane]
    for i in range(n):
        papillary_weights[i] = h.weights_back[i]
        for k in range(BASELINE):
            layer_baseline[i, k] = h.b_back[(i // L) * BASE_BLOCK + k * L + i % L]
    for k in range(SIGNALS):
        for i in range(n + 1):
            at = k * (n + 1) + i
            exchange[i, k, 0], exchange[i, k, 1] = h.up_back[at], h.down_back[at]


def _hand_back(constants, layer_baseline, drivers, strike_scale, exchange, papillary_weights, zone_weights, scale, w, h,
               seeds, lengths, states, stages, starts, before, out_step, out_share, constants_back, baseline_back,
               drivers_back, start_back, scale_back, add_back, exchange_back, weights_back):  # fmt: skip
    """Adjoints of every number of a draw, from `seeds` (day, flat): those of the states at the output days."""
    n = papillary_weights.size
    settle(papillary_weights, zone_weights, exchange, layer_baseline, scale, n, w)
    empty(h)
    size, out = w.y.size, out_step.size - 1
    for k in range(starts.size - 2, -1, -1):
        for step in range(starts[k + 1] - 1, starts[k] - 1, -1):
            out = step_back(states[step], lengths[step], stages[step], stages[max(step - 1, 0)], constants, drivers[k],
                            n, w, h, seeds, out, step, out_step, out_share)  # fmt: skip
        drivers_out(h, drivers_back[k])
        flatten(h.after, n, add_back[k])
        seed(strike_scale[k], n, w.first)
        for i in range(size):
            w.second[i] = h.after[i] * before[k, i]
            h.after[i] *= w.first[i]
        flatten(w.second, n, scale_back[k])
    while out >= 0:
        seed(seeds[out], n, h.handed)
        for i in range(size):
            h.after[i] += h.handed[i]
        out -= 1
    flatten(h.after, n, start_back)
    sums_out(h, n, constants_back, baseline_back, exchange_back, weights_back)


record, hand_back = _cached(_record), _cached(_hand_back)
