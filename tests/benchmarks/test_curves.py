"""From measured points to ratios and to the page: made-up points with known answers."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import page
from benchmarks.curve_picture import curves
from benchmarks.peers.curves import LOOSEST, NEVER, REACHED, Point, for_nine_in_ten, ms_at, ratio
from helpers.subject import some

ROOT = Path(__file__).resolve().parents[2]


def points(*pairs: tuple[float, float]) -> list[Point]:
    """Points of (error, milliseconds), tolerances falling."""
    return [Point(10.0**-k, error, error, ms) for k, (error, ms) in enumerate(pairs, 1)]


def test_time_lies_between_the_two_tolerances():
    ms, how = ms_at(points((1e-2, 10.0), (1e-4, 40.0)))
    assert how == REACHED
    assert ms == pytest.approx(20.0)  # halfway in both logarithms


def test_order_of_points_does_not_matter():
    some = points((1e-2, 10.0), (2e-3, 15.0), (1e-4, 40.0))
    assert ms_at(some) == ms_at(some[::-1])


def test_always_better_counts_the_cheapest_and_says_so():
    assert ms_at(points((5e-4, 10.0), (1e-5, 20.0))) == (10.0, LOOSEST)


def test_never_good_enough_has_no_time():
    assert ms_at(points((5e-2, 10.0), (2e-3, 20.0))) == (None, NEVER)
    assert ms_at(points((float("inf"), 1.0))) == (None, NEVER)


def test_useless_answers_do_not_make_a_method_look_fast():
    """An error of a hundred times the change says nothing of how time falls towards 0.1 %."""
    assert ms_at(points((100.0, 1.0), (5e-4, 30.0))) == (30.0, REACHED)


def test_a_dearer_loose_tolerance_never_raises_the_time():
    assert ms_at(points((2e-3, 90.0), (5e-4, 30.0)))[0] == 30.0


def test_ratio_is_of_rounds_taken_together():
    assert ratio([20.0, 60.0, 30.0], [1.0, 2.0, 1.0]) == (30.0, 20.0, 30.0)
    assert ratio([None, 20.0], [1.0, 1.0]) == (20.0, 20.0, 20.0)
    assert ratio([None], [1.0]) is None


def test_nine_in_ten_people_are_judged_by_their_own_error():
    some = [Point(1e-2, 1e-4, 1e-2, 10.0), Point(1e-3, 1e-6, 1e-4, 40.0)]
    assert ms_at(some)[0] == 10.0
    assert ms_at(for_nine_in_ten(some))[0] == pytest.approx(20.0)


def row(name: str, peer: str, ms: float | None, times: float | None, **more) -> dict:
    plain = {"name": name, "peer": peer, "version": "1", "ms_at_equal_error": ms, "how": REACHED, "rounds": 3,
             "times_ours": times, "times_ours_low": times, "times_ours_high": times, "times_ours_p90": times,
             "goal": None, "peak_memory_mb": 100.0, "import_s": 0.5, "trouble": "",
             "points": [{"tolerance": 1e-2, "error_median": 2e-3, "error_p90": 3e-3, "ms_a_column": 2.0,
                         "people": 2, "failed": 0},
                        {"tolerance": 1e-3, "error_median": None, "error_p90": None, "ms_a_column": 3.0,
                         "people": 2, "failed": 2}]}  # fmt: skip
    return plain | more


RESULT = {
    "machine": {"cores": 2, "processor": "<P & Q>", "python": "3.11"},
    "what": {"course": "A course", "days": 365, "layers": 24, "states": 551, "segments": 7, "output_days": 31,
             "tissues": ["skin"], "people": 12, "outcomes": 15},
    "equal_error": 1e-3,
    "rows": [row("ours, batch", "ours", 2.0, None), row("CVODE, band", "cvode", 30.0, 15.0, goal=20.0),
             row("CVODE, NumPy", "cvode", 150.0, 75.0, goal=20.0),
             row("LSODA", "scipy_ode", None, None, trouble="ValueError: no")],
    "absent": [{"name": "diffrax", "reason": "no wheel"}],
}  # fmt: skip


def test_the_page_tells_misses_absences_and_troubles():
    text = page.page({"peers": RESULT})
    assert "**15 times** as fast as CVODE, band, its fastest form here (goal 20 times: **not met**)" in text
    assert "75 times as fast as CVODE, NumPy (goal 20 times: met)" in text
    assert "**diffrax** is absent here: no wheel" in text
    assert "**LSODA** stopped: ValueError: no" in text
    assert "does not reach it" in text
    assert text.count(page.ABSENT) == len(page.SECTIONS) - 1


def test_results_of_another_shape_are_named():
    text = page.page({"million": {"people": 5}})
    assert "`million.json` lack what this section needs" in text


def test_goals_of_other_sections_are_judged():
    million = {"people": 20_000, "asked": 1_000_000, "minutes_for_million": 25.0, "workers": 2,
               "people_per_second": 666.0, "peak_memory_mb": 900.0}  # fmt: skip
    curve = {"people": [1, 10, 100], "people_per_second_per_core": [400.0, 500.0, 300.0]}
    gradient = {"parameters": 20, "ratio": 3.5, "gradient_s": 0.0105, "forward_s": 0.003}
    text = page.page({"million": million, "batch_curve": curve, "gradient": gradient})
    assert "under 20 minutes: **not met**; under 4 GiB: met" in text
    assert "extrapolated, not run whole" in text
    assert "**not met** (falls at 100)" in text
    assert "Goal at most 4 times: met" in text


def test_the_picture_is_sound_and_names_every_method():
    text = curves(RESULT)
    ElementTree.fromstring(text)
    for item in RESULT["rows"]:
        assert item["name"] in text
    assert curves({"rows": [], "equal_error": 1e-3}) == ""


def test_the_page_in_docs_is_that_of_the_results():
    for path, text in some(page.wanted(page.results()).items()):
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: python benchmarks/page.py"
