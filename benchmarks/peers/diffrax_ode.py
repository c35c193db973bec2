"""Diffrax's implicit Runge-Kutta methods (JAX on the processor, double precision): Kvaerno3 and Kvaerno5.

Rates are the generated text traced by JAX; the Jacobian is by forward-mode differentiation and dense, as the
library has it (no band or sparse elimination is offered). States are divided by their typical size, so that one
absolute tolerance means the same to all. A batch goes through `vmap` in lockstep.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from importlib.metadata import version as installed
from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from microneedling.engine.generated import arrays, nodes
from microneedling.engine.problem import Problem
from microneedling.exchange.right_hand_side import EPIDERMIS, LAYER, MEANS, SIGNALS, RightHandSide

from .problem_file import Answer, Solver, Task, read_out

MOST_STEPS = 20_000
BATCHES = ("diffrax Kvaerno3, vmap",)


def load() -> None:
    import jax

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_platforms", "cpu")
    import diffrax  # noqa: F401


def version() -> str:
    return f"diffrax {installed('diffrax')}, JAX {installed('jax')}"


def traced(function: Callable) -> Callable:
    """The generated function with JAX's mathematics in place of the standard library's."""
    import jax.numpy as jnp

    known = {name: getattr(jnp, name) for name in ("exp", "log", "sqrt", "copysign")}
    spaces = {"math": SimpleNamespace(**known, pow=jnp.power, fabs=jnp.abs), "np": jnp,
              "max": jnp.maximum, "min": jnp.minimum}  # fmt: skip
    exec(inspect.getsource(function), spaces)
    return spaces[function.__name__]


def scaled_rates() -> Callable:
    """Rates of the scaled states z = y / size, for one tissue, as JAX traces them."""
    import jax.numpy as jnp

    of_epidermis, of_layers = traced(nodes.epidermis_rates), traced(arrays.layer_rates)
    of_compartment = traced(nodes.compartment_rates)

    def rates(t, z, given):
        size, constants, baseline, drivers, exchange, weights = given
        y = z * size
        chain = EPIDERMIS + weights.shape[0] * LAYER
        dermis = y[EPIDERMIS:chain].reshape(-1, LAYER).T
        top, middle = [0.0] * EPIDERMIS, [0.0] * LAYER
        bottom = [0.0] * (y.shape[0] - chain)
        of_epidermis(y[:EPIDERMIS], constants, drivers, top)
        of_layers(dermis, baseline.T, constants, drivers, middle)
        of_compartment(y[chain:], y[:EPIDERMIS], dermis[MEANS] @ weights, constants, drivers, bottom)
        signals = jnp.concatenate([y[None, :SIGNALS], dermis[:SIGNALS].T])
        step = jnp.diff(signals, axis=0)
        none = jnp.zeros((1, SIGNALS))
        flow = jnp.concatenate([exchange[:-1, :, 1] * step, none])
        flow -= jnp.concatenate([none, exchange[1:, :, 0] * step])
        layers = jnp.stack([jnp.broadcast_to(part, weights.shape) for part in middle])
        layers = layers.at[:SIGNALS].add(flow[1:].T)
        head = jnp.stack(top).at[:SIGNALS].add(flow[0])
        return jnp.concatenate([head, layers.T.ravel(), jnp.stack(bottom)]) / size

    return rates


def segment_solver(name: str, batch: bool) -> Callable:
    """Compiled: from day to day under given numbers, states at padded output days (always the same count)."""
    import diffrax
    import jax

    term = diffrax.ODETerm(scaled_rates())

    def solve(z, start, end, days, tolerance, given):
        found = diffrax.diffeqsolve(
            term, getattr(diffrax, name)(), start, end, None, z, given, max_steps=MOST_STEPS, throw=False,
            saveat=diffrax.SaveAt(ts=days, t1=True),
            stepsize_controller=diffrax.PIDController(rtol=tolerance, atol=tolerance),
        )  # fmt: skip
        return found.ys, found.result == diffrax.RESULTS.successful

    if batch:
        solve = jax.vmap(solve, in_axes=(0, None, None, None, None, 0))
    return jax.jit(solve)


def method(name: str, batch: bool = False) -> Callable[[Task], Solver]:
    """`METHODS` entry: one person at a time, or a whole batch in lockstep."""
    made: list[Callable] = []  # compiled once, for all people

    def ready(task: Task) -> Solver:
        problem, people = task.problem, task.people
        made[:] = made or [segment_solver(name, batch)]
        models = [RightHandSide.of(problem, person) for person in people]
        return lambda tolerance: _through(made[0], problem, people, models, tolerance, batch)

    return ready


def _through(solve: Callable, problem: Problem, people: Sequence[int], models: list[RightHandSide],
             tolerance: float, batch: bool) -> list[Answer]:  # fmt: skip
    days = models[0].output_day
    edges = [s.start_day for s in models[0].segments] + [models[0].segments[-1].end_day]
    most = max(int(((days > start) & (days <= end)).sum()) for start, end in pairwise(edges))
    y = np.stack([item.start for item in models])
    size = np.stack([item.size for item in models])
    states, sound = np.tile(y[:, None], (1, len(days), 1)), np.ones(len(people), bool)
    for number, (start, end) in enumerate(pairwise(edges)):
        segments = [item.segments[number] for item in models]
        y = np.stack([segment.jump(row) for segment, row in zip(segments, y, strict=True)])
        inside = np.flatnonzero((days > start) & (days <= end))
        stops = np.concatenate([days[inside], np.full(most - len(inside), end)])
        given = tuple(np.stack([getattr(s, part) for s in segments])
                      for part in ("constants", "baseline", "drivers", "exchange", "weights"))  # fmt: skip
        given, z = (size, *given), y / size
        if not batch:
            given, z = tuple(part[0] for part in given), z[0]
        found, fine = solve(z, start, end, stops, tolerance, given)
        found = np.asarray(found).reshape(len(people), most + 1, -1) * size[:, None]
        sound &= np.atleast_1d(np.asarray(fine)) & np.isfinite(found).all(axis=(1, 2))
        states[:, inside], y = found[:, : len(inside)], found[:, -1]
        if not sound.any():
            break
    return [read_out(problem, person, states[k]) if sound[k] and math.isfinite(states[k].sum()) else None
            for k, person in enumerate(people)]  # fmt: skip


METHODS = {
    "diffrax Kvaerno3": method("Kvaerno3"),
    "diffrax Kvaerno5": method("Kvaerno5"),
    "diffrax Kvaerno3, vmap": method("Kvaerno3", batch=True),
}
