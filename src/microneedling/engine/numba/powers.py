"""Which parts of a generated expression are powers, for the two writers of machine code that treat them alike.

    (a^b c^d)^e  is computed as  exp(e (b log a + d log c))

One exponential in place of two powers; bases must be positive. Needs no compiler.
"""

from __future__ import annotations

import ast


def function_name(node: ast.expr) -> str:
    """Name of the function that an expression calls, without its module; empty for other expressions."""
    return ast.unparse(node.func).removeprefix("math.") if isinstance(node, ast.Call) else ""


def holds_power(node: ast.expr) -> bool:
    """Whether an expression is a power, or a product with one: raised again, their logarithms are added instead."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return holds_power(node.left) or holds_power(node.right)
    return function_name(node) == "pow"
