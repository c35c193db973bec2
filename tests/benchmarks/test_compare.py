"""The driver's whole way with the one solver that needs no installing: worker, answers, errors, results, page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.compare", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


@pytest.mark.slow
def test_errors_fall_with_the_tolerance_and_kernels_agree(tmp_path):
    path = tmp_path / "peers.json"
    # Three of the planned tolerances, a decade apart: without the compiler each takes seconds.
    asked = [word for value in ("3e-2", "3e-3", "1e-4") for word in ("--tolerance", value)]
    done = call("--only", "ours", "--people", "2", *asked, "--json", str(path))
    assert done.returncode == 0, done.stderr
    result = json.loads(path.read_text(encoding="utf-8"))
    assert result["what"]["people"] == 2
    by_name = {row["name"]: [p["error_median"] for p in row["points"]] for row in result["rows"]}
    assert len(by_name) == 3
    for errors in by_name.values():
        assert len(errors) == 3
        assert errors == sorted(errors, reverse=True)
        assert 0 < errors[-1] < 1e-4 < errors[0] < 0.1
    one, other = by_name["microneedling, batch"], by_name["microneedling, without compiler"]
    assert one[:-1] == pytest.approx(other[:-1], rel=0.02)
    # At the tightest tolerance the last digits of the arithmetic, which differ between processors, choose the steps.
    assert 0.25 < one[-1] / other[-1] < 4
    assert all(row["trouble"] == "" and row["ms_at_equal_error"] > 0 for row in result["rows"])


def test_nonsense_is_refused(tmp_path):
    done = call("--rounds", "0", "--json", str(tmp_path / "x.json"))
    assert done.returncode == 2
    assert "at least 1" in done.stderr
    assert not (tmp_path / "x.json").exists()
