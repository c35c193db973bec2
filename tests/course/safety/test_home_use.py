"""Home use is refused for good, whether a file says so or the plan shows it."""

from __future__ import annotations

import pytest

from helpers.course_files import changed, plain
from microneedling.course.reading import course_from_tables
from microneedling.course.screen import stops
from microneedling.course.simulate import simulate
from microneedling.errors import Refused

ROLLER = {**plain()["instrument"]["roller"], "needle_count": 540, "needle_length_mm": 0.25}


def rolled(count: int, gap: int, length: float = 0.25, **changes):
    sessions = [
        {"day": gap * k, "instrument": "home", "depth_mm": length, "passes": 10} for k in range(count)
    ]
    roller = {**ROLLER, "needle_length_mm": length}
    return course_from_tables(
        changed(instrument={"home": roller}, session=sessions, follow_up={"until_day": 900}, **changes)
    )


def rules(course) -> set[str]:
    return {finding.rule.split()[0] for finding in stops(course)}


def test_short_needles_every_other_day_are_home_use():
    course = rolled(36, 2)
    (finding,) = [item for item in stops(course) if item.rule.startswith("U01")]
    assert finding.final
    assert "36 sessions, usually 2 d apart" in finding.reason
    with pytest.raises(Refused, match="This is final"):
        simulate(course, draws=2, override_stop=True)


@pytest.mark.parametrize(("count", "gap", "length"), [(5, 14, 0.25), (12, 7, 0.5), (3, 2, 1.5), (2, 3, 0.25)])
def test_what_practices_and_studies_do_is_not_home_use(count, gap, length):
    assert "U01" not in rules(rolled(count, gap, length))


def test_a_practice_is_believed_and_then_the_intervals_speak():
    assert {"I04", "I05"} <= rules(rolled(36, 2, setting="practice"))
    assert "U01" not in rules(rolled(36, 2, setting="practice"))


def test_a_file_that_says_home_is_refused():
    assert "U01" in rules(course_from_tables(changed(setting="home")))
    assert "U01" not in rules(course_from_tables(changed(setting="home", session=[])))
