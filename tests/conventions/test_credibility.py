"""CREDIBILITY.md: its links lead somewhere, its features are the commands that exist, its sweeping words are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microneedling.cli.main import COMMANDS
from microneedling.evidence.registry import registry

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CREDIBILITY.md").read_text(encoding="utf-8")
LINKS = sorted(set(re.findall(r"\]\(([^)]+)\)", TEXT)))
EVIDENCE = ("tests/", "docs/", "src/microneedling/evidence/observations/")


def rows() -> list[list[str]]:
    """Cells of every table row that is no head and no rule."""
    lines = TEXT.splitlines()
    body = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if line.startswith("|") and before.startswith("|") and not line.startswith("|---")
    ]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def features() -> dict[str, str]:
    """Command -> its status, from the table of contexts of use."""
    found = {}
    for cells in rows():
        if len(cells) == 8:
            found |= dict.fromkeys(re.findall(r"`(\w+)`", cells[0]), cells[1])
    return found


def commands() -> set[str]:
    return set(COMMANDS)


@pytest.mark.parametrize("link", LINKS)
def test_every_link_leads_to_a_file_of_this_repository(link):
    assert (ROOT / link).is_file()


def test_every_line_of_evidence_and_every_gap_is_linked():
    lines = [cells for cells in rows() if len(cells) in (2, 3)]
    assert len(lines) > 25
    unlinked = [cells[0] for cells in lines if not re.search(r"\]\(([^)]+)\)", " ".join(cells))]
    assert unlinked == []
    assert any(link.startswith(EVIDENCE[2]) for link in LINKS)
    assert sum(link.startswith("tests/") for link in LINKS) > 20


def test_the_features_named_are_the_commands_that_exist():
    told = features()
    built = {name for name, status in told.items() if status == "built"}
    assert built == commands(), "a command was added or taken away: give it its line in CREDIBILITY.md"
    assert set(told.values()) <= {"built", "being built", "not built"}


def test_every_built_feature_has_question_context_and_risk():
    for cells in rows():
        if len(cells) == 8 and cells[1] == "built":
            assert all(cells[2:7]), cells[0]


def test_most_numbers_are_assumed_as_the_page_says():
    assert "most numbers are *assumed*" in TEXT
    book = registry()
    assumed = sum(entry.grade == "assumed" for entry in book.values())
    assert assumed > len(book) / 2
