"""The shipped results belong to this model and these data, and a few studies predicted now still say the same.

The studies are those that no calibration has seen: they are predicted from the posterior itself, so that what is
computed here and what was shipped are two samples of one distribution.
"""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from microneedling import MODEL_NUMBER
from microneedling.evidence import posterior
from microneedling.studies import published as rows
from microneedling.validation.held_out import recomputed, shipped

ROOT = Path(__file__).resolve().parents[2]
STUDIES, DRAWS = 6, 100
FAR = 4.0  # standard errors of the difference of two medians
TELL = "if that is meant, raise the model number, run `make calibrate`, and write a Science line in the changelog"


def results() -> Mapping[str, Any]:
    """The results; empty only while the package has no posterior at all."""
    found = shipped()
    assert found or not posterior.FOLDER.exists(), "a posterior without validation.json: run make calibrate"
    return found


def chosen(lines: list[Mapping[str, Any]], how: str = "unseen") -> list[Mapping[str, Any]]:
    """One line of each of the first studies never used, families in turn, numbers before bands before directions."""
    taught = {line["study"] for line in lines if line["how"] == "left out"}
    fresh = [line for line in lines if line["how"] == how and line["study"] not in taught]
    fresh.sort(key=lambda line: ("value", "band", "direction").index(line["kind"]))
    by_family: dict[str, list[Mapping[str, Any]]] = {}
    for line in fresh:
        by_family.setdefault(line["family"], []).append(line)
    picked: list[Mapping[str, Any]] = []
    for turn in range(max(map(len, by_family.values()), default=0)):
        picked += [ours[turn] for ours in by_family.values() if turn < len(ours)]
    return picked[:STUDIES]


def median_error(line: Mapping[str, Any], draws: int) -> float:
    """Standard error of a median of so many draws, from the shipped 80 % interval (normal in the middle)."""
    sd = (line["quantiles"]["0.9"] - line["quantiles"]["0.1"]) / 2.563
    return 1.2533 * sd / math.sqrt(draws)


def moved(line: Mapping[str, Any], now: Mapping[str, Any], shipped_draws: int) -> str:
    """What to tell when a median moved by more than chance; empty when it did not."""
    before, after = line["quantiles"]["0.5"], now["quantiles"]["0.5"]
    chance = math.hypot(median_error(line, DRAWS), median_error(line, shipped_draws))
    if abs(after - before) <= FAR * chance + 1e-6 * abs(before):
        return ""
    unit = line["reading"]["unit"]
    return f"study {line['study']} ({line['id']}) moved from {before:.4g} to {after:.4g} {unit}; {TELL}"


def test_a_few_studies_still_say_what_was_shipped():
    found = results()
    if not found:
        return  # nothing is shipped yet; `results` fails when half of it is
    picked = chosen(found["studies"])
    assert len(picked) == STUDIES
    now = {line["id"]: line for line in recomputed([line["id"] for line in picked], draws=DRAWS)}
    told = [moved(line, now[line["id"]], min(found["draws"], 2 * DRAWS)) for line in picked]
    assert not any(told), "\n" + "\n".join(filter(None, told))


def test_the_results_belong_to_this_model_and_these_data():
    found = results()
    if not found:
        return
    from microneedling.calibration.fit import data_hash, priors_hash, target

    assert found["model_number"] == MODEL_NUMBER, f"predictions are of another model number; {TELL}"
    assert found["data_sha256"] == data_hash(), "arms or readings changed since: run make calibrate"
    assert found["priors_sha256"] == priors_hash(target()), "the registry changed since: run make calibrate"
    assert sorted(line["id"] for line in found["studies"]) == sorted(row.row for row in rows.reported())
    assert sum(found["not_compared"].values()) == sum(rows.left_out().values())


def test_the_docs_page_is_that_of_the_results():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_validation_page.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, "docs/validation.md is stale: run python tools/make_validation_page.py"


def line(median: float, half: float = 1.0, **more: Any) -> dict[str, Any]:
    quantiles = {"0.1": median - half, "0.5": median, "0.9": median + half}
    given = {"id": "X1", "study": "somebody", "family": "tone", "kind": "value", "how": "unseen"}
    return given | {"quantiles": quantiles, "reading": {"unit": "%"}} | more


def test_a_median_that_moved_is_told_and_one_within_chance_is_not():
    assert moved(line(10), line(10.3), 200) == ""
    told = moved(line(10), line(11.5), 200)
    assert "study somebody (X1) moved from 10 to 11.5 %" in told
    assert "raise the model number" in told


def test_studies_that_taught_the_model_are_not_taken_and_families_take_turns():
    lines = [
        line(1, id="A1", study="taught", how="left out"),
        line(1, id="A2", study="taught"),
        *(line(1, id=f"B{k}", study=f"b{k}") for k in range(8)),
        line(1, id="C1", study="c", family="striae"),
        line(1, id="C2", study="d", family="striae", kind="direction"),
    ]
    assert [item["id"] for item in chosen(lines)] == ["B0", "C1", "B1", "C2", "B2", "B3"]


@pytest.mark.slow
def test_predicting_again_with_the_same_draws_moves_nothing():
    row = next(row.row for row in rows.context_readings() if row.kind == "value")
    first, again = (recomputed([row], draws=DRAWS)[0] for _ in range(2))
    assert first == again
    assert moved(first, again, DRAWS) == ""
