"""The record that a forecast carries: counted from the results file, never kinder than it, and nothing without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.validation_results import make_results
from microneedling.evidence.track_record import NO_STUDY, TOO_FEW, Inside, TrackRecord, track_record
from microneedling.validation.result import shipped


def record(low: float | None, high: float | None, left: int = 5, held: int = 0) -> TrackRecord:
    counts = [Inside(n, 2 * n, 0.5 if n else None, 0.8 if n else None) for n in (left, held)]
    difference = {"mean": None if low is None else -1.0, "low": low, "high": high}
    return TrackRecord("acne_scar", *counts, 1, {"model": 10.0, "family_mean": 11.0}, difference)


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [
        ((-3.0, -1.0), "better"),
        ((-3.0, 1.0), "no more than chance"),
        ((-3.0, 0.0), "no more than chance"),
        ((0.1, 2.0), "worse"),
        ((None, None), TOO_FEW),
    ],
)
def test_the_verdict_is_that_of_the_whole_interval(ends, verdict):
    assert record(*ends).verdict == verdict
    assert record(*ends).to_json()["verdict"] == verdict


def test_without_a_study_nothing_is_claimed():
    found = record(-3.0, -1.0, left=0)
    assert found.verdict == found.short() == NO_STUDY
    assert NO_STUDY in found.words()
    assert track_record("of nothing").left_out.readings == 0


def test_counts_are_those_of_the_results_file(tmp_path: Path):
    results = make_results()
    (tmp_path / "validation.json").write_text(json.dumps(results), encoding="utf-8")
    lines = [line for line in results["studies"] if line["family"] == "acne_scar" and line["inside"]]
    for how, counts in (("left out", "left_out"), ("unseen", "held_out")):
        ours = [line for line in lines if line["how"] == how]
        found = getattr(track_record("acne_scar", folder=tmp_path), counts)
        assert found.readings == len(ours) > 0
        assert found.studies == len({line["study"] for line in ours})
        assert found.inside_80 == pytest.approx(
            sum(line["inside"]["80"] for line in ours) / len(ours), abs=1e-3
        )
    grade = "goodman_baron_qualitative"
    assert track_record("acne_scar", grade, tmp_path).of_this_scale == sum(
        line["reading"]["scale"] == grade for line in lines
    )
    assert (
        track_record("acne_scar", "no such scale", tmp_path)
        .words()
        .endswith("None of them was read on this scale.")
    )


def test_where_no_results_lie_there_is_no_study(tmp_path: Path):
    assert track_record("acne_scar", folder=tmp_path).verdict == NO_STUDY


def test_the_shipped_coverage_is_that_of_the_validation():
    found = shipped()
    assert found is not None
    for family, scores in found.by_family.items():
        ours = track_record(family)
        assert ours.left_out.readings == scores.readings, family
        assert ours.left_out.inside_80 == scores.coverage["80"], family
        assert ours.crps["model"] == scores.crps.get("model"), family
