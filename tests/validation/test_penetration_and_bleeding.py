"""The validation tables keep their hits; every row of topics 1 and 6 is judged; misses stay in the table."""

from __future__ import annotations

from microneedling.validation.bench import bleeding as mechanics_bleeding
from microneedling.validation.bench import penetration as mechanics_penetration
from microneedling.validation.verdicts import ELSEWHERE, HIT, MISS, table, tally, unjudged

PENETRATION_MISSES = {"A013", "A015", "A064", "A065", "A067", "A068", "A070", "A089"}


def rows(verdicts, verdict):
    return {v.row for v in verdicts if v.verdict == verdict}


def test_penetration_rows():
    verdicts = mechanics_penetration.verdicts()
    assert unjudged(verdicts, (mechanics_penetration.TOPIC,)) == []
    assert len({v.row for v in verdicts}) == len(verdicts)
    assert rows(verdicts, MISS) == PENETRATION_MISSES
    assert len(rows(verdicts, HIT)) == 12
    assert tally(verdicts)["hit checked"] == 5  # the only hits that nothing was set on
    assert "MISS" in table(verdicts)


def test_bleeding_rows():
    verdicts = mechanics_bleeding.verdicts()
    assert unjudged(verdicts, mechanics_bleeding.TOPICS) == []
    assert rows(verdicts, MISS) == set()
    assert rows(verdicts, HIT) == {"A366", "A367", "A380"}
    assert rows(verdicts, ELSEWHERE) == {f"A{number}" for number in range(368, 380)}  # judged as redness
