"""A tracked course in words: what is weighed from draws and people is never told as none or all of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from microneedling import Measurement
from microneedling.report.tracking.kept import advice_in
from microneedling.tracking.advice import Advice, Chance
from microneedling.tracking.designs_left import DesignLeft
from microneedling.tracking.tracked_outcome import PLACES, NextReading, Point, TrackedOutcome
from microneedling.tracking.words import (
    advice_line,
    assumed_line,
    change_words,
    expected_words,
    name_words,
    next_words,
    option_words,
    scale_beside,
    scale_words,
    verdict_words,
)

DESIGN = DesignLeft(2, 28, "pen", 0.75, 4, 148)


def told(go_on: float, change: float, stop: float, chance: float) -> str:
    """The line of an advice with these probabilities."""
    chances: dict[str, Chance] = {
        name: Chance(chance, chance, chance) for name in ("go on", "change", "stop")
    }
    left = {"day": 90, "sessions_left": 2, "reached": {}, "change_to": "", "designs_tried": 0, "broken": ()}
    return advice_line(Advice(go_on, change, stop, **left, chances=chances, limits=(), draws=100))


def test_no_advice_is_told_as_certain():
    line = told(1.0, 0.0, 0.0, chance=0.0)
    assert "more than 99 in 100" in line
    assert line.count("fewer than 1 in 100") == 5  # two of the options, three chances
    assert "100 %" not in line


def test_what_lies_between_is_told_in_whole_percent():
    line = told(0.626, 0.3, 0.074, chance=0.5)
    assert all(words in line for words in ("63 %", "30 %", "7 %", "50 %"))
    assert "in 100" not in line


def advised(best: str, left: int = 0, share: float = 0.83, far: float = 0.39) -> Advice:
    """An advice whose best way has a share of what is held possible."""
    shares = dict.fromkeys(("go on", "change", "stop"), (1 - share) / 2) | {best: share}
    chances = {
        "go on": Chance(0.5, 0.1, 0.9),
        "stop": Chance(0.5, 0.1, 0.9),
        "change": Chance(0.79, 0.5, 0.9),
    }
    told = {"day": 272.0, "sessions_left": left, "reached": {"go on": 0.26, "change": far}, "broken": ()}
    told |= {"change_to": "2 sessions", "designs_tried": 12, "limits": (), "draws": 64, "design": DESIGN}
    return Advice(shares["go on"], shares["change"], shares["stop"], chances=chances, **told)


def going(place: str, today: float = 147.0, now: float = -0.76, **more) -> TrackedOutcome:
    """An outcome at a place of its own, judged on day 146."""
    day, band = np.array([0.0, 100.0, 200.0]), np.array([[0, -1.0, -1.0], [0, -0.4, -0.4], [0, -0.2, -0.2]])
    likely = tuple(0.7 if name == place else 0.15 for name in PLACES) if place in PLACES else (0.4, 0.4, 0.2)
    about = {"zone": "", "name": "fine_lines", "label": "fine lines", "scale": "lemperle", "unit": "grade"}
    about |= {"better": -1, "carries": ("fine lines",), "start": 3.0, "judged_day": 146.0, "points": ()}
    told = {"day": day, "said": band, "now": band + [[0, now, now]] * 3, "today": today, "places": likely}
    told |= {"chance_said": 0.5, "chance_now": 0.6, "smallest_change": 1.2, "next_readings": ()}
    return TrackedOutcome(**{**about, **told, **more})


def test_on_track_and_best_changed_are_told_as_one():
    story = verdict_words(advised("change"), [going("on track")])
    assert story == (
        "The course goes as was said. The sessions of the plan are done; treating further is the best in 83 % of what "
        "is held possible. It is expected to bring the skin 39 % of the way to the best end instead of 26 %, and the "
        "chance that such a person notices by day 272 is 79 % instead of 50 %. To be on track is to be as far as was "
        "said, not as far as may be."
    )
    assert advice_line(advised("change"), [going("on track")]).startswith(story)


@pytest.mark.parametrize(
    ("best", "left", "words"),
    [
        ("go on", 2, "Going on as planned is the best in 83 %"),
        ("go on", 0, "waiting without treating further is the best in 83 %"),
        ("change", 2, "Another plan for what is left is the best in 83 %"),
        ("stop", 2, "Stopping now is the best in 83 %"),
        ("stop", 0, "leaving it at that is the best in 83 %"),
    ],
)
def test_every_way_has_its_story(best, left, words):
    story = verdict_words(advised(best, left), [going("slower")])
    assert story.startswith("The course goes slower than was said. ")
    assert words in story
    assert "on track" not in story
    names = option_words(advised(best, left))
    assert (names["go on"] == "Go on as planned") == bool(left)


def test_a_story_claims_no_more_than_the_numbers():
    assert "cannot be told" in verdict_words(advised("change", share=0.5), [going("on track")])
    assert "further" not in verdict_words(advised("change", share=0.5), [going("on track")])
    no_further = verdict_words(advised("change", left=1, far=0.2), [])
    assert "bring the skin" not in no_further
    assert "The chance that such a person notices by day 272 is 79 % instead of 50 %." in no_further
    both = verdict_words(advised("go on", 1), [going("on track"), going("slower", label="texture")])
    assert both.startswith("Fine lines: on track. Texture: slower than said. ")
    assert "cannot be told yet" in verdict_words(advised("go on", 1), [going("not to be told yet")])


def test_who_got_worse_is_looked_at_first():
    reading = Measurement(day=120, scale="lemperle", value=5)
    worse = going("on track", points=(Point(reading, 1.9, 1.4, 2.4, 1.2),))
    assert worse.worse
    story = verdict_words(advised("change"), [worse])
    assert story.startswith(
        "The last reading is worse than the start: look at the skin before anything is decided. "
    )


def test_no_day_that_is_over_is_proposed():
    told = advised("change")
    assert change_words(told).endswith("pen 0.75 mm, 4 passes, the next on day 148.")
    assert change_words(told, today=148.0).endswith("the next on day 148.")
    assert change_words(told, today=150.0).endswith("the next now (the day worked out, day 148, is past).")
    readings = (NextReading(150.0, 0.2), NextReading(178.0, 0.3))
    assert next_words(going("on track", 147.0, next_readings=readings)).count("day ") == 2
    assert next_words(going("on track", 150.0, next_readings=readings)) == (
        "One more reading would on day 178 narrow the band by 30 %."
    )
    assert "may be taken now" in next_words(going("on track", 180.0, next_readings=readings))
    far = going("on track", 100.0, now=-1.5)
    assert expected_words(far) == "a reading within a week is expected to show one"
    assert expected_words(going("on track", 60.0, now=-1.5)) == "one is expected by week 15"


def test_an_answer_kept_before_designs_were_in_parts_is_read_as_one_kept_since():
    new = advised("change").to_json() | {
        "change_to": "2 sessions, 28 days apart: pen 0.75 mm, 4 passes, the next on day 148"
    }
    old = {name: value for name, value in new.items() if name != "change_design"}
    for answer in (new, old):
        told = advice_in({"advice": answer})
        assert told is not None
        assert told.design == DESIGN
    other = advice_in({"advice": old | {"change_to": "something else"}})
    assert other is not None
    assert change_words(other, today=150.0).endswith("the best is: something else.")


def test_no_sentence_of_a_page_names_a_document():
    assert "docs/" not in assumed_line()


def test_an_instrument_that_has_the_outcomes_name_is_not_named_twice():
    index = SimpleNamespace(label="melanin index", zone="cheek", scale="melanin_index")
    graded = SimpleNamespace(label="fine lines and wrinkles", zone="", scale="lemperle")
    assert name_words(index) == "Melanin index, cheek"
    assert scale_beside(index) == ""
    assert scale_beside(graded) == scale_words(graded) != ""
