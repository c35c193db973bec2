"""A number lands where the arithmetic by hand puts it, and comes back as it was reported."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from helpers.subject import some
from microneedling.studies.published import arms, reported
from microneedling.validation.percent import to_percent
from microneedling.validation.reference.axes import PEOPLE_SD, limit_of, off_axis, onto_axis, seen, slope_at

ROWS = {row.row: row for row in reported()}


def of(name: str):
    row = ROWS[name]
    found = seen(row, arms()[row.arm].family(row.reading))
    assert found is not None
    return row, found


def test_the_axis_of_shares_is_its_own_inverse_with_the_slope_it_says():
    v = np.linspace(-0.12, 0.97, 40)
    assert off_axis(onto_axis(v)) == pytest.approx(v)
    step = 1e-5
    assert (onto_axis(0.4 + step) - onto_axis(0.4 - step)) / (2 * step) == pytest.approx(
        slope_at(0.4), rel=1e-6
    )
    assert np.isfinite(onto_axis([-1.0, 2.0])).all()


def test_points_of_a_grade_count_from_where_the_scale_ends():
    _, found = of("C135")  # 3.53 to 3.20 on a scale from 1
    assert off_axis(found.x) == pytest.approx(0.33 / 2.53, abs=1e-9)
    _, percent = of("C047")
    assert off_axis(percent.x) == pytest.approx(0.446)


def test_a_share_of_people_is_a_threshold_of_their_spread():
    row, found = of("C130")  # 90 % of 30 people better by more than half
    share = (27 + 0.5) / 31
    assert off_axis(found.x) == pytest.approx(0.5 + PEOPLE_SD * norm.ppf(share))
    made = found.report(np.full(20001, found.x), norm.ppf((np.arange(20001) + 0.5) / 20001))
    assert made.mean() == pytest.approx(100 * share, abs=0.3)
    assert set(np.round(made * row.n / 100, 9) % 1) == {0.0}  # whole people


def test_half_a_step_counts_as_improved_where_a_report_gives_no_limit():
    assert limit_of(ROWS["C078"]) == pytest.approx(0.5 / 2.2)  # from a grade of 3.2 to 1
    assert limit_of(ROWS["C183"]) == 0.5


def test_a_report_without_chance_is_the_number_itself_in_percent_of_what_could_be_gained():
    for row in some(
        [row for row in reported() if row.kind == "value" and row.reading.statistic != "share improved"]
    ):
        found = seen(row, arms()[row.arm].family(row.reading))
        if found is not None and row.reading.scale != "pih_rate":
            back = found.report(np.array([found.x]), np.zeros(1))[0]
            assert back == pytest.approx(to_percent(row) * row.observed, rel=1e-6, abs=1e-6), row.row


def test_more_people_and_printed_errors_make_a_sharper_place():
    few, many = of("C060")[1].se, of("C071")[1].se
    assert many < few
    row, found = of("C001")  # its standard error is printed
    assert found.se == pytest.approx(row.se * abs(to_percent(row)) / 100 * slope_at(off_axis(found.x)))


def test_what_is_no_number_or_no_change_has_no_place():
    assert seen(ROWS["C083"], "acne_scar") is None
    assert seen(ROWS["C025"], "rejuvenation") is None
