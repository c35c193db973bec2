"""The picture of a product's pathway shows the channels of the course: same person, same needles, same closing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.course_files import changed
from microneedling.course.pathways import pathways
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import course_from_tables
from microneedling.course.simulate import simulate
from microneedling.evidence.registry import registry
from microneedling.skin.person import Person
from microneedling.transport.channel_course import ChannelCourse, closing
from microneedling.transport.delivery_file import Subject

SERUM = {"name": "ascorbic acid"}


def both(**person: Any) -> tuple[ChannelCourse, ChannelCourse]:
    """The channels of the first session at the middle numbers: as the course has them, as the picture has them."""
    raw = changed(**{f"person__{key}": value for key, value in person.items()})
    raw["session"] = [{**raw["session"][0], "topical": [SERUM]}]
    course = course_from_tables(raw)
    values = registry().middle()
    (application,) = protocol_of(course, np.zeros(1)).prepare(values).applications[0]
    of_course = closing(application.punctures, application.anatomy, values, application.occluded)
    (pathway,) = pathways(simulate(course, draws=2, layers=8, override_stop=True))
    return of_course, pathway.delivery.median.channels


@pytest.mark.parametrize("person", [{}, {"smoker": True}, {"conditions": ["diabetes"]}, {"age_year": 78}])
def test_channels_close_in_the_picture_as_they_do_in_the_course(person):
    of_course, pictured = both(**person)
    assert np.array_equal(of_course.open_fraction, pictured.open_fraction)
    assert np.array_equal(of_course.area_fraction, pictured.area_fraction)


def test_whoever_smokes_is_pictured_with_slower_channels():
    assert (both(smoker=True)[1].open_fraction >= both()[1].open_fraction).all()
    assert both(smoker=True)[1].at(10.0) > both()[1].at(10.0)


def test_a_delivery_takes_all_of_a_person_that_it_asks_for():
    person = Person(
        age_year=61, sex="male", phototype="V", site="forehead", smoker=True, conditions=("diabetes",)
    )
    told = Subject.of(person).model_dump()
    assert told == {"age_year": 61, "sex": "male", "site": "forehead", "smoker": True, "diabetic": True}
    assert all(value != Subject.model_fields[name].default for name, value in told.items())
