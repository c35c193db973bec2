"""Each rule of the registry is broken once, and must be found."""

from __future__ import annotations

import pytest

from microneedling.evidence.check import check_registry
from microneedling.evidence.entry import Entry
from microneedling.evidence.registry import Registry

SOUND = {
    "key": "g.decay_per_day",
    "unit": "1/d",
    "grade": "derived",
    "about": "decay",
    "value": 2.0,
    "range": (1.0, 4.0),
    "sources": ("sjogren2009",),
    "where": "row B107",
    "seen": "read",
}


def _mistakes(*entries: dict) -> str:
    made = [Entry(**(SOUND | entry)) for entry in entries]
    return "\n".join(str(item) for item in check_registry(Registry({entry.key: entry for entry in made})))


def test_a_sound_entry_passes():
    assert _mistakes({}) == ""


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"unit": "d"}, '"1/d", which the name promises'),
        ({"key": "g.decay"}, "name the number after its unit"),
        ({"grade": "mesured"}, 'did you mean "measured"?'),
        ({"prior": "gamma"}, "g.decay_per_day.prior"),
        ({"seen": "dreamt"}, "g.decay_per_day.seen"),
        ({"about": " "}, "what the number is"),
        ({"where": "", "grade": "assumed", "sources": (), "seen": "none"}, "or the reason"),
        ({"range": None}, "the 95 % interval of a lognormal prior"),
        ({"value": 5.0}, "inside its range"),
        ({"range": (4.0, 1.0)}, "low < high"),
        ({"range": (-1.0, 4.0)}, "above 0 with a lognormal prior"),
        ({"prior": "logit"}, "strictly between 0 and 1"),
        ({"prior": "uniform"}, "the middle of its range"),
        ({"sources": ()}, "at least one source for a derived number"),
        ({"grade": "measured", "seen": "memory"}, "read or read2 for a measured number"),
        ({"seen": "none"}, "when a source is named"),
        ({"sources": ("sjogren1999",)}, "the rows quoted have sjogren2009"),
        ({"where": "row B999"}, "row B999"),
        ({"where": "rows B107 and B001"}, '"lotfi2013", the source of B001'),
        ({"where": "row B195", "sources": ("verzijl2000",)}, "no better than its rows (B195 memory)"),
        ({"value": None, "range": None, "formula": "g.nothing*2"}, "g.nothing"),
        ({"value": None, "range": None, "formula": "open('x')"}, "g.decay_per_day.formula"),
        ({"value": None, "range": None, "formula": "2*3"}, "a plain number is a value"),
    ],
)
def test_a_broken_rule_is_told(broken, told):
    assert told in _mistakes(broken)


def test_the_unit_stands_before_the_category():
    assert _mistakes({"key": "g.decay_per_day.cheek"}) == ""


def test_an_assumed_number_needs_no_source_but_a_reason():
    assert _mistakes({"grade": "assumed", "sources": (), "seen": "none", "where": "hand-set"}) == ""


def test_formulas_in_a_circle_are_told_once():
    bare = {"value": None, "range": None}
    text = _mistakes(
        {"key": "g.a_per_day", "formula": "g.b_per_day", **bare},
        {"key": "g.b_per_day", "formula": "2*g.a_per_day", **bare},
    )
    assert text.count("without a circle") == 1
    assert "g.a_per_day -> g.b_per_day -> g.a_per_day" in text
