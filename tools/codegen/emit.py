"""Writes the functions of one place: rates, Jacobian entries, sparse factorisation and its solves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from .declare import symbol
from .eliminate import Elimination, eliminate
from .expressions import Writer, statements, symbols_of


@dataclass(frozen=True)
class Layout:
    """How the names of one place are found in the arrays that its functions receive."""

    place: str
    states: tuple[str, ...]
    arguments: tuple[str, ...]  # array arguments in the order of the signature, the states `y` first
    where: Mapping[str, tuple[str, int]]  # name -> (array argument, position)
    simd_lanes: int = (
        1  # more than one: so many nodes side by side, position k of lane i stands at k*simd_lanes + i
    )
    vectors: tuple[
        str, ...
    ] = ()  # the arguments that have SIMD lanes; others are scalars shared by all lanes
    arrays: bool = False  # True: NumPy arrays over nodes in place of SIMD lanes

    def load(self, name: str) -> str:
        """The line that reads a name from its array."""
        array, position = self.where[name]
        return f"{name} = {array}[{self.index(array, position)}]"

    def index(self, array: str, position: int) -> str:
        """What stands between the brackets for a position of an array."""
        return (
            f"{position * self.simd_lanes} + lane"
            if self.simd_lanes > 1 and array in self.vectors
            else str(position)
        )


class Body:
    """Lines of one function: scalar loads, then (with SIMD lanes) a loop over them around the rest."""

    def __init__(self, layout: Layout, needed: set[str]):
        self.layout = layout
        names = [name for name in layout.where if name in needed]
        inside = [name for name in names if layout.simd_lanes > 1 and layout.where[name][0] in layout.vectors]
        self.head = [layout.load(name) for name in names if name not in inside]
        self.lines = [layout.load(name) for name in inside]

    def text(self, name: str, arguments: Sequence[str], about: str) -> str:
        """The whole function, with its docstring."""
        lines = [
            f"def {name}({', '.join(arguments)}):",
            f'    """{about}"""',
            *(f"    {x}" for x in self.head),
        ]
        if self.layout.simd_lanes > 1:
            lines.append(f"    for lane in range({self.layout.simd_lanes}):")
        indent = "        " if self.layout.simd_lanes > 1 else "    "
        return "\n".join([*lines, *(indent + line for line in self.lines)]) + "\n"


def _assign(body: Body, targets: Sequence[str], expressions: Sequence[sp.Expr], write: Writer) -> None:
    shared, reduced = statements(expressions, "s")
    body.lines += [f"{name} = {write(expr)}" for name, expr in shared]
    body.lines += [f"{target} = {write(expr)}" for target, expr in zip(targets, reduced, strict=True)]


def rates(layout: Layout, expressions: Sequence[sp.Expr]) -> str:
    """`f = rates(y)`: the local rates of one place, exchange between nodes left to the kernel."""
    body = Body(layout, symbols_of(expressions))
    targets = [f"f[{layout.index('f', k)}]" for k in range(len(expressions))]
    _assign(body, targets, expressions, Writer(layout.arrays))
    return body.text(f"{layout.place}_rates", [*layout.arguments, "f"], "Rates without exchange, 1/day.")


def derivatives(expressions: Sequence[sp.Expr], names: Sequence[str]) -> dict[tuple[int, int], sp.Expr]:
    """The nonzero partial derivatives of the expressions with respect to the names."""
    found = {}
    for i, expr in enumerate(expressions):
        for j, name in enumerate(names):
            if symbol(name) in expr.free_symbols and (partial := sp.diff(expr, symbol(name))) != 0:
                found[i, j] = partial
    return found


def jacobian(layout: Layout, entries: Mapping[tuple[int, int], sp.Expr], suffix: str = "") -> str:
    """`v = jacobian(y)`: the nonzero entries, in the order of the pattern tables of the layout."""
    body = Body(layout, symbols_of(entries.values()))
    targets = [f"v[{layout.index('v', k)}]" for k in range(len(entries))]
    _assign(body, targets, list(entries.values()), Writer(layout.arrays))
    about = "Nonzero partial derivatives of the rates, in the order of the pattern tables."
    return body.text(f"{layout.place}_jacobian{suffix}", [*layout.arguments, "v"], about)


@dataclass(frozen=True)
class Storage:
    """Where the factors of one node stand in `lu`: inverse pivots, multipliers, upper entries, Schur block."""

    slots: Mapping[tuple[str, int, int], int]

    @classmethod
    def of(cls, plan: Elimination) -> Storage:
        """A slot for every factor of the plan: the Schur block first, then pivot by pivot."""
        keys: list[tuple[str, int, int]] = []
        for pivot, rows, columns in plan.steps:
            keys += [
                ("d", pivot, pivot),
                *(("l", i, pivot) for i in rows),
                *(("u", pivot, j) for j in columns),
            ]
        keys = [("s", i, j) for i in plan.kept for j in plan.kept] + keys
        return cls({key: slot for slot, key in enumerate(keys)})


def factor(
    layout: Layout, entries: Mapping[tuple[int, int], sp.Expr], kept: Sequence[int]
) -> tuple[str, Storage]:
    """`lu = factor(y, shift)`: sparse LU of shift I - Jacobian, the kept states left as a Schur complement."""
    size = len(layout.states)
    plan = eliminate(size, entries, kept)
    storage = Storage.of(plan)
    body = Body(layout, symbols_of(entries.values()))
    _assign(
        body, [f"a{i}_{j}" for i, j in entries], [-expr for expr in entries.values()], Writer(layout.arrays)
    )
    known = set(entries)
    for i in range(size):
        body.lines.append(f"a{i}_{i} = {f'a{i}_{i} + shift' if (i, i) in known else 'shift'}")
        known.add((i, i))

    def keep(kind: str, i: int, j: int, value: str) -> None:
        body.lines.append(f"lu[{layout.index('lu', storage.slots[kind, i, j])}] = {value}")

    for pivot, rows, columns in plan.steps:
        body.lines.append(f"d{pivot} = 1.0/a{pivot}_{pivot}")
        keep("d", pivot, pivot, f"d{pivot}")
        for j in columns:
            keep("u", pivot, j, f"a{pivot}_{j}")
        for i in rows:
            body.lines.append(f"m = a{i}_{pivot}*d{pivot}")
            keep("l", i, pivot, "m")
            for j in columns:
                old = f"a{i}_{j} - " if (i, j) in known else "-"
                body.lines.append(f"a{i}_{j} = {old}m*a{pivot}_{j}")
                known.add((i, j))
    for i in plan.kept:
        for j in plan.kept:
            keep("s", i, j, f"a{i}_{j}" if (i, j) in known else "0.0")
    about = "Sparse LU of shift*I - Jacobian; kept states remain as a Schur complement."
    return body.text(f"{layout.place}_factor", [*layout.arguments, "shift", "lu"], about), storage


def solves(layout: Layout, plan: Elimination, storage: Storage) -> str:
    """`forward` reduces a right-hand side onto the kept states; `backward` gives the others from them."""

    def at(array: str, position: int) -> str:
        return f"{array}[{layout.index(array, position)}]"

    forward, backward = Body(layout, set()), Body(layout, set())
    touched = sorted({i for pivot, rows, _ in plan.steps for i in (pivot, *rows)})
    forward.lines += [f"r{i} = {at('r', i)}" for i in touched]
    for pivot, rows, _ in plan.steps:
        forward.lines += [f"r{i} = r{i} - {at('lu', storage.slots['l', i, pivot])}*r{pivot}" for i in rows]
    forward.lines += [f"{at('r', i)} = r{i}" for i in touched]
    backward.lines += [f"r{i} = {at('r', i)}" for i in plan.kept]
    for pivot, _, columns in reversed(plan.steps):
        terms = "".join(f" - {at('lu', storage.slots['u', pivot, j])}*r{j}" for j in columns)
        backward.lines.append(
            f"r{pivot} = {at('lu', storage.slots['d', pivot, pivot])}*({at('r', pivot)}{terms})"
        )
        backward.lines.append(f"{at('r', pivot)} = r{pivot}")
    arguments = ["lu", "r"]
    return "\n\n".join(
        [
            forward.text(
                f"{layout.place}_forward",
                arguments,
                "Right-hand side reduced onto the kept states, in place.",
            ),
            backward.text(
                f"{layout.place}_backward", arguments, "The eliminated states from the kept ones, in place."
            ),
        ]
    )
