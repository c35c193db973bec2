"""The generated straight-line functions as functions of one thread, for draws that lie 32 apart.

    layer_rates(y, b, c, d, f)   becomes   layer_rates(w, y, b, c, d, f):   y[8 k + lane]  ->  w[y + at_k]

Arrays are stretches of one array `w`, given by where they begin (unsigned); at_k is 32 k. The loop over SIMD lanes
goes. Whole powers become products, a power of a product of powers one exponential of the sum of their logarithms (see
`engine.numba.powers`). Where elements are read after others were written, all writing is done last, so that no
reading waits for it. What comes out is the text of plain Python, which the engine compiles for the graphics processor.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from microneedling.engine.numba.powers import function_name, holds_power

WARP = 32  # draws side by side: the threads of a warp


FUNCTIONS = ("rates", "factor", "forward", "backward")
LISTENING = "compartment_jacobian_listening"


def translated(text: str) -> str:
    """The text of one function with the array `w` first and a beginning in place of each array.

    Raises NotImplementedError for text of another form: elements read, or values changed, after they were written.
    """
    tree = ast.parse(text)
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    about = [part for part in definition.body[:1] if isinstance(part, ast.Expr)]
    definition.body = [*about, *_Translator().translated(definition.body)]
    definition.args.args.insert(0, ast.arg("w"))
    return ast.unparse(ast.fix_missing_locations(tree))


def hearing(entries: Iterable[tuple[int, int]], epidermis: int) -> str:
    """What the compartment hears of the epidermis `e` and of the papillary means `p`, from the listening pattern."""
    terms: dict[int, list[str]] = {}
    for k, (i, j) in enumerate(entries):
        heard = f"e[{j}]" if j < epidermis else f"p[{j - epidermis}]"
        terms.setdefault(i, [f"r[{i}]"]).append(f"v[{k}]*{heard}")
    lines = [f"    r[{i}] = {' + '.join(parts)}" for i, parts in terms.items()]
    about = '    """Adds what the compartment hears of the epidermis and of the papillary means."""'
    return "\n".join(["def compartment_hears(v, e, p, r):", about, *lines])


def module(sources: Iterable[str], more: Iterable[str]) -> str:
    """The body of a module: the places `at_k`, then the kernel's functions in `sources`, and `more`, translated."""
    found = [node for text in sources for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    wanted = [node for node in found if node.name == LISTENING or node.name.partition("_")[2] in FUNCTIONS]
    parts = [translated(text) for text in [*map(ast.unparse, wanted), *more]]
    names = {node.id for part in parts for node in ast.walk(ast.parse(part)) if isinstance(node, ast.Name)}
    places = sorted(int(name[3:]) for name in names if name.startswith("at_"))
    lines = [f"at_{k} = np.uint64({k * WARP})" for k in places]
    return "\n".join(lines) + "\n\n\n" + "\n\n\n".join(parts) + "\n"


class _Translator(ast.NodeTransformer):
    """Statements of one function in order, with the values that were given names on the way."""

    def __init__(self) -> None:
        self.simd_lanes = 1
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
            if isinstance(statement, ast.For):  # `for lane in range(8)`: its body, for one
                self.simd_lanes = ast.literal_eval(statement.iter.args[0])  # type: ignore[attr-defined]
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
            ast.literal_eval(index.left) // self.simd_lanes
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
