"""From what a plan was made: the hashes of its two files and of its draws."""

from __future__ import annotations

import hashlib
import json

import numpy as np

from ..course.course import Course
from ..evidence.registry import Values
from .wishes.goals import Goals


def inputs_hash(course: Course, goals: Goals) -> str:
    """The hash of the two files that a plan was made from."""
    text = json.dumps([course.identity(), goals.as_file()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def draws_hash(values: Values) -> str:
    """The hash of the draws: every number that no formula makes, by name."""
    told = hashlib.sha256()
    for key in sorted(values.values):
        if values.registry[key].formula is None:
            told.update(key.encode())
            told.update(np.ascontiguousarray(values.values[key], float).tobytes())
    return told.hexdigest()
