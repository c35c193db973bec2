"""Planning with the engine behind it, in a small space: what is reported is what the full engine gives."""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpers.shell import call, here
from microneedling import InputError, Refused, load_course, load_goals, plan, save_plans, simulate
from microneedling.course.reading import parse_course
from microneedling.healing.screening import stable_draws
from microneedling.outcomes.harm import downtime_days
from microneedling.planner.again import forecast_again
from microneedling.planner.saving import plan_files
from microneedling.planner.search.wanted import noticed_of
from microneedling.planner.wishes.goals import Goals

PLANS = Path(__file__).resolve().parents[2] / "examples" / "plans"
DRAWS = 6
SMALL = {"sessions": (1, 2), "interval_day": (28,), "depth_mm": (0.5, 1.0), "passes": (2,)}


def person():
    return load_course(PLANS / "neck_lines.toml")


def wishes(**changes) -> Goals:
    goals = load_goals(PLANS / "neck_lines_goals.toml").as_file()
    return Goals.model_validate({**goals, "space": SMALL, **changes})


@pytest.fixture(scope="module")
def answer():
    return plan(person(), wishes(), draws=DRAWS, threads=1)


def test_reported_objectives_are_those_of_simulate_and_limits_hold_there(answer):
    for item in answer.plans:
        forecast = simulate(item.course, draws=DRAWS, seed=1)
        outcome = next(one for one in forecast.outcomes if one.name == "fine_lines")
        at = int(np.argmin(np.abs(outcome.day - item.course.assessment_day)))
        assert item.objectives["benefit"]["mean"] == pytest.approx(
            noticed_of(outcome)[:, at].mean(), rel=1e-5, abs=1e-9
        )
        assert item.objectives["dark marks"]["mean"] == pytest.approx(
            forecast.harm.pih_probability.mean(), rel=1e-5
        )
        calm = downtime_days(
            forecast.tissues["skin"], item.course.person, list(item.design.days), forecast.values
        )
        if item.course.sessions:
            assert item.objectives["downtime"]["mean"] == pytest.approx(np.max(calm, axis=0).mean(), rel=1e-5)
            assert item.objectives["pain"]["mean"] == pytest.approx(forecast.worst_pain.mean(), rel=1e-5)
        assert all(limit["holds"] for limit in item.limits)
        assert item.forecast.chances[0].chance == forecast.chances[0].chance


def test_the_search_is_close_to_the_full_engine_and_says_how_close(answer):
    assert answer.manifest["search"]["largest_error"] < 0.02
    assert answer.manifest["search"]["designs"] == 2 * 2 * 2  # depths, numbers, with a cream and without


def test_more_sessions_bring_and_risk_more_nothing_brings_nothing(answer):
    nothing = answer.named("nothing")
    assert nothing.objectives["dark marks"]["mean"] == 0
    assert nothing.objectives["benefit"]["mean"] < 0.02
    table = answer.found.table
    deep = next(
        r
        for r in range(table.rows)
        if table.design(r).sessions == 2 and table.design(r).settings[0].depth_mm == 1
    )
    shallow = next(
        r
        for r in range(table.rows)
        if table.design(r).sessions == 1 and table.design(r).settings[0].depth_mm == 0.5
    )
    assert table.benefit[deep].mean() > table.benefit[shallow].mean()
    assert table.marks[deep].mean() > table.marks[shallow].mean()


def test_regret_and_information_agree(answer):
    assert min(item.regret for item in answer.plans) == pytest.approx(
        answer.information["perfect"], rel=1e-4, abs=1e-9
    )
    assert all(item.regret >= 0 for item in answer.plans)


def test_json_has_the_promised_shape_and_is_plain(answer):
    told = json.loads(json.dumps(answer.to_json(), allow_nan=False))
    assert {"plans", "front", "infeasible", "information", "manifest"} <= set(told)
    for item in told["plans"]:
        assert {"id", "name", "course", "objectives", "limits", "regret"} <= set(item)
        assert all({"median", "low80", "high80"} <= set(held) for held in item["objectives"].values())
        assert all({"name", "asked", "met_probability", "holds"} <= set(held) for held in item["limits"])
    assert told["infeasible"] is None
    assert 1 <= len(told["plans"]) <= 7
    assert told["front"]


def test_the_same_again_is_the_same_to_the_bit_whatever_the_threads(answer):
    again = plan(person(), wishes(), draws=DRAWS, threads=2)
    assert again.manifest["draws_sha256"] == answer.manifest["draws_sha256"]
    assert np.array_equal(again.found.table.benefit, answer.found.table.benefit)
    mine, theirs = plan_files(answer), plan_files(again)
    assert set(mine) == set(theirs)
    assert all(mine[name] == theirs[name] for name in mine if name.endswith(".toml"))


def test_saved_plans_are_course_files_with_ids_and_never_overwritten(answer, tmp_path):
    folder = save_plans(answer, tmp_path / "plans")
    for item in answer.plans:
        text = (folder / f"{item.id}.toml").read_text(encoding="utf-8")
        assert parse_course(text).identity() == item.course.identity()
        assert answer.manifest["inputs_sha256"] in text
        tomllib.loads(text)
    with pytest.raises(InputError, match="--force"):
        save_plans(answer, folder)


def test_a_changed_wish_asks_the_stored_draws_again(answer):
    found = answer.asked_again(wishes(exchange={"dark_marks": 50}))
    best = found.choice.named["balanced"]
    assert found.table.design(best).sessions <= answer.named("balanced").design.sessions
    assert found.table.noticed is not answer.found.table.noticed
    strict = answer.asked_again(wishes(limits={"dark_marks": {"at_most_percent": 0}}))
    assert strict.misfit is not None


@pytest.mark.slow
def test_where_nothing_fits_the_limits_that_bind_are_named_with_the_nearest_plan():
    tight = wishes(limits={"downtime": {"at_most_day": 0.1}, "visits": {"at_most": 1}})
    answer = plan(person(), tight, draws=DRAWS)
    told = answer.to_json()["infeasible"]
    names = [item["name"] for item in told["binding"]]
    assert names == ["downtime"]
    assert told["binding"][0]["alone"] > 0.1
    assert told["binding"][0]["gives"] == pytest.approx(told["binding"][0]["alone"] - 0.1, rel=1e-4)
    assert told["nearest"]["id"] == answer.named("nearest").id
    eased = wishes(
        limits={"downtime": {"at_most_day": told["binding"][0]["alone"] + 0.3}, "visits": {"at_most": 1}}
    )
    assert plan(person(), eased, draws=DRAWS).infeasible is None


def test_two_zones_in_one_visit_each_with_its_own_depth():
    course = load_course("examples/face_in_three_zones.toml")
    goals = Goals.model_validate(
        {"wish": [{"concern": "fine lines"}], "space": {**SMALL, "depth_mm": (0.25, 0.5), "sessions": (2,)}}
    )
    answer = plan(course, goals, draws=4)
    best = answer.named("most change")
    assert {item.zone for item in best.design.settings} == set(course.zones)
    assert best.forecast.zones
    area = {zone.site: zone.area_cm2 for zone in best.course.sessions[0].zones or ()}
    assert area == {"cheek": 80, "forehead": 50, "periorbital": 10}


def test_draws_are_those_of_simulate(answer):
    values, _ = stable_draws(DRAWS, 1)
    assert np.array_equal(answer.plans[0].forecast.values["safety.pih_base"], values["safety.pih_base"])


def test_a_stop_ends_the_planning_unless_set_aside_with_a_reason():
    ill = person().model_copy(
        update={"person": person().person.model_copy(update={"conditions": ("pregnancy",)})}
    )
    with pytest.raises(Refused) as refused:
        plan(ill, wishes(), draws=DRAWS)
    assert "S13" in str(refused.value)
    aside = wishes(override=[{"rule": "S13", "reason": "asked by her doctor, in writing"}])
    answer = plan(ill, aside, draws=2)
    assert answer.to_json()["screen"]["overridden"][0]["reason_given"] == "asked by her doctor, in writing"
    child = person().model_copy(update={"person": person().person.model_copy(update={"age_year": 15})})
    with pytest.raises(Refused):
        plan(child, wishes(override=[{"rule": "A01", "reason": "no"}]), draws=DRAWS)


def test_a_delay_moves_the_start_and_with_it_what_fits_before_an_event():
    waxed = person().person.model_copy(update={"conditions": ("recent waxing",)})
    answer = plan(
        person().model_copy(update={"person": waxed}),
        wishes(event=[{"name": "party", "day": 30, "clear_day": 0}], limits={}),
        draws=2,
    )
    assert answer.manifest["start_delay_day"] == 7
    held = next(item for item in answer.plans[-1].limits if item["name"].startswith("over before"))
    assert held["value"] == 23


def test_the_command_refuses_all_mistakes_at_once(tmp_path):
    goals = tmp_path / "goals.toml"
    goals.write_text('format = 1\n[[wish]]\nconcern = "melasma"\nweight = -1\n', encoding="utf-8")
    done = here("plan", PLANS / "neck_lines.toml", "--goals", goals, "--draws", "0", "--save", PLANS)
    assert done.returncode == 2
    assert all(words in done.stderr for words in ("--draws", "wish[0].weight", "--save"))
    wrong = here("plan", PLANS / "neck_lines.toml", "--goals", PLANS / "melasma_phototype_v_goals.toml")
    assert wrong.returncode == 2
    assert "wish[0].concern" in wrong.stderr


def test_the_answer_says_where_it_is_not_the_mean_that_judges(answer):
    careful = replace(answer, goals=wishes(judge={"by": "worst"}))
    assert answer.card().lead[0].startswith("Balanced: ")
    assert careful.card().lead[0].startswith("Balanced at worst: ")


def test_a_start_in_the_past_is_told_with_all_other_mistakes(tmp_path):
    goals = tmp_path / "goals.toml"
    goals.write_text('format = 1\nstart_date = 2020-01-01\n[[wish]]\nconcern = "x"\n', encoding="utf-8")
    done = here("plan", PLANS / "neck_lines.toml", "--goals", goals)
    assert done.returncode == 2
    assert all(words in done.stderr for words in ("start_date: found 2020-01-01", "wish[0].concern"))
    goals.write_text('format = 1\n[[wish]]\nconcern = "melasma"\n', encoding="utf-8")
    both = here("plan", PLANS / "neck_lines.toml", "--goals", goals, "--draws", "0")
    assert both.returncode == 2
    assert all(words in both.stderr for words in ("--draws", "wish[0].concern", "device: found nothing"))


@pytest.mark.slow
def test_without_the_extra_the_plans_are_the_same_and_only_the_volume_is_missing(monkeypatch, answer):
    monkeypatch.setitem(sys.modules, "moocore", None)  # as if it were not installed
    bare = plan(person(), wishes(), draws=DRAWS).to_json()
    full = answer.to_json()
    assert bare["plans"] == full["plans"]
    assert bare["front"] == full["front"]
    assert bare["manifest"]["search"]["hypervolume"] is None
    assert "microneedling[plan]" in bare["manifest"]["search"]["hypervolume_missing"]
    assert full["manifest"]["search"]["hypervolume"] > 0
    assert "hypervolume_missing" not in full["manifest"]["search"]


@pytest.mark.slow
def test_a_large_space_is_refined_to_the_same_choice(monkeypatch, answer):
    from microneedling.planner.search import searching

    monkeypatch.setattr(searching, "MOST_TRUNKS", 1)
    monkeypatch.setattr(searching, "FIRST_DRAWS", 3)
    refined = plan(person(), wishes(), draws=DRAWS)
    assert "few draws" in refined.manifest["search"]["how"]
    assert refined.named("balanced").design == answer.named("balanced").design
    assert "every design" in answer.manifest["search"]["how"]


def test_a_plan_is_forecast_again_on_new_data_without_a_search(answer):
    item = answer.named("most change")
    same = forecast_again(item, person(), answer.goals, DRAWS)
    assert same.now == {name: item.objectives[name] for name in same.now}
    darker = person().model_copy(update={"person": person().person.model_copy(update={"phototype": "IV"})})
    moved = forecast_again(item, darker, answer.goals, DRAWS)
    assert moved.to_json()["moved"]["dark marks"] > 0
    assert moved.before == same.before
    assert item.course.person.phototype == "II"


def test_the_command_answers_what_fits_nothing_with_0_and_a_stop_with_4(tmp_path):
    goals = tmp_path / "goals.json"
    tight = wishes(limits={"downtime": {"at_most_day": 0.1}, "visits": {"at_most": 1}})
    goals.write_text(json.dumps(tight.as_file()), encoding="utf-8")
    done = here("plan", PLANS / "neck_lines.toml", "--goals", goals, "--draws", "2", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["infeasible"]["binding"][0]["name"] == "downtime"
    ill = tmp_path / "ill.toml"
    text = (PLANS / "neck_lines.toml").read_text(encoding="utf-8")
    ill.write_text(text.replace("conditions  = []", 'conditions  = ["pregnancy"]'), encoding="utf-8")
    stopped = here("plan", ill, "--goals", goals, "--draws", "2")
    assert stopped.returncode == 4
    assert "S13" in stopped.stderr
    assert "[[override]]" in stopped.stderr


@pytest.mark.slow
def test_another_process_prints_the_same_bytes(tmp_path):
    goals = tmp_path / "goals.json"
    goals.write_text(json.dumps(wishes().as_file()), encoding="utf-8")
    words = ("plan", PLANS / "neck_lines.toml", "--goals", goals, "--draws", DRAWS, "--json")
    one, other = call(*words), here(*words)
    assert one.returncode == other.returncode == 0, one.stderr
    assert one.stdout == other.stdout
