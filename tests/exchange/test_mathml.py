"""Expressions as MathML and their units: said right, or refused."""

from __future__ import annotations

import math as numbers
from xml.etree import ElementTree

import libsbml
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microneedling.engine.generated import layout
from microneedling.exchange.dimensions import Dimension, DimensionError, dimension_of, expect, infer
from microneedling.exchange.mathml import affine, math, names_in, number, renamed
from microneedling.healing.baseline_names import BASELINE, LAYER_BASELINE
from microneedling.units import SUFFIXES

KNOWN = {"length": Dimension(mm=1), "rate": Dimension(day=-1), "share": Dimension()}


def infix(element: ElementTree.Element) -> str:
    """How libSBML understands a `<math>` element."""
    element.set("xmlns:sbml", "http://www.sbml.org/sbml/level3/version2/core")
    return libsbml.formulaToL3String(
        libsbml.readMathMLFromString(ElementTree.tostring(element, encoding="unicode"))
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a*(b - c)/d", "a * (b - c) / d"),
        ("-a**2 + b**(-c)", "-a^2 dimensionless + b^-c"),
        ("a - (b - c)", "a - (b - c)"),
        ("exp(a) + log(b) + sqrt(c) + abs(d)", "exp(a) + ln(b) + sqrt(c) + abs(d)"),
        (
            "Max(a, b, 0)",
            "piecewise(piecewise(a, a > b, b), piecewise(a, a > b, b) > 0 dimensionless, 0 dimensionless)",
        ),
        ("Min(a, pi)", "piecewise(a, a < pi, pi)"),
    ],
)
def test_expressions_mean_the_same_to_another_reader(text, meant):
    assert infix(math(text)) == meant


def test_a_product_with_zero_is_zero_in_the_unit_asked_for():
    assert infix(math("0*tether", "mm_per_day")) == "0 mm_per_day"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back_as_the_same_double(value):
    element = ElementTree.fromstring(
        f'<m xmlns:sbml="s">{ElementTree.tostring(number(value), encoding="unicode")}</m>'
    )[0]
    text = element.text or ""
    if len(element):
        assert element.get("type") == "e-notation"
        text += f"e{element[0].tail}"
    assert float(text) == value
    assert "e" not in (element.text or "")


@pytest.mark.parametrize(
    ("scale", "add", "meant"),
    [
        (0.0, 0.3, "0.3 mm"),
        (1.0, 0.25, "r + 0.25 mm"),
        (0.5, 0.0, "0.5 dimensionless * r"),
        (0.5, 2.0, "0.5 dimensionless * r + 2 mm"),
    ],
)
def test_changes_are_as_short_as_their_numbers_allow(scale, add, meant):
    assert infix(affine("r", scale, add, "mm")) == meant


@pytest.mark.parametrize("text", ["a if b else c", "a < b", "sin(a)", "a[0]", "a % b", "'a'", "True"])
def test_what_mathml_is_not_taught_is_refused(text):
    with pytest.raises(ValueError, match="cannot be said"):
        math(text)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_numbers_that_are_not_finite_are_refused(value):
    with pytest.raises(ValueError, match="cannot be said"):
        number(value)


def test_names_are_replaced_whole():
    assert renamed("type1 + type1_new*exp(type1)", {"type1": "x"}) == "x + type1_new * exp(x)"
    assert names_in("a + exp(b)*pi") == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("length*rate", "mm_per_day"),
        ("length/length + 1", "dimensionless"),
        ("length**2*rate - 0*length", "mm2_per_day"),
        ("Max(length, 0)", "mm"),
        ("exp(share)**share", "dimensionless"),
        ("1/length**3", "per_mm3"),
    ],
)
def test_units_follow_the_equations(text, word):
    assert infer(text, KNOWN).word == word


@pytest.mark.parametrize(
    "text", ["length + rate", "1 + length", "exp(length)", "length**share", "share**rate", "a.b"]
)
def test_unlike_things_are_not_added(text):
    with pytest.raises(DimensionError):
        infer(text, KNOWN)


def test_a_rate_of_another_unit_is_refused():
    expect("length*rate", KNOWN, Dimension(mm=1, day=-1))
    with pytest.raises(DimensionError, match="has mm, not mm_per_day"):
        expect("length", KNOWN, Dimension(mm=1, day=-1))


def test_units_of_the_registry_are_read():
    assert dimension_of("cells/mm3/d") == Dimension(mm=-3, day=-1, cell=1)
    assert dimension_of("mm2/d").word == "mm2_per_day"
    with pytest.raises(DimensionError, match='unit "kPa"'):
        dimension_of("kPa")
    assert {"mm", "d", "1/d", "mm2/d"} <= set(SUFFIXES.values())


def test_every_solved_number_has_its_words():
    assert tuple(BASELINE) == layout.BASELINE
    assert tuple(LAYER_BASELINE) == layout.LAYER_BASELINE
    assert all(
        numbers.prod(dimension_of(unit)) == 0 for unit, _ in (*BASELINE.values(), *LAYER_BASELINE.values())
    )
