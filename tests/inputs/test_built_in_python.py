"""What is built in Python is refused as a file is: one error, every mistake, the place as it stands in a file."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.course_files import changed, plain
from microneedling.course.course import Course, FollowUp, Session
from microneedling.course.reading import course_from_tables
from microneedling.device.instruments import Pen, Roller, Stamp
from microneedling.errors import InputError
from microneedling.inputs.written import Written
from microneedling.people.written import TrialPeople
from microneedling.skin.concern import Concern
from microneedling.skin.person import Aftercare, Person
from microneedling.studies.study import Study
from microneedling.transport.delivery_file import DeliveryFile
from microneedling.trials.reading import load_trial
from microneedling.trials.tables import Aim, Design, Endpoint
from microneedling.trials.trial_file import Arm, Trial


def told(build: Any, *arguments: Any, **fields: Any) -> dict[str, str]:
    """Path -> message of every mistake with which something is refused."""
    with pytest.raises(InputError) as caught:
        build(*arguments, **fields)
    return {mistake.path: str(mistake) for mistake in caught.value.mistakes}


BUILT = [Aftercare, Aim, Arm, Concern, Course, DeliveryFile, Design, Endpoint, FollowUp]
BUILT += [Pen, Person, Roller, Session, Stamp, Study, Trial, TrialPeople]
PERSON = {"age_year": 40, "sex": "female", "phototype": "II", "site": "cheek"}
PEN = {
    "needle_count": 12,
    "needle_diameter_mm": 0.25,
    "needle_length_mm": 2.0,
    "frequency_hz": 90,
    "tip_width_mm": 8,
}


@pytest.mark.parametrize(
    "model",
    BUILT,
)
def test_an_unknown_key_is_one_of_our_mistakes_in_everything_that_can_be_built(model):
    assert "an unknown key" in told(model, colour="red")["colour"]
    assert told(model.model_validate, 3)[""].startswith(": found 3; allowed: a table")


def test_all_mistakes_of_a_person_come_at_once():
    found = told(Person, **PERSON | {"age_year": "x", "phototype": 4, "site": "cheeck"})
    assert set(found) == {"age_year", "phototype", "site"}
    assert 'did you mean "IV"?' in found["phototype"]
    assert 'did you mean "cheek"?' in found["site"]


@pytest.mark.parametrize(
    "changes",
    [
        {"person__phototype": 4, "concern__0__baseline": 9, "session__1__depth_mm": 2.5},
        {"session__1__instrument": "pan", "follow_up__until_day": 20, "aftercare__sun": "a lot"},
        {"instrument__pen__kind": "pne"},
        {"instrument__pen__needle_diameter_mm": 250, "session__0__pases": 4},
        {"title": "", "depth_cap_mm": 9, "person__conditions": ["keloids"]},
    ],
)
def test_a_course_is_refused_as_its_file_is(changes):
    assert told(Course, **changed(**changes)) == told(course_from_tables, changed(**changes))


def test_fields_go_by_their_names_in_python_and_are_told_by_those_of_the_file():
    raw = changed(session__0__depth_mm="deep", concern__0__kind="fine line")
    fields = {
        "sessions": raw.pop("session"),
        "concerns": raw.pop("concern"),
        "instruments": raw.pop("instrument"),
    }
    assert set(told(Course, **raw, **fields)) == {"session[0].depth_mm", "concern[0].kind"}


def test_parts_that_disagree_are_told_beside_parts_that_are_wrong():
    found = told(
        Course,
        person={**PERSON, "age_year": 300},
        concern=[Concern(kind="texture")],
        instrument={"pen": Pen(**PEN)},
        session=[Session(day=0, instrument="pen", depth_mm=2.5, passes=4), {"day": 0, "instrument": "pan"}],
    )
    assert {
        "person.age_year",
        "session[0].depth_mm",
        "session[1].day",
        "session[1].instrument",
    } <= set(found)


def test_a_copy_with_changes_is_checked():
    course = course_from_tables(plain())
    assert set(told(course.person.model_copy, update={"age_year": -1})) == {"age_year"}
    assert set(told(course.model_copy, update={"sessions": (course.sessions[1],)})) == {"session[0].day"}
    older = course.person.model_copy(update={"age_year": 41})
    assert (older.age_year, older.site, course.person.age_year) == (41, "cheek", 40)
    assert course.model_copy() == course


def test_json_is_refused_in_the_same_way():
    assert set(told(Person.model_validate_json, '{"age_year": 40, "sex": "x"}')) == {
        "sex",
        "phototype",
        "site",
    }


def test_scalars_of_the_array_library_are_numbers():
    person = Person(
        **PERSON | {"age_year": np.int64(40), "photoageing": np.float32(0.5), "smoker": np.bool_(True)}
    )
    assert (person.age_year, person.photoageing, person.smoker) == (40.0, 0.5, True)
    assert type(person.age_year) is float
    numbers: dict[str, Any] = {"day": np.int32(28), "depth_mm": np.float16(1.5), "passes": np.uint8(4)}
    session = Session(instrument="pen", **numbers)
    assert (session.day, session.depth_mm, session.passes) == (28, 1.5, 4)
    assert "day" in told(Session, day=np.float64(2.5), instrument="pen", depth_mm=1, passes=1)
    assert "age_year" in told(Person, **PERSON | {"age_year": np.nan})
    assert "age_year" in told(Person, **PERSON | {"age_year": np.bool_(True)})


def test_a_part_of_the_wrong_class_is_named():
    assert (
        "found a Concern; allowed: a table" in told(Course, person=Concern(kind="tone"), concern=[])["person"]
    )


def test_an_instrument_in_a_course_is_told_without_its_kind_in_the_path():
    found = told(Course, **changed(instrument__pen__tip_width_mm=-1))
    assert set(found) == {"instrument.pen.tip_width_mm"}


def test_a_study_is_refused_with_what_disagrees_too():
    found = told(
        Study,
        population={"n": 0},
        device={"kind": "roller", "frequency_hz": 90},
        course={"sessions": 3},
    )
    assert set(found) == {"population.n", "device.frequency_hz"}


def test_a_delivery_needs_what_its_parts_need():
    product = {"concentration_mg_per_ml": 100}
    assert set(told(DeliveryFile, active={"name": "ascorbik acid"}, product=product)) == {"active.name"}
    roller = {"device": "roller, 192 needles", "needle_length_mm": 1.0}
    named: dict[str, Any] = {"active": {"name": "ascorbic acid"}, "product": product}
    found = told(DeliveryFile, **named, instrument=roller, needling={"glide_speed_mm_per_s": 20})
    assert set(found) == {"needling.glide_speed_mm_per_s"}
    assert DeliveryFile(**named).instrument is None


def test_a_trial_is_refused_with_the_mistakes_of_its_arms(example_trial):
    arms = [
        {"name": "a", "sham": True, "course": changed(person__site="chek")},
        {"name": "a", "course": plain()},
    ]
    found = told(Trial, **{**dict(example_trial), "arms": arms})
    assert set(found) == {"arms[0].course.person.site"}
    arms[0]["course"] = plain()
    found = told(Trial, **{**dict(example_trial), "arms": arms})
    assert {"arms[1].name", "arms[0].course.session", "aim.compare[0]"} <= set(found)


@pytest.fixture(scope="module")
def example_trial() -> Trial:
    return load_trial("examples/trials/acne_scars_sham.toml")


def every_model(base: type[Written]) -> list[type[Written]]:
    """All kinds of what people write."""
    return [found for child in base.__subclasses__() for found in (child, *every_model(child))]


def test_nothing_that_people_write_takes_a_hidden_sign_in_its_free_text():
    found = []
    for model in every_model(Written):
        for name, field in model.model_fields.items():
            if field.annotation in (str, str | None) and "enum" not in str(field.json_schema_extra):
                fields = told(model, **{name: "a \x1b[31m b"})
                found += [f"{model.__name__}.{name}"]
                assert field.alias or name in fields
    assert "Course.title" in found


def test_what_is_given_by_both_of_its_names_is_said_to_be_given_twice():
    one = [Concern(kind="fine lines")]
    found = told(
        Course,
        person=Person(age_year=40, sex="female", phototype="II", site="cheek"),
        concern=one,
        concerns=one,
    )
    assert list(found) == ["concern"]
    assert "by another name too" in found["concern"]
