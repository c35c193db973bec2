"""Writes the backward pass of one place: from its rates, its Jacobian and its solves to their inputs.

    rates:     x_bar += sum_k v_k df_k/dx                       for every input x (states, baseline, constants, drivers)
    Jacobian:  x_bar += sum_(i,j) m_ij dJ_ij/dx                 m_ij = sum over stages v_i K_j
    solves:    x = B S^-1 F r  becomes  F^T S^-T B^T r          (F reduces onto the kept states, B gives the others)

Reverse accumulation over the statements that the rates share: every statement is differentiated once, by SymPy, and
its adjoint passed on to the names it reads, last statement first. Where a rate bends (a Max, an absolute value) the
derivative is that of the side it is on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sympy as sp

from microneedling.engine.rodas import STAGES
from microneedling.healing.process import EPIDERMIS, LAYER

from .declare import PAPILLARY, Model, symbol
from .eliminate import Elimination, eliminate
from .emit import Body, Layout, Storage
from .expressions import Writer, statements, symbols_of

BACK = "_back"  # `y_back` collects the adjoint of `y`
Statement = tuple[sp.Symbol, sp.Expr]


def partial(statement: Statement, name: sp.Symbol) -> sp.Expr:
    """Derivative of a statement by a name it reads, without the point masses at bends; of 1/b it is -(1/b)^2 db."""
    own, expr = statement
    if expr.is_Pow and expr.exp == -1:
        return -(own**2) * partial((own, expr.base), name)
    return sp.diff(expr, name).replace(sp.DiracDelta, lambda *_: sp.Integer(0))


def divided_once(rows: Iterable[Statement]) -> list[Statement]:
    """The same statements with every reciprocal named where it is first needed: a division costs ten products."""
    known: dict[sp.Expr, sp.Symbol] = {}
    found: list[Statement] = []

    def reciprocal(power: sp.Expr) -> sp.Expr:
        base, exponent = power.as_base_exp()
        if base not in known:
            known[base] = sp.Symbol(f"i{len(known)}", real=True)
            found.append((known[base], sp.Pow(base, -1)))
        return known[base] ** -exponent

    for name, expr in rows:
        found.append((name, expr.replace(_is_division, reciprocal)))
    return found


def _is_division(expr: sp.Expr) -> bool:
    return bool(expr.is_Pow and expr.exp.is_Integer and expr.exp < 0)


def backward(
    expressions: Sequence[sp.Expr], seeds: Sequence[sp.Symbol], inputs: Iterable[str]
) -> tuple[list[Statement], dict[str, sp.Expr]]:
    """Statements, and for every input the sum of seed_k d expression_k / d input in terms of them."""
    shared, reduced = statements(expressions, "s")
    rows = divided_once([*shared, *zip(seeds, reduced, strict=True)])
    slots = [(k, name) for k, (_, expr) in enumerate(rows) for name in _ordered(expr.free_symbols)]
    helpers, slopes = statements([partial(rows[k], name) for k, name in slots], "q")
    slope = dict(zip(slots, slopes, strict=True))
    forward = [row for row in rows if row[0] not in seeds]
    lines: list[Statement] = [*forward, *helpers]
    handed: dict[sp.Symbol, list[sp.Expr]] = defaultdict(list)
    for k in reversed(range(len(rows))):
        name, expr = rows[k]
        back = name
        if name not in seeds:
            if name not in handed:
                continue
            back = sp.Symbol(f"{name.name}{BACK}", real=True)
            lines.append((back, sp.Add(*handed[name])))
        for read in _ordered(expr.free_symbols):
            handed[read].append(back * slope[k, read])
    wanted = ((name, sp.Add(*handed[symbol(name)])) for name in inputs if symbol(name) in handed)
    return lines, {name: expr for name, expr in wanted if expr != 0}


def _ordered(symbols: Iterable[sp.Symbol]) -> list[sp.Symbol]:
    return sorted(symbols, key=lambda item: item.name)


def _seeded(layout: Layout, array: str, count: int) -> tuple[Layout, list[sp.Symbol]]:
    """The layout with an array of seeds, and the seeds as symbols."""
    names = [f"{array}{k}" for k in range(count)]
    where = {**layout.where, **{name: (array, k) for k, name in enumerate(names)}}
    vectors = (*layout.vectors, array, *(argument + BACK for argument in layout.arguments))
    return replace(layout, where=where, vectors=vectors), [symbol(name) for name in names]


def adjoint_of(layout: Layout, expressions: Sequence[sp.Expr], array: str, name: str, about: str) -> str:
    """The function that adds the seeds' share of every input to that input's `..._back` array."""
    seeded, seeds = _seeded(layout, array, len(expressions))
    lines, results = backward(expressions, seeds, layout.where)
    body, write = Body(seeded, symbols_of([*(expr for _, expr in lines), *results.values()])), Writer()
    body.lines += [f"{target} = {write(expr)}" for target, expr in lines]
    for read, expr in results.items():
        kind, position = layout.where[read]
        place = f"{kind}{BACK}[{seeded.index(kind + BACK, position)}]"
        body.lines.append(f"{place} = {place} + {write(expr)}")
    arguments = [*layout.arguments, array, *(argument + BACK for argument in layout.arguments)]
    return body.text(f"{layout.place}_{name}", arguments, about)


def pairs(layout: Layout, entries: Sequence[tuple[int, tuple[str, int]]], stages: int) -> str:
    """`m[k] = sum over stages v[row] * x[column]` for every entry; columns name the array they stand in."""
    kinds = ["v", *dict.fromkeys(array for _, (array, _) in entries)]
    arrays = [f"{kind}{stage}" for kind in kinds for stage in range(stages)]
    wide = replace(layout, vectors=(*layout.vectors, "m", *arrays))
    body, before = Body(wide, set()), None
    for k, (row, (array, column)) in enumerate(entries):
        if row != before:  # read once for all entries of its row
            body.lines += [f"a{n} = v{n}[{wide.index(f'v{n}', row)}]" for n in range(stages)]
            before = row
        terms = (f"a{n}*{array}{n}[{wide.index(f'{array}{n}', column)}]" for n in range(stages))
        body.lines.append(f"m[{wide.index('m', k)}] = {' + '.join(terms)}")
    about = "Products of adjoint and stage, summed over the stages, that the entries of the Jacobian meet."
    return body.text(f"{layout.place}_pairs", [*arrays, "m"], about)


def means(layout: Layout, positions: Sequence[int]) -> str:
    """Papillary means p_k = sum w y: their adjoints go on to the states and to the weights."""
    wide = replace(layout, vectors=(*layout.vectors, "w", "y_back", "w_back"))
    body = Body(wide, set())
    body.head = [f"p{k} = p_back[{k}]" for k in range(len(positions))]
    body.lines.append(f"weight = w[{wide.index('w', 0)}]")
    for k, position in enumerate(positions):
        place = f"y_back[{wide.index('y_back', position)}]"
        body.lines.append(f"{place} = {place} + weight*p{k}")
    place = f"w_back[{wide.index('w_back', 0)}]"
    terms = (f"p{k}*y[{wide.index('y', position)}]" for k, position in enumerate(positions))
    body.lines.append(f"{place} = {place} + {' + '.join(terms)}")
    arguments = ["y", "w", "p_back", "y_back", "w_back"]
    return body.text(
        f"{layout.place}_means_adjoint",
        arguments,
        "Adjoints of the papillary means, passed on to states and weights.",
    )


def transposed(layout: Layout, plan: Elimination, storage: Storage) -> str:
    """The two solves of `emit.solves` transposed, to be called in the other order."""

    def slot(kind: str, i: int, j: int) -> str:
        return f"lu[{layout.index('lu', storage.slots[kind, i, j])}]"

    def body_of(lines: Sequence[str], touched: Iterable[int], name: str, about: str) -> str:
        body, touched = Body(layout, set()), sorted(touched)
        body.lines += [f"r{i} = r[{layout.index('r', i)}]" for i in touched]
        body.lines += [*lines, *(f"r[{layout.index('r', i)}] = r{i}" for i in touched)]
        return body.text(f"{layout.place}_{name}", ["lu", "r"], about)

    first, last = [], []
    for pivot, _, columns in plan.steps:
        first.append(f"r{pivot} = {slot('d', pivot, pivot)}*r{pivot}")
        first += [f"r{j} = r{j} - {slot('u', pivot, j)}*r{pivot}" for j in columns]
    for pivot, rows, _ in reversed(plan.steps):
        terms = "".join(f" - {slot('l', i, pivot)}*r{i}" for i in rows)
        if terms:
            last.append(f"r{pivot} = r{pivot}{terms}")
    ahead = {i for pivot, _, columns in plan.steps for i in (pivot, *columns)}
    behind = {i for pivot, rows, _ in plan.steps for i in (pivot, *rows)}
    return "\n\n".join(
        [
            body_of(first, ahead, "backward_transposed", "Transpose of `backward`, in place; called first."),
            body_of(last, behind, "forward_transposed", "Transpose of `forward`, in place; called last."),
        ]
    )


def functions(layout: Layout, model: Model, kept: Sequence[int], local: Mapping, heard: Mapping) -> list[str]:
    """All functions of one place; `local` and `heard` are its derivatives by its own states and what it listens to."""
    plan = eliminate(len(layout.states), local, kept)
    listened = [*model.names(EPIDERMIS), *(PAPILLARY + name for name in model.papillary)]
    columns = [(i, ("x", j)) for i, j in local] + [(i, layout.where[listened[j]]) for i, j in heard]
    slopes = [*local.values(), *heard.values()]
    found = [
        adjoint_of(
            layout, model.rates[layout.place], "v", "rates_adjoint", "Adds v^T df/dinput to every input."
        ),
        pairs(layout, columns, STAGES),
        adjoint_of(layout, slopes, "m", "jacobian_adjoint", "Adds sum m_ij dJ_ij/dinput to every input."),
        transposed(layout, plan, Storage.of(plan)),
    ]
    positions = [model.names(LAYER).index(name) for name in model.papillary]
    return [*found, means(layout, positions)] if layout.place == LAYER else found
