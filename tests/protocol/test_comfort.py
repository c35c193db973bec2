"""Numbing and pain of sessions: one cream for sessions alike, read at the needles' reach, as the transport reads it."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from microneedling.course.course import Course
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import load_course
from microneedling.evidence.registry import priors
from microneedling.outcomes.harm import pain_vas
from microneedling.protocol import comfort
from microneedling.protocol.comfort import comforts
from microneedling.protocol.creams import pre_rolled
from microneedling.protocol.protocol import Prepared
from microneedling.transport.numbing_transport import numb

VALUES = priors().draws(12, 3).with_values({"transport.pain_own_score": 0.0})
ACNE = load_course(next(path for path in EXAMPLES if path.stem == "acne_scars_cheek"))


def felt(course: Course) -> list[comfort.Comfort]:
    return comforts(prepared(course))


def prepared(course: Course) -> Prepared:
    return protocol_of(course, np.zeros(1)).prepare(VALUES)


def with_numbing(**numbing) -> Course:
    """The first session alone, with another cream."""
    raw = ACNE.as_file()
    first = {key: value for key, value in raw["session"][0].items() if key != "numbing"}
    return Course.model_validate(raw | {"session": [first | ({"numbing": numbing} if numbing else {})]})


def test_pain_is_that_of_the_safety_module():
    course = with_numbing(product="EMLA", minutes=60, occluded=True, pre_roll_mm=0.2)
    ready = prepared(course)
    skin, cream = ready.anatomy, ready.protocol.sessions[0].cream
    before = pre_rolled(cream, skin, VALUES)
    numbed, plain = pain_vas(ready.session_effects[0].punctures, cream, skin, VALUES, before)
    (got,) = felt(course)
    assert got.pain_vas == pytest.approx(numbed, rel=1e-9)
    assert got.pain_without_numbing_vas == pytest.approx(plain, rel=1e-12)
    assert got.numbing.pre_roll_mm == 0.2


def test_onset_and_end_are_those_of_the_cream():
    course = with_numbing(product="lidocaine 4 %", minutes=20)
    ready = prepared(course)
    depth = ready.session_effects[0].punctures.depth_median_mm
    cream, (got,) = numb("lidocaine 4 %", 20.0, ready.anatomy, VALUES, occluded=False, finer=1), felt(course)
    assert np.isfinite(got.numbing.onset_min).any()
    assert np.isnan(got.numbing.onset_min).any()
    np.testing.assert_allclose(got.numbing.onset_min, cream.onset_min(depth))
    np.testing.assert_allclose(got.numbing.over_min, cream.over_min(depth))
    np.testing.assert_allclose(got.numbing.block_at_reach, cream.at_wiping(depth))


def test_sessions_alike_are_worked_out_once(monkeypatch):
    counted = []

    def counting(*given, **named):
        counted.append(given)
        return numb(*given, **named)

    monkeypatch.setattr(comfort.numbing_transport, "numb", counting)
    found = felt(ACNE)
    assert len(counted) == 1  # four sessions of two kinds, the same cream
    assert len(found) == 4
    assert found[1] is found[2]
    assert found[0].pain_vas == pytest.approx(found[1].pain_vas)


def test_people_and_studies_scatter_pain_at_least_twofold_about_the_middle_person():
    course = with_numbing(product="EMLA", minutes=45)

    def told(score: float):
        ready = protocol_of(course, np.zeros(1)).prepare(
            VALUES.with_values({"transport.pain_own_score": score})
        )
        return comforts(ready)[0]

    low, middle, high = (told(score) for score in (-1.2816, 0.0, 1.2816))
    for name in ("pain_vas", "pain_without_numbing_vas"):
        least, usual, most = (getattr(each, name) for each in (low, middle, high))
        assert np.all((least < usual) & (usual < most) & (most < 10))
    assert np.all(high.pain_vas > 2 * low.pain_vas)
    assert np.all(high.pain_vas < high.pain_without_numbing_vas)
    np.testing.assert_array_equal(low.numbing.block_at_reach, high.numbing.block_at_reach)


def test_a_larger_area_hurts_more_and_a_face_is_what_counts_where_none_is_given():
    raw = ACNE.as_file()

    def pain(**area):
        return felt(Course.model_validate(raw | {"session": [raw["session"][0] | area]}))[0].pain_vas

    assert np.all(pain(area_cm2=25) < pain(area_cm2=250))
    np.testing.assert_allclose(pain(area_cm2=250), pain())


@pytest.mark.parametrize("numbing", [{}, {"product": "EMLA", "minutes": 0}])
def test_without_a_cream_nothing_is_numb(numbing):
    (got,) = felt(with_numbing(**numbing))
    assert got.numbing is None
    assert np.array_equal(got.pain_vas, got.pain_without_numbing_vas)
