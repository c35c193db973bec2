"""The report of plans and the client's two sides: all that a decision aid must say, in one form for good and bad."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from helpers.readability import reading_grade, visible_lines
from microneedling import Goals, load_course, load_goals, plan
from microneedling.figures.arrays import Part, counts_of, people_array
from microneedling.planner.search.space import Space
from microneedling.report.plans.page import render_plans
from microneedling.report.plans.sheet import page, plan_sheet, plan_sheets

PLANS = Path(__file__).resolve().parents[2] / "examples" / "plans"
TODAY = date(2027, 1, 4)
FEW = {"sessions": (1, 2), "interval_day": (42,), "depth_mm": (0.75, 1.0), "passes": (2,)}


def small(name: str, draws: int = 6):
    goals = load_goals(PLANS / f"{name}_goals.toml")
    free = goals.limits.model_copy(update={"downtime": None, "dark_marks": None})
    goals = goals.model_copy(update={"space": goals.space.model_copy(update=FEW), "limits": free})
    return plan(load_course(PLANS / f"{name}.toml"), goals, draws=draws)


@pytest.fixture(scope="module")
def scars():
    return small("acne_scars_wedding")


@pytest.fixture(scope="module")
def neck():
    return small("neck_lines", 4)


def treated(answer):
    return next(item for item in answer.plans if item.course.sessions)


def text_of(answer) -> str:
    return " ".join(visible_lines(plan_sheet(answer, treated(answer), TODAY)))


# What the International Patient Decision Aid Standards ask at least (version 4): six to qualify, six to certify.
IPDAS = {
    "names the condition": r"acne scars",
    "names the decision": r"The choice: needling, something else, or nothing for now",
    "lists the options": r"No treatment.*This plan.*Care at home alone",
    "tells the benefits": r"notice a change thanks to the visits",
    "tells the harms": r"get dark marks for a while",
    "tells what it is like": r"What it is like .*visit.*look treated for",
    "shows good and bad in equal detail": r"Both pictures count the same people up to the same week",
    "cites what it rests on": r"come from: [^;]*https?://\S+",
    "has a date": r"Made on 4 January 2027",
    "says when it is renewed": r"When the model changes, ask for a new sheet",
    "says how sure the numbers are": r"(Fairly|Not very|Hardly) sure|Not sure at all",
    "says who paid": r"Nobody is named as paying",
}


@pytest.mark.parametrize("item", IPDAS)
def test_every_item_of_the_minimum_is_there(scars, item):
    assert re.search(IPDAS[item], text_of(scars)), item


def test_what_is_missing_is_told_and_it_may_be_taken_home(scars):
    told = text_of(scars)
    for words in ("not tried out with clients", "no author is named", "You may take this home", "Offered on"):
        assert words in told


def test_no_treatment_is_an_option_and_all_options_count_the_same_people(scars):
    told = page(scars, treated(scars), TODAY)
    assert told["choices"][0]["name"] == "No treatment"
    assert told["choices"][1]["name"] == "This plan"
    assert {f"of {told['total']}"} == set(re.findall(r"of 1000?\b", plan_sheet(scars, treated(scars), TODAY)))


def test_a_rare_harm_turns_all_figures_into_a_thousand(scars, neck):
    often = treated(scars)
    marks = {**often.objectives["dark marks"], "mean": 0.05}
    often = replace(often, objectives={**often.objectives, "dark marks": marks})
    answer = replace(scars, plans=tuple(often if item is treated(scars) else item for item in scars.plans))
    assert page(answer, often, TODAY)["total"] == 100
    item = treated(neck)
    assert item.objectives["dark marks"]["mean"] < 0.01
    told = page(neck, item, TODAY)
    assert told["total"] == 1000
    assert all(sum(part["count"] for part in array["parts"]) == 1000 for array in told["arrays"])
    assert "of 100 " not in " ".join(visible_lines(plan_sheet(neck, item, TODAY)))


def test_a_plan_that_does_worse_than_nothing_is_drawn_as_a_loss(scars):
    item = treated(scars)
    at = scars.plans.index(item)
    zone = scars.full.zones[0]
    untouched = np.full_like(zone.untouched, 0.9)
    worse = replace(zone, untouched=untouched)
    table = type(scars.full)(
        scars.full.space,
        (worse,),
        scars.full.goals,
        scars.full.number,
        scars.full.gap,
        scars.full.cream,
        scars.full.places,
    )
    assert isinstance(scars.full.space, Space)
    told = page(replace(scars, full=table), item, TODAY)
    assert table.benefit[at].mean() < 0.9
    benefit = told["arrays"][0]
    assert benefit["loss"]
    assert benefit["parts"][0]["kind"] == "loss"
    assert "fewer people see a change than without" in plan_sheet(replace(scars, full=table), item, TODAY)


def test_parts_sum_and_differences_are_taken_before_rounding():
    assert counts_of([1 / 3, 1 / 3, 1 / 3], 100) == [34, 33, 33]
    assert counts_of([0.004, 0.996], 100) == [0, 100]
    assert counts_of([0.004, 0.996], 1000) == [4, 996]
    with pytest.raises(ValueError, match="sum to one"):
        counts_of([0.5, 0.4], 100)


@pytest.mark.parametrize("total", [100, 1000])
def test_an_array_draws_as_many_figures_as_it_says(total):
    drawn = people_array("a", "title", [Part(0.25, "do", "yes"), Part(0.75, "do not", "no")], total)
    paths = re.findall(r'<path d="([^"]*)"', drawn)
    heads = [path.count("a3.3 3.3 0 1 0 6.6" if total == 100 else "a2.4 2.4 0 1 0 4.8") for path in paths]
    assert heads == [total // 4, total - total // 4]
    assert f"{total // 4} of {total}: do" in drawn


def test_it_is_read_at_thirteen(scars, neck):
    for answer in (scars, neck):
        for text in plan_sheets(answer, TODAY).values():
            assert reading_grade(text) <= 8


def test_the_card_has_days_sources_and_where_they_disagree(scars):
    told = page(scars, treated(scars), TODAY)
    rows = {row["what"]: row for row in told["care"]}
    assert set(rows) >= {
        "vitamin A creams (retinoids)",
        "make-up",
        "strong sun",
        "sport and heavy sweating",
        "botulinum toxin",
        "filler",
    }
    assert all(row["source"] and row["dates"] for row in rows.values())
    assert rows["filler"]["disagree"]
    assert not rows["waxing"]["disagree"]
    assert [row["until"] for row in told["healing"]] == sorted(
        (row["until"] for row in told["healing"]), key=lambda words: int(words.split()[1])
    )


def test_every_plan_with_sessions_has_a_sheet_and_the_same_answer_the_same_bytes(scars):
    sheets = plan_sheets(scars, TODAY)
    assert set(sheets) == {f"{item.id}_client.html" for item in scars.plans if item.course.sessions}
    assert sheets == plan_sheets(scars, TODAY)
    for text in sheets.values():
        assert "<script" not in text
        assert not re.search(r'(src|href)="http', text)


def test_the_report_tells_every_plan_limit_and_alternative(scars):
    text = " ".join(visible_lines(render_plans(scars)))
    for item in scars.plans:
        assert item.design.words() in text
        for limit in item.limits:
            assert limit["asked"] in text
    for words in (
        "doing nothing",
        "care at home alone",
        "fractional laser",
        "Regret",
        "not a medical device",
    ):
        assert words in text
    assert render_plans(scars) == render_plans(scars)


def test_zones_have_a_chart_each_and_every_picture_a_name_of_its_own():
    course = load_course("examples/face_in_three_zones.toml")
    goals = Goals.model_validate(
        {"wish": [{"concern": "fine lines"}], "space": {**FEW, "depth_mm": (0.25,), "sessions": (2,)}}
    )
    answer = plan(course, goals, draws=2)
    text = render_plans(answer)
    names = re.findall(r'id="([^"]+)"', text)
    assert len(names) == len(set(names))
    assert "periorbital: Fine lines" in text
    sheets = plan_sheets(answer, TODAY)
    assert all("around the eyes" in sheet for sheet in sheets.values())


def test_the_report_of_what_does_not_fit_says_what_stands_in_the_way(neck):
    goals = neck.goals.model_copy(
        update={"limits": neck.goals.limits.model_copy(update={"downtime": {"at_most_day": 0.1}})}
    )
    answer = plan(neck.course, goals, draws=2)
    text = " ".join(visible_lines(render_plans(answer)))
    assert "What stands in the way" in text
    assert "alone would have to go up to" in text
