"""A course file is read as it stands, or every mistake in it is told at once."""

from __future__ import annotations

import json
import math
import re

import pytest

from helpers.course_files import EXAMPLES, changed, plain
from microneedling.course.course import Course
from microneedling.course.reading import course_from_tables, load_course, parse_course
from microneedling.errors import InputError


def mistakes(raw) -> dict[str, str]:
    """Path -> message of every mistake of the tables."""
    with pytest.raises(InputError) as told:
        course_from_tables(raw)
    return {mistake.path: str(mistake) for mistake in told.value.mistakes}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_a_valid_course(path):
    course = load_course(path)
    assert course.sessions
    assert course.concerns


def test_the_example_of_acne_scars_has_four_sessions_a_month_apart():
    course = load_course(next(path for path in EXAMPLES if path.stem == "acne_scars_cheek"))
    assert [session.day for session in course.sessions] == [0, 28, 56, 84]
    assert course.assessment_day == 84 + 90
    assert course.concerns[0].scar_type == "rolling"
    assert course.sessions[0].numbing is not None
    assert course.sessions[0].numbing.product == "lidocaine 4 %"
    assert course.sessions[1].topical[0].name == "ascorbic acid"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 121, True, "29", None, [29], {"a": 1}])
def test_a_number_must_be_a_number_in_range(value):
    found = mistakes(changed(person__age_year=value))
    assert list(found) == ["person.age_year"]
    assert "from 0 to 120" in found["person.age_year"]


def test_huge_whole_numbers_are_refused_not_crashed_on():
    assert "person.age_year" in mistakes(changed(person__age_year=10**400))


def test_all_mistakes_come_together_with_their_paths():
    raw = changed(
        person__phototype=4,
        person__colour="red",
        concern__0__baseline=9,
        instrument__pen__needle_diameter_mm=250,
        session__1__depth_mm=2.5,
        session__1__instrument="pan",
        follow_up__until_day=20,
    )
    raw["session"].append(
        {"day": 60, "instrument": "pen", "depth_mm": 2.5, "passes": 4, "glide_speed_mm_per_s": 20}
    )
    assert set(mistakes(raw)) == {
        "person.phototype",
        "person.colour",
        "concern[0].baseline",
        "instrument.pen.needle_diameter_mm",
        "session[1].instrument",
        "session[2].depth_mm",
        "follow_up.until_day",
    }


@pytest.mark.parametrize(
    ("path", "value", "suggestion"),
    [
        ("person__site", "cheeck", "cheek"),
        ("person__phototype", 4, "IV"),
        ("person__conditions", ["kelloid tendancy"], "keloid tendency"),
        ("concern__0__kind", "fine line", "fine lines"),
        ("concern__0__scale", "lemperl", "lemperle"),
        ("session__0__instrument", "penn", "pen"),
        ("instrument__pen__kind", "pne", "pen"),
    ],
)
def test_misspelt_words_get_a_suggestion(path, value, suggestion):
    text = " ".join(mistakes(changed(**{path: value})).values())
    assert f'did you mean "{suggestion}"?' in text


@pytest.mark.parametrize("where", ["sesion", "person__fototype", "session__0__pases", "aftercare__sunscren"])
def test_unknown_keys_are_refused_with_a_suggestion(where):
    text = " ".join(mistakes(changed(**{where: 1})).values())
    assert "an unknown key" in text
    assert "did you mean" in text


def test_words_are_read_in_any_case_and_by_their_usual_other_names():
    raw = changed(
        person__site="Cheeks", person__phototype="iv", person__conditions=["Isotretinoin", "HSV history"]
    )
    raw["concern"] = [{"kind": "Acne scars", "subtype": "icepick"}]
    raw["session"][0]["topical"] = [{"name": "Vitamin C"}, {"name": "PRP"}]
    course = course_from_tables(raw)
    assert course.person.conditions == ("isotretinoin", "herpes history")
    assert course.person.phototype == "IV"
    assert course.concerns[0].kind == "atrophic acne scar"
    assert [topical.name for topical in course.sessions[0].topical] == [
        "ascorbic acid",
        "platelet-rich plasma",
    ]


@pytest.mark.parametrize("kind", ["keloid", "hypertrophic scar", "hair loss"])
def test_concerns_outside_the_model_are_refused_by_name(kind):
    assert "outside the model" in mistakes(changed(concern=[{"kind": kind}]))["concern[0].kind"]


@pytest.mark.parametrize(
    ("scale", "kind", "worst"),
    [
        ("goodman_baron_qualitative", "atrophic acne scar", 4),
        ("ecca", "atrophic acne scar", 540),
        ("masi", "melasma", 48),
        ("vss", "surgical scar", 13),
        ("manchester", "striae alba", 18),
    ],
)
def test_a_score_must_lie_on_its_scale(scale, kind, worst):
    concern = {"kind": kind, "scale": scale, "baseline": worst}
    assert course_from_tables(changed(concern=[concern])).concerns[0].baseline == worst
    found = mistakes(changed(concern=[{**concern, "baseline": worst + 1}]))
    assert f"to {worst}, the range of {scale}" in found["concern[0].baseline"]


def test_a_scale_must_belong_to_its_concern():
    found = mistakes(changed(concern=[{"kind": "melasma", "scale": "lemperle"}]))
    assert "masi" in found["concern[0].scale"]


def test_sessions_must_come_in_order_each_on_its_own_day():
    same = mistakes(changed(session__1__day=0))
    assert "the same day" in same["session[1].day"]
    raw = plain()
    raw["session"].append({**raw["session"][1], "day": 14})
    assert "before the session above" in mistakes(raw)["session[2].day"]
    assert "0 for the first session" in mistakes(changed(session__0__day=3))["session[0].day"]


def test_repeat_counts_from_the_session_before():
    raw = plain()
    raw["session"][1].pop("day")
    raw["session"][1]["repeat"] = {"every_day": 28, "times": 3}
    raw["follow_up"]["until_day"] = 365
    assert [session.day for session in course_from_tables(raw).sessions] == [0, 28, 56, 84]


def test_repeat_with_a_day_starts_on_that_day():
    raw = plain()
    raw["session"] = [{**raw["session"][0], "repeat": {"every_day": 14, "times": 3}}]
    assert [session.day for session in course_from_tables(raw).sessions] == [0, 14, 28]


def test_a_mistake_in_a_repeated_session_is_told_once():
    raw = plain()
    raw["session"][1].pop("day")
    raw["session"][1] |= {"repeat": {"every_day": 28, "times": 3}, "depth_mm": 3.0}
    raw["follow_up"]["until_day"] = 365
    assert list(mistakes(raw)) == ["session[1].depth_mm"]


@pytest.mark.parametrize(
    "repeat", [3, {"every_day": 28}, {"every_day": 0, "times": 2}, {"every_day": 1, "times": 1.5}]
)
def test_a_wrong_repeat_is_told(repeat):
    raw = plain()
    raw["session"][1].pop("day")
    raw["session"][1]["repeat"] = repeat
    assert all(path.startswith("session[1].repeat") for path in mistakes(raw))


def test_a_roller_takes_its_needle_length_as_depth():
    raw = plain()
    raw["session"] = [{"day": 0, "instrument": "roller", "passes": 8}]
    assert course_from_tables(raw).sessions[0].depth_mm == 1.0
    raw["session"][0]["depth_mm"] = 0.5
    assert "no depth setting" in mistakes(raw)["session[0].depth_mm"]


def test_only_a_pen_has_a_glide_speed_and_it_may_be_left_out():
    raw = plain()
    raw["session"][0].pop("glide_speed_mm_per_s")
    assert course_from_tables(raw).sessions[0].glide_speed_mm_per_s is None
    raw["session"][0] = {"day": 0, "instrument": "roller", "passes": 8, "glide_speed_mm_per_s": 20}
    assert list(mistakes(raw)) == ["session[0].glide_speed_mm_per_s"]


def test_an_anti_inflammatory_needs_its_days_and_days_need_a_drug():
    assert "aftercare.anti_inflammatory_day" in mistakes(changed(aftercare={"anti_inflammatory": "nsaid"}))
    assert "aftercare.anti_inflammatory" in mistakes(changed(aftercare={"anti_inflammatory_day": 3}))


def test_a_course_without_sessions_is_untreated_skin():
    raw = plain()
    raw.pop("session")
    raw.pop("instrument")
    course = course_from_tables(raw)
    assert course.sessions == ()
    assert course.last_session_day == 0


@pytest.mark.parametrize("missing", ["person", "concern"])
def test_what_must_stand_in_the_file(missing):
    raw = plain()
    raw.pop(missing)
    assert "nothing" in mistakes(raw)[missing]


@pytest.mark.parametrize(
    ("key", "value"),
    [("person", 3), ("person", []), ("concern", {}), ("session", {}), ("instrument", 1), ("aftercare", True)],
)
def test_the_wrong_kind_of_table_is_told(key, value):
    assert any(path.split("[")[0] == key for path in mistakes(changed(**{key: value})))


def test_toml_errors_name_line_and_column():
    with pytest.raises(InputError) as told:
        parse_course("format = 1\n[person\nage_year = 3\n", "a.toml")
    assert told.value.mistakes[0].path == "line 2, column 8"


def test_mistakes_name_the_line_of_the_file():
    text = next(path for path in EXAMPLES if path.stem == "acne_scars_cheek").read_text(encoding="utf-8")
    text = text.replace('phototype  = "IV"', 'phototype  = "VII"')
    line = next(k for k, words in enumerate(text.splitlines(), 1) if "VII" in words)
    with pytest.raises(InputError, match=rf"person\.phototype.*\(line {line}\)"):
        parse_course(text, "a.toml")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"format = 1\n\xe4",
        b"x" * 1_100_000,
        b"a = " + b"[" * 3000,
        b"a = " + b"9" * 6000,
        b"\x00",
    ],
    ids=["utf-16", "latin-1", "huge", "deep", "long number", "nul"],
)
def test_files_that_are_no_course_file_are_refused_in_words(tmp_path, content):
    path = tmp_path / "course.toml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        load_course(path)


def test_missing_files_and_directories_are_refused(tmp_path):
    (tmp_path / "course.toml").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r'no such file.*did you mean "course.toml"'):
        load_course(tmp_path / "curse.toml")
    with pytest.raises(InputError, match="a directory"):
        load_course(tmp_path)


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "course.toml"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLES[0].read_bytes())
    assert load_course(path) == load_course(EXAMPLES[0])


def test_the_same_course_as_json(tmp_path):
    course = load_course(EXAMPLES[0])
    path = tmp_path / "course.json"
    path.write_text(json.dumps(course.as_file()), encoding="utf-8")
    assert load_course(path) == course


def test_parts_that_disagree_are_refused_in_python_too():
    course = load_course(next(path for path in EXAMPLES if path.stem == "acne_scars_cheek"))
    deep = course.sessions[0].model_copy(update={"depth_mm": 2.5})
    with pytest.raises(InputError, match=r"session\[0\]\.depth_mm"):
        type(course).model_validate({**dict(course), "sessions": (deep,)})
    assert math.isclose(course.sessions[0].depth_mm, 1.5)


def test_a_product_stands_once_in_a_session():
    raw = changed()
    raw["session"][0]["topical"] = [{"name": "ascorbic acid"}, {"name": "niacinamide"}, {"name": "Vitamin C"}]
    found = mistakes(raw)
    assert list(found) == ["session[0].topical[2]"]
    assert "one row with the whole dose" in found["session[0].topical[2]"]


def test_one_slip_is_one_mistake():
    text = next(path for path in EXAMPLES if path.stem == "acne_scars_cheek").read_text(encoding="utf-8")
    first = re.search(r"^depth_mm .*$", text, re.MULTILINE)[0]
    with pytest.raises(InputError) as told:
        parse_course(text.replace(first, "depth_mm = 15", 1))
    (deep,) = told.value.mistakes
    assert "at most 2, the needle length" in deep.allowed
    with pytest.raises(InputError) as told:
        parse_course(re.sub(r"^day .*= 0$", "day = 99999999999999", text, count=1, flags=re.MULTILINE))
    assert [item.path for item in told.value.mistakes] == ["session[0].day"]


def test_a_part_where_a_list_belongs_is_one_mistake():
    course = parse_course(next(iter(EXAMPLES)).read_text(encoding="utf-8"))
    for name, part in (("concern", course.concerns[0]), ("session", course.sessions[0])):
        given = {"person": course.person, "concern": [course.concerns[0]], "instrument": course.instruments}
        with pytest.raises(InputError) as told:
            Course(**{**given, name: part})
        (only,) = told.value.mistakes
        assert only.path == name
        assert "into a list" in only.hint
