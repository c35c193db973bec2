"""Renamed numbers: drawn from the stream of their first name, found by it, and named where it is asked for."""

from __future__ import annotations

import pytest

from microneedling.evidence.former_names import former, hint_for, renamed
from microneedling.evidence.registry import registry
from microneedling.evidence.report import show

OLD, NEW = "proliferation.tgf_rest", "proliferation.tgf_baseline"


def test_old_and_new_name_are_each_others():
    assert former(NEW) == OLD
    assert renamed(OLD) == NEW
    assert former("relief.x") == "relief.x"
    assert renamed("relief") == "surface_topography"
    assert renamed("no.such") is None


def test_every_former_name_is_one_of_a_number_that_stands():
    for key in registry():
        if former(key) != key:
            assert renamed(former(key)) == key
            assert former(key) not in registry()


def test_a_renamed_number_is_shown_under_its_former_name():
    assert show(OLD).startswith(f"{OLD} is now called")
    assert NEW in show(OLD)


def test_who_asks_for_a_former_name_is_told_the_new_one():
    assert NEW in hint_for(OLD, registry())
    assert "tgf_baseline" in hint_for("proliferation.tgf_baselin", registry())
    with pytest.raises(KeyError, match=f"now called .*{NEW}"):
        registry().nominal().with_values({OLD: 1.0})
    assert "surface_topography" in show("relief").splitlines()[0]
