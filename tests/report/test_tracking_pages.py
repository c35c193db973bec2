"""The pages of a course under way: whole, escaped, told without success too early; the client's in plain words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from helpers.course_files import EXAMPLES
from helpers.readability import reading_grade, visible_lines
from microneedling import InputError, Tracked, load_course, load_measurements, track
from microneedling.report.tracking.chart import chart_of
from microneedling.report.tracking.page import tracking_report, write_tracking_report
from microneedling.report.tracking.sheet import PLACE, tracking_sheet, write_tracking_sheet

FOLDER = EXAMPLES[0].parent / "tracking"
JARGON = (
    *(
        "goodman",
        "baron",
        "dermis",
        "collagen",
        "median",
        "interval",
        "draws",
        "baseline",
        "phototype",
        "band",
    ),
    *("erythema", "grade", "quantile", "outcome", "percent", "%", "probability", "narrow"),
)


@pytest.fixture(scope="module")
def tracked() -> Tracked:
    course = load_course(FOLDER / "acne_scars.toml")
    measured = load_measurements(FOLDER / "acne_scars_measured.csv", course)
    return track(course, measured, draws=24, advise=True)


def seen(text: str) -> str:
    return " ".join(visible_lines(text))


def test_the_report_shows_every_reading_and_what_it_rests_on(tracked):
    text = seen(tracking_report(tracked))
    for part in (
        "Missed: day 56",
        "cannot be judged before day 174",
        "Wait and judge",
        "effective",
        "not blinded",
    ):
        assert part in text
    assert tracking_report(tracked).count('class="reading"') == sum(
        len(item.points) for item in tracked.outcomes
    )
    assert "FORECAST" not in text


def test_the_sheet_is_read_by_a_fourteen_year_old(tracked):
    text = tracking_sheet(tracked)
    assert 0 < reading_grade(text) <= 8.0
    words = seen(text)
    assert [word for word in JARGON if re.search(rf"\b{re.escape(word)}\b", words, re.IGNORECASE)] == []
    assert "You missed one visit" in words
    assert "Do not judge before week 25" in words
    assert "not a medical device" in words


@pytest.mark.parametrize("shares", [(0.9, 0.1, 0.0), (0.1, 0.8, 0.1), (0.0, 0.1, 0.9), (0.3, 0.4, 0.3)])
def test_the_sheet_says_how_it_goes_and_never_that_it_worked(tracked, shares):
    first = replace(tracked.outcomes[0], places=shares)
    words = seen(tracking_sheet(replace(tracked, outcomes=(first, *tracked.outcomes[1:]))))
    assert PLACE[first.place] in words
    assert not re.search(r"\b(success|worked|works|cured)\b", words, re.IGNORECASE)


def test_a_band_that_is_not_to_be_trusted_is_said_on_both_pages(tracked):
    doubtful = replace(tracked, rests=replace(tracked.rests, trusted=False))
    assert "not to be trusted" in seen(tracking_report(doubtful))
    assert "Do not rely on what we say now" in seen(tracking_sheet(doubtful))


def test_the_same_answer_gives_the_same_bytes_and_no_page_replaces_another(tracked, tmp_path):
    assert tracking_report(tracked) == tracking_report(tracked)
    for write in (write_tracking_report, write_tracking_sheet):
        page = tmp_path / f"{write.__name__}.html"
        write(tracked, page)
        with pytest.raises(InputError):
            write(tracked, page)
    assert not re.search(r'(src|href)="http', tracking_report(tracked))


def test_a_title_is_escaped(tracked):
    named = tracked.course.model_copy(update={"title": "<script>alert(1)</script>"})
    assert "<script>" not in tracking_report(replace(tracked, course=named))


def test_the_chart_says_its_numbers_in_words_and_draws_every_point(tracked):
    item, done = tracked.outcomes[0], tracked.done.course
    chart = str(chart_of(item, "one", done, 640, 300))
    assert chart.count('class="reading"') == len(item.points)
    assert "Measured:" in chart
    assert chart.count('class="needle"') == 3
    plain = str(chart_of(item, "one", done, 360, 190, plain=True))
    assert "reading-error" not in plain
    nothing = replace(item, points=())
    assert "Nothing was measured" in str(chart_of(nothing, "one", done, 640, 300))
