"""One care acts once, however often it is written down and however close the sessions lie."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.needled import course, pen_session
from microneedling.course.protocol import protocol_of
from microneedling.evidence.registry import priors
from microneedling.protocol.adjuncts import Care, one_care

VALUES = priors().draws(8, 4)
FULL = np.array([1.3])


def care(start: float, end: float, share: float, full: np.ndarray = FULL, key: str = "a serum") -> Care:
    return Care(key, "collagen_gain", start, end, full, np.array([share]))


def at(cares: list[Care], day: float) -> float:
    """What the driver is multiplied by on a day."""
    acting = [w.factor[0] for w in one_care(cares) if w.from_day <= day < w.to_day]
    return float(np.prod(acting))


def test_a_care_alone_is_its_own_window():
    (window,) = one_care([care(3, 17, 0.4)])
    assert (window.from_day, window.to_day) == (3, 17)
    assert window.factor == pytest.approx(FULL**0.4)


def test_overlapping_exposures_add_up():
    both = [care(0, 14, 0.5), care(7, 21, 0.5)]
    assert at(both, 3) == at(both, 18) == pytest.approx(1.3**0.5)
    assert at(both, 10) == pytest.approx(1.3 ** (2 / 3))  # odds of 1 and 1
    assert len(one_care(both)) == 3


def test_cares_of_other_keys_still_multiply():
    assert at([care(0, 14, 1.0), care(0, 14, 1.0, key="another")], 1) == pytest.approx(1.69)


def test_a_dressing_still_on_is_no_second_dressing():
    stop = np.zeros(1)
    assert at([care(0, 2, 1.0, stop), care(1, 3, 1.0, stop)], 1.5) == 0
    slower = np.array([0.27])
    assert at([care(0, 2, 1.0, slower), care(1, 3, 1.0, slower)], 1.5) == pytest.approx(0.27)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.floats(0, 60), st.floats(0.1, 30), st.floats(0, 1)), min_size=1, max_size=6),
    st.floats(0.2, 3),
)
def test_never_more_than_the_full_effect_nor_less_than_the_strongest(rows, full):
    cares = [care(start, start + length, share, np.array([full])) for start, length, share in rows]
    for window in one_care(cares):
        acting = [c for c in cares if c.from_day <= window.from_day and window.to_day <= c.to_day]
        effect, ends = np.log(window.factor[0]), np.log(full)
        assert abs(effect) <= abs(ends) + 1e-9
        assert abs(effect) >= max(abs(ends * c.share[0]) for c in acting) - 1e-9


def test_sessions_close_together_do_not_multiply_a_product():
    session = {"topical": [{"name": "tranexamic acid", "concentration_mg_per_ml": 40}]}
    planned = course([pen_session(day, 1.0) | session for day in (0, 2, 4, 6)])
    windows = protocol_of(planned, np.zeros(1)).prepare(VALUES).adjuncts.windows
    gains = [window.factor for window in windows if window.driver == "melanin_gain"]
    assert len(gains) > 1
    assert np.min(gains / VALUES["adjunct.tranexamic_acid_melanin_gain"]) >= 1
