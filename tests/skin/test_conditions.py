"""Everyday words find the conditions of the intake record, or are answered with those they may mean."""

from __future__ import annotations

from typing import get_args

import pytest

from helpers.course_files import changed
from microneedling.course.reading import course_from_tables
from microneedling.errors import InputError
from microneedling.skin.conditions import ALIASES, ASKED, ConditionName

NAMES = set(get_args(ConditionName))


def conditions(*words: str) -> tuple[str, ...]:
    return course_from_tables(changed(person__conditions=list(words))).person.conditions


@pytest.mark.parametrize(
    ("word", "condition"),
    [
        ("pregnant", "pregnancy"),
        ("breast-feeding", "nursing"),
        ("Blood Thinners", "anticoagulants"),
        ("warfarin", "anticoagulants"),
        ("aspirin", "anticoagulants"),
        ("lupus", "collagen vascular disease"),
        ("Accutane", "isotretinoin"),
        ("Roaccutane", "isotretinoin"),
        ("eczema", "eczema in field"),
        ("diabetic", "diabetes"),
        ("immunosuppressants", "immunosuppression"),
        ("keloids", "keloid tendency"),
        ("raised scars", "raised scar in field"),
    ],
)
def test_everyday_words_are_understood(word, condition):
    assert conditions(word) == (condition,)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("botox", ["recent toxin"]),
        ("fillers", ["recent filler"]),
        ("cold sores", ["herpes in field", "herpes history"]),
        ("HIV", ["blood-borne infection", "immunosuppression"]),
    ],
)
def test_words_that_may_mean_several_are_asked_about(word, meant):
    with pytest.raises(InputError) as told:
        conditions(word)
    assert all(f'"{name}"' in str(told.value) for name in meant)


def test_every_word_leads_to_a_condition_and_to_one_answer_only():
    assert set(ALIASES.values()) <= NAMES
    assert {name for meant in ASKED.values() for name in meant} <= NAMES
    assert not set(ALIASES) & set(ASKED)
    assert not (set(ALIASES) | set(ASKED)) & NAMES
