"""The generated straight-line functions as functions of one thread, for draws that lie 32 apart.

    layer_rates(y, b, c, d, f)   becomes   layer_rates(w, y, b, c, d, f):   y[8 k + lane]  ->  w[y + at_k]

Arrays are stretches of one array `w`, told by where they begin (unsigned); at_k = 32 k. The loop over lanes goes.
Whole powers are products, a power of a product of powers is one exponential of the sum of their logarithms (bases
must be positive), as in `straight`. Where elements are read after others were written, all writing is done last, so
that no reading waits for it. What comes out is plain Python, compiled for the processor, for the graphics processor,
or not at all. Raises NotImplementedError for text of another form.
"""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np

from ..generated import layout
from ..numba.straight import function_name, holds_power
from .layout import WIDTH


def translated(function: Callable | str) -> Any:
    """`function` (or its text) with the array `w` first and a beginning in place of each array."""
    text = function if isinstance(function, str) else textwrap.dedent(inspect.getsource(function))
    tree = ast.parse(text)
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.body = _Translator().translated(definition.body)
    definition.args.args.insert(0, ast.arg("w"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    places = {name: np.uint64(int(name[3:]) * WIDTH) for name in names if name.startswith("at_")}
    space: dict[str, Any] = {"math": math, **places}
    exec(compile(ast.fix_missing_locations(tree), f"<one thread: {definition.name}>", "exec"), space)
    return space[definition.name]


class _Translator(ast.NodeTransformer):
    """Statements of one function in order, with the values that were given names on the way."""

    def __init__(self) -> None:
        self.lanes = 1
        self.done: list[ast.Assign] = []
        self.stores: list[int] = []  # which of them write an element
        self.written: set[str] = set()
        self.last_load = -1

    def translated(self, statements: list[ast.stmt]) -> Any:
        self.take(statements)
        if not self.stores or self.last_load <= self.stores[0]:
            return self.done
        for k in self.stores:
            later = {ast.unparse(part.targets[0]) for part in self.done[k + 1 :]}
            read = {node.id for node in ast.walk(self.done[k].value) if isinstance(node, ast.Name)}
            if later & read:
                raise NotImplementedError(
                    f"{ast.unparse(self.done[k].value)} is changed after it was written"
                )
        written = [self.done[k] for k in self.stores]
        return [part for part in self.done if part not in written] + written

    def take(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            if isinstance(statement, ast.For):  # over lanes: its body, for one
                self.lanes = layout.SIMD_LANES
                self.take(statement.body)
            elif isinstance(statement, ast.Assign):
                value = self.visit(statement.value)
                target = self.visit(statement.targets[0])
                if isinstance(target, ast.Subscript):
                    self.stores.append(len(self.done))
                    self.written.add(ast.unparse(target))
                self.done.append(ast.Assign([target], value))

    def named(self, value: ast.expr) -> ast.Name:
        """The value under a name, so that it is computed once."""
        if isinstance(value, ast.Name):
            return value
        name = f"part_{len(self.done)}"
        self.done.append(ast.Assign([ast.Name(name, ast.Store())], value))
        return ast.Name(name, ast.Load())

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        index = node.slice  # k, or k + lane
        place = (
            ast.literal_eval(index.left) // self.lanes
            if isinstance(index, ast.BinOp)
            else ast.literal_eval(index)
        )
        found: Any = ast.parse(f"w[{ast.unparse(node.value)} + at_{place}]", mode="eval").body
        found.ctx = node.ctx
        if isinstance(node.ctx, ast.Load):
            self.last_load = len(self.done)
            if ast.unparse(found) in self.written:
                raise NotImplementedError(f"{ast.unparse(node)} is read after it was written")
        return found

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        if not isinstance(node.op, ast.Pow):
            return self.generic_visit(node)  # type: ignore[return-value]
        base, exponent = self.named(self.visit(node.left)), ast.literal_eval(node.right)
        return ast.parse("*".join([base.id] * exponent), mode="eval").body

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = function_name(node)
        if name == "pow" and holds_power(node.args[0]):
            return self.visit(_exponential(node))
        if name in ("max", "min"):
            one, other = (self.named(self.visit(part)).id for part in node.args)
            return ast.parse(
                f"{one} if {one} {'>' if name == 'max' else '<'} {other} else {other}", mode="eval"
            ).body
        return self.generic_visit(node)  # type: ignore[return-value]


def _exponential(node: ast.Call) -> ast.expr:
    """(a^b c^d)^e as exp(e (b log a + d log c))."""
    base, exponent = node.args
    return ast.parse(f"math.exp(({ast.unparse(exponent)})*({_logarithm(base)}))", mode="eval").body


def _logarithm(node: ast.expr) -> str:
    """log of a product of powers, without taking any of the powers."""
    if function_name(node) == "pow":
        base, exponent = node.args  # type: ignore[attr-defined]
        return f"({ast.unparse(exponent)})*({_logarithm(base)})"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and holds_power(node):
        return f"{_logarithm(node.left)} + {_logarithm(node.right)}"
    return f"math.log({ast.unparse(node)})"
