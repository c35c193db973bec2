"""The law from true change to a reader's score stands in one module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import microneedling

SOURCE = Path(microneedling.__file__).parent
LAW = SOURCE / "observation" / "score_law.py"
# What only the law may read or compute: its two numbers, and the severity that a share of the way leaves.
ONLY_THERE = (
    r"['\"]scales\.sensitivity\.",
    r"['\"]scales\.movable_share\.",
    r"\(1 - (start|s0|before)\) \* ",
    r"\(1 - share\) \* \(1 - ",
)


@pytest.mark.parametrize("pattern", ONLY_THERE)
def test_the_score_law_is_written_once(pattern):
    elsewhere = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path != LAW and re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert not elsewhere
    assert re.search(pattern, LAW.read_text(encoding="utf-8"))


def test_observation_bends_no_share_outside_its_laws():
    """In `observation`, exponentials that saturate stand in the laws of scores, of events and of instruments."""
    found = {path.name for path in LAW.parent.glob("*.py") if "expm1" in path.read_text(encoding="utf-8")}
    assert found == {"score_law.py", "events.py", "instruments.py"}
