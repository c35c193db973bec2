"""Saved plans forecast again on the person as they are now, from Python and from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.shell import here
from microneedling import InputError, Refused, forecast_plans_again, load_course, load_goals, load_plans, plan
from microneedling.planner.saved import design_of
from microneedling.planner.saving import ANSWER, save_plans
from microneedling.planner.wishes.goals import Goals

PLANS = Path(__file__).resolve().parents[2] / "examples" / "plans"
PERSON = PLANS / "neck_lines.toml"
DRAWS, SEED = 3, 3
SMALL = {"sessions": (2,), "interval_day": (28,), "depth_mm": (0.5,), "passes": (2,)}


def wishes(**changes) -> Goals:
    goals = load_goals(PLANS / "neck_lines_goals.toml").as_file()
    return Goals.model_validate({**goals, "space": SMALL, **changes})


@pytest.fixture(scope="module")
def answer():
    return plan(load_course(PERSON), wishes(), draws=DRAWS, seed=SEED)


@pytest.fixture(scope="module")
def folder(answer, tmp_path_factory):
    return save_plans(answer, tmp_path_factory.mktemp("saved") / "plans")


def changed(tmp_path, old: str, new: str) -> Path:
    text = PERSON.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "person.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_what_was_saved_is_read_again(answer, folder):
    saved = load_plans(folder)
    assert [item.id for item in saved.plans] == [item.id for item in answer.plans]
    assert [item.design for item in saved.plans] == [item.design for item in answer.plans]
    assert saved.goals == answer.goals
    assert saved.manifest["draws"] == DRAWS


def test_designs_of_several_zones_come_back_and_no_other_sessions_make_one():
    course = load_course("examples/face_in_three_zones.toml")
    goals = Goals.model_validate(
        {"wish": [{"concern": "fine lines"}], "space": {**SMALL, "depth_mm": (0.25,)}}
    )
    for item in plan(course, goals, draws=2).plans:
        assert design_of(item.course) == item.design
    with pytest.raises(ValueError, match="alike"):
        design_of(_uneven())


def _uneven():
    course = load_course("examples/acne_scars_cheek.toml")
    first, second = course.sessions[:2]
    return course.model_copy(update={"sessions": (first, second.model_copy(update={"depth_mm": 0.3}))})


def test_the_same_person_again_moves_nothing_and_nothing_differs(answer, folder):
    again = forecast_plans_again([folder], load_course(PERSON))
    assert again.differs == ()
    for item, was in zip(again.plans, answer.plans, strict=True):
        assert item.now == item.before == was.objectives
        assert item.limits == was.limits
    assert (
        forecast_plans_again([folder, folder], load_course(PERSON)).to_json()["again"]
        == again.to_json()["again"]
    )


def test_the_command_sets_old_and_new_side_by_side_and_says_what_differs(folder, tmp_path):
    darker = changed(tmp_path, 'phototype   = "II"', 'phototype   = "IV"')
    done = here("plan", darker, "--again", folder, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["differs"] == ["person.phototype: II when the plans were made, IV now."]
    treated = [item for item in told["again"] if item["course"]["session"]]
    assert treated
    assert all(item["moved"]["dark marks"] > 0 for item in treated)
    assert told["manifest"]["folders"][0]["draws"] == DRAWS
    printed = here("plan", darker, "--again", folder)
    assert printed.returncode == 0
    assert "nothing was searched" in printed.stdout
    assert all(item["id"] in printed.stdout for item in treated)


def test_new_goals_judge_the_same_courses_and_say_so(folder, tmp_path):
    goals = tmp_path / "goals.json"
    strict = wishes(limits={"downtime": {"at_most_day": 0.1}})
    goals.write_text(json.dumps(strict.as_file()), encoding="utf-8")
    done = here("plan", PERSON, "--goals", goals, "--again", folder)
    assert done.returncode == 0, done.stderr
    assert "BREAKS: downtime at most 0.1 d" in done.stdout
    assert "The goals are not those" in done.stdout


def test_other_draws_are_told_as_a_difference(folder):
    again = forecast_plans_again([folder], load_course(PERSON), draws=DRAWS + 2)
    assert "draws are not those" in again.differs[0]


def test_a_stop_that_came_since_refuses_and_may_be_overridden(folder, tmp_path):
    ill = changed(tmp_path, "conditions  = []", 'conditions  = ["pregnancy"]')
    done = here("plan", ill, "--again", folder)
    assert done.returncode == 4
    assert "S13" in done.stderr
    assert "--despite-stop" in done.stderr
    assert here("plan", ill, "--again", folder, "--despite-stop").returncode == 0
    with pytest.raises(Refused):
        forecast_plans_again([folder], load_course(ill))


def test_a_rule_set_aside_when_the_plan_was_made_is_set_aside_still(tmp_path):
    ill = load_course(changed(tmp_path, "conditions  = []", 'conditions  = ["pregnancy"]'))
    aside = wishes(override=[{"rule": "S13", "reason": "asked by her doctor, in writing"}])
    saved = save_plans(plan(ill, aside, draws=2), tmp_path / "plans")
    assert forecast_plans_again([saved], ill).differs == ()


def test_every_mistake_at_once(folder, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / ANSWER).write_text('{"plans": 3}', encoding="utf-8")
    nothing = tmp_path / "nothing"
    words = ("--again", nothing, "--again", broken, "--save", tmp_path / "new", "--draws", "many")
    done = here("plan", PERSON, *words)
    assert done.returncode == 2
    for told in ("--draws", "beside --again", "no such folder", "not such an answer"):
        assert told in done.stderr
    assert not (tmp_path / "new").exists()
    other = here("plan", PLANS / "melasma_phototype_v.toml", "--again", folder)
    assert other.returncode == 2
    assert "wish[0].concern" in other.stderr
    assert "person.site" in other.stderr
    neither = here("plan", PERSON)
    assert neither.returncode == 2
    assert "--goals" in neither.stderr
    with pytest.raises(InputError, match="a list of folders"):
        forecast_plans_again(str(folder), load_course(PERSON))
