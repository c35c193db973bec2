"""Compiles the generated straight-line functions straight to LLVM, past the compiler's type inference.

A generated function holds only assignments of float expressions to names and array elements. Translating them one to
one costs a tenth of the compile time of the general route, and SIMD lanes become vector instructions by construction:
in a function with a `for lane` loop, `y[16 + lane]` is one vector of `SIMD_LANES` doubles. Inside compiled code

    rates = straight(nodes.compartment_rates);   rates(y, y_at, e, e_at, ..., f, f_at)

every array is followed by the offset at which the function's own index 0 stands; scalars are passed alone.
Nothing checks bounds. Transcendental functions of vectors go lane by lane; a power of a product of powers is one
exponential of the sum of their logarithms (`powers`). What this needs of numba beyond its promises is in `compiler`.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from .compiler import array_data, no_value
from .powers import function_name, holds_power

FAST = ("contract", "reassoc", "arcp", "nsz")  # never the flags that drop NaN and infinity checks
DOUBLE = ir.DoubleType()
SCALARS = ("shift",)  # parameters that are numbers; all others are arrays
LIBRARY = {
    "sqrt": "llvm.sqrt",
    "exp": "llvm.exp",
    "log": "llvm.log",
    "pow": "llvm.pow",
    "copysign": "llvm.copysign",
}


def straight(function: Callable, simd_lanes: int = 1) -> Any:
    """`function` as something compiled code can call; `simd_lanes` is the width of its `for lane` loop, if it has one.

    Raises NotImplementedError, when first compiled, for a function that holds anything but assignments.
    """
    names = list(inspect.signature(function).parameters)
    called = [part for name in names for part in ([name] if name in SCALARS else [name, f"{name}_at"])]

    def definition(context, *given):
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        assert isinstance(tree, ast.FunctionDef)

        def generate(context, builder, signature, values):
            kinds, passed = (
                dict(zip(called, signature.args, strict=True)),
                dict(zip(called, values, strict=True)),
            )
            arrays = {}
            for name in names:
                if name not in SCALARS:
                    data = array_data(context, builder, kinds[name], passed[name])
                    arrays[name] = builder.gep(data, [passed[f"{name}_at"]])
            Translator(
                builder, arrays, {name: passed[name] for name in SCALARS if name in passed}, simd_lanes
            ).run(tree.body)
            return no_value(context)

        return types.void(
            *(types.intp if isinstance(kind, types.Integer) else kind for kind in given)
        ), generate

    definition.__name__ = definition.__qualname__ = f"straight_{function.__name__}"
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter(name, positional) for name in ("context", *called)]
    definition.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return intrinsic(definition)


class Translator:
    """Statements of one function to instructions at the builder's place."""

    def __init__(self, builder: Any, arrays: dict, names: dict, simd_lanes: int):
        self.builder, self.arrays, self.names = builder, arrays, dict(names)
        self.vector = ir.VectorType(DOUBLE, simd_lanes)
        self.splats: dict[Any, Any] = {}

    def run(self, statements: list[ast.stmt]) -> None:
        """Write the instructions of these statements."""
        for statement in statements:
            if isinstance(statement, ast.For):  # `for lane in range(SIMD_LANES)`: its body, on vectors
                self.run(statement.body)
            elif isinstance(statement, ast.Assign):
                target, value = statement.targets[0], self.value(statement.value)
                if isinstance(target, ast.Name):
                    self.names[target.id] = value
                else:
                    self.store(target, value)

    def place(self, node: Any) -> tuple[Any, bool]:
        """Pointer to the element, and whether it is one of all lanes (`k + lane`) or a single number (`k`)."""
        index: Any = node.slice
        laned = False
        if isinstance(index, ast.BinOp):
            index, laned = index.left, True
        pointer = self.builder.gep(self.arrays[node.value.id], [ir.Constant(ir.IntType(64), index.value)])
        return (self.builder.bitcast(pointer, self.vector.as_pointer()), True) if laned else (pointer, False)

    def store(self, target: Any, value: Any) -> None:
        """Put a value into an array element, in every lane where the element has lanes."""
        pointer, laned = self.place(target)
        self.builder.store(self.wide(value) if laned else value, pointer, align=8)

    def wide(self, value: Any) -> Any:
        """A scalar repeated in every lane."""
        if value.type == self.vector:
            return value
        if isinstance(value, ir.Constant):
            return ir.Constant(self.vector, [value.constant] * self.vector.count)
        if value not in self.splats:
            first = self.builder.insert_element(
                ir.Constant(self.vector, ir.Undefined), value, ir.Constant(ir.IntType(32), 0)
            )
            mask = ir.Constant(ir.VectorType(ir.IntType(32), self.vector.count), [0] * self.vector.count)
            self.splats[value] = self.builder.shuffle_vector(first, first, mask)
        return self.splats[value]

    def alike(self, *values: Any) -> list[Any]:
        """The values as they are if all are scalars, else all wide."""
        return [self.wide(v) for v in values] if any(v.type == self.vector for v in values) else list(values)

    def value(self, node: ast.expr) -> Any:
        """The value of an expression; raises NotImplementedError for what generated text never holds."""
        match node:
            case ast.Name(id=name):
                return self.names[name]
            case ast.Constant(value=int() | float() as number):
                return ir.Constant(DOUBLE, float(number))
            case ast.Subscript():
                return self.builder.load(self.place(node)[0], align=8)
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return self.builder.fneg(self.value(part), flags=FAST)
            case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int() as exponent)):
                return self.power(self.value(left), exponent)
            case ast.BinOp(left=left, op=op, right=right):
                make = {ast.Add: "fadd", ast.Sub: "fsub", ast.Mult: "fmul", ast.Div: "fdiv"}[type(op)]
                return getattr(self.builder, make)(
                    *self.alike(self.value(left), self.value(right)), flags=FAST
                )
            case ast.IfExp(test=ast.Compare(left=left, comparators=[right]), body=yes, orelse=no):
                return self.choose(left, right, yes, no)
            case ast.Call(args=[base, exponent]) if function_name(node) == "pow" and holds_power(base):
                power = self.builder.fmul(*self.alike(self.value(exponent), self.logarithm(base)), flags=FAST)
                return self.call("math.exp", [power])
            case ast.Call(func=function, args=parts):
                return self.call(ast.unparse(function), [self.value(part) for part in parts])
        raise NotImplementedError(ast.unparse(node))

    def logarithm(self, node: ast.expr) -> Any:
        """log of a product of powers, without taking any of the powers."""
        if function_name(node) == "pow":
            base, exponent = node.args  # type: ignore[attr-defined]
            return self.builder.fmul(*self.alike(self.value(exponent), self.logarithm(base)), flags=FAST)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and holds_power(node):
            parts = self.alike(self.logarithm(node.left), self.logarithm(node.right))
            return self.builder.fadd(*parts, flags=FAST)
        return self.call("math.log", [self.value(node)])

    def choose(self, left: ast.expr, right: ast.expr, yes: ast.expr, no: ast.expr) -> Any:
        """`yes if left > right else no`, lane by lane."""
        a, b, x, y = self.alike(*(self.value(part) for part in (left, right, yes, no)))
        return self.builder.select(self.builder.fcmp_ordered(">", a, b), x, y)

    def power(self, base: Any, exponent: int) -> Any:
        """base**exponent by squaring."""
        result = None
        while exponent:
            if exponent % 2:
                result = base if result is None else self.builder.fmul(result, base, flags=FAST)
            exponent //= 2
            base = self.builder.fmul(base, base, flags=FAST) if exponent else base
        return result

    def sign(self, value: Any) -> Any:
        """1 above zero, -1 below, 0 at zero, lane by lane, as the array library has it."""
        value, one, zero, minus = self.alike(
            value, *(ir.Constant(DOUBLE, number) for number in (1.0, 0.0, -1.0))
        )
        below = self.builder.select(self.builder.fcmp_ordered("<", value, zero), minus, zero)
        return self.builder.select(self.builder.fcmp_ordered(">", value, zero), one, below)

    def call(self, name: str, values: list[Any]) -> Any:
        """A function of the mathematics library, or max and min as choices."""
        values = self.alike(*values)
        if name in ("max", "min"):
            test = self.builder.fcmp_ordered(">" if name == "max" else "<", values[0], values[1])
            return self.builder.select(test, values[0], values[1])
        if name.rpartition(".")[2] == "sign":
            return self.sign(values[0])
        kind = values[0].type
        library = "llvm.fabs" if name == "abs" else LIBRARY[name.rpartition(".")[2]]
        suffix = "f64" if kind == DOUBLE else f"v{kind.count}f64"
        signature = ir.FunctionType(kind, [kind] * len(values))
        module = self.builder.module
        found = module.globals.get(f"{library}.{suffix}") or ir.Function(
            module, signature, f"{library}.{suffix}"
        )
        return self.builder.call(found, values, fastmath=FAST)
