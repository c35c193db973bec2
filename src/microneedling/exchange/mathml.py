"""Expressions of the healing processes as content MathML, in the part of it that SBML allows.

    a + b, a - b, a*b, a/b, a**b, -a, exp log sqrt abs Max Min, names, numbers, pi, and `time >= day` as a trigger

The text is parsed, never evaluated. Max and Min become piecewise, which every level of SBML knows. Numbers carry a
unit (dimensionless unless stated), so that readers can check the units of whole equations. Anything else in
an expression raises ValueError.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from math import isfinite
from xml.etree.ElementTree import Element, SubElement

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
TIME = "http://www.sbml.org/sbml/symbols/time"
OPERATORS = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times", ast.Div: "divide", ast.Pow: "power"}
FUNCTIONS = {"exp": "exp", "log": "ln", "abs": "abs", "sqrt": "root"}
CHAINED = ("plus", "times")  # operators that take any number of parts


def math(text: str, unit: str = "dimensionless") -> Element:
    """The `<math>` element of an expression; a bare number takes `unit`."""
    tree = simplified(ast.parse(text, mode="eval").body)
    return _wrapped(_element(tree, unit if isinstance(tree, ast.Constant) else "dimensionless"))


def affine(name: str, scale: float, add: float, unit: str) -> Element:
    """The `<math>` element of scale*name + add, as short as the numbers allow."""
    if scale == 0.0:
        return _wrapped(number(add, unit))
    kept = _name(name) if scale == 1.0 else _apply("times", [number(scale), _name(name)])
    return _wrapped(kept if add == 0.0 else _apply("plus", [kept, number(add, unit)]))


def time_reached(day: float, unit: str) -> Element:
    """The `<math>` element of the condition time >= day."""
    clock = Element("csymbol", {"encoding": "text", "definitionURL": TIME})
    clock.text = "time"
    return _wrapped(_apply("geq", [clock, number(day, unit)]))


def number(value: float, unit: str = "dimensionless") -> Element:
    """A `<cn>` element that reads back as the same double; raises ValueError for one that is not finite."""
    if not isfinite(value):
        raise ValueError(f"{value} cannot be said in MathML")
    element = Element("cn", {"sbml:units": unit})
    mantissa, _, exponent = repr(float(value)).partition("e")
    element.text = mantissa.removesuffix(".0")
    if exponent:
        element.set("type", "e-notation")
        SubElement(element, "sep").tail = str(int(exponent))
    return element


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The expression with every name found in `names` replaced."""
    tree = ast.parse(text, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return ast.unparse(tree)


def names_in(text: str) -> set[str]:
    """Names that an expression reads, functions and pi left out."""
    tree = ast.parse(text, mode="eval")
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)}  # type: ignore[attr-defined]
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - called - {"pi"}


def simplified(node: ast.expr) -> ast.expr:
    """A product with a literal zero is zero: said so, because its unit would otherwise be needed."""
    zero = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and _is_zero(node.left)
    return ast.Constant(0.0) if zero else node


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0 and node.value is not False


def _wrapped(child: Element) -> Element:
    element = Element("math", {"xmlns": NAMESPACE})
    element.append(child)
    return element


def _name(name: str) -> Element:
    element = Element("ci")
    element.text = name
    return element


def _apply(operator: str, parts: list[Element]) -> Element:
    element = Element("apply")
    SubElement(element, operator)
    for part in parts:
        same = operator in CHAINED and part.tag == "apply" and part[0].tag == operator
        element.extend(list(part)[1:] if same else [part])
    return element


def _element(node: ast.expr, unit: str = "dimensionless") -> Element:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return number(value, unit)
        case ast.Name(id="pi"):
            return Element("pi")
        case ast.Name(id=name):
            return _name(name)
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return _apply("minus", [_element(part)])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return _apply(OPERATORS[type(op)], [_element(left), _element(right)])
        case ast.Call(func=ast.Name(id="Max" | "Min" as name), args=[first, *others]):
            found = _element(first)
            for other in others:
                found = _extreme("gt" if name == "Max" else "lt", found, _element(other))
            return found
        case ast.Call(func=ast.Name(id=name), args=[part]) if name in FUNCTIONS:
            return _apply(FUNCTIONS[name], [_element(part)])
    raise ValueError(f"{ast.unparse(node)} cannot be said in MathML")


def _extreme(relation: str, one: Element, other: Element) -> Element:
    """one where it stands in the relation to the other, else the other."""
    element = Element("piecewise")
    SubElement(element, "piece").extend([one, _apply(relation, [one, other])])
    SubElement(element, "otherwise").append(other)
    return element
