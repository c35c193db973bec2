"""`make bench-check` decides rightly: made-up slow-downs, missing and broken baselines. No timing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import check
from benchmarks.guard import baselines_text, read_baselines, unknown, verdicts

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


def test_each_processor_has_a_baseline_of_its_own(tmp_path):
    path = tmp_path / "baseline.json"
    assert read_baselines(path) == {}
    for name, share in (("one", 12.3456789), ("other", 3.0), ("one", 14.0)):
        found = read_baselines(path)
        path.write_text(baselines_text(found, {"kernel": share}, {"processor": name}), encoding="utf-8")
    assert {name: made["shares"] for name, made in read_baselines(path).items()} == {
        "one": {"kernel": 14.0},
        "other": {"kernel": 3.0},
    }
    assert json.loads(path.read_text(encoding="utf-8"))["one"]["machine"] == {"processor": "one"}


def test_an_unknown_processor_is_compared_with_no_other_and_told_how_to_add_itself(monkeypatch, capsys):
    assert "of: a, b." in unknown("c", {"b": {}, "a": {}})
    monkeypatch.setattr(check, "machine", lambda: {"processor": "c"})
    monkeypatch.setattr(check, "shares", lambda *_: pytest.fail("nothing to compare with, and measured"))
    monkeypatch.setattr("sys.argv", ["check"])
    assert check.main() == 1
    told = capsys.readouterr().err
    assert "no baseline of this processor (c)" in told
    assert "-m benchmarks.check --accept" in told


@pytest.mark.parametrize("text", ["", "[]", '{"shares": {"kernel": 1}}', '{"one": 3}', '{"one": {"machine": {}}}',
                                  *(f'{{"one": {{"machine": {{}}, "shares": {{"kernel": {x}}}}}}}'
                                    for x in ('"x"', "0", "NaN"))])  # fmt: skip
def test_a_broken_baseline_stops_with_what_to_do(tmp_path, text):
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match="--accept"):
        read_baselines(path)


def test_the_shipped_baselines_know_every_measure():
    shipped = read_baselines(ROOT / "benchmarks" / "baseline.json")
    assert shipped
    for processor, made in shipped.items():
        assert made["machine"]["processor"] == processor
        assert set(made["shares"]) == set(check.MEASURES)
