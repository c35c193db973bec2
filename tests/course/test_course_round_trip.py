"""File -> course -> file -> course loses nothing, whatever the course."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.course_files import EXAMPLES
from microneedling.course.reading import course_from_tables, load_course, parse_course
from microneedling.course.writing import course_text
from microneedling.device.instruments import INSTRUMENTS
from microneedling.errors import visible
from microneedling.protocol.topicals import TOPICALS
from microneedling.skin.concern import SCALES

WORDS = st.text(
    st.characters(exclude_categories=("Cs",)).filter(lambda sign: visible(sign) == sign),
    min_size=1,
    max_size=20,
)
FRACTIONS = st.floats(0, 1)


def sizes(low: float, high: float):
    return st.floats(low, high, allow_subnormal=False)


@st.composite
def instruments(draw):
    kind = draw(st.sampled_from(sorted(INSTRUMENTS)))
    table = {
        "kind": kind,
        "needle_count": draw(st.integers(1, 500)),
        "needle_diameter_mm": draw(sizes(0.1, 0.5)),
        "needle_length_mm": draw(sizes(0.5, 3.0)),
    }
    own = {
        "pen": {"frequency_hz": draw(sizes(10, 150)), "tip_width_mm": draw(sizes(4, 20))},
        "roller": {"drum_diameter_mm": draw(sizes(10, 40)), "drum_width_mm": draw(sizes(10, 40))},
        "stamp": {"tip_width_mm": draw(sizes(4, 20))},
    }
    optional = {"tip_radius_um": draw(sizes(1, 50)), "device_limit_mm": draw(sizes(0.5, 3))}
    return {**table, **own[kind], **{key: value for key, value in optional.items() if draw(st.booleans())}}


@st.composite
def courses(draw):
    named = draw(st.dictionaries(WORDS, instruments(), min_size=1, max_size=2))
    sessions, day = [], 0
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(sorted(named)))
        session = {"day": day, "instrument": name, "passes": draw(st.integers(1, 10))}
        if named[name]["kind"] == "pen":
            session["glide_speed_mm_per_s"] = draw(sizes(5, 50))
        if named[name]["kind"] != "roller":
            session["depth_mm"] = named[name]["needle_length_mm"] * draw(sizes(0.1, 1.0))
        if draw(st.booleans()):
            session["topical"] = [{"name": draw(st.sampled_from(sorted(TOPICALS)))}]
        if draw(st.booleans()):
            session["numbing"] = {"product": "EMLA", "minutes": draw(sizes(1, 120))}
        sessions.append(session)
        day += draw(st.integers(1, 60))
    kind = draw(st.sampled_from(sorted(SCALES)))
    return {
        "format": 1,
        "title": draw(WORDS),
        "person": {
            "age_year": draw(sizes(18, 90)),
            "sex": draw(st.sampled_from(("female", "male"))),
            "phototype": draw(st.sampled_from(("I", "II", "III", "IV", "V", "VI"))),
            "site": draw(st.sampled_from(("cheek", "forehead", "abdomen"))),
            "photoageing": draw(FRACTIONS),
            "smoker": draw(st.booleans()),
        },
        "concern": [{"kind": kind}],
        "instrument": named,
        "session": sessions,
        "follow_up": {"until_day": day + 90},
    }


@settings(max_examples=60, deadline=None)
@given(courses())
def test_any_course_survives_being_written_and_read(raw):
    course = course_from_tables(raw)
    assert parse_course(course_text(course), "again.toml") == course
    assert course_from_tables(course.as_file()) == course


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_survive_being_written_and_read(path):
    course = load_course(path)
    assert parse_course(course_text(course), "again.toml") == course


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PARTS = (
    "format",
    "title",
    "person",
    "concern",
    "instrument",
    "session",
    "aftercare",
    "follow_up",
    "depth_cap_mm",
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PARTS), JUNK))
def test_junk_is_told_as_mistakes_and_never_crashes(raw):
    from microneedling.errors import InputError

    with pytest.raises(InputError) as told:
        course_from_tables(raw)
    assert told.value.mistakes
