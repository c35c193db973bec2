"""Virtual people: their distributions, and that each is the same in any company."""

import numpy as np
import pytest

from microneedling.evidence.registry import priors
from microneedling.people.cut_normal import CutNormal
from microneedling.people.recipe import Recipe, typical_people, virtual_people

RECIPE = Recipe(
    site="cheek",
    age_year=CutNormal(40, 10, 22, 65),
    female_share=0.7,
    phototypes={"III": 0.2, "IV": 0.5, "V": 0.3},
    smoker_share=0.15,
)
MANY = priors().nominal().repeated(4000)


def test_people_follow_their_recipe():
    folk = virtual_people(RECIPE, MANY, seed=3)
    assert 22 <= folk.age_year.min() <= folk.age_year.max() <= 65
    assert folk.age_year.mean() == pytest.approx(40.6, abs=1)
    assert (folk.sex == "female").mean() == pytest.approx(0.7, abs=0.03)
    for name, share in RECIPE.phototypes.items():
        assert (folk.phototype == name).mean() == pytest.approx(share, abs=0.03)
    assert folk.smoker.mean() == pytest.approx(0.15, abs=0.02)
    assert np.all((folk.photoageing >= 0) & (folk.photoageing <= 1))
    assert np.corrcoef(folk.age_year, folk.photoageing)[0, 1] > 0.2


def test_a_person_is_the_same_in_any_chunk():
    whole = virtual_people(RECIPE, MANY, seed=3)
    part = virtual_people(RECIPE, priors().nominal().repeated(7), seed=3, first=100)
    for name in ("age_year", "photoageing", "sex", "phototype", "smoker"):
        np.testing.assert_array_equal(getattr(part, name), getattr(whole, name)[100:107])


def test_another_seed_or_stream_makes_other_people():
    values = priors().nominal().repeated(5)
    first = virtual_people(RECIPE, values, seed=3).age_year
    assert not np.array_equal(first, virtual_people(RECIPE, values, seed=4).age_year)
    assert not np.array_equal(first, virtual_people(RECIPE, values, seed=3, stream="b").age_year)


def test_the_middle_person_is_the_commonest():
    folk = typical_people(RECIPE, priors().nominal())
    assert folk.phototype[0] == "IV"
    assert folk.sex[0] == "female"
    assert not folk.smoker[0]
    assert folk.age_year[0] == pytest.approx(40.6, abs=1)


def test_a_number_without_spread_is_itself():
    assert CutNormal(33).at(np.array([0.1, 0.9])).tolist() == [33, 33]
