"""What a reading would take off a forecast's variance: closed forms, curves, useless readings, a real course."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.sensitivity.measure_next import (
    Candidate,
    candidates,
    curved_share,
    linear_shares,
    narrowings,
)
from microneedling.sensitivity.ranking import ranking

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COUNT = 4000


def _reading(value: np.ndarray, error: float, name: str = "r") -> Candidate:
    return Candidate(name, name, "1", 7.0, "change", "instrument", value, np.full(len(value), error))


def _pair(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """A forecast y and a reading r with correlation 0.8, both of variance 1."""
    r, other = np.random.default_rng(seed).standard_normal((2, COUNT))
    return 0.8 * r + 0.6 * other, r


@pytest.mark.parametrize("error", [0.0, 0.5, 2.0])
def test_normal_draws_give_the_closed_form(error):
    y, r = _pair()
    item = _reading(r, error)
    exact = 0.64 / (1 + error**2)
    assert linear_shares(y[:, None], [item])[0, 0] == pytest.approx(exact, abs=0.03)
    assert curved_share(y, item) == pytest.approx(exact, abs=0.03)


def test_a_bent_relation_shows_in_the_check_alone():
    r = np.random.default_rng(2).standard_normal(COUNT)
    item = _reading(r, 0.1)
    assert abs(linear_shares((r**2)[:, None], [item])[0, 0]) < 0.02
    assert curved_share(r**2, item) > 0.8


def test_useless_readings_are_not_offered():
    y, r = _pair()
    noise = np.random.default_rng(3).standard_normal((30, COUNT))
    offered = [_reading(value, 0.1, f"noise {j}") for j, value in enumerate(noise)]
    assert narrowings("y", y, offered) == []
    found = narrowings("y", y, [*offered, _reading(r, 0.5)])
    assert [item.candidate.name for item in found] == ["r"]
    assert found[0].sd_left == pytest.approx(np.sqrt(1 - 0.64 / 1.25), abs=0.03)
    useless = [linear_shares(y[:, None], [item])[0, 0] for item in offered]
    curved = [curved_share(y, item) for item in offered]
    assert abs(np.mean(useless)) < 1e-3
    assert abs(np.mean(curved)) < 3e-3


def test_a_greater_error_narrows_less():
    y, r = _pair()
    shares = linear_shares(y[:, None], [_reading(r, error) for error in (0.1, 0.5, 1.0, 3.0)])[0]
    assert (np.diff(shares) < 0).all()


def test_failed_draws_do_not_count():
    y, r = _pair()
    whole = linear_shares(y[: COUNT // 2, None], [_reading(r[: COUNT // 2], 0.5)])
    y[COUNT // 2 :] = np.nan
    assert linear_shares(y[:, None], [_reading(r, 0.5)]) == pytest.approx(whole)


@pytest.fixture(scope="module")
def result():
    return simulate(load_course(EXAMPLES / "acne_scars_cheek.toml"), draws=80)


def test_every_instrument_and_rater_of_a_course_is_offered(result):
    offered = candidates(result)
    names = {item.name for item in offered}
    assert {"tewl", "r2", "stained_collagen", "crease_depth", "scar_depth", "acne_scar_rolling"} <= names
    assert {"channels_open_h", "erythema_days"} <= names
    assert {item.how for item in offered if item.name == "stained_collagen"} == {"biopsy"}
    assert all(item.day < result.course.assessment_day for item in offered)
    assert all((item.error >= 0).all() and np.isfinite(item.error).all() for item in offered)
    # a baseline that the file gives, or that is 100 % by definition, tells nothing
    levels = {item.name for item in offered if item.kind == "level"}
    assert "tewl" in levels
    assert not levels & {"acne_scar_rolling", "stained_collagen", "melanin_index"}


def test_the_table_of_a_course_names_what_moves_it(result):
    used = set(result.values.used)
    table = ranking(result)
    assert result.values.used == used
    scar = next(item for item in table.spreads if item.outcome == "acne_scar_rolling")
    assert {item.key.partition(".")[0] for item in scar.shares} & {"collagen", "scales", "session_effect"}
    assert any(
        item.candidate.name.startswith("acne_scar_rolling") for item in table.readings_of(scar.outcome)
    )
    shares = [item.share for item in table.numbers]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= item.share_there <= 1.2 for item in table.numbers)
    assert table.to_json()["numbers"][0]["grade"]
    # the barrier has long closed by the assessment day, so there is no spread to explain
    assert "tewl" not in {item.outcome for item in table.spreads}
