"""This package's own solver, asked like the peers: one core, prepared problems, states at the output days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from .problem_file import Answer, Solver, Task

BATCHES = ("microneedling, batch",)


def load() -> None:
    """Nothing is needed beyond the package; the kernel is compiled, or loaded, by the first run."""
    import microneedling.engine.numba.kernel  # noqa: F401


def version() -> str:
    from microneedling import __version__

    return __version__


def solver(kernel: str) -> Callable[[Task], Solver]:
    """The package's `integrate` by one of its kernels."""

    def ready(task: Task) -> Solver:
        from microneedling.engine.solver import integrate

        problem, people = task.problem, list(task.people)
        own = [item.name for item in fields(problem) if item.name not in ("segment_day", "output_day")]
        chosen = replace(problem, **{name: getattr(problem, name)[people] for name in own})

        def solve(tolerance: float) -> list[Answer]:
            s = integrate(chosen, tolerance, kernel=kernel, threads=1)  # type: ignore[arg-type]
            return [
                (s.epidermis[k], s.zones[k], s.compartment[k]) if s.status[k] == 0 else None
                for k in range(len(people))
            ]

        return solve

    return ready


METHODS = {
    "microneedling, batch": solver("numba"),
    "microneedling, one by one": solver("numba"),
    "microneedling, without compiler": solver("numpy"),
}
