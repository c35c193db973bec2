"""The comparisons within studies: enough of them, each of one study, and what was found is what the rows say."""

from __future__ import annotations

from collections import Counter

from helpers.subject import some
from microneedling.evidence.datasets import row
from microneedling.studies import contrasts as ours
from microneedling.studies import published
from microneedling.studies.contrasts import FOUND, contrasts, with_number

WORDS = {
    "no difference": ("NS", "no difference", "not significant", "0.618"),
    "b": ("favours", "better", "larger", "p=0.0", "fold", "slight", "63.3", "worse"),
}


def test_there_are_enough_of_many_kinds_and_their_names_are_unique():
    found = contrasts()
    assert len(found) >= 25
    assert len({item.id for item in found}) == len(found)
    kinds = Counter(item.about for item in found)
    assert {"needled or sham", "time", "depth", "scar type", "with plasma", "numbing"} <= set(kinds)


def test_both_sides_are_of_one_study_and_read_alike_but_for_what_is_compared():
    for item in some(contrasts()):
        a, b = item.a, item.b
        assert a.study == b.study, item.id
        assert a.reading.scale == b.reading.scale or item.about == "scar type", item.id
        assert (a.arm != b.arm) or (a.reading.day, a.reading.part) != (b.reading.day, b.reading.part), item.id
        assert a.split == b.split, item.id


def test_what_was_found_is_said_by_a_row_or_follows_from_two_numbers():
    for item in some(contrasts()):
        assert item.found in (None, *FOUND), item.id
        assert item.found is not None or item.numbers, item.id
        text = " ".join(word for name in item.rows for word in row(name).columns.values())
        assert all(row(name).source == item.study for name in item.rows), item.id
        if item.found is not None:
            assert any(word in text for word in WORDS[item.found]), item.id


def test_arms_of_their_own_are_used_by_a_comparison_and_known_to_no_reading():
    named = {side.arm for item in contrasts() for side in (item.a, item.b)}
    assert set(ours.arms()) <= named
    assert not set(ours.arms()) & set(published.arms())


def test_an_arm_of_a_comparison_is_whole_with_its_one_reading():
    item = next(item for item in contrasts() if item.about == "depth" and item.study == "eldomyati2021")
    study = ours.arm_of(item.b)
    assert len(study.reading) == 1
    assert study.device.needle_length_mm is not None
    assert study.device.needle_length_mm.middle == 2.5
    assert len(study.days) == 6


def test_a_side_may_be_given_a_number():
    side = contrasts()[0].a
    assert with_number(side, -3.5).observed == -3.5
    assert with_number(side, -3.5).se is None
