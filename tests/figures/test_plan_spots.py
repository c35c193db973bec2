"""Names on the chart of plans: each legible, over no other name and no spot, however close the plans lie."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from microneedling.figures.plans import HIGH, WIDE, Spot, spots_chart

NAMES = ("nothing", "gentlest", "balanced", "fastest", "fewest visits", "least cost", "most change")
LETTER_PX = 6.5  # of the bold label, at the least


def number(tag: str, key: str) -> float:
    return next(float(found) for found in re.findall(rf'\b{key}="([^"]+)"', tag))


def boxes(drawn: str) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for tag, words in re.findall(r"<text([^>]*)>([^<]*)</text>", drawn):
        if words in NAMES:
            x, y = (number(tag, key) for key in ("x", "y"))
            wide = LETTER_PX * len(words)
            left = x - wide if 'text-anchor="end"' in tag else x
            found[words] = (left, y - 9, left + wide, y + 2)
    return found


def over(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("close", [1.0, 0.1])
def test_names_lie_over_no_name_and_no_spot(seed, close):
    random = np.random.default_rng(seed)
    marks, benefit = 0.05 + close * 0.04 * random.random(7), 0.4 + close * 0.3 * random.random(7)
    spots = [Spot(float(m), float(b), name, True) for m, b, name in zip(marks, benefit, NAMES, strict=True)]
    drawn = str(spots_chart("front", spots))
    held = boxes(drawn)
    assert set(held) == set(NAMES)
    for one, other in itertools.combinations(held.values(), 2):
        assert not over(one, other)
    circles = re.findall(r"<circle([^>]*named-spot[^>]*)/?>", drawn)
    assert len(circles) == 7
    for tag in circles:
        x, y = (number(tag, key) for key in ("cx", "cy"))
        assert not any(over((x - 4, y - 4, x + 4, y + 4), box) for box in held.values())
    assert all(box[0] >= 0 and box[2] <= WIDE and box[1] >= 0 and box[3] <= HIGH for box in held.values())
