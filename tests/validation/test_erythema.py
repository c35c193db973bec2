"""The redness table keeps its verdicts, its misses too; no row about redness or downtime is left out."""

from __future__ import annotations

import pytest

from microneedling.validation.bench import bleeding as mechanics_bleeding
from microneedling.validation.bench import erythema as mechanics_erythema
from microneedling.validation.verdicts import ELSEWHERE, HIT, MISS, NOT_COMPARABLE, table, unjudged

JUDGED = {
    "A368": (HIT, "checked"),
    "A369": (HIT, "checked"),
    "A370": (HIT, "checked"),
    "A374": (HIT, "checked"),
    "A375": (HIT, "fitted"),
    "A376": (MISS, "fitted"),
    "A377": (HIT, "fitted"),
    "A378": (MISS, "fitted"),
    "A379": (MISS, "fitted"),
    "B060": (HIT, "fitted"),
    "C314": (MISS, "fitted"),
}
UNCOMPARED = {"A371", "A372", "A373", "B038", "B050"}


@pytest.fixture(scope="module")
def verdicts():
    return mechanics_erythema.verdicts()


def test_no_row_is_left_out_or_judged_twice(verdicts):
    for name, topics in mechanics_erythema.TOPICS.items():
        assert unjudged(verdicts, topics, name) == []
    assert len({v.row for v in verdicts}) == len(verdicts)


def test_every_verdict_stands(verdicts):
    found = {v.row: (v.verdict, v.role) for v in verdicts if v.predicted is not None}
    assert found == JUDGED
    assert {v.row for v in verdicts if v.verdict == NOT_COMPARABLE} == UNCOMPARED


def test_misses_are_shown_before_hits(verdicts):
    words = [line.split()[1] for line in table(verdicts).splitlines()[1:]]
    assert words.index(HIT) == sum(verdict == MISS for verdict, _ in JUDGED.values())


def test_a_row_referred_elsewhere_is_judged_there(verdicts):
    """No row vanishes between the two tables, or by naming another as the same reading."""
    judged = {v.row for v in verdicts if v.verdict != ELSEWHERE}
    channels = {v.row: v for v in mechanics_bleeding.verdicts()}
    assert {row for row, v in channels.items() if v.verdict == ELSEWHERE} <= judged
    for v in (v for v in verdicts if v.verdict == ELSEWHERE):
        place = v.note.split()[-1]
        assert place in judged or (place == "mechanics_bleeding" and channels[v.row].verdict != ELSEWHERE)
