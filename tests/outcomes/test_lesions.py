"""Scars and striae beside the skin around them: what counts as a difference in colour, and what does not."""

from __future__ import annotations

import numpy as np

from helpers.synthetic_tissue import REST, risen, tissue
from microneedling.evidence.registry import registry
from microneedling.outcomes import lesions

NOMINAL = registry().nominal()
SURROUND = tissue(draws=1, rest={"type1_mature": 0.8})  # fuller than the scar


def gained(**courses) -> np.ndarray:
    """Gain of a rolling scar, (day,), when states move as given."""
    return lesions.gain(tissue("rolling scar", draws=1, **courses), SURROUND, NOMINAL)[0]


def test_a_lightening_that_the_skin_around_shares_is_no_loss():
    """Faster turnover lightens needled skin for weeks: the scar is as far from the skin around it as it was."""
    assert np.all(gained(melanin_epidermis=REST["melanin_epidermis"] * (1 - risen(0.1))) == 0)


def test_darkening_and_redness_count_as_loss():
    darker = gained(melanin_epidermis=REST["melanin_epidermis"] * (1 + risen(0.1)))
    redder = gained(vessels=REST["vessels"] * (1 + risen(0.1)))
    for curve in (darker, redder):
        assert np.all(np.diff(curve[1:]) <= 0)
        assert curve[-1] < 0


def test_lost_architecture_is_seen():
    assert gained(disarray=risen(0.1))[-1] < -0.02
