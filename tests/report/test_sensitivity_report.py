"""The ranking in the report: from the draws where there are enough, else one number at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.evidence.registry import registry
from microneedling.report.course.page import render_report
from microneedling.sensitivity.influence import influence

COURSE = Path(__file__).resolve().parents[2] / "examples" / "acne_scars_cheek.toml"


@pytest.mark.parametrize(("draws", "way"), [(240, "draws"), (1, "one at a time")])
def test_the_report_ranks_numbers_and_says_how(draws, way):
    result = simulate(load_course(COURSE), draws=draws)
    ranked = influence(result)
    rows = ranked.numbers
    assert ranked.by == way
    assert rows
    assert [row.swing for row in rows] == sorted((row.swing for row in rows), reverse=True)
    assert all(row.grade == registry()[row.key].grade for row in rows)
    page = render_report(result, ranked)
    assert rows[0].key in page
    assert ("Would be narrowed by" in page) == (way == "draws")
    assert ("part of each outcome&#39;s variance" in page or "part of each outcome's variance" in page) == (
        way == "draws"
    )
    if way == "draws":
        assert any("no reading of this person" not in row.narrowed_by for row in rows)
