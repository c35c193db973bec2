"""The time course of one draw: adaptive steps from jump to jump, states read at the output days.

Two forms of the same text: one that goes, and one that keeps every step on a tape for the backward pass
(`adjoint.kernel`). Which one is known when it is compiled, so that keeping costs the other nothing.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from .. import rodas
from .layout import L, compiled, inlined
from .linear import error_norm
from .state import spread, write
from .step import STAGES, attempt, interpolant, read
from .vectors import load, store

SAFETY, SMALLEST = rodas.SAFETY, rodas.SMALLEST_STEP_DAY
OK, STEP_TOO_SMALL, NOT_FINITE, TOO_MANY_STEPS = (
    rodas.OK,
    rodas.STEP_TOO_SMALL,
    rodas.NOT_FINITE,
    rodas.TOO_MANY_STEPS,
)
next_factor, first_step = compiled(rodas.next_factor), compiled(rodas.first_step)


class Tape(NamedTuple):
    """The accepted steps of one draw: lengths (day), states and stages in the kernel's own layout.

    More steps than there is room for are counted, not kept.
    """

    lengths: np.ndarray
    states: np.ndarray
    stages: np.ndarray
    starts: np.ndarray  # first step of each segment, and the end
    before: np.ndarray  # state before the jump of each segment
    out_step: np.ndarray  # step in which each output day lies (-1: before the first),
    out_share: np.ndarray  # and at which share of it


@compiled
def keep(w, h, step, tape):
    """The step that was just accepted, where the tape has room for it."""
    if step >= tape.lengths.size:
        return
    tape.lengths[step] = h
    state, stages = tape.states[step], tape.stages[step]
    for i in range(0, state.size, L):
        store(state, i, load(w.y, i))
    for i in range(0, stages.size, L):
        store(stages, i, load(w.K, i))


def _segment(keeping: bool) -> Any:
    @inlined
    def segment(c, d, n, t, end, tolerance, max_steps, w, output_day, out, epidermis, zones, compartment, layers, tape,
                before):  # fmt: skip
        """From t to end, w.y in and out, after `before` steps; returns (status, next output, steps, rejected)."""
        size, steps, rejected = w.y.size, 0, 0
        h, error_before, h_before, was_rejected = 0.0, -1.0, 1.0, False
        while t < end:
            if steps + rejected >= max_steps:
                return TOO_MANY_STEPS, out, steps, rejected
            last = t + 1.0001 * h >= end
            h = end - t if last else h
            attempt(h, c, d, n, w)
            if h == 0.0:
                # the rates alone, for the first step: asked for here so that `attempt` is compiled once
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
                    share = (output_day[out] - t) / (t_new - t)
                    if keeping:
                        tape.out_step[out], tape.out_share[out] = before + steps, share
                    read(share, w)
                    write(w.mixed, n, w, epidermis[out], zones[out], compartment[out], layers[out])
                    out += 1
                if keeping:
                    keep(w, h, before + steps, tape)
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

    return segment


def _course(keeping: bool) -> Any:
    segment = _segment(keeping)

    @inlined
    def course(start, constants, drivers, segment_day, jump_scale, jump_add, output_day, n, tolerance, max_steps, w,
               epidermis, zones, compartment, layers, tape):  # fmt: skip
        """One draw through all segments; returns (status, steps, rejected). Outputs stay NaN after a failure."""
        spread(start, n, 0.0, w.y)
        out, steps, rejected, status = 0, 0, 0, OK
        while out < output_day.size and output_day[out] <= segment_day[0]:
            write(w.y, n, w, epidermis[out], zones[out], compartment[out], layers[out])
            if keeping:
                tape.out_step[out] = -1
            out += 1
        for k in range(segment_day.size - 1):
            spread(jump_scale[k], n, 1.0, w.first)
            spread(jump_add[k], n, 0.0, w.second)
            if keeping:
                tape.starts[k] = steps
                for i in range(w.y.size):
                    tape.before[k, i] = w.y[i]
            for i in range(0, w.y.size, L):
                store(w.y, i, load(w.y, i) * load(w.first, i) + load(w.second, i))
            status, out, more_steps, more_rejected = segment(
                constants, drivers[k], n, segment_day[k], segment_day[k + 1], tolerance, max_steps - steps - rejected,
                w, output_day, out, epidermis, zones, compartment, layers, tape, steps,
            )  # fmt: skip
            steps, rejected = steps + more_steps, rejected + more_rejected
            if keeping:
                tape.starts[k + 1] = steps
            if status != OK:
                break
        return status, steps, rejected

    return course


course_of, recorded_course_of = _course(keeping=False), _course(keeping=True)
