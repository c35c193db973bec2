"""Formulas between registry entries: parsed as arithmetic, never evaluated as code.

Allowed: numbers, entry keys (`group.name`), + - * / **, unary minus, and exp, log, sqrt.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FUNCTIONS = ("exp", "log", "sqrt")


def _key(node: ast.AST) -> str | None:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and parts:
        return ".".join([node.id, *reversed(parts)])
    return None


def problem(formula: str) -> str:
    """Why the text is not a formula, or an empty string; needs no values."""
    try:
        tree = ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError) as error:
        return f"does not parse ({error})"
    return _problem(tree)


def _problem(node: ast.AST) -> str:
    if _key(node) is not None or (isinstance(node, ast.Constant) and type(node.value) in (int, float)):
        return ""
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _problem(node.left) or _problem(node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _problem(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        if len(node.args) != 1 or node.keywords:
            return f"{node.func.id} takes one argument"
        return _problem(node.args[0])
    return f"not plain arithmetic: {ast.unparse(node)}"


def names_in(formula: str) -> set[str]:
    """The entry keys that a formula reads."""
    return {key for node in _walk(ast.parse(formula, mode="eval").body) if (key := _key(node))}


def _walk(node: ast.AST):
    yield node
    if _key(node) is None:
        for child in ast.iter_child_nodes(node):
            yield from _walk(child)


def evaluate(formula: str, values: Mapping[str, np.ndarray]) -> Any:
    """The formula's value; raises ValueError at anything that is not plain arithmetic."""
    return _evaluate(ast.parse(formula, mode="eval").body, values)


def _evaluate(node: ast.AST, values: Mapping[str, np.ndarray]) -> Any:
    key = _key(node)
    if key is not None:
        return values[key]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        if isinstance(node.value, bool):
            raise ValueError(f"not plain arithmetic: {node.value}")
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _BINARY[type(node.op)](_evaluate(node.left, values), _evaluate(node.right, values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand, values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        import numpy as np

        return getattr(np, node.func.id)(*(_evaluate(argument, values) for argument in node.args))
    raise ValueError(f"not plain arithmetic: {ast.unparse(node)}")
