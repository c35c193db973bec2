"""Every line of the threat model names a test that is there, or says in so many words that it is a reason."""

from __future__ import annotations

import re

from helpers.source_files import ROOT, text_of

PAGE = ROOT / "docs" / "security" / "threat-model.md"
LINE = re.compile(r"^\| ([\d][\d., -]*) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_every_line_is_held_by_a_test_or_by_a_reason():
    files = sorted((ROOT / "tests" / "clinic").rglob("test_*.py"))
    tests = {name for path in files for name in re.findall(r"^def (test_\w+)\(", text_of(path), re.MULTILINE)}
    lines = LINE.findall(text_of(PAGE))
    assert len(lines) > 45
    for number, *_, held in lines:
        named = re.findall(r"`(test_\w+)`", held)
        assert named or held == "reason", number
        assert set(named) <= tests, number
