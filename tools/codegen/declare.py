"""From process texts to one symbolic model: names resolved, every mistake reported with its process."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sympy as sp

from microneedling.errors import InputError, Mistake, did_you_mean
from microneedling.healing.process import COMPARTMENT, DRIVERS, EPIDERMIS, LAYER, PLACES, Process, State

FUNCTIONS = {"exp": sp.exp, "log": sp.log, "sqrt": sp.sqrt, "abs": sp.Abs, "Max": sp.Max, "Min": sp.Min}
PAPILLARY = "papillary_"


@dataclass(frozen=True)
class Model:
    """The assembled kinetics: ordered names and, per place, one symbolic rate per state."""

    processes: tuple[Process, ...]
    signals: tuple[str, ...]
    states: Mapping[str, tuple[State, ...]]
    rates: Mapping[str, tuple[sp.Expr, ...]]
    constants: Mapping[str, str]  # symbol -> registry key
    baseline: tuple[str, ...]
    layer_baseline: tuple[str, ...]
    papillary: tuple[str, ...]  # layer states whose papillary mean the compartment reads

    def names(self, place: str) -> tuple[str, ...]:
        """State names of a place in the order of its arrays."""
        return tuple(state.name for state in self.states[place])


@dataclass
class Scope:
    """The names an expression of one place may use, and the helpers already resolved."""

    place: str
    symbols: Mapping[str, sp.Expr]
    helpers: dict[str, str]
    resolved: dict[str, sp.Expr] = field(default_factory=dict)

    def expression(
        self, text: str, path: str, mistakes: list[Mistake], within: tuple[str, ...] = ()
    ) -> sp.Expr:
        try:
            tree = ast.parse(text, mode="eval").body
        except SyntaxError as error:
            mistakes.append(Mistake(path, repr(text), "an arithmetic expression", str(error.msg)))
            return sp.Integer(0)
        return self._translate(tree, path, mistakes, within)

    def _name(self, name: str, path: str, mistakes: list[Mistake], within: tuple[str, ...]) -> sp.Expr:
        if name in self.resolved:
            return self.resolved[name]
        if name in within:
            mistakes.append(Mistake(path, name, "helpers that do not need themselves"))
            return sp.Integer(0)
        if name in self.helpers:
            value = self.expression(self.helpers[name], f"{path} > {name}", mistakes, (*within, name))
            self.resolved[name] = value
            return value
        if name in self.symbols:
            return self.symbols[name]
        known = [*self.symbols, *self.helpers]
        mistakes.append(
            Mistake(
                path,
                name,
                f"a state, helper, constant, baseline or driver known to the {self.place}",
                did_you_mean(name, known),
            )
        )
        return sp.Integer(0)

    def _translate(
        self, node: ast.AST, path: str, mistakes: list[Mistake], within: tuple[str, ...]
    ) -> sp.Expr:
        def go(part: ast.AST) -> sp.Expr:
            return self._translate(part, path, mistakes, within)

        match node:
            case ast.Constant(value=int() | float() as number):
                return sp.Rational(str(number))
            case ast.Name(id=name):
                return sp.pi if name == "pi" else self._name(name, path, mistakes, within)
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return -go(part)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _OPERATORS[type(op)](go(left), go(right))
            case ast.Call(func=ast.Name(id=name), args=parts) if name in FUNCTIONS:
                return FUNCTIONS[name](*(go(part) for part in parts))
        allowed = f"+ - * / ** numbers names and {', '.join(FUNCTIONS)}"
        mistakes.append(Mistake(path, ast.unparse(node), allowed))  # type: ignore[arg-type]
        return sp.Integer(0)


_OPERATORS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def symbol(name: str) -> sp.Symbol:
    """The real symbol of a name; one name is one symbol everywhere."""
    return sp.Symbol(name, real=True)


def _ordered_states(processes: Iterable[Process]) -> tuple[tuple[str, ...], dict[str, tuple[State, ...]]]:
    """States per place, the diffusing ones first and in the same order of signals."""
    states = {place: [s for p in processes for s in p.states if s.place == place] for place in PLACES}
    signals = tuple(dict.fromkeys(s.diffuses for s in states[LAYER] if s.diffuses))

    def rank(state: State) -> int:
        return signals.index(state.diffuses) if state.diffuses in signals else len(signals)

    return signals, {place: tuple(sorted(found, key=rank)) for place, found in states.items()}


def _check_states(signals: tuple[str, ...], states: Mapping[str, tuple[State, ...]]) -> list[Mistake]:
    mistakes = []
    for place in (EPIDERMIS, LAYER):
        found = [s.diffuses for s in states[place] if s.diffuses]
        if tuple(found) != signals:
            mistakes.append(
                Mistake(f"{place} signals", str(found), f"exactly one state per signal {list(signals)}")
            )
    names = [s.name for place in PLACES for s in states[place]]
    mistakes += [
        Mistake("states", n, "each name once") for n in sorted({n for n in names if names.count(n) > 1})
    ]
    return mistakes


def _merged(processes: Iterable[Process], mistakes: list[Mistake]) -> dict[str, str]:
    constants: dict[str, str] = {}
    for process in processes:
        for name, key in process.constants.items():
            if constants.setdefault(name, key) != key:
                mistakes.append(
                    Mistake(
                        f"{process.name}.constants.{name}", key, f"the key used before, {constants[name]}"
                    )
                )
    return constants


def _helpers(processes: Iterable[Process], mistakes: list[Mistake]) -> dict[str, dict[str, str]]:
    """Helpers are shared by all processes of a place; one name may not mean two things."""
    helpers: dict[str, dict[str, str]] = {place: {} for place in PLACES}
    for process in processes:
        for place, found in process.helpers.items():
            for name, text in found.items():
                if helpers[place].setdefault(name, text) != text:
                    mistakes.append(
                        Mistake(
                            f"{process.name}.helpers.{place}.{name}",
                            text,
                            helpers[place][name],
                            "one helper name, one meaning per place",
                        )
                    )
    return helpers


def assemble(processes: Iterable[Process]) -> Model:
    """Resolve every expression; raises `InputError` with all mistakes found."""
    processes = tuple(processes)
    signals, states = _ordered_states(processes)
    mistakes = _check_states(signals, states)
    constants = _merged(processes, mistakes)
    helpers = _helpers(processes, mistakes)
    baseline = tuple(dict.fromkeys(name for p in processes for name in p.baseline))
    layer_baseline = tuple(dict.fromkeys(name for p in processes for name in p.layer_baseline))
    _check_kinds(constants, baseline, layer_baseline, states, helpers, mistakes)
    scopes = _scopes(states, helpers, [*constants, *baseline], layer_baseline)
    rates = {place: _rates(place, processes, states, scopes[place], mistakes) for place in PLACES}
    if mistakes:
        raise InputError("healing processes", mistakes)
    used = set().union(*(rate.free_symbols for rate in rates[COMPARTMENT]))
    papillary = tuple(s.name for s in states[LAYER] if symbol(PAPILLARY + s.name) in used)
    return Model(processes, signals, states, rates, constants, baseline, layer_baseline, papillary)


def _check_kinds(constants, baseline, layer_baseline, states, helpers, mistakes: list[Mistake]) -> None:
    kinds = {
        "constants": list(constants),
        "baseline": baseline,
        "layer_baseline": layer_baseline,
        "drivers": list(DRIVERS),
        "states": [s.name for place in PLACES for s in states[place]],
        "helpers": list({name for place in PLACES for name in helpers[place]}),
    }
    owner: dict[str, str] = {}
    for kind, names in kinds.items():
        for name in names:
            if owner.setdefault(name, kind) != kind:
                mistakes.append(Mistake(f"{kind}.{name}", name, f"a name not used for {owner[name]} as well"))


def _scopes(states, helpers, scalars, layer_baseline) -> dict[str, Scope]:
    shared = {name: symbol(name) for name in [*scalars, *DRIVERS]}
    own = {place: {s.name: symbol(s.name) for s in states[place]} for place in PLACES}
    means = {PAPILLARY + s.name: symbol(PAPILLARY + s.name) for s in states[LAYER]}
    layer = {name: symbol(name) for name in layer_baseline}
    return {
        EPIDERMIS: Scope(EPIDERMIS, {**shared, **own[EPIDERMIS]}, helpers[EPIDERMIS]),
        LAYER: Scope(LAYER, {**shared, **layer, **own[LAYER]}, helpers[LAYER]),
        COMPARTMENT: Scope(
            COMPARTMENT, {**means, **shared, **own[EPIDERMIS], **own[COMPARTMENT]}, helpers[COMPARTMENT]
        ),
    }


def _rates(place, processes, states, scope: Scope, mistakes: list[Mistake]) -> tuple[sp.Expr, ...]:
    texts = {name: (p.name, text) for p in processes for name, text in p.rates.items()}
    known = {s.name for group in states.values() for s in group}
    if place == EPIDERMIS:  # report rates of nobody once
        for name in sorted(set(texts) - known):
            mistakes.append(
                Mistake(f"{texts[name][0]}.rates.{name}", name, "a declared state", did_you_mean(name, known))
            )
    rates = []
    for state in states[place]:
        if state.name not in texts:
            mistakes.append(Mistake(f"states.{state.name}", "no rate", "one rate per state"))
            continue
        owner, text = texts[state.name]
        rates.append(scope.expression(text, f"{owner}.rates.{state.name}", mistakes))
    return tuple(rates)
