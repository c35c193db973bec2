"""What a study's arm shows for one draw of the numbers does not depend on the draws computed beside it."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.calibration.fit import target
from microneedling.streams import generator

# Products are followed into the skin with steps that all draws of a batch share: their error, not their answer.
SHARED_STEPS = 0.01


@pytest.mark.slow
def test_every_arm_shows_the_same_alone_and_beside_others():
    posed = target()
    z = generator(3, "beside").standard_normal((6, len(posed.names)))
    together = posed.forward(z)
    alone = np.concatenate([posed.forward(z[k : k + 1]) for k in range(len(z))])
    sizes = np.nanstd(together, axis=0) + np.abs(together)
    assert np.isfinite(together).all(axis=1).any()
    np.testing.assert_array_equal(np.isnan(together), np.isnan(alone))
    assert np.nanmax(np.abs(together - alone) / np.where(sizes > 0, sizes, 1.0)) < SHARED_STEPS


@pytest.mark.slow
def test_what_a_report_leaves_open_of_the_device_differs_from_draw_to_draw():
    posed = target()
    open_ones = [name for name in posed.names if name.startswith("study.typical_needle_count")]
    assert open_ones
    z = np.zeros((2, len(posed.names)))
    z[1, [posed.place[name] for name in open_ones]] = 1.0
    first, second = posed.forward(z)
    assert np.nanmax(np.abs(first - second)) > 0.0
    np.testing.assert_allclose(first, posed.forward(z[::-1])[1], rtol=0.02, atol=1e-6)
