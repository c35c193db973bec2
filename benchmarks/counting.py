"""Counts what the kernel's own source does: its functions are run, as Python, on numbers that count.

Every arithmetic operation on a number or a lane is one operation (a division too; an exponential, logarithm or power
is a call, counted apart), every element taken from or put into an array is eight bytes. The compiler does a little
less: what is read twice may stay in a register.
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from microneedling.engine.generated import nodes, simd
from microneedling.engine.generated.layout import SIMD_LANES

BYTES = 8


@dataclass
class Tally:
    """What was counted so far."""

    operations: int = 0
    divisions: int = 0
    calls: int = 0
    bytes: int = 0

    def minus(self, other: Tally) -> Tally:
        return Tally(**{name: value - getattr(other, name) for name, value in vars(self).items()})


class Number:
    """A number, or `width` of them side by side, that counts what is done with it; its value is always 1."""

    __array_ufunc__ = None  # an element of a NumPy array leaves the operation to this class

    def __init__(self, tally: Tally, width: int = 1):
        self.tally, self.width = tally, width

    def _done(self, other: Any, divides: bool = False) -> Number:
        width = max(self.width, getattr(other, "width", 1))
        self.tally.operations += width
        self.tally.divisions += width * divides
        return Number(self.tally, width)

    def __add__(self, other: Any) -> Number:
        return self._done(other)

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __add__

    def __truediv__(self, other: Any) -> Number:
        return self._done(other, divides=True)

    __rtruediv__ = __truediv__

    def __pow__(self, exponent: int) -> Number:
        for _ in range(exponent.bit_length() - 1 + exponent.bit_count() - 1):
            self._done(self)
        return Number(self.tally, self.width)

    def __neg__(self) -> Number:
        return self

    def __abs__(self) -> Number:
        return self

    def __float__(self) -> float:
        return 1.0

    def __lt__(self, other: Any) -> bool:
        return float(other) > 1.0

    def __gt__(self, other: Any) -> bool:
        return float(other) < 1.0


class Array:
    """An array that counts what is taken and put."""

    def __init__(self, tally: Tally, *shape: int):
        self.tally, self.size, self.shape, self.touched = tally, math.prod(shape), shape, False
        self.whole = self

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            first, end, _ = place.indices(self.size)
            part = Array(self.tally, end - first)
            part.whole = self.whole
            return part
        self.moved(1)
        return Number(self.tally)

    def __setitem__(self, place: Any, value: Any) -> None:
        self.moved(1)

    def moved(self, count: int) -> None:
        """So many elements were taken or put."""
        self.tally.bytes += BYTES * count
        self.whole.touched = True


def _vectors(tally: Tally) -> dict[str, Callable[..., Any]]:
    """Stand-ins for the functions of `engine.numba.vectors`."""

    def load(array: Array, at: int) -> Number:
        array.moved(SIMD_LANES)
        return Number(tally, SIMD_LANES)

    def store(array: Array, at: int, value: Any) -> None:
        array.moved(SIMD_LANES)

    def total(value: Number) -> Number:
        tally.operations += SIMD_LANES - 1
        return Number(tally)

    def wide(*_: Any) -> Number:
        return Number(tally, SIMD_LANES)

    names = ("splat", "absolute", "pushed", "pulled", "first_lane", "last_lane")
    moves = [f"{way}_{by}" for way in ("up", "down", "one_up", "one_down") for by in (1, 2, 4)]
    return {name: wide for name in (*names, *moves)} | {"load": load, "store": store, "total": total}


class _Mathematics:
    """Stand-in for `math`: functions that are not simple operations are calls."""

    def __init__(self, tally: Tally):
        self.tally = tally

    def __getattr__(self, name: str) -> Any:
        known = getattr(math, name)
        if not callable(known):
            return known
        if name == "isfinite":
            return lambda value: True

        def called(*values: Any) -> Number:
            width = max(getattr(value, "width", 1) for value in values)
            self.tally.calls += width
            return Number(self.tally, width)

        return called


def _generated(intrinsic: Any) -> Callable[..., Any]:
    """The generated Python function behind one that `engine.numba.straight` translated."""
    name = intrinsic._defn.__name__.removeprefix("straight_")
    return getattr(simd, name, None) or getattr(nodes, name)


class Counter:
    """Runs functions of the compiled kernel on numbers that count."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.stand_ins: dict[str, Any] = _vectors(self.tally) | {"math": _Mathematics(self.tally)}

    def array(self, size: int) -> Array:
        return Array(self.tally, size)

    def table(self, rows: int, columns: int) -> Array:
        return Array(self.tally, rows, columns)

    def number(self) -> Number:
        return Number(self.tally)

    def counted(self, function: Any) -> Callable[..., Any]:
        """The Python text of a function, what it calls replaced in the same way."""
        plain = getattr(function, "py_func", function)
        changed = dict(plain.__globals__)
        for name in plain.__code__.co_names:
            found = changed.get(name)
            if name in self.stand_ins:
                changed[name] = self.stand_ins[name]
            elif hasattr(found, "py_func"):
                changed[name] = self.counted(found)
            elif hasattr(found, "_defn"):
                changed[name] = self._placed(_generated(found))
            elif isinstance(found, np.ndarray):
                changed[name] = found.tolist() if found.ndim == 1 else found
        return types.FunctionType(
            plain.__code__, changed, plain.__name__, plain.__defaults__, plain.__closure__
        )

    def _placed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A generated function as compiled code calls it: arrays followed by offsets, which say nothing here."""
        run = self.counted(function)

        def placed(*given: Any) -> None:
            run(*(value for value in given if not isinstance(value, int)))

        return placed

    def of(self, work: Callable[[], Any]) -> Tally:
        """What one piece of work counts."""
        before = Tally(**vars(self.tally))
        work()
        return self.tally.minus(before)
