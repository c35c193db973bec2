"""The middle course: there for every condition, in the middle of what studies did, and what one study shares."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.evidence.registry import priors
from microneedling.studies.middle_course import SCALE, middle_course, middle_distance
from microneedling.studies.predict import predict_together
from microneedling.studies.published import arms, likelihood_readings
from microneedling.studies.readings import CONDITION_FAMILY


@pytest.mark.parametrize("condition", CONDITION_FAMILY)
def test_every_condition_has_one_with_a_reading_of_its_family(condition):
    family = CONDITION_FAMILY[condition]
    course = middle_course(condition, family)
    assert course.family(course.reading[0]) == family
    assert course.days == (0.0, 28.0, 56.0, 84.0)


@pytest.mark.parametrize("family", SCALE)
def test_general_families_are_read_on_their_scale(family):
    assert middle_course("rejuvenation", family).reading[0].scale == SCALE[family]


def test_it_lies_among_the_courses_of_the_studies():
    rated = {
        row.arm
        for row in likelihood_readings()
        if row.reading.kind.of_condition or "acne" in row.reading.scale
    }
    counts = sorted(len(arms()[arm].days) for arm in rated if arms()[arm].days)
    assert counts[len(counts) // 4] <= 4 <= counts[-len(counts) // 4]


def test_the_middle_course_itself_is_reported_at_its_full_strength():
    """A study that does the middle course has no level: its report is the same at any slope."""
    course = middle_course("atrophic acne scar", "acne_scar")
    values = priors().draws(8, 1)
    seen = []
    for slope in (0.0, 1.0):
        ours = values.with_values({"study_effect.between_studies_slope": slope})
        (made,) = predict_together([course], ours, 1, 6)
        seen.append(np.nanmedian(made.readings[0].reported))
    assert seen[0] == pytest.approx(
        seen[1], rel=0.25
    )  # people are sampled, the middle course has typical ones
    assert np.all(middle_distance("atrophic acne scar", "acne_scar", values) > 0)


def test_the_slope_brings_studies_together_and_leaves_sides_of_one_apart():
    pair = [arms()["sharma_saline"], arms()["sharma_prp"]]
    values = priors().draws(24, 2)
    gaps = []
    for slope in (0.0, 1.0):
        ours = values.with_values({"study_effect.between_studies_slope": slope})
        one, other = (made.readings[0] for made in predict_together(pair, ours, 1, 2))
        gaps.append(np.nanmedian(other.biology - one.biology))
    assert gaps[0] == pytest.approx(gaps[1])
