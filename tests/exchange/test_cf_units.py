"""No unit of a file means something else to a program that reads units."""

from __future__ import annotations

import pytest

from microneedling.exchange.cf_units import PLAIN, measured_in
from microneedling.healing.cascade import STATES
from microneedling.observation.observer import OBSERVERS

READ = PLAIN | {"mm-2", "mm-3"}


@pytest.mark.parametrize("word", ["grade", "EC50", "VAS 0-10", "a.u.", "ratio", "category", "points"])
def test_a_scale_has_the_unit_one_and_stands_in_the_long_name(word):
    told = measured_in(word, "redness")
    assert told["units"] == "1"
    assert told["long_name"].startswith("redness (")
    assert told["unit_of_the_model"] == word


def test_what_has_a_unit_keeps_it():
    assert measured_in("g/m2/h", "water loss") == {"units": "g/m2/h", "long_name": "water loss"}
    assert measured_in("cells/mm3", "fibroblasts")["units"] == "mm-3"


def test_every_state_has_a_unit_that_programs_read():
    states = [*STATES, *(state for process in OBSERVERS for state in process.states)]
    assert len(states) > 30
    assert {measured_in(state.unit, state.about)["units"] for state in states} <= READ
