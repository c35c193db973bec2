"""Vectors of `SIMD_LANES` numbers side by side, as values inside compiled code.

    v = load(a, k)      a[k .. k + SIMD_LANES - 1]           store(a, k, v)      total(v)    sum of the lanes
    v + w,  v - w,  v * w,  v / w,  absolute(v),  splat(x)  x in every lane
    up_1(v) = [0, v_0 .. v_6],  up_2(v) = [0, 0, v_0 .. v_5],  ...,  down_1(v) = [v_1 .. v_7, 0],  ...
    pushed(x, v) = [x, v_0 .. v_6],  pulled(v, x) = [v_1 .. v_7, x],  first_lane(v), last_lane(v)  one lane everywhere

Loops over short arrays written with these become the vector instructions they say; left to the compiler they would be
guarded against overlap at every loop, which costs more than the work. Nothing checks bounds: every array must hold a
whole vector wherever one is read. Lanes are summed in pairs, in one order wherever the code runs. What this needs of
numba beyond its promises is in `compiler`.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import extending, types
from numba.extending import models, register_model

from ..generated.layout import SIMD_LANES
from .compiler import add_operator, array_data, no_value
from .straight import DOUBLE, FAST

intrinsic: Any = extending.intrinsic
INDEX = ir.IntType(32)
VECTOR = ir.VectorType(DOUBLE, SIMD_LANES)


class Vector(types.Type):
    """The compiler's name for `SIMD_LANES` doubles in one register."""

    def __init__(self):
        super().__init__(name=f"Vector{SIMD_LANES}")


vector = Vector()


@register_model(Vector)
class _Model(models.PrimitiveModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, VECTOR)


def _instruction(name: str) -> Any:
    return lambda builder, a, b: getattr(builder, name)(a, b, flags=FAST)


for _operation, _name in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    add_operator(_operation, vector, _instruction(_name))


def _pointer(context, builder, kind, array, index) -> Any:
    data = array_data(context, builder, kind, array)
    return builder.bitcast(builder.gep(data, [index]), VECTOR.as_pointer())


@intrinsic
def load(context, array, index):
    """The vector that begins at array[index]."""

    def generate(context, builder, signature, values):
        return builder.load(_pointer(context, builder, signature.args[0], *values), align=8)

    return vector(array, types.intp), generate


@intrinsic
def store(context, array, index, value):
    """Puts the vector at array[index] and after."""

    def generate(context, builder, signature, values):
        builder.store(values[2], _pointer(context, builder, signature.args[0], *values[:2]), align=8)
        return no_value(context)

    return types.void(array, types.intp, vector), generate


def splatted(builder: Any, number: Any) -> Any:
    """The instructions that repeat a number in every lane."""
    first = builder.insert_element(ir.Constant(VECTOR, ir.Undefined), number, ir.Constant(INDEX, 0))
    return builder.shuffle_vector(
        first, first, ir.Constant(ir.VectorType(INDEX, SIMD_LANES), [0] * SIMD_LANES)
    )


@intrinsic
def splat(context, number):
    """The number in every lane."""

    def generate(context, builder, signature, values):
        return splatted(builder, values[0])

    return vector(types.float64), generate


@intrinsic
def absolute(context, value):
    """The size of every lane."""

    def generate(context, builder, signature, values):
        kind = ir.FunctionType(VECTOR, [VECTOR])
        name = f"llvm.fabs.v{SIMD_LANES}f64"
        function = builder.module.globals.get(name) or ir.Function(builder.module, kind, name)
        return builder.call(function, values)

    return vector(vector), generate


@intrinsic
def total(context, value):
    """The sum of the lanes, halves added to halves."""

    def generate(context, builder, signature, values):
        found, width = values[0], SIMD_LANES
        while width > 1:
            width //= 2
            mask = ir.Constant(
                ir.VectorType(INDEX, SIMD_LANES), [(k + width) % SIMD_LANES for k in range(SIMD_LANES)]
            )
            found = builder.fadd(found, builder.shuffle_vector(found, found, mask), flags=("contract",))
        return builder.extract_element(found, ir.Constant(INDEX, 0))

    return types.float64(vector), generate


def shifted(by: int, fill: float) -> Any:
    """Makes v -> lanes moved `by` places up (v_0 to place `by`; down where negative), `fill` in those left free."""

    def move(context, value):
        mask = [k - by if 0 <= k - by < SIMD_LANES else SIMD_LANES for k in range(SIMD_LANES)]

        def generate(context, builder, signature, values):
            free = ir.Constant(VECTOR, [fill] * SIMD_LANES)
            return builder.shuffle_vector(
                values[0], free, ir.Constant(ir.VectorType(INDEX, SIMD_LANES), mask)
            )

        return vector(vector), generate

    return intrinsic(move)


def repeated(lane: int) -> Any:
    """Makes v -> this one lane of v in every lane."""

    def repeat(context, value):
        def generate(context, builder, signature, values):
            mask = ir.Constant(ir.VectorType(INDEX, SIMD_LANES), [lane] * SIMD_LANES)
            return builder.shuffle_vector(values[0], values[0], mask)

        return vector(vector), generate

    return intrinsic(repeat)


up_1, up_2, up_4 = (shifted(by, 0.0) for by in (1, 2, 4))
down_1, down_2, down_4 = (shifted(-by, 0.0) for by in (1, 2, 4))
first_lane, last_lane = repeated(0), repeated(SIMD_LANES - 1)


def _replaced(builder: Any, value: Any, by: int, number: Any, place: int) -> Any:
    mask = ir.Constant(ir.VectorType(INDEX, SIMD_LANES), [(k - by) % SIMD_LANES for k in range(SIMD_LANES)])
    moved = builder.shuffle_vector(value, value, mask)
    return builder.insert_element(moved, number, ir.Constant(INDEX, place))


@intrinsic
def pushed(context, number, value):
    """Every lane the one before it, the first the number."""

    def generate(context, builder, signature, values):
        return _replaced(builder, values[1], 1, values[0], 0)

    return vector(types.float64, vector), generate


@intrinsic
def pulled(context, value, number):
    """Every lane the one after it, the last the number."""

    def generate(context, builder, signature, values):
        return _replaced(builder, values[0], -1, values[1], SIMD_LANES - 1)

    return vector(vector, types.float64), generate
