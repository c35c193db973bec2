"""The table of permeation keeps its hits; every row of topic 4 is judged once; misses stay in the table."""

from __future__ import annotations

from microneedling.validation.bench import permeation as mechanics_permeation
from microneedling.validation.verdicts import HIT, MISS, table, tally, unjudged

MISSES = {
    "A162",
    "A194",
    "A218",
    "A231",
    "A232",
    "A233",
    "A244",
    "A248",
    "A249",
    "A252",
    "A256",
    "A257",
    "A313",
    "A314",
    "A315",
    "A316",
    "D007",
}


def test_permeation_rows():
    verdicts = mechanics_permeation.verdicts()
    assert unjudged(verdicts, (mechanics_permeation.TOPIC,)) == []
    assert len({v.row for v in verdicts}) == len(verdicts)
    assert {v.row for v in verdicts if v.verdict == MISS} == MISSES
    assert sum(v.verdict == HIT for v in verdicts) >= 30
    assert tally(verdicts)["hit checked"] >= 10
    assert "MISS" in table(verdicts)
