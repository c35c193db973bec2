"""The report: whole, self-contained, escaped, the same every time, and with all that it promises."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import fields, replace
from html.parser import HTMLParser

import numpy as np
import pytest

from helpers.report_result import OUTCOMES, make_result
from microneedling.course.around_session import water_around
from microneedling.course.pathways import pathways
from microneedling.errors import InputError
from microneedling.evidence.track_record import NO_STUDY
from microneedling.report.course import page as report
from microneedling.report.course.done import Risk
from microneedling.report.course.findings import source_words
from microneedling.report.course.page import render_report, write_report
from microneedling.sensitivity.influence import Influence, Influential
from microneedling.skin.tissue import GROUPS

VOID = {"meta", "br", "link", "img", "hr", "input"}
HOSTILE = '</title><script>alert("x")</script><img src=x onerror=alert(1)>'


class Outline(HTMLParser):
    """Open tags must close in order; collects ids, attributes, the text that is read, and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self._seen(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._seen(tag, attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        (self.scripts if self.open[-1:] == ["script"] else self.text).append(data)

    def _seen(self, tag, attrs):
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value)


@pytest.fixture(scope="module")
def text() -> str:
    return render_report(make_result())


@pytest.fixture(scope="module")
def outline(text) -> Outline:
    return read(text)


def read(text: str) -> Outline:
    outline = Outline()
    outline.feed(text)
    outline.close()
    return outline


def test_well_formed_with_unique_ids(outline):
    assert outline.open == []
    assert outline.wrong == []
    assert len(outline.ids) == len(set(outline.ids))


def test_asks_nothing_from_the_network(text, outline):
    loading = {"src", "srcset", "data", "action", "poster", "background", "xlink:href"}
    assert not [item for item in outline.attributes if item[1] in loading]
    assert not [item for item in outline.attributes if item[0] in ("link", "iframe", "img", "object")]
    scripts = {item[1:] for item in outline.attributes if item[0] == "script"}
    assert scripts == {("type", "application/json"), ("class", "alive-frames"), ("type", "module")}
    assert not re.search(r"@import|@font-face|url\(\s*['\"]?(?!#)", text)


def test_one_script_may_run_and_nothing_be_loaded(outline):
    policy = next(item[2] for item in outline.attributes if "default-src" in item[2])
    *frames, script = outline.scripts
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    assert re.findall(r"([\w-]+-src) ([^;]+)", policy) == [
        ("default-src", "'none'"),
        ("style-src", "'unsafe-inline'"),
        ("script-src", f"'sha256-{digest}'"),
    ]
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|import|eval|Function|innerHTML)\b", script)
    assert [json.loads(item)["title"] for item in frames] == ["Made-up course"]


def test_every_reference_inside_the_page_exists(text, outline):
    named = set(re.findall(r"url\(#([\w-]+)\)", text))
    for _, name, value in outline.attributes:
        if name == "aria-labelledby":
            named |= set(value.split())
    assert named <= set(outline.ids)


def test_every_picture_is_described(outline):
    pictures = [item for item in outline.attributes if item[0] == "svg" and item[1] == "aria-labelledby"]
    assert len(pictures) == sum(item[:2] == ("svg", "role") for item in outline.attributes)
    assert len(pictures) > len(OUTCOMES)


def test_no_number_that_is_none_of_one(outline):
    words = re.sub(r"https?://\S+", "", " ".join(outline.text))  # addresses have numbers of their own
    assert not re.search(r"\b(nan|inf|None|undefined)\b", words)
    assert not re.search(r"\d\.\d{6,}", words)
    numbers = [
        value
        for _, name, value in outline.attributes
        if name in ("d", "x", "y", "cx", "cy", "width", "height")
    ]
    assert not [value for value in numbers if "nan" in value or "inf" in value]


def test_every_outcome_named_with_its_evidence(text, outline):
    words = " ".join(outline.text)
    for name, (*_, certainty, data, _, _) in OUTCOMES.items():
        label = name.replace("_", " ").capitalize()
        assert label in words
        assert f"evidence: {certainty}" in words
        assert data or "no monotherapy data" in words
    assert words.count("no monotherapy data") >= 2 * sum(not item[4] for item in OUTCOMES.values())


def test_every_outcome_tells_how_past_predictions_of_its_kind_fared(outline):
    result, told = make_result(), " ".join(outline.text)
    for item in result.outcomes:
        assert item.record.short() in told, item.name
    assert "How past predictions fared" in told
    others = [replace(item, family="of no study") for item in result.outcomes]
    assert told.count(NO_STUDY) < render_report(replace(result, outcomes=tuple(others))).count(NO_STUDY)


def test_says_what_it_is_not_for_and_when_to_judge(outline):
    words = " ".join(outline.text)
    assert "This is not a medical device." in words
    assert "Week 21 (day 146), not before." in words
    assert "X01 made up" in words
    assert words.index("X01 made up") < words.index("P01 darker skin")  # gravest first


def test_the_concern_comes_first(outline, text):
    words = " ".join(" ".join(outline.text).split())
    order = [
        "In short",
        "Acne scar rolling",
        "When to judge",
        "what the safety screen found",
        "What to expect",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert words.count("such people would notice an improvement by week") == 1  # one chance a concern


def test_a_stop_that_was_overridden_is_a_banner_on_top(text):
    result = make_result()
    assert text.index("FORECAST DESPITE A STOP") < text.index("In short")
    assert "FORECAST DESPITE A STOP" not in render_report(replace(result, overridden=()))


def test_what_was_taken_as_usual_is_told():
    result = make_result()
    silent = result.course.person.model_copy(update={"photoageing": None})
    page = render_report(replace(result, course=result.course.model_copy(update={"person": silent})))
    words = " ".join(" ".join(read(page).text).split())
    assert "Taken as usual, because the course does not say" in words
    assert "person.photoageing" in words


def test_sessions_alike_share_a_row(outline):
    words = " ".join(" ".join(outline.text).split())
    assert "Day 0, 28, 56 pen, four passes" in words


def test_an_outcome_that_only_spikes_has_no_empty_chart():
    result = make_result()
    days = result.outcomes[5].day
    since = np.min(np.where((gap := days - np.array([[0], [28], [56]])) > 0, gap, np.inf), axis=0)
    spike = 20 * np.exp(-since / 0.5) * np.ones((25, 1))
    outcomes = tuple(replace(item, change=spike) if item.name == "tewl" else item for item in result.outcomes)
    assert "nothing to draw" in render_report(replace(result, outcomes=outcomes))


def test_a_source_in_the_manual_is_told_in_words(text):
    assert source_words("FDA 2024: docs/practice.md#law-and-clearance") == (
        "FDA 2024: manual, practice, “law and clearance”"
    )
    assert "docs/practice.md" not in text


def test_untreated_side_is_told(outline):
    assert "Untreated skin in trials moved too" in " ".join(outline.text)


def test_hostile_words_are_only_words():
    hostile = make_result(title=HOSTILE, note=HOSTILE)
    page = render_report(hostile)
    seen, plain = read(page), read(render_report(make_result()))
    assert "<script>" not in page
    assert page.count("<script") == len(seen.scripts) == len(plain.scripts)
    assert seen.scripts[-1] == plain.scripts[-1]  # what runs is ours to the letter
    assert json.loads(seen.scripts[0])["title"] == HOSTILE
    assert "<img" not in page
    assert HOSTILE in "".join(seen.text)


def test_same_result_same_bytes(text):
    assert render_report(make_result()) == text


def test_untreated_course_has_a_report():
    page = render_report(make_result(sessions=0, until_day=120))
    assert "No sessions: the skin is left untreated." in page
    assert "Healing clock" not in page


def test_short_follow_up_does_not_pretend_to_judge():
    result = make_result(sessions=1, until_day=30)
    whole = result.tissues["skin"]
    kept = result.section.day <= 30.0
    short = replace(whole, day=whole.day[kept])
    page = render_report(
        replace(result, tissues={"skin": _cut(short, kept)}, outcomes=_cut_outcomes(result, kept))
    )
    assert "The forecast ends before the earliest assessment day (day 90)." in page


def _cut(tissue, kept):
    """A tissue followed on the days kept only."""
    groups = {}
    for name in GROUPS:
        group = getattr(tissue, name)
        groups[name] = replace(
            group, **{item.name: getattr(group, item.name)[:, kept] for item in fields(group)}
        )
    return replace(tissue, **groups, opening_fraction=tissue.opening_fraction[:, kept])


def _cut_outcomes(result, kept):
    return tuple(replace(item, day=item.day[kept], change=item.change[:, kept]) for item in result.outcomes)


def test_one_draw_is_enough():
    result = make_result()
    outcomes = tuple(
        replace(
            item,
            change=item.change[:1],
            baseline=item.baseline[:1],
            smallest=item.smallest[:1],
            noticeable=item.noticeable[:1],
        )
        for item in result.outcomes
    )
    assert render_report(replace(result, outcomes=outcomes))


def test_failed_draws_are_left_out():
    result = make_result()
    item = result.outcomes[0]
    change = item.change.copy()
    change[3] = np.nan
    page = render_report(replace(result, outcomes=(replace(item, change=change), *result.outcomes[1:])))
    assert "nan" not in page.split("</style>")[1]


def test_numbing_and_products_are_told_with_their_warnings(outline):
    words = " ".join(" ".join(outline.text).split())
    assert "lidocaine 4 %, 45 min 0, 28, 56" in words  # sessions alike share a row
    assert "0.77 mm (0.32 to 1.2)" in words  # 0.7 of the noise: numb down to
    assert "about 5 in 10" in words  # numb as deep as the needles reach
    assert "44 % (18 to 70)" in words  # 0.4 of the noise: share of the full effect
    assert "off-label; the device class excludes transdermal delivery" in words
    assert "caused granulomas" in words


def test_never_numb_is_said_without_a_number():
    result = make_result()
    never = np.full(25, np.nan)
    numbing = result.sessions[0].numbing
    assert numbing
    numbing = replace(numbing, onset_min=never, over_min=never)
    sessions = tuple(replace(item, numbing=numbing) for item in result.sessions)
    page = render_report(replace(result, sessions=sessions))
    assert page.count(">never</td>") == 2


def test_no_cream_and_no_product_no_tables():
    result = make_result()
    sessions = tuple(replace(item, numbing=None, delivered=()) for item in result.sessions)
    page = render_report(replace(result, sessions=sessions))
    assert "<h3>Numbing</h3>" not in page
    assert "transdermal" not in page
    assert "Channels and barrier" in page


def test_closure_by_instrument_and_water_over_depth(outline):
    words = " ".join(" ".join(outline.text).split())
    for name, median in (("Vapour", "22 h"), ("Ions", "44 h"), ("Dissolved dye", "13 h")):
        assert re.search(rf"{name}.{{0,90}} {median} ", words), name
    for when in ("before", "1 h after", "1 day after", "7 days after"):
        assert words.count(when) >= 2  # legend and table


def test_water_is_left_out_under_a_dressing():
    result = make_result()
    care = result.course.aftercare.model_copy(update={"occlusion_h": 30.0})
    covered = result.course.model_copy(update={"aftercare": care})
    nominal = result.values.registry.nominal()
    around = water_around(covered, result.section, nominal, result.tissues["skin"], result.values)
    page = render_report(replace(result, course=covered, water=around))
    assert "Times under the dressing are left out." in page
    assert "1 day after" not in page
    assert "7 days after" in page


def test_each_product_has_one_picture_of_its_way_in():
    acid, glide = {"name": "ascorbic acid", "dose_ul_per_cm2": 5}, {"name": "saline"}
    result = make_result(sessions=2, topical=(acid, glide))
    outline = read(page := render_report(result, pathways=pathways(result)))
    assert page.count("The way in: ascorbic acid, session on day 0") == 1
    assert "The way in: saline" not in page
    assert len(outline.ids) == len(set(outline.ids))
    assert {"way-0-parts-title", "way-0-gain-title", "way-0-slice-3-title"} <= set(outline.ids)
    assert set(re.findall(r"url\(#([\w-]+)\)", page)) <= set(outline.ids)
    assert "times as much" in page


def test_influence_is_shown_when_there(text):
    ranked = Influence("draws", (Influential("a.b", "a made-up number", "assumed", "fine_lines", -0.4),))
    page = render_report(make_result(), ranked)
    assert "a made-up number" in page
    assert "The numbers that matter most" in page
    assert "The numbers that matter most" not in text


def test_written_whole_and_never_over_another_unasked(tmp_path, text):
    path = tmp_path / "report.html"
    write_report(make_result(), path)
    assert path.read_text(encoding="utf-8") == text
    with pytest.raises(InputError, match="--force"):
        write_report(make_result(), path)
    write_report(make_result(sessions=1), path, force=True)
    assert path.read_text(encoding="utf-8") != text
    assert [item.name for item in tmp_path.iterdir()] == ["report.html"]


def test_nothing_left_when_making_it_fails(tmp_path, monkeypatch):
    def broken(*given):
        raise RuntimeError("made up")

    monkeypatch.setattr(report, "page", broken)
    with pytest.raises(RuntimeError):
        write_report(make_result(), tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_a_chance_is_told_by_its_mean_and_anything_else_by_its_median():
    draws = np.array([0.0, 0.0, 0.01, 0.02, 0.47])
    chance = Risk("marks", "Marks", "%", "a chance", chance=True).middle_and_ends(draws)
    share = Risk("area", "Area", "%", "a share, already in percent").middle_and_ends(100 * draws)
    assert chance["median"] == pytest.approx(10)
    assert share["median"] == pytest.approx(1)
    assert chance["high80"] == pytest.approx(share["high80"])
