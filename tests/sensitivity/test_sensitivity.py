"""Morris and Sobol: a function with known indices, runs outside the model, and a real course."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from microneedling.course.reading import load_course
from microneedling.errors import InputError
from microneedling.evidence.registry import registry
from microneedling.sensitivity import screening as sensitivity
from microneedling.sensitivity import varied

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
KEYS = ("a", "b", "c")
COURSE = load_course(EXAMPLES / "acne_scars_cheek.toml")


def _known(course, day, keys, scores, progress=None):
    """3 a + b + a b of standard-normal a, b: Var 11, first 9/11 and 1/11, total 10/11 and 2/11; c is idle."""
    a, b = scores[:, 0], scores[:, 1]
    return {"y": 3 * a + b + a * b}


@pytest.fixture
def known(monkeypatch):
    pytest.importorskip("SALib")
    monkeypatch.setattr(sensitivity, "outcomes_of", _known)
    monkeypatch.setattr(sensitivity, "tell_apart", lambda course, outcomes: outcomes)
    monkeypatch.setattr(sensitivity, "rest_at", lambda keys, scores: np.ones(len(scores), bool))


def test_sobol_finds_the_known_indices(known):
    found = sensitivity.sobol(COURSE, KEYS, base=2048)
    effects = {item.key: item for item in found.strongest("y")}
    assert found.runs == 2048 * 5
    assert found.left_out == 0
    assert [item.key for item in found.strongest("y")] == ["a", "b", "c"]
    assert effects["a"].other == pytest.approx(9 / 11, abs=0.04)
    assert effects["b"].other == pytest.approx(1 / 11, abs=0.04)
    assert effects["a"].size == pytest.approx(10 / 11, abs=0.05)
    assert effects["b"].size == pytest.approx(2 / 11, abs=0.05)
    assert effects["c"].size == pytest.approx(0.0, abs=1e-12)


def test_morris_ranks_and_sees_what_is_idle(known):
    found = sensitivity.morris(COURSE, trajectories=20, keys=KEYS)
    assert [item.key for item in found.strongest("y")] == ["a", "b", "c"]
    a, b, c = found.strongest("y")
    assert a.size > 2 * b.size
    assert b.other > 0
    assert (c.size, c.other) == (0.0, 0.0)
    assert found.runs == 20 * 4
    assert found.overall(1)[0] == ("a", 1.0)


def test_the_same_seed_gives_the_same_study(known):
    first, again = (sensitivity.morris(COURSE, trajectories=5, keys=KEYS, seed=7) for _ in range(2))
    assert first == again
    assert first != sensitivity.morris(COURSE, trajectories=5, keys=KEYS, seed=8)


def test_runs_that_fail_are_left_out_by_blocks_and_counted(known, monkeypatch):
    def failing(course, day, keys, scores, progress=None):
        y = _known(course, day, keys, scores)["y"].copy()
        y[::100] = np.nan
        return {"y": y}

    monkeypatch.setattr(sensitivity, "outcomes_of", failing)
    found = sensitivity.sobol(COURSE, KEYS, base=512)
    assert found.left_out == len({row // 5 for row in range(0, 512 * 5, 100)})
    assert {item.key: item.other for item in found.effects}["a"] == pytest.approx(9 / 11, abs=0.08)
    assert np.isfinite([item.size for item in found.effects]).all()


def test_too_few_usable_runs_are_an_answer(known, monkeypatch):
    monkeypatch.setattr(sensitivity, "rest_at", lambda keys, scores: np.zeros(len(scores), bool))
    with pytest.raises(InputError, match="trajectories"):
        sensitivity.morris(COURSE, trajectories=5, keys=KEYS)


def test_without_the_extra_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(InputError, match=r"microneedling\[calibrate\]"):
        sensitivity.morris(COURSE, keys=KEYS)


@pytest.fixture(scope="module")
def course():
    return load_course(EXAMPLES / "fine_lines_roller.toml")


def test_a_course_names_the_numbers_it_asks_for(course):
    keys = varied.numbers_of(course)
    book = registry()
    assert "scales.sensitivity.fine_lines" in keys
    assert "scales.sensitivity.melasma" not in keys
    assert all(book[key].range is not None and book[key].prior != "fixed" for key in keys)


def test_a_score_of_zero_is_the_nominal_course_and_scarring_skin_is_none_of_it(course):
    day = float(course.assessment_day)
    keys = ("scales.sensitivity.fine_lines", "proliferation.tgf_from_myofibroblasts_per_day")
    scores = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 12.0]])
    y = varied.outcomes_of(course, day, keys, scores)["fine_lines"]
    nominal = varied.outcomes_at(course, registry().nominal(), day)["fine_lines"]
    assert y[0] == pytest.approx(nominal[0], rel=1e-9)
    assert y[1] < y[0] < 0
    assert np.isnan(y[2])
    assert varied.rest_at(keys, scores).tolist() == [True, True, False]


def test_morris_on_a_course_leaves_idle_numbers_idle(course):
    pytest.importorskip("SALib")
    keys = (
        "scales.sensitivity.fine_lines",
        "pigment.activation_decay_per_day",
        "surface_topography.crease_exponent",
    )
    found = sensitivity.morris(course, trajectories=4, keys=keys)
    lines = {item.key: item.size for item in found.strongest("fine_lines")}
    tone = {item.key: item.size for item in found.strongest("tone_evenness")}
    assert lines["scales.sensitivity.fine_lines"] > 0.05
    assert lines["surface_topography.crease_exponent"] > 0.05
    # not zero: a pigment number moves the solver's steps, within its tolerance
    assert lines["pigment.activation_decay_per_day"] < 1e-4
    assert tone["pigment.activation_decay_per_day"] > 0.1
    assert tone["scales.sensitivity.fine_lines"] < 1e-4
    assert "tewl" not in found.outcomes()
    assert found.to_json()["outcomes"]["fine_lines"][0]["mu_star"] > 0


@pytest.mark.slow
def test_saltelli_blocks_and_plain_draws_give_the_same_shares(course):
    pytest.importorskip("SALib")
    from microneedling.sensitivity.spread import spread

    keys = (
        "scales.sensitivity.fine_lines",
        "collagen.mature_decay_per_day.papillary",
        "surface_topography.crease_exponent",
        "surface_topography.stiffness_by_collagen",
        "pigment.activation_decay_per_day",
        "measures.recovery_by_stiffness",
    )
    blocks = sensitivity.sobol(course, keys, base=256)
    scores = np.random.default_rng(5).standard_normal((600, len(keys)))
    drawn = varied.outcomes_of(course, float(course.assessment_day), keys, scores)
    for outcome in ("fine_lines", "roughness", "elastic_recovery", "hyperpigmentation"):
        first = {item.key: (item.other, item.error) for item in blocks.strongest(outcome)}
        found = {item.key: item for item in spread(outcome, drawn[outcome], keys, scores).shares}
        for key in keys:
            share, error = (found[key].share, found[key].standard_error) if key in found else (0.0, 0.02)
            assert share == pytest.approx(first[key][0], abs=2.5 * error + first[key][1] + 0.02), (
                outcome,
                key,
            )
