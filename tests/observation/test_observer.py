"""What eyes take of the surface."""

import numpy as np

from helpers.synthetic_tissue import risen, tissue
from microneedling.observation.observer import perceived_crease
from microneedling.outcomes import measures


def test_habituation_takes_from_what_eyes_see_but_not_from_the_instrument(nominal):
    fresh = tissue(draws=1, crease_depth=1 - risen(0.2))
    used = tissue(draws=1, crease_depth=1 - risen(0.2), habituation=risen(0.1, over_day=150))
    assert perceived_crease(used)[0, -1] > perceived_crease(fresh)[0, -1]
    assert np.array_equal(
        measures.crease_depth(used, nominal).value, measures.crease_depth(fresh, nominal).value
    )
    overdone = tissue(draws=1, crease_depth=1 - risen(0.1), habituation=0.9)
    assert (perceived_crease(overdone) <= 1).all()
