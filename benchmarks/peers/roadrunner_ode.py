"""libRoadRunner on this package's SBML: its own compiler of equations, CVODE with a dense Jacobian by differences.

Relative tolerance as asked; the absolute one, by state, is the relative one times the typical size of the state.
It reports the state after a session on the session's own day, so it is asked a moment before.
"""

from __future__ import annotations

from importlib.metadata import version as installed

import numpy as np

from microneedling.exchange.right_hand_side import RightHandSide

from .problem_file import Answer, Solver, Task, read_out, sbml_file

MOMENT_DAY = 1e-6
MOST_STEPS = 100_000


def load() -> None:
    import roadrunner  # noqa: F401


def version() -> str:
    return f"libRoadRunner {installed('libroadrunner')}"


def ready(task: Task) -> Solver:
    import roadrunner

    person = task.people[0]
    column = RightHandSide.of(task.problem, person)
    model = roadrunner.RoadRunner(str(sbml_file(task.folder, task.kind, person)))
    model.selections = ["time", *column.names]
    size = dict(zip(column.names, column.size.tolist(), strict=True))
    struck = np.isin(column.output_day, [segment.start_day for segment in column.segments[1:]])
    days = np.where(struck, column.output_day - MOMENT_DAY, column.output_day)

    def solve(tolerance: float) -> list[Answer]:
        model.resetAll()
        integrator = model.integrator
        integrator.relative_tolerance = tolerance
        integrator.maximum_num_steps = MOST_STEPS
        for name in size:
            integrator.setIndividualTolerance(name, tolerance * size[name])
        try:
            table = np.asarray(model.simulate(times=days.tolist()))
        except RuntimeError:
            return [None]
        states = table[:, 1:]
        states[column.output_day <= 0] = column.start  # day 0 is before the first session
        return [read_out(task.problem, person, states)]

    return solve


METHODS = {"libRoadRunner, SBML": ready}
