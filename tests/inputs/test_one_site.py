"""Zones in trial and study files: one mistake, where they stand and what to do, and the rest checked all the same."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from helpers.source_files import ROOT
from microneedling.course.reading import load_course
from microneedling.errors import InputError, Mistake
from microneedling.inputs.one_site import zones_apart
from microneedling.studies.study_file import parse_study
from microneedling.trials.reading import load_trial, parse_trial
from microneedling.trials.trial_file import TrialFile

TRIAL = ROOT / "examples" / "trials" / "acne_scars_depth_split_face.toml"
STUDY = ROOT / "examples" / "studies" / "acne_scars_ecca.toml"


def tables(path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def mistakes(read: Callable[[], object]) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        read()
    return list(caught.value.mistakes)


def zoned_arms(raw: dict[str, Any]) -> None:
    for arm in raw["arm"]:
        (session,) = arm["session"]
        session["zone"] = [{"site": "cheek", "depth_mm": session.pop("depth_mm")}, {"site": "forehead"}]


def in_concern(raw: dict[str, Any]) -> None:
    raw["concern"]["zone"] = "forehead"


def many_sites(raw: dict[str, Any]) -> None:
    raw["people"]["site"] = ["cheek", "forehead"]


@pytest.mark.parametrize(
    ("change", "place"),
    [(zoned_arms, "arm[0].session[0].zone"), (in_concern, "concern.zone"), (many_sites, "people.site")],
)
def test_a_trial_with_zones_has_one_mistake(change, place):
    raw = tables(TRIAL)
    change(raw)
    (mistake,) = mistakes(lambda: parse_trial(raw))
    assert mistake.path == place
    assert mistake.found.startswith("zones")
    assert "people.site" in mistake.allowed
    assert "a trial for each zone" in mistake.hint


def test_all_places_are_named_and_other_mistakes_stand_beside():
    raw = tables(TRIAL)
    zoned_arms(raw)
    raw["endpoint"]["day"] = -1
    zones, day = mistakes(lambda: parse_trial(raw))
    assert "arm[1].session[0].zone" in zones.found
    assert day.path == "endpoint.day"


def test_from_python_too():
    trial, course = load_trial(TRIAL), load_course(ROOT / "examples" / "face_in_three_zones.toml")
    arms = (trial.arms[0].model_copy(update={"course": course}), trial.arms[1])
    parts = {name: getattr(trial, name) for name in ("people", "concern", "design", "endpoint", "aim")}
    (mistake,) = mistakes(lambda: TrialFile(arms=arms, **parts))
    assert mistake.path == "arms[0].course"
    assert "cheek, forehead, periorbital" in mistake.found


@pytest.mark.parametrize(("key", "value"), [("zone", [{"site": "cheek"}]), ("zones", ["cheek", "chin"])])
@pytest.mark.parametrize("table", ["", "population", "device", "course"])
def test_a_study_with_zones_has_one_mistake(key, value, table):
    raw = tables(STUDY)
    (raw[table] if table else raw)[key] = value
    (mistake,) = mistakes(lambda: parse_study(raw))
    assert mistake.path == (f"{table}.{key}" if table else key)
    assert "population.site" in mistake.allowed
    assert "a study for each zone" in mistake.hint


@pytest.mark.parametrize(("path", "whose"), [(TRIAL, "people.site"), (STUDY, "population.site")])
def test_a_file_without_zones_is_left_as_it_is(path, whose):
    raw = tables(path)
    before = copy.deepcopy(raw)
    assert zones_apart(raw, whose, "") == (before, [])
    assert raw == before
