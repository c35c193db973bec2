"""The scatter between studies beyond the model's own spread, and whether intervals hold with a source left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from microneedling.evidence import datasets
from microneedling.evidence.registry import priors
from microneedling.observation.bench_scatter import TOPICS
from microneedling.validation.bench.coverage import (
    FAILS,
    FEWEST,
    HOLDS,
    NOT_JUDGED,
    Coverage,
    coverage,
    left_out_inside,
)
from microneedling.validation.bench.rows import Role, compare
from microneedling.validation.bench.scatter import Residual, log_sd, residual, spread_of, widened
from microneedling.validation.bench.topics import ROWS, topic_of


def made(off: np.ndarray, own: float, each: int = 1) -> list[Residual]:
    """Rows off by so much (natural log), `each` of one source."""
    return [Residual(f"R{k}", f"s{k // each}", "permeability", float(x), own) for k, x in enumerate(off)]


def test_scatter_of_many_sources_is_found_beside_the_models_own():
    off = np.random.default_rng(3).normal(0, np.hypot(0.6, 0.8), 4000)
    assert log_sd(made(off, 0.6)) == pytest.approx(0.8, rel=0.05)
    assert log_sd(made(off, 0.0)) == pytest.approx(1.0, rel=0.05)


def test_no_scatter_is_added_where_the_model_is_wide_enough_by_itself():
    off = np.random.default_rng(4).normal(0, 0.5, 4000)
    assert log_sd(made(off, 1.0)) < 0.05


def test_one_row_far_off_does_not_carry_the_scatter():
    off = np.random.default_rng(5).normal(0, 0.5, 60)
    wild = off.copy()
    wild[0] = 30.0
    assert log_sd(made(wild, 0.1)) < 1.25 * log_sd(made(off, 0.1))


def test_a_source_with_many_rows_has_one_vote():
    few = made(np.array([0.2, -0.1, 0.3, 0.1]), 0.05)
    one_loud = [*few, *(Residual(f"L{k}", "loud", "permeability", 2.0, 0.05) for k in range(40))]
    assert log_sd(one_loud) < 0.6 * log_sd([replace(item, source=item.row) for item in one_loud])


def test_without_rows_the_usual_scatter_is_taken():
    assert log_sd([]) == pytest.approx(priors()["study_effect.bench_prior_log_sd"].value)


def test_widening_keeps_the_median_and_adds_in_squares():
    low, middle, high = widened("A311", (5.0, 10.0, 40.0), 0.5)
    assert middle == 10.0
    assert np.log(high / middle) == pytest.approx(np.hypot(np.log(4), 0.5 * 1.2816), rel=1e-3)
    assert low < 5.0
    assert widened("A015", (5.0, 10.0, 40.0), 0.5) == (5.0, 10.0, 40.0)  # a thickness: no topic


def test_permeability_in_logs_widens_in_its_own_unit_and_pain_stays_on_its_scale():
    low, _, high = widened("A213", (-7.0, -7.0, -7.0), 1.0)
    assert high + 7.0 == pytest.approx(1.2816 / np.log(10), rel=1e-3)
    assert low + high == pytest.approx(-14.0)
    assert 0 < widened("C303", (2.0, 8.0, 9.9), 2.0)[2] < 10


def test_a_bound_and_a_remembered_row_say_nothing_of_the_scatter():
    bound = compare("A085", np.full(9, 0.1), relation=">")
    assert bound.value is None
    assert coverage([bound])[0].rows == 0
    assert datasets.row("M010").seen == "memory"
    assert residual("M010", (40.0, 60.0, 80.0), 60.0) is None


def test_every_topic_names_rows_that_exist_once_and_has_a_number():
    assert set(ROWS) == set(TOPICS)
    every = [row for rows in ROWS.values() for row in rows]
    assert len(set(every)) == len(every)
    for row in every:
        assert datasets.row(row).id == row
        assert topic_of(row)
    for name, topic in TOPICS.items():
        assert spread_of(name) == priors()[topic.key].value


def test_the_interval_of_a_row_tells_what_is_the_model_and_what_the_scatter():
    row = compare("A012", np.geomspace(50, 300, 101), Role.FITTED)
    assert row.own is not None
    assert row.predicted is not None
    assert row.predicted[0] < row.own[0]
    assert row.predicted[1] == row.own[1]
    assert row.to_json()["topic"] == "reached_depth"
    assert row.to_json()["quantiles_without_study_scatter"]["0.1"] == row.own[0]


def test_a_source_does_not_widen_the_interval_that_it_is_looked_up_in():
    calm = made(np.array([0.1, -0.2, 0.15, -0.1, 0.05, 0.2, -0.05, 0.1]), 0.1)
    wild = Residual("W", "wild", "permeability", 2.0, 0.1)
    assert not left_out_inside(wild, [*calm, wild])


def test_verdicts_need_eight_sources_and_a_share_near_80_percent():
    line = Coverage("permeability", 40, FEWEST, 0.8, 0.5, 0.95, 0.2, 0.2)
    assert line.verdict == HOLDS
    assert replace(line, inside=0.95).verdict == FAILS
    assert replace(line, inside=0.6).verdict == FAILS
    assert replace(line, sources=FEWEST - 1).verdict == NOT_JUDGED
