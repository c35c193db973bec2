"""Behaviours that only the draws can show: what one draw in sixty does."""

from __future__ import annotations

import copy

import numpy as np

from microneedling.course.days import day_grid
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import course_from_tables
from microneedling.evidence.registry import priors, registry
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


def test_a_hundred_passes_are_followed_to_the_end_in_every_lesion():
    """Matrix that is lost once made the target of a lesion's vessels pass through a pole, and the run ended there."""
    _, lossy = registry()["session_effect.matrix_loss"].range or (0.0, 0.0)
    strengths = [
        {"session_effect.matrix_loss": lossy, "proliferation.vessel_normalising": value}
        for value in (30.0, 90.0)
    ]
    for kind in ({"kind": "atrophic acne scar", "subtype": "rolling"}, {"kind": "striae rubra"}):
        tables = copy.deepcopy(SCENES["pen"])
        del tables["title"], tables["from"]
        tables["session"][0]["passes"] = 100
        tables["concern"] = [kind]
        course = course_from_tables({"format": 1, **tables})
        run = protocol_of(course, day_grid(course, ASKED_DAY)).run(registry().nominal().stacked(strengths))
        lesion = next(found for name, found in run.tissues.items() if name != "skin")
        assert not lesion.failed.any()
        assert (lesion.surface_topography.remodelled.min(axis=(1, 2)) < -1 / 90).all()
        assert (np.abs(lesion.proliferation.vessels - 1) < 2).all()
