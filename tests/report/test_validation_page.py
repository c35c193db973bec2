"""The validation page and its pictures: whole, self-contained, escaped, every study on it, marks where they belong."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from helpers.validation_results import judged, make_validation
from microneedling.figures.validation import Row, bar_chart, below, extent, place, rank_chart
from microneedling.report.validation import groups, render_page
from microneedling.studies.designs import KINDS
from microneedling.validation.judged import JudgedReading, misses
from microneedling.validation.verdicts import Role

FOUND = make_validation()
READINGS = FOUND.readings
TOOLS = Path(__file__).parents[2] / "tools"
HOSTILE = '</title><script>alert("x")</script>'


@pytest.fixture(scope="module")
def text() -> str:
    return render_page(FOUND)


@pytest.fixture(scope="module")
def tree(text) -> ElementTree.Element:
    return ElementTree.fromstring(text.replace("<!DOCTYPE html>", "").strip())


def with_class(tree: ElementTree.Element, word: str) -> list[ElementTree.Element]:
    return [node for node in tree.iter() if word in node.get("class", "").split()]


def test_the_same_results_give_the_same_bytes(text):
    assert render_page(make_validation()) == text


def test_nothing_is_asked_from_the_network(text):
    assert not re.search(r"https?://|<script|<link|@import|url\(", text)


def test_ids_are_unique_and_links_lead_somewhere(tree):
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {node.get("href", "")[1:] for node in tree.iter("a")} <= set(ids)


def test_every_reading_has_a_row_and_every_miss_is_marked(tree):
    shown = [node for node in with_class(tree, "line") if "head" not in node.get("class", "")]
    assert len(shown) == len(READINGS)
    missed = [node for node in shown if "miss" in node.get("class", "").split()]
    assert len(missed) == len(misses(READINGS)) > 0
    assert all("MISS" in "".join(node.itertext()) for node in missed)
    assert all(with_class(node, "missed") for node in missed)
    whole = " ".join("".join(node.itertext()) for node in shown)
    assert all(f"row {item.id}" in whole for item in READINGS)


def test_every_comparison_has_a_row_misses_first_and_shares_of_nulls_are_told(tree):
    (table,) = with_class(tree, "within")
    rows = ["".join(row.itertext()) for row in table.iter("tr")][1:]
    assert len(rows) == len(FOUND.within_studies.contrasts)
    missed = ["MISS" in row for row in rows]
    assert missed == sorted(missed, reverse=True)
    assert sum(missed) == sum(item.missed for item in FOUND.within_studies.contrasts) > 0
    whole = " ".join("".join(tree.itertext()).split())
    assert FOUND.within_studies.verdict() in whole
    assert "Changes from baseline22" in whole


def test_every_reading_tells_design_people_and_residual(tree):
    shown = [
        "".join(node.itertext()) for node in with_class(tree, "line") if "head" not in node.get("class", "")
    ]
    assert all("people" in line for line in shown)
    assert all(any(kind in line for kind in KINDS) for line in shown)
    assert sum("residual" in line for line in shown) == sum(bool(item.numbers) for item in READINGS)


def test_results_without_comparisons_have_a_page_too():
    text = render_page(replace(FOUND, within_studies=None, not_significant={}))
    assert "Comparisons within studies" not in text
    assert '<span class="no">5</span>What was not compared' in text


def test_misses_stand_first_on_their_scale():
    for group in groups(READINGS):
        flags = [item["missed"] for item in group["lines"]]
        assert flags == sorted(flags, reverse=True)


def test_left_out_and_held_out_are_told_apart(tree):
    tags = ["".join(node.itertext()) for node in with_class(tree, "tag")]
    assert tags.count("left out") == sum(item.role == Role.LEFT_OUT for item in READINGS) > 0
    assert tags.count("held-out") == sum(item.role == Role.HELD_OUT for item in READINGS) > 0


def test_scores_losses_reasons_and_purpose_are_on_the_page(tree):
    whole = " ".join("".join(tree.itertext()).split())
    assert "It does not beat all of them in: Fine lines and wrinkles." in whole
    assert len(with_class(tree, "lost-words")) == 1
    for reason, count in FOUND.not_compared.items():
        assert re.search(rf"{reason} ?{count}", whole)
    assert "Not a medical device" in whole
    assert "1.03" in whole


def test_words_from_studies_are_escaped():
    hostile = replace(READINGS[0], title=HOSTILE)
    page = render_page(replace(FOUND, readings=(hostile, *READINGS[1:])))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def value(observed: float, width: float = 1.0) -> JudgedReading:
    spread = {"0.1": -2 * width, "0.25": -width, "0.5": 0.0, "0.75": width, "0.9": 2 * width}
    inside = {"50": abs(observed) <= width, "80": abs(observed) <= 2 * width}
    return judged(observed=observed, quantiles=spread, inside=inside)


def band(low: float, high: float) -> JudgedReading:
    return judged(kind="band", observed=(low, high))


def test_place_is_one_at_the_ends_of_the_interval():
    assert [place(value(x)) for x in (-2, 0, 1, 2, 6)] == [-1, 0, 0.5, 1, 3]
    assert place(band(1.0, 9.0)) == 0.5
    assert place(band(-1.0, 9.0)) == 0
    assert place(judged(kind="direction", observed="improved")) is None
    assert place(value(1, width=0.0)) == math.inf


def test_shares_below_the_quantiles_are_counted():
    lines = [value(x) for x in (-3, -1.5, 0, 0.5, 3)]
    assert below(lines, "0.1") == 0.2
    assert below(lines, "0.5") == 0.5  # two below, one upon it
    assert below(lines, "0.9") == 0.8


def test_reports_all_at_one_end_make_one_tall_pillar():
    drawn = ElementTree.fromstring(str(rank_chart([value(3.0)] * 10, "ranks")))
    tall = [float(node.get("height", 0)) for node in drawn.iter("rect") if node.get("class") == "pillar"]
    assert tall[:-1] == [0] * 5
    assert tall[-1] > 100


def test_the_mark_stands_right_of_the_median_when_more_was_reported():
    line = value(1.5)
    row = Row((line, value(-8.0)), 1)
    low, high = extent(row.readings)
    assert low < -8 <= 2 <= high
    drawn = ElementTree.fromstring(str(bar_chart(row, line, "bar")))
    (centre,) = [node for node in drawn.iter("line") if "centre" in node.get("class", "")]
    (mark,) = [node for node in drawn.iter("path") if "report" in node.get("class", "")]
    at = float(re.match(r"M(-?[\d.]+) ", mark.get("d", "")).group(1))  # type: ignore[union-attr]
    assert at == pytest.approx(row.axis(1.5), abs=0.1)
    assert at > float(centre.get("x1", 0))
    assert "missed" not in mark.get("class", "")


@pytest.mark.parametrize(
    ("better", "word", "way"), [(1, "improved", 1), (-1, "improved", -1), (-1, "worse", 1)]
)
def test_arrows_point_where_the_report_says(better, word, way):
    line = judged(kind="direction", observed=word, sign=True)
    drawn = ElementTree.fromstring(str(bar_chart(Row((line,), better), line, "bar")))
    (mark,) = [node for node in drawn.iter("path") if "report" in node.get("class", "")]
    assert f"h{22 * way}" in mark.get("d", "")


def test_the_docs_page_and_its_picture_hold_every_row(monkeypatch):
    monkeypatch.syspath_prepend(str(TOOLS))
    sys.modules.pop("make_validation_page", None)
    import make_validation_page as tool

    text = tool.page(FOUND)
    assert all(f"| {item.id} |" in text for item in READINGS)
    within = FOUND.within_studies.contrasts
    assert all(f"| {item.id} |" in text for item in within)
    missed = len(misses(READINGS)) + sum(item.missed for item in within)
    assert text.count("**MISS**") == missed + 2  # and once each where it is explained
    assert all(f"| {item.design} |" in text for item in READINGS)
    old = replace(FOUND, within_studies=None, not_significant={})
    assert "Comparisons within studies" not in tool.page(old)
    drawn = ElementTree.fromstring(tool.picture(FOUND))
    dots = [node for node in drawn.iter() if node.tag.endswith("circle")]
    assert len(dots) == sum(item.kind != "direction" for item in READINGS)
