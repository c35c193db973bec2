"""`microneedling alive`: a table of telling days, frames as JSON, a page; every mistake at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.shell import here
from microneedling.figures.alive.packed import unpacked

EXAMPLES = Path(__file__).parents[2] / "examples"
LINES, STRIAE = (str(EXAMPLES / f"{name}.toml") for name in ("fine_lines_roller", "striae_abdomen_roller"))


@pytest.mark.slow
def test_a_page_of_two_courses_and_a_table_of_each(tmp_path):
    page = tmp_path / "skin.html"
    done = here("alive", LINES, STRIAE, "--report", str(page))
    assert done.returncode == 0, done.stderr
    assert page.read_text(encoding="utf-8").count('class="alive-skin"') == 2
    assert f"Page: {page}" in done.stdout
    assert done.stdout.count("The needles reach") == 2
    assert "not a medical device" in done.stdout.lower()
    assert done.stdout.count("How sure is this?") == 2
    assert "Day 0.25, 6 hours after session 1" in done.stdout
    assert "healed in disorder: less than 0.1 %" in done.stdout


def test_json_is_the_frames(tmp_path):
    done = here("alive", LINES, "--json")
    (course,) = json.loads(done.stdout)["courses"]
    assert [item["day"] for item in course["sessions"]] == [0, 30, 60, 90]
    assert unpacked(course["series"]["fibroblasts"]).shape == (len(course["day"]), 24)
    assert (course["sure"]["day"], course["sure"]["draws"]) == (180, 400)
    assert all(band["low80"] <= band["median"] <= band["high80"] for band in course["sure"]["bands"])


def test_all_mistakes_at_once(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("format = 2\n", encoding="utf-8")
    done = here("alive", LINES, str(broken), STRIAE, "--report", LINES, "--draws", "many")
    assert done.returncode == 2
    for words in ("one course, or two side by side", "broken.toml", "--report", "--draws"):
        assert words in done.stderr


def test_a_course_of_zones_asks_for_one(tmp_path):
    file = str(EXAMPLES / "face_in_three_zones.toml")
    assert "--zone" in here("alive", file).stderr
    done = here("alive", file, "--zone", "forehead", "--json")
    assert "forehead" in json.loads(done.stdout)["courses"][0]["person"]


@pytest.mark.parametrize("words", [(), ("--help",)])
def test_help_is_given(words):
    assert "FILE..." in "".join((done := here("alive", *words)).stdout + done.stderr)
