"""A hundred figures: each person once, in full colour, half or outlined."""

from __future__ import annotations

import re

import pytest

from microneedling.figures.people import hundred_figures


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.8), (0.0, 0.0), (1.0, 1.0), (0.3, 0.3)])
def test_every_person_once(low, high):
    text = str(hundred_figures("people", "a title", low, high))
    found = {
        kind: data.count("Z") // 2 for data, kind in re.findall(r'd="([^"]+)" class="person-(\w+)"', text)
    }
    wanted = {"yes": round(100 * low), "may": round(100 * (high - low)), "no": round(100 * (1 - high))}
    assert found == {kind: count for kind, count in wanted.items() if count}


def test_described():
    assert "50 of 100 would, 30 may or may not, 20 would not." in hundred_figures("people", "t", 0.5, 0.8)
