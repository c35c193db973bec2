"""The door to numba: what the compiled kernel uses of it beyond `njit`, `types` and `numba.extending`.

The kernel writes vector instructions and straight-line functions itself, which run or compile several times faster than
what the compiler makes of loops (docs/decisions/0009). That takes names which numba does not promise to keep:

    numba.core.typing.templates           AbstractTemplate, infer_global, signature: + - * / between our vectors
    context.make_array, get_dummy_value   of an intrinsic: where the numbers of an array lie; the value of no result
    options of njit                       _nrt, forceinline, no_rewrites, no_cpython_wrapper, no_cfunc_wrapper
    config.CACHE_DIR                      where machine code is kept (promised only as an environment variable)

No other module of `engine.numba` and `engine.adjoint` touches them. Written for numba 0.61 and later, checked with the
version in `constraints.txt`. Where one is missing, importing the compiled kernel raises `SolverError`, which names the
version and the way out. Nothing falls back in silence: another kernel gives other last digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numba
from numba import extending

from ...errors import SolverError
from ...extras import needs_extra

INNER = {
    "numba.core.typing.templates": ("AbstractTemplate", "infer_global", "signature"),
    "numba.core.base:BaseContext": ("make_array", "get_dummy_value"),
    "numba.core.options:DefaultOptions": (
        "_nrt",
        "forceinline",
        "no_rewrites",
        "no_cpython_wrapper",
        "no_cfunc_wrapper",
    ),
    "numba:config": ("CACHE_DIR",),
}
OPTIONS: Any = {
    "nogil": True,
    "_nrt": False,  # nothing is allocated: no counting of who holds which array, a tenth of the time
    "error_model": "numpy",
    "fastmath": {"contract", "reassoc", "arcp", "nsz"},
}
INLINED: Any = OPTIONS | {"inline": "always"}  # at one place each: spares machine code of its own
PART: Any = OPTIONS | {
    "forceinline": True,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "no_rewrites": True,
}


def missing(inner: dict[str, tuple[str, ...]] = INNER) -> list[str]:
    """The names of `inner` (module, or module:object -> attributes) that this version of numba lacks."""
    found = []
    for owner, names in inner.items():
        module, _, part = owner.partition(":")
        try:
            place = import_module(module)
            place = getattr(place, part) if part else place
        except (ImportError, AttributeError):
            found.append(owner)
            continue
        found += [f"{owner}.{name}" for name in names if not hasattr(place, name)]
    return found


def require(inner: dict[str, tuple[str, ...]] = INNER) -> None:
    """Raises `SolverError` where this version of numba lacks what the compiled kernel needs."""
    if lacking := missing(inner):
        raise SolverError(
            f"the compiled kernel cannot use numba {numba.__version__}, which lacks {', '.join(lacking)}: install a "
            f'version that this package was checked with, or take kernel="numpy". {needs_extra("fast")}'
        )


require()


def array_data(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    """Inside an intrinsic: the pointer to the first number of an array of the type `kind`."""
    return context.make_array(kind)(context, builder, array).data


def no_value(context: Any) -> Any:
    """Inside an intrinsic: what a function without a result returns."""
    return context.get_dummy_value()


def add_operator(operation: Callable, kind: Any, emit: Callable[[Any, Any, Any], Any]) -> None:
    """Make `operation` between two values of the type `kind` the instruction that `emit(builder, a, b)` writes."""
    templates: Any = import_module("numba.core.typing.templates")

    class Template(templates.AbstractTemplate):
        def generic(self, args, kws):
            return templates.signature(kind, kind, kind) if args == (kind, kind) and not kws else None

    templates.infer_global(operation)(Template)

    @extending.lower_builtin(operation, kind, kind)
    def lower(context, builder, signature, values):
        return emit(builder, *values)


@contextmanager
def machine_code_in(folder: Path) -> Iterator[None]:
    """Functions decorated meanwhile with `cache=True` keep their machine code in this folder."""
    settings: Any = numba.config  # pyright: ignore[reportPrivateImportUsage]
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        settings.CACHE_DIR = before
