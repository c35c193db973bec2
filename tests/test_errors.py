"""Mistakes survive the way between processes."""

from __future__ import annotations

import pickle

import pytest

from microneedling.errors import InputError, Mistake, did_you_mean


def test_an_input_error_comes_back_from_a_worker_as_it_was():
    made = InputError("trial.toml", [Mistake("arms", "1", "2 to 4"), Mistake("title", "a number", "words")])
    back = pickle.loads(pickle.dumps(made))
    assert (str(back), back.source, back.mistakes) == (str(made), made.source, made.mistakes)


def test_what_people_wrote_is_shown_and_never_obeyed_by_a_terminal():
    told = str(
        InputError("a\x1b.toml", [Mistake("title\r", 'the word "\x1b[31m\u202e\ud800"', "text", "a\nb")])
    )
    assert "\\x1b[31m\\u202e\\ud800" in told
    assert [sign for sign in told if not sign.isprintable()] == ["\n"]
    told.encode("utf-8")


@pytest.mark.parametrize(
    ("word", "words", "meant"),
    [
        ("age", ["age_year", "sex"], "age_year"),
        ("Glide Speed mm per s", ["glide_speed_mm_per_s"], "glide_speed_mm_per_s"),
        ("iv", ["I", "IV"], "IV"),
        ("pne", ["pen", "roller"], "pen"),
        ("depht_mm", ["depth_mm", "day"], "depth_mm"),
    ],
)
def test_a_close_word_is_suggested(word, words, meant):
    assert did_you_mean(word, words) == f'did you mean "{meant}"?'


@pytest.mark.parametrize(
    ("word", "words"), [("colour", ["sex", "site"]), ("", ["pen"]), ("x", ["x_mm", "y_mm"])]
)
def test_nothing_is_suggested_where_nothing_is_close(word, words):
    assert did_you_mean(word, words) == ""
