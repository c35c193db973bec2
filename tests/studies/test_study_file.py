"""A study file is read as it stands, or every mistake in it is told at once."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from subprocess import run

import pytest

from helpers.study_files import EXAMPLES, LEFT_OUT, plain
from microneedling.errors import InputError
from microneedling.evidence.registry import registry
from microneedling.inputs.distribution import Distribution
from microneedling.studies.assumptions import assumptions
from microneedling.studies.readings import READINGS, Statistic, canonical_scale
from microneedling.studies.study import Population, Reading, Study, StudyDevice
from microneedling.studies.study_file import load_study, parse_study, study_from_text
from microneedling.studies.typical import typical_age

ROOT = Path(__file__).parents[2]


MEASURES = {  # names of outcomes.measures.readings, which needs a tissue
    match
    for path in (ROOT / "src" / "microneedling" / "outcomes").glob("*.py")
    for match in re.findall(r'(?:make|percent)\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
} | {"cutometer_r2", "cutometer_r5", "cutometer_r7"}


def mistakes(raw, **options) -> dict[str, str]:
    """Path -> message of every mistake of the tables."""
    with pytest.raises(InputError) as told:
        parse_study(raw, **options)
    return {mistake.path: str(mistake) for mistake in told.value.mistakes}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_loads_and_survives_being_written_back(path):
    study = load_study(path)
    assert study.reading
    assert parse_study(study.as_file()) == study
    assert parse_study(json.loads(json.dumps(study.as_file()))) == study


def test_the_examples_hold_every_family_of_outcome():
    scales = {reading.scale for path in EXAMPLES for reading in load_study(path).reading}
    asked = {
        "goodman_baron_qualitative", "goodman_baron_quantitative", "ecca", "acne_scar_score", "lemperle",
        "alexiades_laxity", "alexiades_texture", "gais", "cutometer_r2", "dermal_density", "masi", "mmasi",
        "striae_improvement", "pih_rate", "erythema_day", "pain_vas", "tewl", "micropore_closure_h",
    }  # fmt: skip
    assert asked - scales == set()
    assert any(load_study(path).course.sham for path in EXAMPLES)
    assert any(load_study(path).course.topical for path in EXAMPLES)


def test_what_a_file_says_is_what_the_study_holds():
    study = parse_study(plain(course__numbing={"product": "Lidocaine 5%", "minutes": 45}))
    assert study.days == (0.0, 30.0, 60.0)
    assert study.device.needle_length_mm == Distribution(mean=1.5)
    assert study.device.needle_length_mm.exact
    assert study.device.depth_mm is None
    assert study.course.numbing.product == "lidocaine 5 %"
    first, second = study.reading
    assert (first.statistic, first.rater, first.unit, first.day_at) == (
        "mean change",
        "investigator",
        "grade",
        150,
    )
    assert (second.statistic, second.unit) == ("percent change", "%")
    assert study.family(first) == "acne_scar"


def test_a_json_file_and_a_toml_file_are_the_same(tmp_path):
    path = tmp_path / "study.json"
    path.write_text(json.dumps(plain()), encoding="utf-8")
    assert load_study(path) == parse_study(plain())


def test_written_days_take_the_place_of_an_interval():
    raw = plain(course={"days": [0, 21, 60]})
    assert parse_study(raw).days == (0.0, 21.0, 60.0)
    assert "course.days[2]" in mistakes(plain(course={"days": [0, 21, 20]}))
    assert "course.days[0]" in mistakes(plain(course={"days": [7, 21]}))
    found = mistakes(plain(course={"days": [0, 21], "sessions": 3, "interval_day": 21}))
    assert set(found) == {"course.sessions", "course.interval_day"}


def test_an_untreated_side_has_visits_but_no_needling():
    study = parse_study(plain(device={"kind": "none"}, course__sham=True))
    assert study.days == ()
    assert study.course.session_days == (0.0, 30.0, 60.0)
    assert parse_study(plain(device={"kind": "none"}, course=LEFT_OUT)).days == ()
    assert "course.sham" in mistakes(plain(course__sham=True))
    found = mistakes(plain(device={"kind": "none", "needle_length_mm": 1.5, "passes": 4}))
    assert set(found) == {"device.needle_length_mm", "device.passes"}


def test_a_mean_with_its_range_spreads_by_a_quarter_of_it():
    assert Distribution.model_validate({"mean": 30, "low": 20, "high": 44}).sd == 6
    assert Distribution.model_validate({"mean": 30, "sd": 2, "low": 20, "high": 44}).sd == 2
    assert Distribution.model_validate({"low": 20, "high": 44}).middle == 32
    assert (
        "both low and high"
        in mistakes(plain(population__age_year={"mean": 30, "low": 20}))["population.age_year"]
    )


def test_huge_whole_numbers_are_refused_not_crashed_on():
    assert mistakes(plain(population__age_year={"mean": 30, "low": 0, "high": 10**400}))
    assert mistakes(plain(device__passes=10**400))


def test_hours_are_days_divided_by_24():
    tewl = {"scale": "tewl", "hour": 6}
    assert parse_study(plain(reading=[tewl])).reading[0].day_at == 0.25
    assert "reading[0].hour" in mistakes(plain(reading=[{**tewl, "day": 1}]))


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("IV", {"IV": 1.0}),
        ("iv", {"IV": 1.0}),
        (["III", "IV"], {"III": 0.5, "IV": 0.5}),
        ({"II": 0.33, "III": 0.33, "IV": 0.33}, {"II": 1 / 3, "III": 1 / 3, "IV": 1 / 3}),
    ],
)
def test_phototypes_in_their_three_forms(written, held):
    assert Population(n=10, phototypes=written).phototypes == pytest.approx(held)


@pytest.mark.parametrize(
    "written", ["VII", ["III", "four"], {"IV": 60, "V": 40}, {"IV": 0.6, "V": 0.6}, 4, [], {}]
)
def test_phototypes_that_are_refused(written):
    found = mistakes(plain(population__phototypes=written))
    assert found
    assert all(path.startswith("population.phototypes") for path in found)


@pytest.mark.parametrize(
    ("word", "scale"),
    [
        ("Goodman-Baron qualitative", "goodman_baron_qualitative"),
        ("Goodman & Baron", "goodman_baron_qualitative"),
        ("ECCA", "ecca"),
        ("Lipper-Perez", "acne_scar_score"),
        ("PRIMOS", "crease_depth"),
        ("wrinkle_depth", "crease_depth"),
        ("Mexameter melanin", "melanin_index"),
        ("R2", "cutometer_r2"),
        ("VAS pain", "pain_vas"),
        ("Hemi-MASI", "hemi_masi"),
        ("modified MASI", "mmasi"),
        ("Global Aesthetic Improvement Scale (GAIS)", "gais"),
    ],
)
def test_scales_go_by_many_names(word, scale):
    assert canonical_scale(word) == scale


def test_every_alias_leads_to_a_reading():
    from microneedling.studies.reading_words import SCALE_ALIASES, STATISTIC_ALIASES
    from microneedling.studies.reading_words import plain as spelt

    assert not {name for name in SCALE_ALIASES.values() if name not in READINGS}
    assert not [word for word in (*SCALE_ALIASES, *STATISTIC_ALIASES) if spelt(word) != word]
    assert set(STATISTIC_ALIASES.values()) <= set(Statistic.__args__)


@pytest.mark.parametrize("name", READINGS)
def test_every_reading_has_defaults_of_its_own_and_a_home(name):
    kind = READINGS[name]
    reading = Reading(scale=name, day=30)
    assert reading.statistic == kind.statistics[0]
    assert reading.rater == kind.rater
    assert kind.rater in kind.raters
    assert all(statistic in Statistic.__args__ for statistic in kind.statistics)
    if kind.family == "instrument":
        assert kind.measure in MEASURES
    elif kind.family not in ("event", "clock"):
        from microneedling.observation.scales import SCALES

        assert kind.course_scale is None or kind.course_scale in SCALES
        assert kind.course_scale is None or SCALES[kind.course_scale].direction == kind.direction
        assert f"scales.sensitivity.{kind.family}" in registry()


def test_all_mistakes_come_together_with_their_paths_and_lines():
    text = """
title = "many mistakes"
[population]
n            = 0
female_share = 72
site         = "cheeck"
condition    = "melasma"
subtype      = "mixed"
colour       = 3
[device]
kind             = "roler"
needle_length_mm = 1500
[course]
sessions = 4
[[reading]]
scale = "goodman_baron_qualitatve"
day   = 150
[[reading]]
scale    = "mmasi"
rater    = "instrument"
baseline = { mean = 30 }
"""
    with pytest.raises(InputError) as told:
        study_from_text(text, "many.toml")
    found = {mistake.path: str(mistake) for mistake in told.value.mistakes}
    assert set(found) == {
        "format", "population.n", "population.female_share", "population.site", "population.subtype",
        "population.colour", "device.kind", "device.needle_length_mm", "reading[0].scale",
        "reading[1].day", "reading[1].rater", "reading[1].baseline.mean",
    }  # fmt: skip
    assert 'did you mean "cheek"?' in found["population.site"]
    assert 'did you mean "roller"?' in found["device.kind"]
    assert 'did you mean "goodman_baron_qualitative"?' in found["reading[0].scale"]
    assert "72 looks like percent: write 0.72" in found["population.female_share"]
    assert "micrometres: write 1.5" in found["device.needle_length_mm"]
    assert "(line 12)" in found["device.needle_length_mm"]
    assert "0 to 24" in found["reading[1].baseline.mean"]
    assert told.value.exit_code == 2


@pytest.mark.parametrize(
    ("changes", "path", "told"),
    [
        ({"population__n": 20.5}, "population.n", "whole number"),
        ({"population__n": True}, "population.n", "whole number"),
        (
            {"population__age_year": {"mean": 28, "sd": 5, "high": 400}},
            "population.age_year.high",
            "0 to 120",
        ),
        ({"population__age_year": "28"}, "population.age_year", "a number, or a table"),
        ({"population__age_year": float("nan")}, "population.age_year.mean", "a number"),
        ({"population__age_year": {"sd": 4}}, "population.age_year", "a mean, or both low and high"),
        ({"population__age_year": {"low": 40, "high": 18}}, "population.age_year", "low below high"),
        (
            {"population__age_year": {"mean": 50, "low": 18, "high": 40}},
            "population.age_year",
            "between low and high",
        ),
        ({"population__photoageing": 30}, "population.photoageing", "write 0.3"),
        ({"population__condition": "keloid"}, "population.condition", "outside the model"),
        (
            {"device__needle_length_mm": {"low": 1, "high": 1500}},
            "device.needle_length_mm.high",
            "micrometres",
        ),
        ({"device__depth_mm": 2.0}, "device.depth_mm", "at most 1.5"),
        ({"device__depth_mm": 1.0}, "device.depth_mm", "a roller has no depth setting"),
        ({"device__frequency_hz": 100}, "device.frequency_hz", "only a pen"),
        ({"device__passes": 0}, "device.passes", "1 to 100"),
        ({"course__interval_day": -3}, "course.interval_day", "from 0.1"),
        ({"reading": []}, "reading", "[[reading]]"),
        ({"reading": {"scale": "ecca", "day": 3}}, "reading", "[[reading]]"),
        ({"reading__0__day": -5}, "reading[0].day", "0 to 3650"),
        ({"reading__0__day": 0}, "reading[0].day", "after the first session"),
        ({"reading__0__day": 99999}, "reading[0].day", "0 to 3650"),
        ({"reading__0__statistic": "mean chnge"}, "reading[0].statistic", 'did you mean "mean change"?'),
        ({"reading__0__baseline": 7}, "reading[0].baseline", "1 to 4"),
        ({"reading__0__baseline": {"mean": 3, "sd": 9}}, "reading[0].baseline.sd", "at most 3"),
        ({"reading__0__over_percent": 50}, "reading[0].over_percent", "share improved"),
        ({"reading__0__scale": "masi"}, "reading[0].scale", "not read on atrophic acne scar"),
        ({"reading__0__scale": "patient satisfaction"}, "reading[0].scale", "satisfaction depends on"),
        ({"reading__0__scale": "hair count"}, "reading[0].scale", "outside the model"),
        ({"reading__0__scale": "gais"}, "reading[0].baseline", "has no baseline"),
        ({"reading__0__unit": "grade"}, "reading[0].unit", "an unknown key"),
    ],
)
def test_each_mistake_is_told_where_it_stands(changes, path, told):
    found = mistakes(plain(**changes))
    assert list(found) == [path]
    assert told in found[path]


def test_points_on_a_scale_without_ends_need_their_baseline():
    reading = {"scale": "hemi_masi", "day": 90}
    raw = plain(population__condition="melasma", reading=[reading])
    assert "ratio to its baseline" in mistakes(raw)["reading[0].baseline"]
    raw["reading"] = [{**reading, "baseline": 8}]
    assert parse_study(raw).reading[0].unit == "points"
    raw["reading"] = [{**reading, "statistic": "percent change"}]
    assert parse_study(raw).reading[0].unit == "%"


def test_a_part_belongs_to_acne_scars():
    assert parse_study(plain(reading__0__part="rolling")).reading[0].part == "rolling"
    raw = plain(
        population__condition="fine lines", reading=[{"scale": "lemperle", "day": 90, "part": "rolling"}]
    )
    assert list(mistakes(raw)) == ["reading[0].part"]


def test_striae_need_their_site():
    raw = plain(population={"n": 12, "condition": "striae alba"}, reading=[{"scale": "gais", "day": 90}])
    assert list(mistakes(raw)) == ["population.site"]
    raw["population"]["site"] = "thigh"
    assert parse_study(raw).population.site == "thigh"


def test_general_scales_take_the_family_of_what_was_treated():
    judged = READINGS["percent_improvement"]
    assert judged.family_for("melasma") == "melasma"
    assert judged.family_for("striae rubra") == "striae"
    assert READINGS["lemperle"].family_for("rejuvenation") == "fine_lines"
    assert READINGS["striae_improvement"].unit_of("share improved") == "%"


def test_what_is_left_out_is_told_and_taken_from_the_registry():
    sparse = parse_study(plain(population={"n": 9, "condition": "melasma"}, device={"kind": "pen"},
                               reading=[{"scale": "masi", "day": 90}]))  # fmt: skip
    told = "\n".join(map(str, assumptions(sparse)))
    for word in ("age", "phototypes", "site", "sun damage", "needle length", "passes", "taken as typical"):
        assert word in told
    entry = registry()["study.typical_age_year.melasma"]
    assert sparse.population.age_year.mean == entry.value
    assert (sparse.population.age_year.low, sparse.population.age_year.high) == entry.range
    given = {item.where for item in assumptions(parse_study(plain()))}
    assert not given & {"population.age_year", "device.passes", "course.sessions", "population.n"}


@pytest.mark.parametrize("condition", [*Population.model_fields["condition"].annotation.__args__])
def test_every_condition_has_a_typical_age_of_its_own(condition):
    assert f"study.typical_age_year.{condition.replace(' ', '_')}" in registry()
    age = typical_age(condition)
    assert 10 < age["low"] < age["mean"] < age["high"] < 80


def test_the_same_rules_hold_from_python():
    with pytest.raises(InputError):
        Study(population=Population(n=5), device=StudyDevice(kind="pen", needle_length_mm=1500), reading=())


def test_an_arm_without_readings_is_taken_where_they_stand_elsewhere():
    raw = plain()
    del raw["reading"], raw["format"]
    assert parse_study(raw, readings_needed=False).reading == ()
    assert set(mistakes(raw)) == {"format", "reading"}


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    (tmp_path / "study.toml").write_text("n = = 3", encoding="utf-8")
    for path, word in ((tmp_path / "study.toml", "line 1"), (tmp_path / "studdy.toml", "study.toml")):
        with pytest.raises(InputError) as told:
            load_study(path)
        assert word in str(told.value)
    with pytest.raises(InputError, match="a study file"):
        study_from_text("[1, 2]", "x.json")


def test_a_study_is_read_without_the_array_library():
    code = (
        "import sys\nfrom microneedling.studies.study_file import load_study\n"
        f"load_study({str(EXAMPLES[0])!r})\n"
        "sys.exit(str([n for n in ('numpy', 'scipy', 'numba') if n in sys.modules] or '') or 0)"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
