"""What keeps pores open longer, and what does not, in the courses that the bench table of closure runs."""

from __future__ import annotations

import numpy as np

from microneedling.validation.bench.closure import hours


def median(instrument: str, occlusion_h: float, age_year: float = 30, phototype: str = "II") -> float:
    """Hours of an array of needles; for water loss those of a densely worked roller, for no array raises it so far."""
    array = ("stamp", 0.75, "forearm", occlusion_h)
    rolled = ("roller", 1.5, "forearm", occlusion_h)
    if instrument == "tewl":
        return float(np.median(hours(instrument, (phototype,), *rolled, age_year=age_year, passes=30)))
    return float(np.median(hours(instrument, (phototype,), *array, age_year=age_year)))


def test_patches_and_age_keep_pores_open():
    for instrument in ("tewl", "impedance", "dye", "oct"):
        bare, worn = median(instrument, 0), median(instrument, 168)
        assert worn > 1.15 * bare
        assert median(instrument, 168, 77) > 1.1 * worn
        # in open air a plug, which dries in at any age, hides the mouth from water loss and impedance
        assert median(instrument, 0, 77) > (1.1 if instrument in ("dye", "oct") else 1.01) * bare
    assert median("confocal", 0) < min(median(name, 0) for name in ("impedance", "dye", "oct"))


def test_no_plug_dries_in_under_a_patch():
    assert median("impedance", 168) > 10 * median("impedance", 0)


def test_skin_tone_does_not_move_the_rim():
    """Rows A127-A131 hint at it, with spreads as wide as the differences: no number of the law depends on tone."""
    assert median("impedance", 168, phototype="VI") == median("impedance", 168)


def test_longer_needles_leave_pores_that_close_later():
    short, long = (np.median(hours("dye", ("II",), "stamp", length, "forearm", 0)) for length in (0.37, 0.77))
    assert long > 1.1 * short
