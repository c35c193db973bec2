"""Golden results: a prediction that moves must raise the model number and be accepted on purpose."""

from __future__ import annotations

import json

import pytest

import accept_goldens as goldens
from microneedling import MODEL_NUMBER

EXAMPLES = goldens.examples()


def test_every_example_has_a_golden_and_every_golden_an_example():
    assert len(EXAMPLES) >= 5
    assert {path.stem for path in goldens.GOLDEN.glob("*.json")} == {path.stem for path in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_predictions_stand_as_accepted(example):
    accepted = json.loads(goldens.golden_of(example).read_text(encoding="utf-8"))
    moved = goldens.differences(accepted["result"], goldens.compute(example))
    if accepted["model_number"] != MODEL_NUMBER:
        pytest.fail(
            f"golden of model {accepted['model_number']}, code of model {MODEL_NUMBER}: accept it anew"
        )
    assert not moved, (
        "a prediction moved: raise MODEL_NUMBER, write a Science line in the changelog, run "
        "python tools/accept_goldens.py\n" + "\n".join(moved[:30])
    )


def test_differences_see_numbers_words_and_shape():
    one = {"a": [1.0, 2.0], "word": "x", "chance_of_noticeable": 0.50}
    assert goldens.differences(one, {"a": [1.0, 2.0001], "word": "x", "chance_of_noticeable": 0.52}) == []
    assert goldens.differences(one, {"a": [1.0, 2.1], "word": "x", "chance_of_noticeable": 0.5}) == [
        "a[1]: 2.0 -> 2.1"
    ]
    assert goldens.differences(one, {"a": [1.0], "word": "y", "chance_of_noticeable": 0.9}) == [
        "a: 2 items -> 1",
        "word: 'x' -> 'y'",
        "chance_of_noticeable: 0.5 -> 0.9",
    ]
    assert goldens.differences(one, {"a": [1.0, 2.0], "word": "x"}) == ["chance_of_noticeable: gone"]


def test_the_exact_comparison_leaves_no_room():
    one = {"a": [1.0, 2.0], "chance_of_noticeable": 0.5}
    assert goldens.differences(one, {"a": [1.0, 2.0], "chance_of_noticeable": 0.5}, goldens.none) == []
    moved = goldens.differences(one, {"a": [1.0, 2.0 + 1e-15], "chance_of_noticeable": 0.51}, goldens.none)
    assert [line.split(":")[0] for line in moved] == ["a[1]", "chance_of_noticeable"]
    assert goldens.numbers_in(one) == 3
