"""Behaviours that only the draws can show: what one draw in sixty does."""

from __future__ import annotations

import copy

import numpy as np

from microneedling.course.days import day_grid
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import course_from_tables
from microneedling.evidence.registry import priors
from microneedling.observation.forecasts import forecasts
from plausibility.scenes import SCENES

DRAWS, SEED = 60, 3
ASKED_DAY = (90.0, 360.0)


def test_no_draw_leaves_melasma_worse_by_half_and_all_relapse():
    """Teaching: melasma relapses within the year, and needling alone does not make it half as bad again."""
    tables = copy.deepcopy(SCENES["melasma"])
    del tables["title"], tables["from"]
    course, values = course_from_tables({"format": 1, **tables}), priors().draws(DRAWS, SEED)
    days = day_grid(course, ASKED_DAY)
    run = protocol_of(course, days).run(values)
    found = forecasts(course.person, course.concerns, run.tissues, values, days, run.session_days)
    (score,) = (item for item in found if item.name == "melasma")
    on_90, on_360 = (score.at(day) / score.baseline for day in ASKED_DAY)
    assert (on_360 > 0.5).sum() == (on_90 > 0.5).sum() == 0
    assert np.median(on_90) < -0.1
    assert np.abs(np.median(on_360)) < 0.1
