"""Formulas are arithmetic on entries, and nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microneedling.evidence.formula import evaluate, names_in, problem


def test_arithmetic_on_entries():
    values = {"a.b": 2.0, "a.c.d": 3.0}
    assert evaluate("-a.b + a.c.d**2/4 - 1", values) == pytest.approx(-0.75)
    assert evaluate("exp(log(a.b))*sqrt(4)", values) == pytest.approx(4.0)


def test_names_with_and_without_category():
    assert names_in("a.b*log(a.c.d) + 1") == {"a.b", "a.c.d"}


@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(-2, 2))
def test_agrees_with_plain_python(x, y, z):
    found = evaluate("g.x*(g.y + 2)**g.z/sqrt(g.x)", {"g.x": x, "g.y": y, "g.z": z})
    assert found == pytest.approx(x * (y + 2) ** z / math.sqrt(x))


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.b.c()",
        "[a.b]",
        "a.b if 1 else 2",
        "lambda: 1",
        "sin(a.b)",
        "exp(a.b, 2)",
        "'x'",
        "True",
        "x",
        "a.b @ a.c",
        "1 +",
    ],
)
def test_anything_else_is_refused_without_being_run(text):
    assert problem(text)
    with pytest.raises((ValueError, SyntaxError, KeyError, TypeError)):
        evaluate(text, {})


def test_a_formula_has_no_problem():
    assert problem("group.a_mm*exp(-group.b/2)") == ""
