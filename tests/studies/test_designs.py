"""The designs of the published arms: each arm has one, and each word of it stands in a row of its study."""

from __future__ import annotations

from typing import get_args

from helpers.subject import some
from microneedling.evidence.datasets import row
from microneedling.studies import published
from microneedling.studies.designs import BLINDINGS, KINDS, NOT_TOLD, Told, designs


def test_every_arm_has_a_design_and_no_other():
    assert list(designs()) == list(published.arms())


def test_the_words_are_from_the_vocabulary():
    for item in some(designs().values()):
        assert item.kind in KINDS, item.arm
        assert item.blinded in BLINDINGS, item.arm
        assert item.randomised in get_args(Told), item.arm


def test_what_is_told_stands_in_the_rows_of_the_study_and_nothing_stands_without_it():
    for arm, item in some(designs().items()):
        said = (item.kind, item.randomised, item.blinded, item.rated_by, item.sponsor)
        assert bool(item.told) == any(word != NOT_TOLD for word in said), arm
        for name, words in item.told:
            found = row(name)
            assert found.source == published.arms()[arm].study, (arm, name)
            assert words in " ".join([found.id, *found.columns.values()]), (arm, name)


def test_the_strong_words_are_quoted():
    for arm, item in some(designs().items()):
        words = " ".join(text for _, text in item.told).lower()
        if item.randomised == "yes":
            assert "random" in words or "rct" in words, arm
        if item.blinded == "blinded":
            assert "blind" in words, arm
            assert "unblinded" not in words, arm
        if item.blinded == "open":
            assert "open label" in words or "unblinded" in words, arm
        if item.kind == "split":
            assert any(word in words for word in ("split", "side", "sites")), arm


def test_a_sham_is_the_untreated_side_and_is_comparative():
    shams = {arm for arm, item in designs().items() if item.sham}
    assert (
        shams == {arm for arm, study in published.arms().items() if study.course.sham} == {"alam2014_control"}
    )
    assert all(designs()[arm].comparative for arm in shams)
    assert designs()["ablon2018"].comparative is False
    assert designs()["bal2008_short"].comparative is None
