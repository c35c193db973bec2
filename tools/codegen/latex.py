"""Expressions of the healing processes as LaTeX, term by term in the order in which they are written.

    type3_synthesis*room - decay*type3      becomes      \\mathrm{type3\\_synthesis} \\cdot \\mathrm{room} - ...

Names are those of the code. The text is parsed, never evaluated or simplified, so that a reader finds each term again.
Anything that a process may not say (see `declare`) raises ValueError.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

FUNCTIONS = {"exp": r"\exp", "log": r"\ln", "Max": r"\max", "Min": r"\min"}
SUM, PRODUCT, POWER, ATOM = range(4)  # how tightly an expression holds together
LONG = 90  # characters of text from which a sum is broken into one line a term


def name_latex(name: str) -> str:
    """A name of the code, upright: `type1_new` is `\\mathrm{type1\\_new}`."""
    escaped = name.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"


def latex(text: str) -> str:
    """The LaTeX of an expression; ValueError where it is none that a process may use."""
    return _latex(ast.parse(" ".join(text.split()), mode="eval").body)[0]


def equation(left: str, text: str) -> str:
    """`left = text` as a row of `aligned`, a long sum with one line a term."""
    tree = ast.parse(" ".join(text.split()), mode="eval").body
    terms = list(_terms(tree)) if len(text) > LONG else [("", tree)]
    rows = []
    for k, (sign, part) in enumerate(terms):
        shown = _bracketed(part, PRODUCT) if len(terms) > 1 else _latex(part)[0]
        rows.append(f"{left} &= {sign}{shown}" if k == 0 else rf"&\quad {sign} {shown}")
    return " \\\\\n".join(rows)


def rate(state: str, text: str) -> str:
    """`d state / dt = text` as a row of `aligned`."""
    return equation(rf"\frac{{d\,{name_latex(state)}}}{{dt}}", text)


def block(rows: Iterable[str]) -> list[str]:
    """Lines of a Markdown block of equations aligned at their equals signs."""
    return ["```math", r"\begin{aligned}", " \\\\\n".join(rows), r"\end{aligned}", "```"]


def place_rows(helpers: Mapping[str, str], rates: Mapping[str, str], diffusing: set[str]) -> list[str]:
    """Rows of all helpers, then of all rates of one place; diffusing signals get their exchange as a term."""
    rows = [equation(name_latex(name), text) for name, text in helpers.items()]
    for name, text in rates.items():
        flow = rf" + \mathrm{{diffusion}}({name_latex(name)})" if name in diffusing else ""
        rows.append(rate(name, text) + flow)
    return rows


def _terms(node: ast.expr, sign: str = "") -> Iterable[tuple[str, ast.expr]]:
    """The terms of a sum with their signs, as written."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            yield from _terms(left, sign)
            yield "+" if isinstance(op, ast.Add) else "-", right
        case ast.UnaryOp(op=ast.USub(), operand=part):
            yield "-", part
        case _:
            yield sign, node


def _bracketed(node: ast.expr, least: int) -> str:
    text, binding = _latex(node)
    return text if binding >= least else rf"\left({text}\right)"


def _latex(node: ast.expr) -> tuple[str, int]:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return repr(number), ATOM
        case ast.Name(id="pi"):
            return r"\pi", ATOM
        case ast.Name(id=name):
            return name_latex(name), ATOM
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return f"-{_bracketed(part, PRODUCT)}", SUM
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            sign = "+" if isinstance(op, ast.Add) else "-"
            return f"{_latex(left)[0]} {sign} {_bracketed(right, SUM if sign == '+' else PRODUCT)}", SUM
        case ast.BinOp(op=ast.Mult() | ast.Div()):
            return _product(node)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return f"{_bracketed(left, ATOM)}^{{{_latex(right)[0]}}}", POWER
        case ast.Call(func=ast.Name(id="sqrt"), args=[part]):
            return rf"\sqrt{{{_latex(part)[0]}}}", ATOM
        case ast.Call(func=ast.Name(id="abs"), args=[part]):
            return rf"\left|{_latex(part)[0]}\right|", ATOM
        case ast.Call(func=ast.Name(id=name), args=parts) if name in FUNCTIONS:
            return rf"{FUNCTIONS[name]}\left({', '.join(_latex(part)[0] for part in parts)}\right)", ATOM
    raise ValueError(f"{ast.unparse(node)} is no expression of a process")


def _product(node: ast.expr) -> tuple[str, int]:
    """A chain of factors and divisors as one product, or one fraction."""
    over: list[ast.expr] = []
    under: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        (over if isinstance(node.op, ast.Mult) else under).insert(0, node.right)
        node = node.left
    minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    over.insert(0, node.operand if minus else node)
    if any(isinstance(part, ast.Constant) and part.value == 0 for part in over):
        return "0", ATOM
    top, bottom = _factors(over), _factors(under)
    shown = rf"\frac{{{top}}}{{{bottom}}}" if under else top
    return (f"-{shown}", SUM) if minus else (shown, PRODUCT)


def _factors(parts: list[ast.expr]) -> str:
    if len(parts) == 1:
        return _latex(parts[0])[0]
    return r" \cdot ".join(_bracketed(part, PRODUCT) for part in parts)
