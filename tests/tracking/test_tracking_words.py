"""A tracked course in words: what is weighed from draws and people is never told as none or all of them."""

from __future__ import annotations

from microneedling.tracking.advice import Advice, Chance
from microneedling.tracking.words import advice_line


def told(go_on: float, change: float, stop: float, chance: float) -> str:
    """The line of an advice with these probabilities."""
    chances = dict.fromkeys(("go on", "change", "stop"), Chance(chance, chance, chance))
    left = {"day": 90, "sessions_left": 2, "reached": {}, "change_to": "", "designs_tried": 0, "broken": ()}
    return advice_line(Advice(go_on, change, stop, **left, chances=chances, limits=(), draws=100))


def test_no_advice_is_told_as_certain():
    line = told(1.0, 0.0, 0.0, chance=0.0)
    assert "more than 99 in 100" in line
    assert line.count("fewer than 1 in 100") == 5  # two of the options, three chances
    assert "100 %" not in line


def test_what_lies_between_is_told_in_whole_percent():
    line = told(0.626, 0.3, 0.074, chance=0.5)
    assert all(words in line for words in ("63 %", "30 %", "7 %", "50 %"))
    assert "in 100" not in line
