"""Nothing is assumed in silence: what a course leaves out and what changes nothing is listed, found by computation.

Every input of a course is varied, one at a time. Those that move no number of the answer must stand among
`without_effect`, those that move one must not; those left out whose value acts must stand among `assumed`.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from functools import cache
from typing import Any, get_args

import pytest

import make_spared
from helpers.subject import some
from microneedling.course.assumed import assumed
from microneedling.course.course import Course
from microneedling.course.reading import course_from_tables
from microneedling.course.simulate import simulate
from microneedling.course.without_effect import ACTING, spared, without_effect
from microneedling.evidence.datasets import row
from microneedling.observation.scales import SCALES as OBSERVED
from microneedling.protocol.topicals import NOT_MODELLED, TOPICALS
from microneedling.skin.concern import JUDGE_CHANGE, SCALES
from microneedling.skin.conditions import ConditionName

WORDS = ("course", "manifest", "findings", "assumed", "changes_nothing", "overridden")
PEN = {"kind": "pen", "needle_count": 12, "needle_diameter_mm": 0.25, "needle_length_mm": 2.0}
PEN |= {
    "frequency_hz": 90,
    "tip_width_mm": 8,
    "tip_radius_um": 5,
    "tip_angle_deg": 20,
    "device_limit_mm": 2.5,
}
CREAM = {
    "product": "EMLA",
    "minutes": 40,
    "grams": 10,
    "area_cm2": 100,
    "occluded": False,
    "pre_roll_mm": 0.2,
}
SERUM = {
    "name": "ascorbic acid",
    "concentration_mg_per_ml": 100,
    "dose_ul_per_cm2": 5,
    "applied_after_min": 0,
}
SESSION = {"instrument": "p", "depth_mm": 1.0, "passes": 4, "glide_speed_mm_per_s": 20}
WHOLE: dict[str, Any] = {
    "format": 1,
    "depth_cap_mm": 2.5,
    "person": {"age_year": 45, "sex": "female", "phototype": "III", "site": "cheek", "photoageing": 0.3}
    | {"conditions": [], "smoker": False},
    "concern": [
        {"kind": "fine lines", "scale": "lemperle", "baseline": 3},
        {"kind": "atrophic acne scar", "subtype": "rolling", "scale": "ecca", "baseline": 60},
    ],
    "instrument": {"p": PEN},
    "session": [
        {"day": 0, **SESSION, "numbing": CREAM, "topical": [SERUM], "area_cm2": 50},
        {"day": 30, **SESSION},
    ],
    "aftercare": {"sunscreen": True, "sun": "some", "retinoid": "tretinoin", "retinoid_pause_day": 7}
    | {"anti_inflammatory": "nsaid", "anti_inflammatory_day": 3, "occlusion_h": 6},
    "follow_up": {"until_day": 150},
}
TIP, HEAD = ("instrument", "p"), ("session", 0)
VARIED: list[tuple[tuple[Any, ...], Any]] = [
    (("depth_cap_mm",), 3.0),
    *((("person", key), value) for key, value in {
        "age_year": 50, "sex": "male", "phototype": "II", "site": "forehead", "photoageing": 0.4, "smoker": True,
    }.items()),
    (("concern", 0, "scale"), "wsrs"),
    (("concern", 0, "baseline"), 2),
    (("concern", 1, "subtype"), "boxcar"),
    (("concern", 1, "baseline"), 70),
    *(((*TIP, key), value) for key, value in {
        "needle_count": 16, "needle_diameter_mm": 0.3, "needle_length_mm": 2.4, "frequency_hz": 100, "tip_width_mm": 9,
        "tip_radius_um": 8, "tip_angle_deg": 30, "device_limit_mm": 2.4,
    }.items()),
    *(((*HEAD, key), value) for key, value in {
        "depth_mm": 1.2, "passes": 5, "glide_speed_mm_per_s": 25, "area_cm2": 60,
    }.items()),
    *(((*HEAD, "numbing", key), value) for key, value in {
        "product": "lidocaine 4 %", "minutes": 50, "grams": 11, "area_cm2": 110, "occluded": True, "pre_roll_mm": 0.25,
    }.items()),
    *(((*HEAD, "topical", 0, key), value) for key, value in {
        "name": "retinol", "concentration_mg_per_ml": 80, "dose_ul_per_cm2": 6, "applied_after_min": 10,
    }.items()),
    (("session", 1, "day"), 35),
    *((("aftercare", key), value) for key, value in {
        "sunscreen": False, "sun": "daily", "retinoid": "retinol", "retinoid_pause_day": 8,
        "anti_inflammatory": "corticosteroid", "anti_inflammatory_day": 5, "occlusion_h": 12,
    }.items()),
    (("follow_up", "until_day"), 160),
]  # fmt: skip


def numbers(course: Course) -> str:
    """Everything that the answer to a course computes, words left out."""
    answer = simulate(course, draws=2, layers=8, override_stop=True).to_json()
    return json.dumps({key: value for key, value in answer.items() if key not in WORDS}, sort_keys=True)


@cache
def whole() -> tuple[Course, str]:
    course = course_from_tables(WHOLE)
    return course, numbers(course)


def changed(path: tuple[Any, ...], value: Any, tables: dict[str, Any] = WHOLE) -> Course:
    raw = copy.deepcopy(tables)
    inner = raw
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return course_from_tables(raw)


def place(path: tuple[Any, ...]) -> str:
    """The dotted path as the lists write it: sessions and topicals have no number."""
    words = ".".join(str(part) for part in path if not isinstance(part, int) or path[0] == "concern")
    return (
        words.replace("concern.0", "concern[0]")
        .replace("concern.1", "concern[1]")
        .replace("instrument.", "device.")
    )


def places(items) -> set[str]:
    return {where for item in items for where in item.where.split(", ")}


@pytest.mark.slow
@pytest.mark.parametrize(("path", "value"), VARIED, ids=[place(path) for path, _ in VARIED])
def test_an_input_is_listed_as_idle_where_and_only_where_it_moves_nothing(path, value):
    course, base = whole()
    idle = place(path) in places(without_effect(course))
    assert (numbers(changed(path, value)) == base) == idle


def test_the_whole_course_gives_every_input():
    """So that a new key of the course file cannot slip past the test above."""
    course, _ = whole()
    given = {place(path) for path, _ in VARIED} | {"person.conditions", "session.topical", "session.numbing"}
    for name, part in (
        ("person", course.person),
        ("session", course.sessions[0]),
        ("session.numbing", course.sessions[0].numbing),
        ("session.topical", course.sessions[0].topical[0]),
        ("device.p", course.instruments["p"]),
        ("aftercare", course.aftercare),
    ):
        asked = set(type(part).model_fields) - {"day", "instrument", "kind", "device", "zones"}
        assert {f"{name}.{key}" for key in asked} - given <= {"session.seconds_per_cm2"}, name


def test_conditions_that_move_nothing_are_listed():
    _, base = whole()
    final = ("keloid tendency", "raised scar in field")
    idle = [name for name in get_args(ConditionName) if name not in (*ACTING, *final)]
    course = changed(("person", "conditions"), idle)
    assert numbers(course) == base
    told = [item.what for item in without_effect(course) if item.where == "person.conditions"]
    assert sorted(", ".join(told).split(", ")) == sorted(idle)


@pytest.mark.parametrize("name", ACTING)
def test_conditions_that_act_are_not(name):
    course = changed(("person", "conditions"), [name])
    assert numbers(course) != whole()[1]
    assert "person.conditions" not in places(without_effect(course))


def test_products_without_an_effect_are_listed():
    bare = changed(("session", 0, "topical"), [])
    base = numbers(bare)
    idle = [name for name, does in TOPICALS.items() if does.effect == NOT_MODELLED]
    rows = [{"name": name, "dose_ul_per_cm2": 4} for name in idle]
    course = changed(("session", 0, "topical"), rows)
    assert numbers(course) == base
    assert any(item.what == ", ".join(idle) and not item.acts for item in without_effect(course))


@pytest.mark.parametrize(
    ("row", "key", "other"),
    [
        ({"name": "corticosteroid"}, "concentration_mg_per_ml", 5),
        ({"name": "corticosteroid"}, "dose_ul_per_cm2", 5),
        ({"name": "platelet-rich plasma"}, "concentration_mg_per_ml", 5),
    ],
)
def test_strength_and_amount_that_nothing_reads_are_listed(row, key, other):
    one, two = (changed(("session", 0, "topical"), [row | extra]) for extra in ({}, {key: other}))
    assert numbers(one) == numbers(two)
    assert f"session.topical.{key}" in places(without_effect(two))


@pytest.mark.parametrize(
    ("concern", "other"),
    [
        ({"kind": "tone"}, {"kind": "tone", "scale": "gais", "baseline": 5}),
        ({"kind": "pores"}, {"kind": "pores", "scale": "face_q", "baseline": 5}),
        ({"kind": "rejuvenation"}, {"kind": "rejuvenation", "scale": "lemperle", "baseline": 3}),
        ({"kind": "fine lines", "scale": "gais"}, {"kind": "fine lines", "scale": "gais", "baseline": 5}),
    ],
)
def test_scales_that_nothing_reads_are_listed(concern, other):
    one, two = (changed(("concern",), [item]) for item in (concern, other))
    assert numbers(one) == numbers(two)
    assert "concern[0].baseline" in places(without_effect(two))


@cache
def found() -> dict[str, list[str]]:
    """What each care spares, by running the model now."""
    return make_spared.table()


def said(name: str, kinds: tuple[str, ...], **aftercare: Any) -> set[str]:
    """Concerns that a course with this product or habit is said not to move by it."""
    raw = WHOLE | {"concern": [{"kind": kind} for kind in kinds], "aftercare": aftercare}
    raw["session"] = [{"day": 0, **SESSION, "topical": [] if aftercare else [{"name": name}]}]
    told = [
        item
        for item in without_effect(course_from_tables(raw))
        if item.where == "concern" and name in item.what
    ]
    return {kind for item in told for kind in kinds if kind in item.what.split(" on ")[1].split(" and ")}


@pytest.mark.slow
def test_the_table_of_what_cares_spare_is_what_the_model_finds():
    assert {name: list(kinds) for name, kinds in spared().items()} == found(), (
        "run python tools/make_spared.py"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["ascorbic acid", "retinol", "tretinoin", "tranexamic acid", "platelet-rich plasma"]
)
def test_a_product_is_said_not_to_move_the_concerns_that_it_does_not_move(name):
    assert said(name, tuple(SCALES)) == set(found().get(name, ()))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["retinol", "tretinoin"])
def test_a_retinoid_is_said_not_to_move_the_concerns_that_it_does_not_move(name):
    assert said(f"{name} at home", tuple(SCALES), retinoid=name) == set(found()[f"{name} at home"])


@pytest.mark.slow
def test_sunscreen_moves_every_concern_and_is_said_to():
    assert "sunscreen" not in found()
    assert said("sunscreen", tuple(SCALES), sunscreen=True) == set()


def test_only_the_concerns_of_the_course_are_named():
    assert said("retinol", ("fine lines",)) == set()
    assert said("retinol", ("fine lines", "melasma")) == {"melasma"}
    assert said("retinol at home", ("melasma", "tone"), retinoid="retinol") == {"melasma", "tone"}


def test_what_platelets_do_to_pigment_itself_is_said_not_to_be_modelled():
    def told(name: str, kind: str) -> list[str]:
        raw = WHOLE | {"concern": [{"kind": kind}]}
        raw["session"] = [{"day": 0, **SESSION, "topical": [{"name": name}]}]
        items = without_effect(course_from_tables(raw))
        return [item.why for item in items if item.what == f"what platelets do to pigment itself, on {kind}"]

    (why,) = told("platelet-rich plasma", "melasma")
    assert "not modelled" in why
    assert told("platelet-rich plasma", "fine lines") == []
    assert told("tranexamic acid", "melasma") == []


def test_anticoagulants_say_what_is_known_of_bleeding():
    conditions = ["anticoagulants", "cardiac disease"]
    told = {item.what: item.why for item in without_effect(changed(("person", "conditions"), conditions))}
    assert "how long they bleed, and bruises, are not modelled" in told["anticoagulants"]
    assert "bleed" not in told["cardiac disease"]
    for odds in (row("N173"), row("N174")):
        assert f"{odds.value:.1f} times" in told["anticoagulants"]
        assert odds.id in told["anticoagulants"]


BARE: dict[str, Any] = {
    "format": 1,
    "person": {"age_year": 62, "sex": "female", "phototype": "II", "site": "cheek"},
    "concern": [{"kind": "fine lines"}, {"kind": "atrophic acne scar"}, {"kind": "melasma"}, {"kind": "tone"}],
    "session": [{"day": 0, "device": "pen, 12 needles", "depth_mm": 1.0, "passes": 4, "glide_speed_mm_per_s": 20}
                | {"topical": [{"name": "vitamin c"}, {"name": "prp"}]}],
    "aftercare": {"retinoid": "retinol"},
}  # fmt: skip


def test_a_bare_course_lists_all_that_it_leaves_out():
    found = places(assumed(course_from_tables(BARE)))
    assert found >= {
        "person.photoageing", "person.smoker", "person.conditions", "concern[0].scale", "concern[1].subtype",
        "concern[1].scale", "concern[2].scale", "session.numbing", "session.topical.concentration_mg_per_ml",
        "session.topical.dose_ul_per_cm2", "session.topical.applied_after_min", "aftercare.sunscreen", "aftercare.sun",
        "aftercare.anti_inflammatory", "aftercare.occlusion_h", "aftercare.retinoid_pause_day", "follow_up.until_day",
    }  # fmt: skip
    assert "device.tip_radius_um" in found
    assert len(assumed(course_from_tables(BARE))) <= 16


def test_a_whole_course_leaves_nothing_out():
    assert assumed(whole()[0]) == ()


def test_what_is_listed_as_assumed_acts():
    """Every value left out whose item says that it acts: writing another there moves the answer."""
    raw = WHOLE | {"person": {k: v for k, v in WHOLE["person"].items() if k != "photoageing"}}
    course = course_from_tables(raw)
    assert places(assumed(course)) == {"person.photoageing"}
    assert numbers(course) != whole()[1]


def test_sun_damage_left_out_is_named_with_its_age_and_its_range():
    (item,) = (i for i in assumed(course_from_tables(BARE)) if i.where == "person.photoageing")
    assert "62 years" in item.value
    assert "0.34" in item.value
    assert item.acts


def test_the_words_say_what_was_taken_and_why_or_only_why():
    course = course_from_tables(BARE)
    for item in some(assumed(course)):
        assert str(item) == f"{item.what}: {item.value} ({item.why})"
    for item in some(without_effect(course)):
        assert str(item) == f"{item.what}: {item.why}"


def test_what_judges_change_is_named_alike_here_and_in_observation():
    assert set(JUDGE_CHANGE) == {name for name, scale in OBSERVED.items() if scale.judges_change}


def test_the_lists_load_without_the_array_library():
    code = (
        "import sys, microneedling.course.assumed, microneedling.course.without_effect; "
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
