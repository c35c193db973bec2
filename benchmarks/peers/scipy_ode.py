"""SciPy's LSODA (band) and BDF (sparse): plain with the pattern of the Jacobian alone, or compiled and exact.

The plain one is what most would write: rates in NumPy, the Jacobian by differences within its pattern. The other
has compiled rates and the exact Jacobian.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version as installed

import numpy as np

from microneedling.exchange.right_hand_side import BAND, RightHandSide

from .called_back import Callbacks, Scatter, Stretch, callbacks, through_course
from .problem_file import Solver, Task


def load() -> None:
    import scipy.integrate
    import scipy.sparse  # noqa: F401


def version() -> str:
    return f"SciPy {installed('scipy')}"


def begin(name: str, compiled: bool) -> Callable[[RightHandSide], Stretch]:
    def of(model: RightHandSide) -> Stretch:
        from scipy.integrate import solve_ivp

        ready = []
        for segment in model.segments:
            code = callbacks(segment, compiled)
            known = _jacobian(code, segment, name) if compiled else _pattern(model, name)
            ready.append((_rates(code, len(model.start)), known))

        def stretch(number: int, y: np.ndarray, days: np.ndarray, tolerance: float) -> np.ndarray | None:
            rates, more = ready[number]
            found = solve_ivp(rates, (days[0], days[-1]), y, name, days, rtol=tolerance,
                              atol=tolerance * model.size, **more)  # fmt: skip
            return found.y.T if found.success else None

        return stretch

    return of


def _rates(code: Callbacks, size: int) -> Callable:
    def rates(t, y):
        f = np.empty(size)
        code.rates(y, f)
        return f

    return rates


def _pattern(model: RightHandSide, name: str) -> dict:
    """Where derivatives may stand: the band of epidermis and layers, or the whole pattern."""
    return {"lband": BAND, "uband": BAND} if name == "LSODA" else {"jac_sparsity": model.sparsity()}


def _jacobian(code: Callbacks, segment, name: str) -> dict:
    if name == "LSODA":
        into, shape = Scatter.packed(segment), (2 * BAND + 1, segment.places.size)

        def packed(t, y):
            form = np.zeros(shape)
            form.reshape(-1)[into.where] = into.sums(code.entries(y))
            return form

        return {"jac": packed, "lband": BAND, "uband": BAND}
    from scipy.sparse import csc_matrix

    slots, minor, starts = segment.places.slots(by_column=True)

    def sparse(t, y):
        data = np.bincount(slots, code.entries(y), minlength=len(minor))
        return csc_matrix((data, minor, starts), shape=(segment.places.size,) * 2)

    return {"jac": sparse}


def method(name: str, compiled: bool) -> Callable[[Task], Solver]:
    return lambda task: through_course(task.problem, task.people[0], begin(name, compiled))


METHODS = {
    "SciPy LSODA, band, compiled": method("LSODA", True),
    "SciPy LSODA, band, NumPy": method("LSODA", False),
    "SciPy BDF, sparse, compiled": method("BDF", True),
    "SciPy BDF, sparsity, NumPy": method("BDF", False),
}
