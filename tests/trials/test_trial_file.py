"""The trial file: examples are valid, every mistake is told at its place, the schema is fresh."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from pathlib import Path

import pytest

from helpers.subject import some
from helpers.trial_files import EXAMPLES, ROOT, text, trial
from microneedling.errors import InputError
from microneedling.skin.concern import SCORE_FAMILY
from microneedling.trials.endpoints import IMPROVEMENT, KINDS, allowed_for
from microneedling.trials.reading import load_trial, parse_trial, screened_people, trial_from_text
from microneedling.trials.schema import trial_schema_text
from microneedling.trials.trial_file import Trial


def mistakes(*changes):
    with pytest.raises(InputError) as told:
        trial_from_text(text(*changes))
    return {item.path: item for item in told.value.mistakes}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_a_valid_trial_and_survives_json(path):
    made = load_trial(path)
    assert Trial.model_validate_json(made.model_dump_json()) == made


def test_the_examples_are_those_promised():
    assert [path.stem for path in EXAMPLES] == [
        "acne_scars_depth_split_face",
        "acne_scars_sham",
        "melasma_vitamin_c",
    ]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (('site       = "cheek"', 'site = "chekc"'), "people.site"),
        (("mean = 30", "mean = 300"), "people.age_year"),
        (("III = 0.5", "III = 0.9"), "people.phototypes"),
        (('kind    = "atrophic acne scar"', 'kind = "keloid"'), "concern.kind"),
        (("depth_mm = 2.0", "depth_mm = 9.0"), "arm[0].session[0].depth_mm"),
        (("depth_mm = 0.5", "depth_mm = 3.0"), "arm[1].session[0].depth_mm"),
        (('name = "shallow"', 'name = "deep"'), "arm[1].name"),
        (('name = "shallow"', 'name = "shallow"\nsham = true'), "arm[1].session"),
        (('name = "shallow"', 'name = "shallow"\nshamm = true'), "arm[1].shamm"),
        (('"split face"', '"split-face"'), "design.kind"),
        (("people_per_arm = 6", "people_per_arm = 1"), "design.people_per_arm"),
        (("dropout_share = 0.2", "dropout_share = 2"), "design.dropout_share"),
        (("goodman_baron_quantitative", "gais"), "endpoint.scale"),
        (("goodman_baron_quantitative", "mmasi"), "endpoint.scale"),
        (("goodman_baron_quantitative", "goodman_baron"), "endpoint.scale"),
        (("\nday = 150\nvisits_day = [90]", "\nday = 50"), "endpoint.day"),
        (("mean = 19, sd = 6, low = 4, high = 36", "mean = 190"), "endpoint.baseline"),
        (('compare = ["deep", "shallow"]', 'compare = ["deep", "swallow"]'), "aim.compare[1]"),
        (('compare = ["deep", "shallow"]', 'compare = ["deep", "deep"]'), "aim.compare"),
        (("[aim]", '[aim]\nkind = "equivalence"'), "aim.margin"),
        (("format = 1", "format = 2"), "format"),
        (('title  = "Two depths"', "title = 5"), "title"),
        (("sd = 6, low = 18, high = 45", "sd = 60, low = -50, high = 300"), "people.age_year"),
        (("mean = 30, sd = 6, low = 18, high = 45", "low = 45, high = 18"), "people.age_year"),
        (("low = 4, high = 36", "low = -40, high = 36"), "endpoint.baseline.low"),
        (("low = 4, high = 36", "low = 4, high = 360"), "endpoint.baseline.high"),
        (("mean = 19, sd = 6, low = 4, high = 36 }", 'mean = 0 }\nstatistic = "percent change"'),
         "endpoint.baseline"),
        (("visits_day = [90]", "visits_day = [-5, 90]"), "endpoint.visits_day"),
        (("visits_day = [90]", 'visits_day = [90]\nstatistic = "responders"'), "endpoint.over_percent"),
        (("visits_day = [90]", "over_percent = 20"), "endpoint.over_percent"),
        (('name = "shallow"', 'name = "deep "'), "arm[1].name"),
        (('name = "shallow"', 'name = "  "'), "arm[1].name"),
        (('name = "shallow"', 'name = "a\\u001b[31mb"'), "arm[1].name"),
        (('compare = ["deep", "shallow"]', 'compare = ["deep"]'), "aim.compare"),
        (("[design]", "[desing]"), "design"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_place(change, place):
    found = mistakes(change)
    assert any(path.startswith(place) for path in found), found
    assert len(found) <= 3


def test_all_mistakes_are_told_at_once():
    found = mistakes(
        ('site       = "cheek"', 'site = "chekc"'),
        ("depth_mm = 2.0", "depth_mm = 9.0"),
        ("goodman_baron_quantitative", "ekka"),
        ('compare = ["deep", "shallow"]', 'compare = ["deep", "swallow"]'),
    )
    places = " ".join(found)
    for place in ("people.site", "arm[0].session[0].depth_mm", "endpoint.scale", "aim.compare[1]"):
        assert place in places


@pytest.mark.parametrize("arms", [1, 5])
def test_the_wrong_number_of_arms_hides_no_other_mistake(arms):
    made = text(("needle_count = 12", "needle_count = -1"), ("day = 0", 'day = "x"'))
    start, end = made.index("[[arm]]"), made.index("[design]")
    one = made[start : made.index("[[arm]]", start + 1)]
    with pytest.raises(InputError) as told:
        trial_from_text(made[:start] + one * arms + made[end:])
    found = {item.path: item for item in told.value.mistakes}
    assert found["arm"].found == f"{arms} table{'s' if arms > 1 else ''}"
    assert {"instrument.pen.needle_count", f"arm[{arms - 1}].session[0].day"} <= set(found)


def test_a_refused_scale_hides_no_other_mistake():
    found = mistakes(("goodman_baron_quantitative", "gais"), ("visits_day = [90]", "visits_day = 90"))
    assert {"endpoint.scale", "endpoint.visits_day"} <= set(found)


def test_a_margin_of_shares_is_a_share():
    responders = ("visits_day = [90]", 'visits_day = [90]\nstatistic = "responders"\nover_percent = 25')
    found = mistakes(responders, ("[aim]", "[aim]\nmargin = 10"))
    assert "0.1 for ten percentage points" in found["aim.margin"].allowed
    assert trial(responders, ("[aim]", "[aim]\nmargin = 0.1")).aim.margin == 0.1


def test_more_sessions_than_can_be_missed_are_refused():
    more = (
        "[[arm.session]]\nday = 400\nrepeat = { every_day = 7, times = 59 }\n"
        + text()[text().index('instrument = "pen"') : text().index('[[arm]]\nname = "shallow"')]
    )
    found = mistakes(
        ('[[arm]]\nname = "shallow"', more + '[[arm]]\nname = "shallow"'), ("day = 150", "day = 900")
    )
    assert found["arm[0].session"].found == "62 sessions"


def test_the_safety_screen_looks_at_the_youngest_who_may_take_part(tmp_path):
    def youngest(*changes):
        return min(
            person["age_year"] for person in screened_people(trial_from_text(text(*changes), "t", tmp_path))
        )

    ages = "{ mean = 30, sd = 6, low = 18, high = 45 }"
    assert youngest() == 18
    assert youngest((ages, "30")) == 30
    assert youngest((ages, "{ mean = 30, sd = 6 }")) == 6
    assert youngest((ages, "{ mean = 20, sd = 9 }")) == 0
    (tmp_path / "clinic.csv").write_text("age_year\n" + "\n".join(map(str, range(15, 45))), encoding="utf-8")
    table = ('site       = "cheek"', 'site = "cheek"\ntable = "clinic.csv"')
    assert youngest(table, (ages, "{ mean = 30, sd = 6 }")) == 15
    assert youngest(table) == 18


def test_impressions_are_refused_with_the_reason():
    assert "percent_improvement" in mistakes(("goodman_baron_quantitative", "gais"))["endpoint.scale"].allowed


def test_an_arms_own_aftercare_stands_before_the_trials():
    made = trial(
        ('[[arm]]\nname = "deep"', '[aftercare]\nsunscreen = true\n\n[[arm]]\nname = "deep"'),
        ('name = "shallow"', 'name = "shallow"\naftercare = { sun = "daily" }'),
    )
    assert made.arms[0].course.aftercare.sunscreen
    assert not made.arms[1].course.aftercare.sunscreen
    assert made.arms[1].course.aftercare.sun == "daily"


def test_every_concern_has_endpoints_and_only_rated_ones_an_improvement():
    for kind in some(KINDS):
        allowed = allowed_for(kind)
        assert "tewl" in allowed
        assert (IMPROVEMENT in allowed) == (kind in SCORE_FAMILY)


def test_the_shipped_schema_is_fresh():
    path = ROOT / "schema" / "trial.schema.json"
    assert path.read_text(encoding="utf-8") == trial_schema_text(), "microneedling schema trial > schema/..."


def test_the_manual_names_every_key():
    page = (ROOT / "docs" / "trial-file.md").read_text(encoding="utf-8")
    schema = json.loads(trial_schema_text())
    for name in ("TrialPeople", "Design", "Endpoint", "Aim", "Correlations"):
        missing = [key for key in schema["$defs"][name]["properties"] if f"`{key}`" not in page]
        assert not missing, (name, missing)


def test_the_manuals_example_is_a_valid_trial():
    page = Path(ROOT / "docs" / "trial-file.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", page, flags=re.S)
    assert len(trial_from_text(block).arms) == 2


def places(node, path=()):
    """Every place of the plain tables."""
    if isinstance(node, dict):
        for key, inner in node.items():
            yield (*path, key)
            yield from places(inner, (*path, key))
    elif isinstance(node, list):
        for k, inner in enumerate(node):
            yield from places(inner, (*path, k))


def test_nonsense_anywhere_is_a_mistake_or_a_trial_never_a_crash():
    raw = tomllib.loads(text())
    nonsense = (None, True, -1, 0, 1e308, "", "x", [], {}, [1], [{}], {"x": 1}, float("nan"))
    told = []
    for turn, place in enumerate(places(raw)):
        for k in range(3):
            spoilt = copy.deepcopy(raw)
            inner = spoilt
            for key in place[:-1]:
                inner = inner[key]
            inner[place[-1]] = nonsense[(3 * turn + k) % len(nonsense)]
            try:
                parse_trial(spoilt)
            except InputError as error:
                told.append(error)
    assert len(told) > 80
    assert all(item.path and item.found and item.allowed for error in told for item in error.mistakes)
