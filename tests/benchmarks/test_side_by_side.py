"""Two trees side by side: the ratio is now over before, round by round; nonsense is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks import side_by_side
from benchmarks.side_by_side import Row
from helpers.source_files import ROOT


def test_the_ratio_is_the_median_over_rounds_of_now_over_before():
    row = Row("some", before_s=(1.0, 2.0, 4.0), now_s=(0.5, 2.0, 8.0))
    assert row.ratios == [0.5, 1.0, 2.0]
    assert "2.000 s     2.000 s    1.00  (0.50 to 2.00)" in row.words()


def test_both_trees_do_the_same_work_in_turns_and_the_first_round_is_thrown_away(monkeypatch):
    order: list[str] = []

    def work(tree) -> float:
        order.append(tree.environment["PYTHONPATH"])
        return float(len(order))

    monkeypatch.setattr(side_by_side, "WORKS", {"work": work})
    monkeypatch.setattr(side_by_side, "WARM", "")
    (row,) = side_by_side.compared(side_by_side.Path("old"), side_by_side.Path("new"), ["work"], 2)
    assert order == ["new", "old", "old", "new", "new", "old"]
    assert (row.before_s, row.now_s) == ((3.0, 6.0), (4.0, 5.0))


@pytest.mark.parametrize(
    ("words", "told"),
    [(("src", "src", "--rounds", "0"), "at least 1"), (("src", "docs"), "holds no microneedling package")],
)
def test_nonsense_is_refused(words, told):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.side_by_side", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 2
    assert told in done.stderr


def test_a_tree_against_itself():
    words = ["src", "src", "--rounds", "1", "--only", "--help, from start"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.side_by_side", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "--help, from start" in done.stdout
