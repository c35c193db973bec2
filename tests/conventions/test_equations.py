"""An equation stands once, in the text of its process: docstrings hold none, manual and help are rendered from it."""

from __future__ import annotations

import importlib
import pydoc
import re

import pytest

from microneedling.healing.cascade import PROCESSES
from microneedling.healing.process import PLACES

pytest.importorskip("sympy")

import make_manual
from codegen.latex import equation, latex, name_latex

NAMES = [process.name for process in PROCESSES]


@pytest.mark.parametrize("name", NAMES)
def test_the_docstring_of_a_process_types_no_equation(name):
    text = importlib.import_module(f"microneedling.healing.{name}").__doc__ or ""
    assert not [line for line in text.splitlines() if re.search(r"\s=\s|'\s*=", line)]


@pytest.mark.parametrize("process", PROCESSES, ids=NAMES)
def test_help_shows_every_equation_in_the_names_of_the_code(process):
    shown = " ".join(pydoc.render_doc(process, renderer=pydoc.plaintext).split())
    lines = process.equations()
    assert len(lines) == len(process.states) + sum(len(table) for table in process.helpers.values())
    assert not [line for line in lines if line not in shown]


def test_lines_of_a_process():
    lines = next(process for process in PROCESSES if process.name == "inflammation").equations()
    assert "repair_excess = (macrophages_repair - macrophages_repair_baseline)/macrophage_scale" in lines
    assert "d platelet_signal/dt = -platelet_decay*platelet_signal + diffusion(platelet_signal)" in lines


@pytest.mark.parametrize("process", PROCESSES, ids=NAMES)
def test_the_page_of_a_process_renders_every_helper_and_rate(process):
    page = make_manual.pages()[make_manual.MANUAL / f"{process.name}.md"]
    for place in PLACES:
        for name in process.helpers.get(place, {}):
            assert f"{name_latex(name)} &= " in page
        for name in process.rates_of(place):
            assert rf"\frac{{d\,{name_latex(name)}}}{{dt}} &= " in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a - (b - c)", "A - \\left(B - C\\right)"),
        ("-(a + b)*c", "-\\left(A + B\\right) \\cdot C"),
        ("a*b/c/(a + 1)", "\\frac{A \\cdot B}{C \\cdot \\left(A + 1\\right)}"),
        ("(a/b)**c*(a*b)**(-c)", "\\left(\\frac{A}{B}\\right)^{C} \\cdot \\left(A \\cdot B\\right)^{-C}"),
        ("exp(-a) + sqrt(b) + abs(c)", "\\exp\\left(-A\\right) + \\sqrt{B} + \\left|C\\right|"),
        ("Max(a - 1, 0)*pi", "\\max\\left(A - 1, 0\\right) \\cdot \\pi"),
        ("0*a", "0"),
    ],
)
def test_expressions_are_rendered_as_written(text, shown):
    names = {"A": name_latex("a"), "B": name_latex("b"), "C": name_latex("c")}
    assert latex(text) == re.sub(r"\b[ABC]\b", lambda found: names[found[0]], shown)


def test_a_long_sum_has_one_line_a_term():
    long = " - ".join(["concentration*concentration_of_another"] * 3)
    first, *others = equation("x", long).splitlines()
    assert first.startswith("x &= \\mathrm")
    assert [line.startswith("&\\quad - \\mathrm") for line in others] == [True, True]


@pytest.mark.parametrize("text", ["a @ b", "f(a)", "a if b else c", "True"])
def test_what_no_process_may_say_is_refused(text):
    with pytest.raises(ValueError, match="no expression of a process"):
        latex(text)
