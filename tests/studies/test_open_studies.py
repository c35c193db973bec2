"""What a report leaves open is averaged over and listed; each reading says whether its kind was ever tested."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.evidence.registry import priors, registry
from microneedling.observation.raters import RATING_SD
from microneedling.studies.assumptions import assumptions
from microneedling.studies.open_parts import (
    INTERVALS_DAY,
    SESSIONS,
    is_open,
    people_analysed,
    possible_kinds,
    variants,
)
from microneedling.studies.predict import predict
from microneedling.studies.published import arms
from microneedling.studies.study_file import parse_study

GRADE = {"scale": "goodman_baron_qualitative", "day": 180}
BARE = {"format": 1, "population": {"condition": "acne scars"}, "reading": [GRADE]}
WHOLE = BARE | {
    "population": {"condition": "acne scars", "n": 24},
    "device": {"kind": "roller"},
    "course": {"sessions": 4, "interval_day": 28},
}


def study(**changes):
    return parse_study({**BARE, **changes})


def places(file) -> set[str]:
    return {where for item in assumptions(file) for where in item.where.split(", ")}


def test_a_bare_study_is_read_and_lists_what_it_leaves_open():
    assert places(study()) >= {
        "population.n", "population.subtype", "population.age_year", "population.phototypes", "population.photoageing",
        "device.kind", "device.needle_length_mm", "device.passes", "course.sessions", "course.interval_day",
        "course.numbing", "course.topical", "course.aftercare", "reading[0].baseline",
    }  # fmt: skip


def test_what_is_given_is_not_listed():
    told = places(parse_study(WHOLE))
    assert not told & {"population.n", "device.kind", "course.sessions", "course.interval_day"}
    assert not is_open(parse_study(WHOLE))


def test_every_draw_belongs_to_one_plan_and_all_plans_are_whole():
    values = registry().draws(200, 1)
    found = list(variants(study(), values, 1, 180.0))
    assert sorted(np.concatenate([draws for _, draws in found])) == list(range(200))
    assert len(found) <= 2 * len(SESSIONS) * len(INTERVALS_DAY)
    for filled, _ in found:
        assert not is_open(filled)
        assert filled.days[-1] <= 180
    kinds = {filled.device.kind for filled, _ in found}
    assert kinds == {"pen", "roller"}


def test_no_session_comes_after_the_last_day_read():
    values = registry().draws(60, 1)
    for filled, _ in variants(study(), values, 1, 30.0):
        assert filled.days[-1] <= 30


@pytest.mark.parametrize(
    ("device", "kinds"),
    [
        ({}, ("pen", "roller")),
        ({"drum_width_mm": 20}, ("roller",)),
        ({"frequency_hz": 90}, ("pen",)),
        ({"kind": "stamp"}, ("stamp",)),
    ],
)
def test_the_numbers_given_narrow_the_kind(device, kinds):
    assert possible_kinds(study(device=device)) == kinds


def test_an_open_study_is_predicted_wider_than_a_whole_one_and_about_the_same():
    whole, bare = (
        predict(parse_study(raw), draws=60, people=2).readings[0].reported for raw in (WHOLE, BARE)
    )
    assert np.isfinite(bare).all()
    assert abs(np.median(whole) - np.median(bare)) < np.std(whole)
    assert np.std(bare) > 0.8 * np.std(whole)


def test_an_arm_that_leaves_its_course_open_is_never_run_as_it_stands():
    from microneedling.people.recipe import typical_people
    from microneedling.studies.arm import Latent, follow, recipe

    values = registry().nominal()
    folk = typical_people(recipe(study()), values)
    with pytest.raises(ValueError, match="left open"):
        follow(study(), folk, values, Latent.middle(1), np.array([0.0, 30.0]))


def test_the_number_of_people_is_each_draw_s_own():
    values = registry().draws(300, 1)
    found = people_analysed(study(), values)
    assert np.median(found) == pytest.approx(24, abs=3)
    assert found.min() >= 1
    assert people_analysed(parse_study(WHOLE), values) == 24


def test_published_arms_leave_none_of_this_open():
    assert not [name for name, arm in arms().items() if is_open(arm) or arm.population.n is None]


def test_striae_without_a_colour_are_said_to_be_taken_as_white():
    people = {"condition": "striae", "site": "abdomen"}
    reading = [{"scale": "percent_improvement", "day": 90}]
    open_one = study(population=people, reading=reading)
    told = study(population=people | {"condition": "striae alba"}, reading=reading)
    assert open_one.population.condition == told.population.condition == "striae alba"
    assert "population.condition" in places(open_one)
    assert "population.condition" not in places(told)


def test_improved_at_all_needs_the_smallest_step_of_a_grade():
    reading = [GRADE | {"statistic": "share improved"}]
    untreated = WHOLE | {"device": {"kind": "none"}, "course": {}, "reading": reading}
    treated = WHOLE | {"reading": reading}
    before = priors().draws(40, 1)  # the calibration finds raters half as wrong again
    nobody = predict(parse_study(untreated), people=2, values=before).readings[0]
    some_do = predict(parse_study(treated), draws=40, people=2).readings[0]
    assert np.median(nobody.biology) < 10
    assert 20 < np.median(some_do.reported) < 95


def test_nobody_who_is_not_treated_improves_but_by_the_error_of_raters():
    reading = [GRADE | {"statistic": "share improved"}]
    untreated = parse_study(WHOLE | {"device": {"kind": "none"}, "course": {}, "reading": reading})
    values = registry().draws(40, 1)
    usual, sure = (
        predict(untreated, people=2, values=values.with_values({RATING_SD: sd})).readings[0].biology
        for sd in (0.12, 0.04)
    )
    assert np.median(usual) < 10  # half a grade is 1.7 errors away
    assert sure.max() < 0.1


def test_improved_at_all_asks_more_of_a_mild_start():
    def median(points: float) -> float:
        reading = [GRADE | {"statistic": "share improved", "baseline": points}]
        found = predict(parse_study(WHOLE | {"reading": reading}), draws=40, people=2)
        return float(np.median(found.readings[0].biology))

    assert median(4.0) > median(2.2)


def test_the_shape_of_the_tip_acts():
    blunt = WHOLE | {"device": {"kind": "roller", "tip_radius_um": 40}}
    one, other = (predict(parse_study(raw), draws=20, people=2).readings[0].biology for raw in (WHOLE, blunt))
    assert np.abs(one - other).max() > 1e-6


def test_minutes_of_numbing_may_be_left_out():
    numbed = WHOLE | {"course": {"sessions": 3, "interval_day": 28, "numbing": {"product": "EMLA"}}}
    assert parse_study(numbed).course.numbing.minutes == registry()["study.typical_numbing_min"].value
    assert "course.numbing.minutes" in places(parse_study(numbed))


def test_each_reading_says_whether_results_of_its_kind_informed_the_numbers():
    scales = ("goodman_baron_qualitative", "cutometer_r2")
    found = predict(
        parse_study(WHOLE | {"reading": [{"scale": s, "day": 90} for s in scales]}), draws=20, people=1
    )
    assert [item.calibrated for item in found.readings] == [True, False]
    assert [item["calibrated"] for item in found.to_json()["readings"]] == [True, False]
