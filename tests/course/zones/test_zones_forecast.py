"""One forecast with its zones inside: each as if it were alone, harm for the person who has them all."""

from __future__ import annotations

import json

import numpy as np
import pytest

from helpers.zoned import SITES, zoned
from microneedling import InputError, Refused, evidence_for, gradient
from microneedling.cli.main import main
from microneedling.course.reading import course_from_tables
from microneedling.course.simulate import simulate
from microneedling.course.writing import course_text

DRAWS = 6


@pytest.fixture(scope="module")
def course():
    return course_from_tables(zoned())


@pytest.fixture(scope="module")
def forecast(course):
    return simulate(course, draws=DRAWS)


@pytest.mark.parametrize("site", SITES)
def test_a_zone_is_bit_for_bit_what_it_is_alone(site, course, forecast):
    alone, within = simulate(course.in_zone(site), draws=DRAWS), forecast.by_zone[site]
    assert len(alone.outcomes) == len(within.outcomes)
    for one, other in zip(alone.outcomes, within.outcomes, strict=True):
        assert np.array_equal(one.change, other.change), one.name
    assert np.array_equal(alone.harm.pih_probability, within.harm.pih_probability)
    assert np.array_equal(alone.harm.downtime_days, within.harm.downtime_days)


def test_zones_written_out_for_one_site_change_nothing():
    raw = zoned()
    raw["concern"] = [{"kind": "fine lines"}]
    raw["session"][0]["zone"] = [{"site": "forehead", "area_cm2": 50}]
    zones = course_from_tables(raw)
    del raw["session"][0]["zone"]
    raw["session"][0]["area_cm2"] = 50
    raw["person"]["site"] = "forehead"
    plain = course_from_tables(raw)
    one, other = (simulate(course, draws=3).to_json() for course in (zones, plain))
    for key in ("sessions", "outcomes", "chances", "harm", "clock", "findings", "assumed", "zones"):
        assert one[key] == other[key], key


def test_the_person_has_the_worst_of_the_zones_and_the_marks_of_all(forecast):
    zones = [zone.harm for zone in forecast.zones]
    assert np.array_equal(forecast.harm.downtime_days, np.max([zone.downtime_days for zone in zones], axis=0))
    none = np.prod([1 - zone.pih_probability for zone in zones], axis=0)
    assert np.allclose(forecast.harm.pih_probability, 1 - none)
    assert (forecast.harm.pih_probability >= np.max([zone.pih_probability for zone in zones], axis=0)).all()


def test_deeper_zones_cost_and_give_more(forecast):
    cheek, forehead, eye = (forecast.by_zone[site] for site in SITES)
    downtimes = [np.median(zone.harm.downtime_days) for zone in (cheek, forehead, eye)]
    assert downtimes == sorted(downtimes, reverse=True)
    pains = [np.median(zone.sessions[0].pain_vas) for zone in (cheek, forehead, eye)]
    assert pains == sorted(pains, reverse=True)


def test_json_names_the_zone_of_everything(forecast):
    answer = json.loads(json.dumps(forecast.to_json(), allow_nan=False))
    assert [zone["site"] for zone in answer["zones"]] == list(SITES)
    for key in ("sessions", "outcomes", "chances"):
        assert {item["zone"] for item in answer[key]} == set(SITES)
    assert {(item["zone"], item["concern"]) for item in answer["chances"]} == {
        ("cheek", "atrophic acne scar"),
        ("forehead", "fine lines"),
        ("periorbital", "fine lines"),
    }
    assert [item["day"] for item in answer["sessions"]] == [0, 0, 0, 28, 28, 28]


def test_cards_tables_and_frames_go_zone_by_zone(forecast):
    assert [row[0] for row in forecast.concern_rows()] == ["Zone", *SITES]
    assert [row[0] for row in forecast.harm_rows()] == ["Harm", *SITES, "the person"]
    assert all(site in forecast.summary() for site in SITES)
    assert {row["zone"] for row in forecast.tidy()} == set(SITES)


def test_the_command_prints_every_zone(tmp_path, capsys, course, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    path = tmp_path / "zones.toml"
    path.write_text(course_text(course), encoding="utf-8")
    assert main(["simulate", str(path), "--draws", "3"]) == 0
    told = " ".join(capsys.readouterr().out.split())  # lines break where the terminal ends
    assert all(site in told for site in (*SITES, "the person"))
    assert main(["check", str(path)]) == 0
    assert "forehead, mine, set to 0.5 mm" in capsys.readouterr().out


def test_questions_of_one_zone_name_the_zones_to_take(course, forecast):
    with pytest.raises(InputError, match=r'in_zone\("cheek"\)'):
        gradient(course, "fine_lines", 40, ["surface_topography.crease_exponent"])
    with pytest.raises(InputError, match="a course of one zone"):
        evidence_for(forecast)


def test_a_stop_in_one_zone_refuses_the_whole():
    raw = zoned()
    raw["session"][0]["zone"][1]["depth_mm"] = 2.5
    with pytest.raises(Refused, match="forehead"):
        simulate(course_from_tables(raw), draws=3)
