"""The two reference forecasts against hand-worked cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from microneedling.validation.reference_forecasts import Reports, family_mean, sessions_only

REPORTS = Reports(
    value=np.array([10.0, 12.0, 14.0, 16.0, 100.0, 40.0]),
    study=["a", "b", "c", "d", "d", "e"],
    family=["scar", "scar", "scar", "scar", "tone", "tone"],
    sessions=np.array([1.0, 2.0, 3.0, 4.0, 4.0, 2.0]),
)


def test_family_mean_knows_only_the_other_studies_of_its_family():
    made = family_mean(REPORTS, 999)
    assert np.median(made[:, 0]) == pytest.approx(14.0)
    spread = 2.0 * np.sqrt(1 + 1 / 3)
    assert np.quantile(made[:, 0], 0.9) == pytest.approx(14.0 + spread * student.ppf(0.9, 2), rel=0.01)
    # study d's other report does not count; the family tone has too few others, so all others speak
    assert np.median(made[:, 4]) == pytest.approx(np.mean([10.0, 12.0, 14.0, 40.0]))


def test_sessions_only_draws_the_line_through_the_others():
    made = sessions_only(REPORTS, 999)
    assert np.median(made[:, 0]) == pytest.approx(10.0)
    assert np.median(made[:, 3]) == pytest.approx(16.0)
    reports = Reports(np.array([1.0, 3.0, 2.0, 6.0]), list("abcd"), ["x"] * 4, np.array([1.0, 2.0, 3.0, 5.0]))
    made = sessions_only(reports, 999)[:, 3]
    # by hand: slope 1/2, mean (2, 2), one degree of freedom, residual standard deviation sqrt(3/2)
    spread = np.sqrt(1.5) * np.sqrt(1 + 1 / 3 + 9 / 2)
    assert np.median(made) == pytest.approx(3.5)
    assert np.quantile(made, 0.75) == pytest.approx(3.5 + spread * student.ppf(0.75, 1), rel=0.01)


def test_sessions_only_without_contrast_is_the_mean():
    reports = Reports(np.array([1.0, 2.0, 3.0, 4.0]), list("abcd"), ["x"] * 4, np.full(4, 3.0))
    assert sessions_only(reports, 99) == pytest.approx(family_mean(reports, 99))


def test_too_few_reports_are_refused():
    with pytest.raises(ValueError, match="studies other than a"):
        family_mean(Reports(np.ones(3), ["a", "b", "c"], ["x"] * 3, np.ones(3)), 9)
    with pytest.raises(ValueError, match="differ in length"):
        Reports(np.ones(3), ["a"], ["x"] * 3, np.ones(3))
