"""A delivery as studies would measure it: wider than the model alone, never beyond the dose."""

from __future__ import annotations

import numpy as np

from microneedling.evidence.registry import registry
from microneedling.transport.as_measured import as_measured, scatter, scatter_words

VALUES = registry().draws(40, 1)
AMOUNT = np.geomspace(1.0, 3.0, 40)


def test_a_study_scatters_about_the_same_median():
    for needled in (False, True):
        found = as_measured(AMOUNT, VALUES, needled)
        assert np.median(found) == np.median(found[np.isfinite(found)])
        assert abs(np.log(np.median(found) / np.median(AMOUNT))) < 0.1
        assert np.ptp(np.log(np.quantile(found, (0.1, 0.9)))) > np.ptp(
            np.log(np.quantile(AMOUNT, (0.1, 0.9)))
        )


def test_without_scatter_what_is_measured_is_what_is_modelled():
    calm = VALUES.with_values({"study_effect.bench_log_sd.absorption": 0.0})
    assert set(as_measured(AMOUNT, calm, False)) == set(AMOUNT)


def test_no_study_finds_more_than_the_dose():
    assert as_measured(AMOUNT, VALUES, True, most=4.0).max() == 4.0


def test_needled_skin_is_known_to_scatter_more_and_the_words_say_by_how_much():
    assert np.median(scatter(VALUES, True)) > np.median(scatter(VALUES, False))
    calm = VALUES.with_values({"study_effect.bench_log_sd.absorption": np.log(2) / 1.2815515655446004})
    assert "factor of 2 either way in intact skin" in scatter_words(calm, False)
