"""The safety screen names the rule, its level, the reason and where it is said."""

from __future__ import annotations

from typing import get_args

import pytest

from helpers.course_files import EXAMPLES, changed, plain
from helpers.subject import some
from microneedling.course.reading import course_from_tables, load_course
from microneedling.course.rules import RULES
from microneedling.course.safety.condition_rules import CONDITION_RULES
from microneedling.course.safety.depth import depth_caps
from microneedling.course.screen import notes, screen, stops
from microneedling.skin.conditions import ConditionName


def found(**changes) -> dict[str, str]:
    """Rule id -> level of everything the screen finds."""
    course = course_from_tables(changed(**changes))
    return {finding.rule.split()[0]: finding.level for finding in screen(course) + notes(course)}


def session(**changes):
    return {**plain()["session"][0], **changes}


@pytest.mark.parametrize(
    ("condition", "rule", "level"),
    [
        ("skin cancer in field", "S01", "stop"),
        ("infection in field", "S03", "stop"),
        ("herpes in field", "S04", "stop"),
        ("metal allergy", "S06", "stop"),
        ("inside orbital rim", "S08", "stop"),
        ("bleeding disorder", "S11", "stop"),
        ("keloid tendency", "S12", "stop"),
        ("pregnancy", "S13", "stop"),
        ("active acne", "H01", "delay"),
        ("recent peel", "H07", "delay"),
        ("isotretinoin", "C01", "caution"),
        ("herpes history", "C07", "caution"),
        ("diabetes", "C03", "caution"),
    ],
)
def test_conditions(condition, rule, level):
    assert found(person__conditions=[condition])[rule] == level


def test_every_condition_has_a_rule_and_every_rule_its_own_id():
    by_course = {"anaesthetic allergy", "topical allergy"}
    assert set(CONDITION_RULES) | by_course == set(get_args(ConditionName))
    names = [rule.id for rule in (*CONDITION_RULES.values(), *RULES.values())]
    assert len(names) == len(set(names))


def test_every_finding_says_why_and_where():
    raw = changed(person__conditions=list(get_args(ConditionName)), person__age_year=17)
    for finding in some(screen(course_from_tables(raw))):
        assert finding.reason
        assert finding.source
        assert finding.about


def test_the_gravest_comes_first():
    raw = changed(person__conditions=["diabetes", "recent peel", "pregnancy"])
    levels = [finding.level for finding in screen(course_from_tables(raw))]
    assert levels == sorted(levels, key=("stop", "delay", "caution").index)


def test_keloid_is_refused_and_not_predicted():
    (finding,) = stops(course_from_tables(changed(person__conditions=["keloid tendency"])))
    assert "refused, not predicted" in finding.reason


def test_an_allergy_to_the_anaesthetic_stops_only_a_course_that_numbs():
    assert found(person__conditions=["anaesthetic allergy"])["C09"] == "caution"
    numbed = [session(numbing={"product": "EMLA", "minutes": 30})]
    assert found(person__conditions=["anaesthetic allergy"], session=numbed)["S07"] == "stop"


@pytest.mark.parametrize(("age", "rule"), [(17, "A01"), (20, "A02"), (22, None)])
def test_age(age, rule):
    rules = found(person__age_year=age)
    assert {name for name in rules if name.startswith("A")} == ({rule} if rule else set())


@pytest.mark.parametrize("phototype", ["I", "III", "IV", "V", "VI"])
def test_darker_skin_is_treated_with_care(phototype):
    rules = found(person__phototype=phototype, aftercare={})
    assert ("P01" in rules) == (phototype in ("IV", "V", "VI"))
    assert ("P03" in rules) == (phototype in ("IV", "V", "VI"))
    assert ("P02" in rules) == (phototype == "VI")


def test_depth_against_device_own_cap_and_zone():
    assert found(instrument__pen__device_limit_mm=0.5)["D01"] == "stop"
    assert found(depth_cap_mm=0.5)["D02"] == "stop"
    assert found(person__site="forehead", session=[session(depth_mm=2.0)])["D03"] == "stop"
    scars = [{"kind": "atrophic acne scar"}]
    assert found(person__site="forehead", concern=scars, session=[session(depth_mm=2.0)])["D04"] == "caution"
    assert found(session=[session(depth_mm=1.5)])["D05"] == "note"
    assert found(session=[session(depth_mm=1.8)])["D07"] == "caution"
    assert found(person__site="back")["D06"] == "caution"
    assert not {name for name in found(session=[session(depth_mm=0.5)]) if name.startswith("D")}


def test_the_cap_is_the_least_of_all_limits():
    def cap(**changes):
        (first, *_) = depth_caps(course_from_tables(changed(**changes)))
        return first.cap_mm, first.set_by

    assert cap() == (2.0, "needle length")
    assert cap(instrument__pen__device_limit_mm=1.5) == (1.5, "device limit")
    assert cap(depth_cap_mm=1.2) == (1.2, "own cap")
    assert cap(person__site="forehead") == (1.0, "zone (forehead)")


def test_numbing():
    def rules(**numbing):
        return found(session=[session(numbing={"product": "lidocaine 4 %", "minutes": 45, **numbing})])

    assert rules()["N05"] == "caution"
    assert "N05" not in rules(grams=5, area_cm2=60)
    assert "N01" in rules(product="lidocaine 10 %")
    assert "N02" in rules(product="BLT")
    assert "N03" in rules(minutes=90)
    assert "N04" in rules(occluded=True)
    assert "N01" not in rules()
    assert "N06" in rules(product="lidocaine 10 %", grams=30)  # a tenth of 3000 mg is above 225 mg
    assert "N06" not in rules(grams=30)
    assert "N07" in rules(area_cm2=900)
    assert "N07" not in rules(area_cm2=300)


@pytest.mark.parametrize(
    ("numbing", "told"),
    [
        ({"product": "EMLA", "grams": 200, "area_cm2": 390}, "not its prilocaine"),
        ({"product": "tetracaine 4 %", "grams": 100, "area_cm2": 100}, "no source seen names a ceiling"),
        ({"product": "BLT", "grams": 10, "area_cm2": 100}, "strengths unknown"),
        ({"product": "lidocaine 4 %"}, "grams not recorded; area not recorded"),
        ({"product": "lidocaine 4 %", "grams": 10}, "area not recorded"),
    ],
)
def test_a_dose_that_cannot_be_judged_is_said_not_to_be(numbing, told):
    course = course_from_tables(changed(session=[session(numbing={"minutes": 60, **numbing})]))
    (finding,) = [item for item in screen(course) if item.rule.startswith("N05")]
    assert "cannot be judged" in finding.reason
    assert told in finding.reason


def test_emla_is_judged_by_its_lidocaine():
    emla = {"product": "EMLA", "minutes": 60, "area_cm2": 390}
    assert (
        found(session=[session(numbing={**emla, "grams": 200})])["N06"] == "caution"
    )  # 500 mg of at most 225
    assert "N06" not in found(session=[session(numbing={**emla, "grams": 5})])


def test_an_intake_that_was_not_taken_is_said_not_to_be():
    assert found()["Q01"] == "caution"
    assert "Q01" not in found(person__conditions=[])


@pytest.mark.parametrize(("gap", "warned"), [(1, True), (2, True), (3, False), (28, False)])
def test_cream_on_open_channels(gap, warned):
    numbed = session(day=gap, numbing={"product": "lidocaine 4 %", "minutes": 45})
    assert ("N08" in found(session=[session(), numbed])) is warned
    assert "N08" not in found(session=[{**numbed, "day": 0}])


def test_topicals_driven_in_are_off_label_and_may_cause_granulomas():
    rules = found(session=[session(topical=[{"name": "ascorbic acid"}])])
    assert rules["T01"] == rules["T02"] == "caution"
    later = found(session=[session(topical=[{"name": "ascorbic acid", "applied_after_min": 5000}])])
    assert "T01" not in later
    assert found(session=[session(topical=[{"name": "niacinamide"}])])["T04"] == "note"


@pytest.mark.parametrize("kind", ["melasma", "striae alba", "striae rubra"])
def test_off_label_concerns(kind):
    assert found(concern=[{"kind": kind}])["L01"] == "caution"


def test_pores_have_no_monotherapy_data():
    assert found(concern=[{"kind": "pores"}])["L02"] == "note"


def test_judging_too_early_and_no_sessions():
    assert found(follow_up={"until_day": 100})["F02"] == "caution"
    assert found(session=[])["L03"] == "caution"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_example_is_stopped(path):
    assert not stops(load_course(path))
