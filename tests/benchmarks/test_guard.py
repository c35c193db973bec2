"""`make bench-check` decides rightly: made-up slow-downs, missing and broken baselines. No timing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.guard import baseline_text, read_baseline, verdicts

ROOT = Path(__file__).resolve().parents[2]
BASELINE = {"kernel": 10.0, "trial": 40.0}


def judged(**now: float) -> dict[str, bool]:
    return {verdict.name: verdict.fails for verdict in verdicts(BASELINE, now)}


def test_a_third_slower_fails_and_is_named():
    assert judged(kernel=13.0, trial=40.0) == {"kernel": True, "trial": False}
    slow = verdicts(BASELINE, {"kernel": 13.0, "trial": 40.0})[0]
    assert slow.words() == "FAILS  kernel: 30% slower than the baseline"


def test_a_tenth_slower_passes_and_so_does_faster():
    assert judged(kernel=11.0, trial=4.0) == {"kernel": False, "trial": False}
    assert "90% faster" in verdicts(BASELINE, {"trial": 4.0, "kernel": 10.0})[1].words()


def test_the_limit_is_a_quarter():
    assert judged(kernel=12.49, trial=50.1) == {"kernel": False, "trial": True}


def test_what_cannot_be_compared_fails():
    assert judged(kernel=10.0) == {"kernel": False, "trial": True}
    assert judged(kernel=10.0, trial=40.0, new=1.0)["new"]
    assert "--accept" in verdicts(BASELINE, {"new": 1.0})[-1].words()


def test_what_is_accepted_is_the_next_baseline(tmp_path):
    path = tmp_path / "baseline.json"
    assert read_baseline(path) == {}
    path.write_text(baseline_text({"kernel": 12.3456789}, {"cores": 2}), encoding="utf-8")
    assert read_baseline(path) == {"kernel": 12.345679}
    assert json.loads(path.read_text(encoding="utf-8"))["machine"] == {"cores": 2}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"shares": 3}', '{"shares": {"kernel": "x"}}',
                                  '{"shares": {"kernel": 0}}', '{"shares": {"kernel": NaN}}'])  # fmt: skip
def test_a_broken_baseline_stops_with_what_to_do(tmp_path, text):
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match="--accept"):
        read_baseline(path)


def test_the_shipped_baseline_knows_every_measure():
    source = (ROOT / "benchmarks" / "check.py").read_text(encoding="utf-8")
    measures = source.partition("MEASURES")[2].partition("}")[0]
    shipped = read_baseline(ROOT / "benchmarks" / "baseline.json")
    assert len(shipped) == 4
    assert all(f'"{name}": ' in measures for name in shipped)
    assert measures.count('": ') == len(shipped)
