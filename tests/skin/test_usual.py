"""Sun damage that nobody gave: one law, rising with age, the same in words and in draws."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.evidence.registry import registry
from microneedling.people.recipe import Recipe, virtual_people
from microneedling.skin.person import Person
from microneedling.skin.usual import photoageing_of, usual_photoageing, usual_photoageing_interval
from microneedling.studies.study_file import study_from_text

AGES = np.arange(0, 121, 5)


def somebody(**given) -> Person:
    return Person(**{"age_year": 62, "sex": "female", "phototype": "II", "site": "cheek"} | given)


def test_what_is_given_is_taken():
    values = registry().draws(5, 1)
    assert photoageing_of(somebody(photoageing=0.0), values) == 0.0
    assert photoageing_of(somebody(photoageing=0.6), values) == 0.6


def test_left_out_it_rises_with_age_and_stays_a_share():
    values = registry().draws(40, 1)
    found = np.array([photoageing_of(somebody(age_year=int(age)), values) for age in AGES])
    assert np.all((found >= 0) & (found < 1))
    assert np.all(np.diff(found, axis=0) >= 0)
    assert np.all(found[AGES <= 20] == 0)
    assert np.all(np.diff(found[AGES >= 20], axis=0) > 0)


@pytest.mark.parametrize("age", [30, 45, 62, 80])
def test_the_words_say_what_the_draws_have(age):
    found = photoageing_of(somebody(age_year=age), registry().draws(4000, 1))
    told = usual_photoageing_interval(age)
    assert np.quantile(found, (0.1, 0.5, 0.9)) == pytest.approx(told, rel=0.12)


def test_a_nominal_run_has_the_middle_person():
    values = registry().nominal()
    years = 62 - values["population.first_signs_year"]
    rate = values["population.photoageing_per_year"]
    assert photoageing_of(somebody(), values) == pytest.approx(1 - np.exp(-rate * years))


def test_people_of_a_study_follow_the_same_law():
    study = study_from_text(
        'format = 1\n[population]\nn = 9\nage_year = 62\n[device]\nkind = "none"\n'
        '[[reading]]\nscale = "tewl"\nday = 1\n'
    )
    values = registry().draws(50, 1)
    folk = virtual_people(Recipe.of(study.population), values, 1)
    years = usual_photoageing(folk.age_year, np.zeros(50), values)
    assert np.corrcoef(folk.photoageing, years)[0, 1] > 0.3
    assert np.median(folk.photoageing / years) == pytest.approx(1.0, abs=0.25)
