"""The published readings as virtual arms: they parse, and only what may inform the model is let near it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from helpers.subject import some
from microneedling.errors import InputError
from microneedling.evidence import datasets
from microneedling.studies import published as rows

# One outcome family or another must not lose its evidence unnoticed.
FAMILIES = {
    "acne_scar",
    "fine_lines",
    "firmness",
    "texture",
    "melasma",
    "striae",
    "instrument",
    "event",
    "clock",
}


@pytest.fixture
def forget():
    """Forget what was read, before and after a test that changes the files."""
    caches = (rows.lines, rows.arms, rows.reported)
    yield lambda: [cache.cache_clear() for cache in caches]
    for cache in caches:
        cache.cache_clear()


def changed(monkeypatch, forget, row: str, **columns: str) -> None:
    """Let one line of `readings.csv` say something else."""
    made = tuple({**line, **columns} if line["row"] == row else line for line in rows.lines())
    forget()
    monkeypatch.setattr(rows, "lines", lambda: made)
    monkeypatch.setattr(rows.lines, "cache_clear", lambda: None, raising=False)


def test_every_usable_line_is_a_reading_of_its_arm():
    usable = [line for line in rows.lines() if line["usable"] == "yes"]
    found = rows.reported()
    assert [item.row for item in found] == [line["row"] for line in usable]
    for item, line in zip(found, usable, strict=True):
        assert (item.arm, item.reading.scale, item.reading.statistic) == (
            line["arm"],
            line["scale"],
            line["statistic"],
        )
        assert item.reading in rows.arms()[item.arm].reading
        assert item.reading.day_at == float(line["day"] or 0) + float(line["hour"] or 0) / 24


def test_a_reading_carries_the_numbers_of_its_kind():
    for item in some(rows.reported()):
        assert (item.observed is not None) == (item.kind == "value"), item.row
        assert (item.low is not None and item.high is not None) == (item.kind == "band"), item.row
        assert (item.direction is not None) == (item.kind == "direction"), item.row


def test_one_reading_is_as_published():
    (item,) = [item for item in rows.reported() if item.row == "C001"]
    assert (item.study, item.arm, item.observed, item.n, item.split) == (
        "ablon2018",
        "ablon2018",
        -1.23,
        48,
        "calibration",
    )
    assert item.se == pytest.approx((1.34 - 1.11) / 2 / 2.576, rel=1e-3)
    assert rows.arms()["ablon2018"].days == (0, 30, 60, 90)
    (scar,) = [item for item in rows.reported() if item.row == "C071"]
    assert scar.followup_sd == 0.56
    assert scar.reading.baseline is not None
    assert (scar.reading.baseline.mean, scar.reading.baseline.sd) == (3.29, 0.59)


def test_the_likelihood_takes_what_the_datasets_admit_and_nothing_else():
    admitted = {item.id for item in datasets.for_likelihood()}
    chosen = {item.row for item in rows.likelihood_readings()}
    assert chosen == {item.row for item in rows.reported() if rows.table_row(item.row) in admitted}
    assert chosen
    assert chosen.isdisjoint(item.row for item in rows.context_readings())
    assert len(rows.reported()) == len(chosen) + len(rows.context_readings())


def test_no_context_row_no_memory_and_no_repeat_enters_the_likelihood():
    for item in some(rows.likelihood_readings()):
        assert item.split == item.source.split == "calibration", item.row
        assert item.source.seen in ("read", "read2"), item.row
        assert item.source.id not in datasets.repeats(), item.row
        assert item.source.table != "safety", item.row


def test_no_study_of_the_likelihood_is_compared_as_one_never_learnt_from():
    learnt = {item.study for item in rows.likelihood_readings()}
    assert learnt.isdisjoint(item.study for item in rows.reported() if item.split == "context")


def test_the_likelihood_speaks_of_every_family_that_was_measured():
    found = {rows.arms()[item.arm].family(item.reading) for item in rows.likelihood_readings()}
    assert found >= FAMILIES


def test_a_sham_arm_and_a_null_result_are_among_the_likelihood():
    shams = [item for item in rows.likelihood_readings() if rows.arms()[item.arm].course.sham]
    assert {item.row for item in shams} == {"C052", "C053"}
    assert all(rows.arms()[item.arm].days == () for item in shams)


def test_reasons_are_counted():
    counts = rows.left_out()
    assert counts["between arms"] > 0
    assert sum(counts.values()) == sum(line["usable"] == "no" for line in rows.lines())


def test_every_mistake_is_named_at_once(monkeypatch, forget):
    changed(monkeypatch, forget, "C001", arm="ablon2081")
    with pytest.raises(InputError) as caught:
        rows.arms()
    assert "C001.arm" in str(caught.value)
    assert "ablon2018" in str(caught.value)


def test_a_value_without_a_number_and_an_impossible_day_are_refused_together(monkeypatch, forget):
    changed(monkeypatch, forget, "C113", observed="much", day="-3")
    with pytest.raises(InputError) as caught:
        rows.reported()
    assert "C113.observed" in str(caught.value)
    assert "rana2017.reading" in str(caught.value)
    assert len(caught.value.mistakes) == 2


def test_reading_the_rows_needs_no_array_library():
    code = (
        "import sys; from microneedling.studies import published; published.reported();"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "False"
