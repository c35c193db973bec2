"""Compiled gradients: a run that keeps its steps, and the exact adjoint of those steps, last step first.

One step of length h from y solves W K_i = f(Y_i) + sum_j c_ij K_j / h with W = 1/(gamma h) - J(y) and the points
Y_i = y + sum_j a_ij K_j; backward, with g the adjoint of the new state y + sum_j m_j K_j,

    K_bar_i = m_i g + sum over later stages (a_ji Y_bar_j + c_ji v_j / h)
    v_i     = W^-T K_bar_i,   Y_bar_i = J(Y_i)^T v_i
    y_bar   = g + sum_i Y_bar_i + d/dy sum_i v_i^T J(y) K_i

and the same two sums by every number give its derivative. The steps are held: their lengths are no function of the
numbers. A state read inside a step is linear in y, the new state and K; its adjoint reaches them by the dense output.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import extending, types

from ..numba.compiler import array_data, no_value
from ..numba.course import recorded_course_of
from ..numba.kernel import cached
from ..numba.layout import (
    BASE_BLOCK,
    BASELINE,
    BLOCK,
    COMPARTMENT,
    EPIDERMIS,
    HEAD,
    LAYER,
    SIGNALS,
    L,
    compiled,
    inlined,
)
from ..numba.linear import factor
from ..numba.state import settle, spread
from ..numba.step import GAMMA, STAGES, A, C, D, combine
from ..numba.vectors import load, splat, store
from .linear import (
    CONSTANTS,
    DRIVERS,
    jacobian_adjoint,
    means_of,
    multipliers_transposed,
    pair,
    rates_adjoint,
    solve_transposed,
)

BYTE = ir.IntType(8)
intrinsic: Any = extending.intrinsic


@intrinsic
def ahead(context, array, index):
    """Asks for the line of memory that holds array[index], to be near when it is read."""

    def generate(context, builder, signature, values):
        data = array_data(context, builder, signature.args[0], values[0])
        place = builder.bitcast(builder.gep(data, [values[1]]), BYTE.as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [BYTE.as_pointer(), *[ir.IntType(32)] * 3])
        name = "llvm.prefetch.p0"
        function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
        builder.call(function, [place, *(ir.Constant(ir.IntType(32), way) for way in (0, 3, 1))])
        return no_value(context)

    return types.void(array, types.intp), generate


def _record(start, constants, layer_baseline, drivers, segment_day, jump_scale, jump_add, exchange,
            papillary_weights, zone_weights, scale, output_day, tolerance, max_steps, w, epidermis, zones, compartment,
            layers, tape):  # fmt: skip
    """One draw through all segments, its steps put on the tape; returns (status, steps, rejected)."""
    n = papillary_weights.size
    settle(papillary_weights, zone_weights, exchange, layer_baseline, scale, n, w)
    return recorded_course_of(
        start, constants, drivers, segment_day, jump_scale, jump_add, output_day, n, tolerance, max_steps, w,
        epidermis, zones, compartment, layers, tape,
    )  # fmt: skip


@compiled
def seed(flat, n, out):
    """A flat adjoint as a working vector, zero in the SIMD lanes beyond the last layer."""
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
    compartment = HEAD + -(-n // L) * BLOCK
    for i in range(COMPARTMENT):
        flat[EPIDERMIS + n * LAYER + i] = y[compartment + i]


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


def _backward(constants, layer_baseline, drivers, jump_scale, exchange, papillary_weights, zone_weights, scale, w, h,
               seeds, tape, constants_back, baseline_back, drivers_back, start_back, scale_back, add_back,
               exchange_back, weights_back):  # fmt: skip
    """Adjoints of every number of a draw, from `seeds` (day, flat): those of the states at the output days."""
    n = papillary_weights.size
    settle(papillary_weights, zone_weights, exchange, layer_baseline, scale, n, w)
    empty(h)
    size, out = w.y.size, tape.out_step.size - 1
    stages, starts = tape.stages, tape.starts
    for k in range(starts.size - 2, -1, -1):
        for step in range(starts[k + 1] - 1, starts[k] - 1, -1):
            out = step_back(tape.states[step], tape.lengths[step], stages[step], stages[max(step - 1, 0)], constants,
                            drivers[k], n, w, h, seeds, out, step, tape.out_step, tape.out_share)  # fmt: skip
        drivers_out(h, drivers_back[k])
        flatten(h.after, n, add_back[k])
        seed(jump_scale[k], n, w.first)
        for i in range(size):
            w.second[i] = h.after[i] * tape.before[k, i]
            h.after[i] *= w.first[i]
        flatten(w.second, n, scale_back[k])
    while out >= 0:
        seed(seeds[out], n, h.handed)
        for i in range(size):
            h.after[i] += h.handed[i]
        out -= 1
    flatten(h.after, n, start_back)
    sums_out(h, n, constants_back, baseline_back, exchange_back, weights_back)


record, backward = cached(_record), cached(_backward)
