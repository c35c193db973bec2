"""README's first screen: its pictures are there, small, and say what they show; the clinic stands beside the report."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from helpers.source_files import text_of

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 150_000  # bytes
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def test_every_picture_is_there_is_small_and_says_what_it_shows():
    found = SHOWN.findall(text_of(ROOT / "README.md"))
    assert len(found) >= 3
    for words, place in found:
        path = ROOT / place
        assert path.stat().st_size < LARGEST, place
        assert len(words.split()) >= 5, place
        with Image.open(path) as picture:
            assert picture.width >= 800, place
            picture.verify()


def test_the_first_screen_shows_the_clinic_beside_the_report_and_starts_both():
    first = text_of(ROOT / "README.md").split("This is not a medical device", 1)[0]
    (row,) = [line for line in first.splitlines() if line.count("![") == 2]
    assert [place for _words, place in SHOWN.findall(row)] == [
        "docs/pictures/report.png",
        "docs/pictures/clinic.png",
    ]
    goals = re.findall(r"^make (\w+)", first, re.MULTILINE)
    assert goals[:2] == ["demo", "clinic"]
    assert all(f"\n{goal}:" in text_of(ROOT / "Makefile") for goal in goals)


def test_the_picture_of_the_clinic_can_be_made_again():
    tool = text_of(ROOT / "tools" / "make_clinic_picture.py")
    assert '"pictures" / "clinic.png"' in tool
    width, height = re.search(r"WIDE, HIGH, COLOURS = (\d+), (\d+)", tool).groups()  # type: ignore[union-attr]
    with Image.open(ROOT / "docs" / "pictures" / "clinic.png") as picture:
        assert picture.size == (int(width), int(height))
