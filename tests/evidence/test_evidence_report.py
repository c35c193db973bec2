"""Ranking of numbers, counts by grade, and entries in plain text."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from microneedling.errors import InputError
from microneedling.evidence.entry import Entry
from microneedling.evidence.registry import Registry
from microneedling.evidence.report import evidence_report, rank, show


def _book() -> Registry:
    given = {"unit": "1", "where": "hand-set"}
    entries = [
        Entry(key="g.a", about="a", value=1.0, range=(0.5, 2.0), grade="assumed", **given),
        Entry(key="g.b", about="b", value=10.0, range=(9.0, 11.0), grade="derived", **given),
        Entry(key="g.c", about="c", value=3.0, prior="fixed", grade="measured", **given),
        Entry(key="g.d", about="d", formula="g.a + g.b", grade="derived", **given),
    ]
    return Registry({entry.key: entry for entry in entries})


def _run(values):
    return {"sum": values["g.d"] + values["g.c"], "bend": (values["g.a"] - 1) ** 2}


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_rank_moves_one_number_at_a_time_through_its_range(batch):
    found = rank(_book().nominal(), _run, ["g.b", "g.a", "g.c", "g.d"], batch=batch)
    assert [(item.outcome, item.key) for item in found] == [
        ("sum", "g.b"),
        ("sum", "g.a"),
        ("bend", "g.a"),
        ("bend", "g.b"),
    ]
    first, second, bend, none = found
    assert (first.at_low, first.nominal, first.at_high) == pytest.approx((13.0, 14.0, 15.0))
    assert second.span == pytest.approx(1.5)
    assert bend.span == pytest.approx(1.0)
    assert none.span == 0.0


def test_rank_takes_runs_that_give_plain_numbers():
    def plain(values):
        return {"sum": float(values["g.d"][0])}

    assert [item.key for item in rank(_book().nominal(), plain, ["g.a", "g.b"], batch=1)] == ["g.b", "g.a"]


def test_a_report_counts_grades_and_weighs_numbers_over_outcomes():
    values = _book().nominal()
    _run(values)
    report = evidence_report(SimpleNamespace(values=values), _run)
    assert report.numbers == ("g.a", "g.b", "g.c", "g.d")
    assert report.counts == {"measured": 1, "derived": 2, "calibrated": 0, "elicited": 0, "assumed": 1}
    assert report.sentence.startswith("This answer rests on 4 numbers: 1 measured (25 %), 2 derived (50 %)")
    weights = dict(report.overall())
    assert sum(weights.values()) == pytest.approx(1.0)
    assert max(weights, key=weights.__getitem__) == "g.a"
    assert report.to_json()["strongest"][0]["key"] == "g.a"
    assert "bend: moved most by" in str(report)


def test_a_result_of_many_draws_is_ranked_around_the_nominal_numbers():
    values = _book().draws(20, seed=1)
    _run(values)
    report = evidence_report(SimpleNamespace(values=values), outcome_at=_run)
    assert report.strongest("sum", 1)[0].nominal == pytest.approx(14.0)


def test_without_a_way_to_run_again_grades_are_still_counted():
    values = _book().nominal()
    values["g.a"]
    report = evidence_report(SimpleNamespace(values=values))
    assert report.numbers == ("g.a",)
    assert report.influences == ()


def test_show_an_entry_with_its_rows_and_references():
    entry = Entry(
        key="g.peak_h",
        unit="h",
        grade="measured",
        about="peak",
        value=5.0,
        range=(4.0, 8.0),
        sources=("sjogren2009",),
        where="row B107",
        seen="read",
        subject="forearm",
    )
    text = show("g.peak_h", Registry({entry.key: entry}))
    for part in (
        "5 h [4 .. 8]",
        "grade measured, seen read, in forearm",
        "row B107",
        "[sjogren2009] Sjogren",
    ):
        assert part in text


def test_show_a_group_and_a_number_by_category():
    book = Registry(
        {
            key: Entry(key=key, unit="mm", grade="assumed", about="x", value=1.0)
            for key in ("skin.t_mm.cheek", "skin.t_mm.nose", "skin.other_mm")
        }
    )
    assert show("skin", book).startswith("skin: 3 numbers (3 assumed)")
    assert show("skin.t_mm", book).startswith("skin.t_mm: 2 numbers")


def test_show_something_unknown_suggests():
    with pytest.raises(InputError, match=r'did you mean "g\.a"'):
        show("g.aa", _book())
