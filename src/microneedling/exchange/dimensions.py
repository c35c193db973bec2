"""Units of numbers and of what is computed from them, as exponents of length (mm), time (day) and cells.

    [a + b] = [a] = [b];   [a b] = [a] [b];   [a^n] = [a]^n for a plain whole n, otherwise a is dimensionless;
    exp and log of a dimensionless number give one; abs, Max and Min give what they get.

A number written in an equation is dimensionless, except 0, which fits everywhere. Concentrations of signals are in
multiples of the one with half effect (EC50), hence dimensionless. Breaks off (`DimensionError`) where unlike
things are added, so that whoever exports the equations also checks them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import NamedTuple


class Dimension(NamedTuple):
    """Exponents of mm, day and cell; `Dimension()` is dimensionless."""

    mm: int = 0
    day: int = 0
    cell: int = 0

    def times(self, other: Dimension, power: int = 1) -> Dimension:
        """This dimension times another to a power."""
        return Dimension(*(a + power * b for a, b in zip(self, other, strict=True)))

    @property
    def word(self) -> str:
        """A name for it: `mm2_per_day`, `per_day`, `dimensionless`."""

        def words(sign: int) -> list[str]:
            pairs = zip(("cell", "mm", "day"), (self.cell, self.mm, self.day), strict=True)
            return [f"{name}{abs(n) if abs(n) > 1 else ''}" for name, n in pairs if n * sign > 0]

        over, under = "_".join(words(1)), "_".join(words(-1))
        return f"{over}_per_{under}".removeprefix("_") if under else over or "dimensionless"


ONE = Dimension()
PER_DAY = Dimension(day=-1)
BASES = {"1": ONE, "EC50": ONE, "mm": Dimension(mm=1), "d": Dimension(day=1), "cells": Dimension(cell=1)}


class DimensionError(ValueError):
    """Unlike things are added, or a function is taken of something that has a unit."""


def dimension_of(unit: str) -> Dimension:
    """The dimension of a unit as the registry writes it: `cells/mm3/d`; raises `DimensionError` if unknown."""
    found = ONE
    for place, part in enumerate(unit.split("/")):
        match = re.fullmatch(r"(1|EC50|[A-Za-z]+)(\d?)", part)
        if match is None or match[1] not in BASES:
            raise DimensionError(f'unit "{unit}"; known: {", ".join(BASES)}, with / and a power')
        found = found.times(BASES[match[1]], int(match[2] or 1) * (-1 if place else 1))
    return found


def infer(text: str, known: Mapping[str, Dimension]) -> Dimension:
    """The dimension of an expression of the processes, from those of its names."""
    found = _infer(ast.parse(text, mode="eval").body, known)
    return ONE if found is None else found


def expect(text: str, known: Mapping[str, Dimension], dimension: Dimension) -> None:
    """Raises `DimensionError` unless the expression has this dimension."""
    found = _infer(ast.parse(text, mode="eval").body, known)
    if found not in (None, dimension):
        raise DimensionError(f"{text} has {found.word}, not {dimension.word}")  # type: ignore[union-attr]


def _infer(node: ast.expr, known: Mapping[str, Dimension]) -> Dimension | None:
    """None for a zero, which has the dimension of whatever it is added to."""
    match node:
        case ast.Constant(value=0):
            return None
        case ast.Constant() | ast.Name(id="pi"):
            return ONE
        case ast.Name(id=name):
            return known[name]
        case ast.UnaryOp(operand=part):
            return _infer(part, known)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _alike(node, [_infer(left, known), _infer(right, known)])
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            a, b = _infer(left, known), _infer(right, known)
            return None if a is None or b is None else a.times(b, 1 if isinstance(op, ast.Mult) else -1)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(node, _infer(left, known) or ONE, right, known)
        case ast.Call(func=ast.Name(id="abs" | "Max" | "Min"), args=parts):
            return _alike(node, [_infer(part, known) for part in parts])
        case ast.Call(args=parts):
            return _alike(node, [ONE, *(_infer(part, known) for part in parts)])
    raise DimensionError(f"no dimension is known for {ast.unparse(node)}")


def _alike(node: ast.expr, found: list[Dimension | None]) -> Dimension | None:
    given = {one for one in found if one is not None}
    if len(given) > 1:
        words = " and ".join(sorted(one.word for one in given))
        raise DimensionError(f"{words} do not go together in {ast.unparse(node)}")
    return given.pop() if given else None


def _power(node: ast.expr, base: Dimension, exponent: ast.expr, known: Mapping[str, Dimension]) -> Dimension:
    if isinstance(exponent, ast.Constant) and isinstance(exponent.value, int):
        return ONE.times(base, exponent.value)
    _alike(node, [ONE, base, _infer(exponent, known)])
    return ONE
