"""The shipped registry keeps every rule, and no number of the model hides in the text of a process."""

from __future__ import annotations

import ast
import re

import pytest

from microneedling.evidence.check import check_registry
from microneedling.evidence.entry import GRADES
from microneedling.evidence.registry import registry
from microneedling.healing.cascade import PROCESSES
from microneedling.observation.observer import OBSERVERS

PLAIN = {0.0, 1.0, 2.0}  # signs, ones and doublings of algebra; anything else is a number of the model


def test_every_entry_keeps_every_rule():
    mistakes = check_registry()
    assert not mistakes, "\n" + "\n".join(str(item) for item in mistakes)


def test_the_share_by_grade_can_be_told(record_property):
    counts = {grade: sum(entry.grade == grade for entry in registry().values()) for grade in GRADES}
    for grade, count in counts.items():
        record_property(grade, count)
    assert sum(counts.values()) == len(registry())


def test_constants_of_the_processes_are_entries_of_the_registry():
    missing = {
        key
        for process in (*PROCESSES, *OBSERVERS)
        for key in process.constants.values()
        if key not in registry() and not any(name.startswith(f"{key}.") for name in registry())
    }
    assert missing == set()


@pytest.mark.parametrize("process", [*PROCESSES, *OBSERVERS], ids=lambda process: process.name)
def test_rates_hold_no_number_of_their_own(process):
    expressions = {**process.rates, **{k: v for place in process.helpers.values() for k, v in place.items()}}
    found = {
        name: sorted(numbers)
        for name, text in expressions.items()
        if (numbers := {value for value in _literals(text) if value not in PLAIN})
    }
    assert found == {}


def _literals(text: str) -> set[float]:
    """Numbers of an expression; whole exponents and a half left out (a square and its root are form)."""
    tree = ast.parse(re.sub(r"\s+", " ", text), mode="eval")
    formal = {
        id(node.right)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Pow)
        and isinstance(node.right, ast.Constant)
        and (isinstance(node.right.value, int) or node.right.value == 0.5)
    }
    return {
        float(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and id(node) not in formal
    }
