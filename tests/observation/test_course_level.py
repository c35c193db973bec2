"""How far the strength of a course bears out between studies: nothing at slope 0, all at 1, the model's own far out."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.evidence.registry import priors
from microneedling.observation.course_level import LIMIT, SLOPE, log_factor
from microneedling.observation.effects import StudyEffects
from microneedling.observation.raters import NULL_TAIL, STUDY_SD, rater_log_factor

MIDDLE, NUMBERS = np.array([0.6]), priors().nominal()


def level(distance: float, slope: float) -> float:
    values = NUMBERS.with_values({SLOPE: slope})
    return float(log_factor(np.array([distance]), MIDDLE, values)[0])


@pytest.mark.parametrize("distance", [0.3, 0.6, 1.2])
def test_slope_one_leaves_the_model_and_slope_nothing_the_middle_course(distance):
    assert level(distance, 1.0) == 0.0
    assert distance * np.exp(level(distance, 0.0)) == pytest.approx(MIDDLE[0])


def test_half_a_slope_goes_half_the_way_on_the_logarithm():
    assert 1.2 * np.exp(level(1.2, 0.5)) == pytest.approx(0.6 * np.sqrt(2))


def test_needles_that_do_nothing_are_not_lifted_to_what_needling_does():
    most = float(NUMBERS[LIMIT][0])
    for distance in (1e-6, 1e-3, 0.01):
        lifted = distance * np.exp(level(distance, 0.0))
        assert lifted == pytest.approx(distance * most)
    assert np.isfinite(level(0.0, 0.3))


def test_a_stronger_course_never_reports_less_at_any_slope():
    for slope in (0.0, 0.2, 0.7, 1.0):
        far = np.geomspace(0.01, 10, 200)
        values = NUMBERS.with_values({SLOPE: slope}).repeated(len(far))
        seen = far * np.exp(log_factor(far, np.full(len(far), MIDDLE[0]), values))
        assert np.all(np.diff(seen) > -1e-12)


def test_some_studies_find_next_to_nothing():
    """The lower tail of a study's factor is heavier than the upper one, and more so the heavier it is set."""
    z = np.array([-2.0, 2.0])
    effects = StudyEffects(z, 0 * z, 0 * z, 0 * z)
    values = priors().nominal().repeated(2)
    plain = rater_log_factor(values, effects)
    assert -plain[0] > 1.3 * plain[1] > 0
    heavy = rater_log_factor(values.with_values({NULL_TAIL: 1.0}), effects)
    assert heavy[0] < plain[0]
    assert heavy[1] == plain[1] == pytest.approx(2 * float(values[STUDY_SD][0]))
