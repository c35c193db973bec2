"""Behaviours that must be true of the model, whatever its numbers: one test a row of the table.

A row that still waits for work must be false: the day it turns true, its `waits` is deleted in the same change.
"""

from __future__ import annotations

from collections import Counter

import pytest

from helpers.source_files import ROOT
from make_plausibility import PAGE, page
from plausibility.shapes import SHAPES
from plausibility.table import Behaviour, behaviours

ROWS = behaviours()


def test_the_table_is_whole():
    assert len(ROWS) >= 60
    assert [name for name, count in Counter(row.name for row in ROWS).items() if count > 1] == []
    assert {row.shape for row in ROWS} <= set(SHAPES)
    assert all(row.source for row in ROWS)


def test_the_page_of_the_docs_says_the_same():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make plausibility"
    pictures = {path.stem for path in (ROOT / "docs" / "pictures" / "plausibility").glob("*.svg")}
    assert pictures == {row.subject for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.subject}: {row.name}")
def test_behaviour(row: Behaviour):
    complaints = row.complaints()
    if row.waits:
        assert complaints, f"true now: delete its waits = {row.waits!r}"
    else:
        assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(
    ("shape", "good", "bad", "limits"),
    [
        ("rises", (1, 2, 4), (1, 2, 2), {}),
        ("rises", (1, 2, 4), (1, 2, 2.5), {"by": 3}),
        ("falls", (3, 2, 1), (3, 2, 2), {}),
        ("never falls", (1, 1, 2), (1, 2, 1.9), {}),
        ("never rises", (2, 1, 1), (1, 1, 1.1), {}),
        ("level", (1.0, 1.05, 1.0), (1.0, 1.3, 1.0), {"within": 0.1}),
        ("between", (1, 2, 3), (1, 2, 4), {"low": 1, "high": 3}),
        ("ratio", (1, 9, 2), (1, 2, 3), {"low": 1.6, "high": 2.2}),
        ("one maximum", (1, 3, 2), (1, 3, 2.95), {"drop": 0.1}),
        ("one maximum", (1, 3, 2, 2), (2, 1, 3, 1), {}),
        ("diminishing", (1, 2, 2.5), (1, 2, 3.5), {}),
        ("smooth", (1, 2, 3), (0.1, 2, 3), {"most": 1.5}),
    ],
)
def test_shapes_accept_and_refuse(shape, good, bad, limits):
    x = tuple(range(1, len(good) + 1))
    assert SHAPES[shape](x, good, **limits) == ""
    assert SHAPES[shape](
        x[: len(bad)] if len(bad) <= len(x) else tuple(range(1, len(bad) + 1)), bad, **limits
    )
