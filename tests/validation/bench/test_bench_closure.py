"""What keeps pores open longer in the courses that the bench table of closure runs."""

from __future__ import annotations

import numpy as np

from microneedling.validation.bench.closure import hours


def test_patches_age_and_dark_skin_keep_pores_open():
    def median(instrument: str, types, occlusion_h: float, age_year: float = 30) -> float:
        course = ("stamp", 0.75, "forearm", occlusion_h)
        return float(np.median(hours(instrument, types, *course, age_year=age_year)))

    for instrument in ("tewl", "impedance", "dye", "oct"):
        bare = median(instrument, ("II",), 0)
        assert median(instrument, ("II",), 168) > 1.15 * bare
        assert median(instrument, ("II",), 0, 77) > 1.1 * bare
    assert median("impedance", ("VI",), 0) > 1.15 * median("impedance", ("II",), 0)
    times = [median(name, ("II",), 0) for name in ("confocal", "tewl", "impedance")]
    assert times == sorted(times)


def test_longer_needles_leave_pores_that_close_later():
    short, long = (np.median(hours("dye", ("II",), "stamp", length, "forearm", 0)) for length in (0.37, 0.77))
    assert long > 1.1 * short
