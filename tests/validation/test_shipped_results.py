"""The shipped results belong to this model and these data, and a few studies predicted now still say the same.

The studies are held-out ones: they are predicted from the posterior itself, so that what is computed here and what was
shipped are two samples of one distribution. Without shipped results every test here fails.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from helpers.validation_results import judged
from microneedling import MODEL_NUMBER
from microneedling.calibration.fit import data_hash, priors_hash, target
from microneedling.evidence.posterior import FOLDER
from microneedling.studies import published as rows
from microneedling.validation.judged import JudgedReading, with_role
from microneedling.validation.result import RESULTS, Validation, shipped
from microneedling.validation.validate import validate_study
from microneedling.validation.verdicts import Role

ROOT = Path(__file__).resolve().parents[2]
STUDIES, DRAWS = 6, 100
FAR = 4.0  # standard errors of the difference of two medians
TELL = "if that is meant, raise the model number, run `make calibrate`, and write a Science line in the changelog"


@pytest.fixture(scope="module")
def found() -> Validation:
    known = shipped()
    assert known is not None, "no results are shipped: run make calibrate"
    return known


def chosen(readings: Sequence[JudgedReading]) -> list[JudgedReading]:
    """One reading of each of the first held-out studies, families in turn, numbers before bands before directions."""
    taught = {item.study for item in with_role(readings, Role.LEFT_OUT)}
    fresh = [item for item in with_role(readings, Role.HELD_OUT) if item.study not in taught]
    fresh.sort(key=lambda item: ("value", "band", "direction").index(item.kind))
    by_family: dict[str, list[JudgedReading]] = {}
    for item in fresh:
        by_family.setdefault(item.family, []).append(item)
    picked: list[JudgedReading] = []
    for turn in range(max(map(len, by_family.values()), default=0)):
        picked += [ours[turn] for ours in by_family.values() if turn < len(ours)]
    return picked[:STUDIES]


def median_error(item: JudgedReading, draws: int) -> float:
    """Standard error of a median of so many draws, from the shipped 80 % interval (normal in the middle)."""
    sd = (item.high - item.low) / 2.563
    return 1.2533 * sd / math.sqrt(draws)


def moved(item: JudgedReading, now: JudgedReading, shipped_draws: int) -> str:
    """What to tell when a median moved by more than chance; empty when it did not."""
    before, after = item.median, now.median
    chance = math.hypot(median_error(item, DRAWS), median_error(item, shipped_draws))
    if abs(after - before) <= FAR * chance + 1e-6 * abs(before):
        return ""
    unit = item.reading.unit
    return f"study {item.study} ({item.id}) moved from {before:.4g} to {after:.4g} {unit}; {TELL}"


def test_a_few_studies_still_say_what_was_shipped(found):
    picked = chosen(found.readings)
    assert len(picked) == STUDIES
    now = [validate_study(item.id, DRAWS).readings[0] for item in picked]
    told = [moved(item, again, min(found.draws, 2 * DRAWS)) for item, again in zip(picked, now, strict=True)]
    assert not any(told), "\n" + "\n".join(filter(None, told))


def test_the_results_belong_to_this_model_and_these_data(found):
    assert found.model_number == MODEL_NUMBER, f"predictions are of another model number; {TELL}"
    assert found.data_sha256 == data_hash(), "arms or readings changed since: run make calibrate"
    assert found.priors_sha256 == priors_hash(target()), "the registry changed since: run make calibrate"
    assert sorted(item.id for item in found.readings) == sorted(row.row for row in rows.reported())
    assert sum(found.not_compared.values()) == sum(rows.left_out().values())


def test_the_typed_results_say_exactly_what_the_file_says(found):
    assert json.dumps(found.stored()) == json.dumps(
        json.loads((FOLDER / RESULTS).read_text(encoding="utf-8"))
    )


def test_the_docs_page_is_that_of_the_results():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_validation_page.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, "docs/validation.md is stale: run python tools/make_validation_page.py"


def reading(median: float, **more) -> JudgedReading:
    quantiles = {"0.1": median - 1.0, "0.5": median, "0.9": median + 1.0}
    return judged(quantiles=quantiles, **more)


def test_a_median_that_moved_is_told_and_one_within_chance_is_not():
    assert moved(reading(10), reading(10.3), 200) == ""
    told = moved(reading(10), reading(11.5), 200)
    assert "study somebody (X1) moved from 10 to 11.5 %" in told
    assert "raise the model number" in told


def test_studies_that_taught_the_model_are_not_taken_and_families_take_turns():
    readings = [
        reading(1, id="A1", study="taught", how="left out"),
        reading(1, id="A2", study="taught"),
        *(reading(1, id=f"B{k}", study=f"b{k}") for k in range(8)),
        reading(1, id="C1", study="c", family="striae"),
        reading(1, id="C2", study="d", family="striae", kind="direction", observed="improved"),
    ]
    assert [item.id for item in chosen(readings)] == ["B0", "C1", "B1", "C2", "B2", "B3"]


@pytest.mark.slow
def test_predicting_again_with_the_same_draws_moves_nothing():
    row = next(row.row for row in rows.context_readings() if row.kind == "value")
    first, again = (validate_study(row, DRAWS).readings[0] for _ in range(2))
    assert first == again
    assert moved(first, again, DRAWS) == ""
