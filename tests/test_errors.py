"""Mistakes survive the way between processes."""

from __future__ import annotations

import pickle

from microneedling.errors import InputError, Mistake


def test_an_input_error_comes_back_from_a_worker_as_it_was():
    made = InputError("trial.toml", [Mistake("arms", "1", "2 to 4"), Mistake("title", "a number", "words")])
    back = pickle.loads(pickle.dumps(made))
    assert (str(back), back.source, back.mistakes) == (str(made), made.source, made.mistakes)
