"""How densely a session needles is told by passes or by time; what is left out of it is usual, with its spread."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.course_files import changed
from microneedling.course.assumed import assumed, of_devices
from microneedling.course.course import Course
from microneedling.course.needling import density_words, needling_of
from microneedling.course.protocol import sessions_of
from microneedling.course.reading import course_from_tables
from microneedling.course.screen import screen
from microneedling.device.coverage import strokes_per_cm2
from microneedling.errors import InputError
from microneedling.evidence.registry import Registry, priors, registry
from microneedling.injury.punctures import punctures
from microneedling.skin.anatomy import anatomy_of

PEN, ROLLER = "pen, 12 needles", "roller, 192 needles"


def course(**session) -> Course:
    """A course of one session with these keys."""
    raw = changed()
    raw.pop("follow_up", None)
    raw["session"] = [{"day": 0, "depth_mm": 1.0, **session}]
    return course_from_tables(raw)


def mistakes(**session) -> dict[str, str]:
    """Path -> message of every mistake of a session with these keys."""
    with pytest.raises(InputError) as told:
        course(**session)
    return {mistake.path.removeprefix("session[0]."): str(mistake) for mistake in told.value.mistakes}


def density(given: Course, draws: int, numbers: Registry | None = None) -> np.ndarray:
    """Strokes on a square centimetre in the first session of a course, in some draws of all numbers."""
    values = (numbers or registry()).draws(draws, 1)
    skin = anatomy_of(given.person, values)
    return punctures(sessions_of(given)[0].needling, skin, values).density_per_cm2


def test_time_on_a_square_centimetre_gives_the_strokes_on_it():
    given = course(device=PEN, seconds_per_cm2=5)
    assert np.all(density(given, 3) == 12 * 100 * 5)


def test_a_speed_that_was_not_given_is_usual_and_spread():
    usual = course(device=PEN, passes=4)
    given = strokes_per_cm2(needling_of(usual, usual.sessions[0]))
    # The shipped draws hold less than the whole spread, and lie a third of it lower: the data would have denser passes.
    for numbers, apart, off in ((priors(), 1.5, 0.15), (registry(), 1.25, 0.35)):
        found = density(usual, 200, numbers)
        low, high = np.quantile(found, (0.1, 0.9))
        assert low < given / apart
        assert high > given * apart
        assert np.median(found) == pytest.approx(given, rel=off)


def test_a_course_that_says_everything_is_needled_as_before():
    given = course(device=PEN, passes=4, glide_speed_mm_per_s=20.0)
    assert np.all(density(given, 3) == 100 * 12 * 100 * 4 / (8 * 20))


def test_sessions_that_differ_in_time_alone_have_punctures_of_their_own():
    raw = changed()
    raw.pop("follow_up", None)
    raw["session"] = [
        {"day": day, "device": PEN, "depth_mm": 1.0, "seconds_per_cm2": time}
        for day, time in ((0, 2), (28, 4))
    ]
    first, second = sessions_of(course_from_tables(raw))
    assert first.needling is not second.needling


@pytest.mark.parametrize(
    ("session", "place"),
    [
        ({"device": PEN}, "passes"),
        ({"device": PEN, "passes": 4, "seconds_per_cm2": 5}, "seconds_per_cm2"),
        ({"device": PEN, "seconds_per_cm2": 5, "glide_speed_mm_per_s": 20}, "glide_speed_mm_per_s"),
        ({"device": ROLLER, "seconds_per_cm2": 5}, "seconds_per_cm2"),
        ({"device": ROLLER, "passes": 4, "glide_speed_mm_per_s": 20}, "glide_speed_mm_per_s"),
        ({"device": PEN, "seconds_per_cm2": 0}, "seconds_per_cm2"),
        ({"device": PEN, "seconds_per_cm2": 500}, "seconds_per_cm2"),
        ({"device": PEN, "passes": 0}, "passes"),
    ],
)
def test_one_of_the_two_and_nothing_that_changes_nothing(session, place):
    assert list(mistakes(**session)) == [place]


def test_words_for_how_densely():
    pen, timed = course(device=PEN, passes=1), course(device=PEN, seconds_per_cm2=2.5)
    stamp = course(device="stamp, 36 needles", passes=3)
    told = [density_words(given, given.sessions[0]) for given in (pen, timed, stamp)]
    assert told == ["one pass", "2.5 s on each cm²", "three presses"]


def test_what_is_left_to_the_usual_hand_and_device_is_listed():
    told = {item.where: item for item in assumed(course(device="SkinPen", passes=4))}
    assert told["session.glide_speed_mm_per_s"].value.startswith("20 mm/s, usual (8 to 50)")
    assert told["device.SkinPen"].what == "needle diameter, width of the tip"
    assert told["device.SkinPen"].value == "0.25 mm, 8 mm"


def test_what_was_given_or_changes_nothing_is_not_listed():
    own = {"kind": "pen", "needle_count": 12, "needle_diameter_mm": 0.25, "needle_length_mm": 2.0}
    raw = changed(instrument__pen={**own, "frequency_hz": 90, "tip_width_mm": 8})
    raw.pop("follow_up", None)
    raw["session"] = [{"day": 0, "instrument": "pen", "depth_mm": 1.0, "seconds_per_cm2": 5}]
    assert not list(of_devices(course_from_tables(raw)))


def test_the_screen_judges_time_by_its_strikes_and_words_say_it_as_written():
    given = course(device="pen, 42 needles", seconds_per_cm2=100)
    assert {"W03"} <= {finding.rule.split()[0] for finding in screen(given)}
    assert "100 s on each cm²" in given.summary()
    assert not {"W01", "W02"} & {finding.rule.split()[0] for finding in screen(given)}
