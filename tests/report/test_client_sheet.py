"""The client's sheet: read by a fourteen-year-old, honest about chance, whole and self-contained."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from helpers.readability import reading_grade, visible_lines
from helpers.report_result import make_result
from microneedling.course.reading import load_course
from microneedling.course.rules import RULES
from microneedling.course.safety.condition_rules import CONDITION_RULES
from microneedling.course.screen import screen
from microneedling.course.simulate import simulate
from microneedling.errors import InputError
from microneedling.observation.words import setback
from microneedling.protocol.topicals import TOPICALS
from microneedling.report.chances import of_hundred, outward
from microneedling.report.client import lay_words, plan
from microneedling.report.client.lay_words import TALK, to_talk_through
from microneedling.report.client.sheet import client_sheet, days_words, page, write_client_sheet
from microneedling.report.course.delivered import product_notes
from microneedling.skin.concern import SCALES
from microneedling.skin.sites import SITE_ALIASES

OLDEST_GRADE = 8.0  # of school: thirteen to fourteen years
JARGON = (
    *("cutometer", "tewl", "corneum", "dermis", "collagen", "median", "interval", "draws", "baseline", "phototype"),
    *("erythema", "pih", "grade", "quantile", "monotherapy", "melanin", "barrier", "off-label", "P01", "T01", "%"),
)  # fmt: skip


@pytest.fixture(scope="module")
def text() -> str:
    return client_sheet(make_result(sessions=3))


def words(text: str) -> str:
    return " ".join(visible_lines(text))


def test_a_fourteen_year_old_reads_it(text, record_property):
    grade = reading_grade(text)
    record_property("automated_readability_index", round(grade, 1))
    assert 0 < grade <= OLDEST_GRADE


def test_the_formula_tells_hard_from_easy():
    easy = "<p>The cat sat on the mat. It was a fat old cat.</p>"
    hard = (
        "<p>Transepidermal evaporation characterises restoration of epidermal permeability homeostasis.</p>"
    )
    assert reading_grade(easy) < 2
    assert reading_grade(hard) > 20


def test_no_jargon_and_no_long_decimals(text):
    seen = words(text)
    assert [word for word in JARGON if re.search(rf"\b{re.escape(word)}\b", seen, re.IGNORECASE)] == []
    assert re.findall(r"\d+\.\d{2,}", seen) == []


def test_it_says_what_a_client_must_know(text):
    seen = words(text)
    for part in (
        "This is not a medical device",
        "Three visits, four weeks apart.",
        "set to a depth of 1.5 mm",
        "numbing cream goes on first, for 45 minutes",
        "Not before week 21",
        "Of 100 people like you, about",
        "What is not known",
        "Call your clinic if you see",
        "Clinic",
        "Date",
        "Phone",
    ):
        assert part in seen


def test_a_stop_that_was_overridden_stands_at_the_top(text):
    lines = visible_lines(text)
    place = next(n for n, line in enumerate(lines) if line.startswith("The safety check said no"))
    assert place < lines.index("What is planned")
    calm = make_result()
    calm = replace(calm, findings=calm.findings[:1], overridden=())
    assert "The safety check said no" not in client_sheet(calm)
    subject = TALK[calm.findings[0].rule[0]]
    assert f"Talk these through with your clinic before the first visit: {subject}." in client_sheet(calm)


def test_every_rule_of_the_screen_has_a_subject_that_a_client_understands():
    rules = [*RULES.values(), *CONDITION_RULES.values()]
    assert all(to_talk_through([rule.name]) for rule in rules)
    assert to_talk_through(["D04 deep for the zone", "D06 no depth named", "F02 judged too early"]) == [
        "how deep the needles go",
        "when to look at the result",
    ]


def test_a_product_whose_way_is_not_followed_is_said_to_be_off_label_too():
    made = make_result(topical=({"name": "hydroquinone"},))
    made = replace(made, findings=screen(made.course))
    assert "not cleared for bringing hydroquinone" in words(client_sheet(made))


def test_products_are_told_with_their_warnings():
    seen = words(client_sheet(make_result(topical=({"name": "ascorbic acid", "dose_ul_per_cm2": 5},))))
    assert "vitamin C goes on the skin" in seen
    assert "not cleared for bringing vitamin C in" in seen
    assert "caused lumps" in seen


def test_one_figure_a_person(text):
    shapes = re.findall(r'<path d="([^"]+)" class="person-(?:yes|may|no)"', text)
    assert sum(shape.count("Z") for shape in shapes) == 2 * 100  # a head and a body each


def test_nobody_and_everybody_are_never_said():
    result = make_result()
    for size in (0.0, -50.0):
        sure = tuple(replace(item, change=np.full_like(item.change, size)) for item in result.outcomes)
        told = page(replace(result, outcomes=sure))["hopes"][0]["middle"]
        assert told in ("about 1", "about 99")


def test_untreated_skin_has_a_sheet():
    seen = words(client_sheet(make_result(sessions=0, until_day=120)))
    assert "No visit is planned" in seen
    assert "The days after a visit" not in seen


def test_every_word_of_a_course_has_its_plain_word():
    assert set(lay_words.WISHES) == set(SCALES)
    assert set(SITE_ALIASES.values()) <= set(lay_words.PLACES)
    assert set(lay_words.PRODUCTS) <= set(TOPICALS)


def test_weeks_and_days():
    assert plan.gap(28) == "four weeks"
    assert plan.gap(10) == "ten days"
    assert plan.judge_words(174) == "week 25, about 6 months after the first visit"
    assert plan.judge_words(30) == "week 5"


def test_self_contained_and_the_same_every_time(text):
    assert client_sheet(make_result(sessions=3)) == text
    assert "<script" not in text
    assert not re.search(r"""(?:src|srcset)=|https?://(?!www\.w3\.org)|@import""", text)


def test_hostile_words_are_only_words():
    assert "<script" not in client_sheet(make_result(title="<script>alert(1)</script>"))


def test_written_whole_and_never_over_another_unasked(tmp_path, text):
    path = tmp_path / "sheet.html"
    write_client_sheet(make_result(sessions=3), path)
    assert path.read_text(encoding="utf-8") == text
    with pytest.raises(InputError, match="--force"):
        write_client_sheet(make_result(), path)


def test_a_step_of_some_visits_names_them():
    course = load_course("examples/acne_scars_cheek.toml")
    told = " ".join(plan.steps(simulate(course, draws=1)))
    assert "At each visit" in told
    assert "After needling at visits 2, 3 and 4, vitamin C goes on" in told
    assert "A numbing cream goes on first, for" in told


@pytest.mark.parametrize(
    ("low", "high", "better", "said"),
    [(-0.7, 0.71, -1, True), (-0.7, 0.2, -1, False), (-0.7, 0.2, 1, True), (0.1, 0.2, 1, False)],
)
def test_a_change_for_the_worse_counts_where_it_is_the_larger(low, high, better, said):
    assert setback(low, high, better) is said


def test_lumps_are_named_for_a_gel_that_is_not_followed_into_the_skin():
    made = make_result(topical=({"name": "hyaluronic acid"},))
    assert "caused lumps" in words(client_sheet(replace(made, findings=tuple(screen(made.course)))))


def test_the_report_names_every_product_off_its_label():
    made = make_result(topical=({"name": "hydroquinone"},))
    notes = product_notes(replace(made, findings=tuple(screen(made.course))))
    assert "hydroquinone" in notes[0].lower()
    assert "off-label" in notes[0]


def test_ranges_are_rounded_outward():
    assert outward(0.0034, 0.115) == (0, 12)
    assert of_hundred(0, 12) == "from fewer than 1 to 12"
    assert of_hundred(*outward(0.0, 1.0)) == "from fewer than 1 to more than 99"
    assert outward(0.29, 0.57) == (29, 57)  # dust of floating point moves no end
    assert days_words({"median": 0.09, "low80": 0.04, "high80": 0.3}) == "about two hours (less than 1 to 8)"
    assert days_words({"median": 2.2, "low80": 1.6, "high80": 3.1}) == "about two days (1 to 4)"
    assert days_words({"median": 1.0, "low80": 1.0, "high80": 1.0}) == "about one day"
