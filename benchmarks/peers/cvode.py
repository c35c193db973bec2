"""SUNDIALS CVODE (BDF) through scikit-sundae: exact Jacobian, band or sparse, plain or compiled callbacks.

Band: epidermis and layers exactly, without what the compartment hears (see `exchange.right_hand_side`); SUNDIALS' own
band elimination, which is faster here than LAPACK's. Sparse: the whole Jacobian by SuperLU. Absolute tolerance:
the relative one times the typical size of each state, as in this package.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.metadata import version as installed

import numpy as np

from microneedling.exchange.right_hand_side import BAND, RightHandSide

from .called_back import Scatter, Stretch, callbacks, through_course
from .problem_file import Solver, Task

MOST_STEPS = 100_000


def load() -> None:
    import sksundae.cvode  # noqa: F401


def version() -> str:
    return f"scikit-sundae {installed('scikit-sundae')}"


def begin(form: str, compiled: bool) -> Callable[[RightHandSide], Stretch]:
    """`form`: band, lapackband or sparse."""

    def of(model: RightHandSide) -> Stretch:
        from sksundae.cvode import CVODE

        options = [_options(segment, form, compiled, model) for segment in model.segments]

        def stretch(number: int, y: np.ndarray, days: np.ndarray, tolerance: float) -> np.ndarray | None:
            rates, more = options[number]
            middle = len(days) == 2  # of two days the solver would return its own steps
            stops = np.array([days[0], days.mean(), days[1]]) if middle else days
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # "the approximate Jacobian is ignored": as intended
                solver = CVODE(rates, rtol=tolerance, atol=tolerance * model.size,
                               max_num_steps=MOST_STEPS, **more)  # fmt: skip
                found = solver.solve(stops, y)
            if not found.success or len(found.t) != len(stops):
                return None
            return found.y[[0, 2]] if middle else found.y

        return stretch

    return of


def _options(segment, form: str, compiled: bool, model: RightHandSide) -> tuple[Callable, dict]:
    code = callbacks(segment, compiled)

    def rates(t, y, yp):
        code.rates(y, yp)

    if form == "sparse":
        slots, minor, _ = segment.places.slots(by_column=True)

        def sparse(t, y, yp, values):
            values[:] = np.bincount(slots, code.entries(y), minlength=len(minor))

        return rates, {"linsolver": "sparse", "sparsity": model.sparsity(), "jacfn": sparse}
    into = Scatter.square(segment)

    def band(t, y, yp, square):
        square.reshape(-1)[into.where] = into.sums(code.entries(y))

    return rates, {"linsolver": form, "lband": BAND, "uband": BAND, "jacfn": band}


def method(form: str, compiled: bool) -> Callable[[Task], Solver]:
    return lambda task: through_course(task.problem, task.people[0], begin(form, compiled))


METHODS = {
    "CVODE, band, compiled": method("band", True),
    "CVODE, sparse, compiled": method("sparse", True),
    "CVODE, band, NumPy": method("band", False),
}
