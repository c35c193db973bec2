"""The equations of the manual: one section per process, in the words and symbols of its file."""

from __future__ import annotations

import re

import sympy as sp

from microneedling.healing.process import PLACES, Process

from .declare import Model, Scope, symbol

TITLES = {"epidermis": "epidermis", "layer": "each dermal layer", "compartment": "the epidermal compartment"}


def equations(model: Model) -> str:
    """Markdown with one LaTeX line per helper and state."""
    text = [
        "# The equations",
        "",
        "Generated from the process files by `python tools/generate.py`; time in days.",
        "Signals marked * also diffuse between the epidermis and neighbouring dermal layers.",
        "",
    ]
    for process in model.processes:
        text += _section(process)
    return "\n".join(text)


def _section(process: Process) -> list[str]:
    lines = [
        f"## {process.name.capitalize()}",
        "",
        process.about + ".",
        "",
        "| state | place | unit | what it is |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {_words(s.name)}{'*' if s.diffuses else ''} | {s.place} | {s.unit} | {s.about} |"
        for s in process.states
    ]
    places = {s.name: s.place for s in process.states}
    for place in PLACES:
        helpers = process.helpers.get(place, {})
        rates = {name: text for name, text in process.rates.items() if places.get(name) == place}
        if not helpers and not rates:
            continue
        lines += ["", f"In {TITLES[place]}:", ""]
        lines += [f"$$ {_latex_name(name)} = {_latex(text)} $$\n" for name, text in helpers.items()]
        lines += [
            rf"$$ \frac{{d}}{{dt}}\,{_latex_name(name)} = {_latex(text)} $$" + "\n"
            for name, text in rates.items()
        ]
    if process.constants:
        lines += ["| symbol | number of the registry |", "|---|---|"]
        lines += [f"| {_words(name)} | `{key}` |" for name, key in process.constants.items()]
    return [*lines, ""]


def _words(name: str) -> str:
    return name.replace("_", " ")


def _latex_name(name: str) -> str:
    return rf"\text{{{_words(name)}}}"


def _latex(text: str) -> str:
    names = {name: symbol(name) for name in re.findall(r"[A-Za-z_]\w*", text)} | {"pi": sp.pi}
    expr = Scope("manual", names, {}).expression(text, "manual", [])
    shown = {symbol(name): _latex_name(name) for name in names if name != "pi"}
    return sp.latex(_decimals(expr), symbol_names=shown, mul_symbol="dot")


def _decimals(expr: sp.Expr) -> sp.Expr:
    """Decimal numbers as they were written, not as fractions."""
    return expr.xreplace({n: sp.Float(float(n), 6) for n in expr.atoms(sp.Rational) if n.q not in (1, 2)})
