"""The JSON of a result: its keys and types, zero at the start, the same bytes for the same seed, sober numbers."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from helpers.subject import some
from microneedling.cli.main import main
from microneedling.course.course import Course
from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.evidence.registry import registry
from microneedling.protocol.topicals import TOPICALS

DRAWS, FEW = 24, 6  # what is promised of a result does not hang on their number
INTERVAL = {"median", "low80", "high80"}
CLOCK = {
    "cytokine_peak_h",
    "neutrophil_peak_d",
    "macrophage_peak_d",
    "fibroblast_peak_d",
    "reepithelialised_d",
    "sealed_90_percent_d",
    "barrier_90_percent_d",
    "collagen3_peak_d",
    "collagen1_new_peak_d",
}
TOP = {"model_number": int, "course": dict, "sessions": list, "outcomes": list}
TOP |= {"clock": dict, "harm": dict, "manifest": dict}
SESSION = {
    "day": float,
    "density_per_cm2": float,
    "reach_mm": dict,
    "bleeding_fraction": float,
    "pain_vas": dict,
    "delivered": list,
}
NUMBING = {
    "product",
    "minutes",
    "pre_roll_mm",
    "block_at_reach",
    "chance_of_numb_at_reach",
    "onset_min",
    "over_min",
    "numbed_depth_mm",
}
DELIVERED = {
    "name": str,
    "layer": str,
    "effect_share": dict,
    "channels_share": dict,
    "off_label": bool,
    "granuloma_warning": bool,
}
OUTCOME = {"name": str, "scale": str, "unit": str, "direction": str, "grade": str}
OUTCOME |= {"monotherapy_data": bool, "at": list}
POINT = {"day", "chance_of_noticeable", "typical_low80", "typical_high80", "people_sd"} | INTERVAL
HARM = {"erythema_days", "downtime_days", "pih_probability"}

every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


@cache
def answer(
    path: Path, draws: int = DRAWS, seed: int = 1, days: tuple[float, ...] | None = None
) -> dict[str, Any]:
    return simulate(load_course(path), draws=draws, seed=seed, days=days).to_json()


def as_bytes(path: Path, seed: int) -> bytes:
    """A fresh run, never one kept from before."""
    return json.dumps(simulate(load_course(path), draws=FEW, seed=seed).to_json()).encode()


def has(found: dict, wanted: dict[str, type]) -> None:
    missing = {key: kind for key, kind in wanted.items() if not isinstance(found.get(key), kind)}
    assert missing == {}


def numbers(value: Any) -> list[float]:
    """Every number anywhere inside."""
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, int | float) else []


def intervals(value: Any) -> list[dict]:
    if isinstance(value, dict):
        inner = [found for item in value.values() for found in intervals(item)]
        return [value, *inner] if set(value) >= INTERVAL else inner
    return [found for item in value for found in intervals(item)] if isinstance(value, list) else []


@every_example
def test_keys_and_types_are_those_promised(path):
    result = answer(path)
    has(result, TOP)
    assert set(result["clock"]) == CLOCK
    for session in result["sessions"]:
        has(session, SESSION)
        assert set(session["reach_mm"]) == INTERVAL
        assert set(session["pain_vas"]) == INTERVAL
    for outcome in result["outcomes"]:
        has(outcome, OUTCOME)
        assert outcome["direction"] in ("higher is better", "lower is better")
        assert outcome["grade"] in ("high", "moderate", "low", "very low", "none")
        assert all(set(point) == POINT for point in outcome["at"])
    assert set(result["harm"]) >= HARM
    assert all(set(result["harm"][name]) - {"mean"} == INTERVAL for name in HARM)
    assert 0 <= result["harm"]["pih_probability"]["mean"] <= 1


@every_example
def test_every_number_is_finite_and_the_object_is_plain_json(path):
    result = answer(path)
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert all(math.isfinite(number) for number in numbers(result))
    assert result["manifest"]["draws"] == DRAWS
    assert result["manifest"]["failed_draws"] == 0


@every_example
def test_every_outcome_harm_and_the_clock_carry_their_record(path):
    result = answer(path)
    told = [outcome["record"] for outcome in result["outcomes"]] + list(result["records"].values())
    assert set(result["records"]) == {"harm", "clock"}
    for record in told:
        assert {"studies", "readings", "inside_50", "inside_80", "held_out", "crps", "verdict"} <= set(record)
        counted = record["readings"] + record["held_out"]["readings"]
        assert (record["verdict"] == "no study to judge it by") == (counted == 0)
    families = {outcome["name"]: outcome["record"]["family"] for outcome in result["outcomes"]}
    assert families["texture"] == "texture"
    assert families["tewl"] == "instrument"


@every_example
def test_each_planned_session_has_its_result(path):
    planned = [float(session.day) for session in load_course(path).sessions]
    assert [session["day"] for session in answer(path)["sessions"]] == planned


@every_example
def test_each_session_says_what_its_cream_and_its_products_do(path):
    for planned, session in zip(load_course(path).sessions, answer(path)["sessions"], strict=True):
        followed = [item.name for item in planned.topical if TOPICALS[item.name].active]
        assert [item["name"] for item in session["delivered"]] == followed
        for item in session["delivered"]:
            has(item, DELIVERED)
            assert 0 < item["effect_share"]["low80"] < item["effect_share"]["high80"] < 1
            assert item["off_label"]
            assert item["granuloma_warning"] == (item["name"] == "ascorbic acid")
        if planned.numbing is None:
            assert session["numbing"] is None
            continue
        cream = session["numbing"]
        assert set(cream) == NUMBING
        assert 0 < cream["chance_of_numb_at_reach"] <= 1
        assert cream["onset_min"]["high80"] < cream["over_min"]["high80"]
        assert cream["onset_min"]["median"] < planned.numbing.minutes
        assert session["pain_vas"]["median"] < session["pain_without_numbing_vas"]["median"]


@every_example
def test_changes_are_zero_at_the_first_day(path):
    for outcome in some(answer(path, draws=FEW, days=(0.0, 90.0))["outcomes"]):
        start, later = outcome["at"]
        assert start["day"] == 0
        assert {start[name] for name in INTERVAL} == {0.0}
        assert start["chance_of_noticeable"] == 0
        assert later["median"] != 0


@every_example
def test_intervals_are_in_order(path):
    found = intervals(answer(path))
    assert len(found) > 50
    assert all(item["low80"] <= item["median"] <= item["high80"] for item in found)


@every_example
def test_chances_and_shares_lie_between_nothing_and_all(path):
    result = answer(path)
    chances = [point["chance_of_noticeable"] for outcome in result["outcomes"] for point in outcome["at"]]
    shares = [session["bleeding_fraction"] for session in result["sessions"]]
    assert all(
        0 <= number <= 1 for number in [*chances, *shares, *result["harm"]["pih_probability"].values()]
    )


@every_example
def test_same_seed_gives_the_same_bytes_and_another_seed_others(path):
    first = as_bytes(path, 5)
    assert as_bytes(path, 5) == first
    assert as_bytes(path, 6) != first


def test_days_are_those_asked_for(capsys):
    assert main(["simulate", str(EXAMPLES[0]), "--json", "--draws", "3", "--days", "90,30,180"]) == 0
    result = json.loads(capsys.readouterr().out)
    for outcome in result["outcomes"]:
        assert [point["day"] for point in outcome["at"]] == [30, 90, 180]


def test_the_answer_on_a_day_does_not_depend_on_the_other_days():
    few, many = (answer(EXAMPLES[0], draws=FEW, days=days) for days in ((90.0,), (30.0, 90.0, 137.0)))
    for one, other in some(zip(few["outcomes"], many["outcomes"], strict=True)):
        assert one["at"][0]["median"] == pytest.approx(other["at"][1]["median"], rel=1e-4, abs=1e-6)


def test_the_command_prints_what_the_library_returns(capsys):
    path = EXAMPLES[0]
    assert main(["simulate", str(path), "--json", "--draws", str(FEW), "--seed", "5"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(as_bytes(path, 5))


@pytest.mark.slow
@every_example
def test_more_draws_do_not_throw_the_medians_about(path):
    """Medians of 100 and of 200 draws differ by less than a quarter of the width of the 80 % interval."""
    few, many = answer(path, draws=100), answer(path, draws=200)
    for one, other in some(zip(few["outcomes"], many["outcomes"], strict=True)):
        width = max(point["high80"] - point["low80"] for point in other["at"])
        apart = max(abs(a["median"] - b["median"]) for a, b in zip(one["at"], other["at"], strict=True))
        assert apart < 0.25 * width, one["name"]


@pytest.fixture(scope="module")
def untreated():
    raw = load_course(EXAMPLES[0]).as_file()
    course = Course.model_validate(raw | {"session": []})
    return simulate(course, values=registry().draws(20, 1).with_values({"ageing.pace": 0.0}))


def test_a_course_without_sessions_changes_nothing_but_by_years(untreated):
    for outcome in some(untreated.outcomes):
        assert np.max(np.abs(outcome.change)) < 1e-9, outcome.name
    for outcome in some(untreated.to_json()["outcomes"]):
        assert all(abs(point[name]) < 1e-9 for point in outcome["at"] for name in INTERVAL)


def test_a_course_without_sessions_has_no_clock_and_no_harm(untreated):
    result = untreated.to_json()
    assert result["clock"] == dict.fromkeys(CLOCK)
    assert result["sessions"] == []
    assert all(result["harm"][name]["high80"] == 0 for name in HARM)
