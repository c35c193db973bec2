"""A tracked course in words: what is weighed from draws and people is never told as none or all of them."""

from __future__ import annotations

from microneedling.tracking.advice import Advice
from microneedling.tracking.words import advice_line


def test_no_advice_is_told_as_certain():
    told = advice_line(Advice(go_on=1.0, change=0.0, stop=0.0, day=90, sessions_left=2, reached={}))
    assert "go on more than 99 in 100, one session more fewer than 1 in 100, stop fewer than 1 in 100" in told
    assert " 0 %" not in told


def test_what_lies_between_is_told_in_whole_percent():
    told = advice_line(Advice(go_on=0.626, change=0.3, stop=0.074, day=90, sessions_left=0, reached={}))
    assert "wait and judge 63 %, one session more 30 %, stop 7 %" in told
