"""The arguments of each question, beside the file it is about: their limits, and every mistake in them at once.

The function that answers a question raises these mistakes; a caller may check them before anything is loaded. Loads
without the array library.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any

from ..errors import InputError, Mistake, did_you_mean
from .mistakes import shown
from .plain import number
from .written import plain

LARGEST_SEED, LARGEST_OLD_SEED = 2**63 - 1, 2**31 - 1  # the latter for generators that take no larger one
MOST_DRAWS, LAST_DAY = 10_000, 7300  # all draws are held at once: some 0.4 MB each
FEWEST_TO_RANK = 100  # draws from which numbers can be ranked
FEWEST_TO_PREDICT = 20  # fewer hold no 80 % interval
MOST_TO_DELIVER = 4000
MOST_PEOPLE, MOST_WORKERS, LARGEST_CHUNK = 100_000_000, 1024, 100_000
FEWEST_LAYERS, MOST_LAYERS = 2, 60  # one papillary, one reticular; more make a text too large to exchange
MOST_TO_SOLVE = 1000  # layers of a forecast: studies of refinement take four times the usual ones
SCREENINGS = ("morris", "sobol")
KERNELS = ("auto", "numba", "numpy", "cuda")
ENGINES = ("local", "dask")
MOST_PEOPLE_OF_A_STUDY = 1000  # of each draw


def refuse(question: str, mistakes: Sequence[Mistake]) -> None:
    """Raise `InputError` with all mistakes in the arguments of a question, if there are any."""
    if mistakes:
        raise InputError(question, mistakes)


def whole_number(name: str, value: Any, low: int, high: int) -> list[Mistake]:
    """What is wrong with an argument that must be a whole number from `low` to `high`; nothing where it is one."""
    if isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high:
        return []
    return [Mistake(name, shown(value), f"a whole number from {low} to {high}")]


def seed_number(seed: Any, largest: int = LARGEST_SEED) -> list[Mistake]:
    """What is wrong with a seed."""
    return whole_number("seed", seed, 0, largest)


def subject(name: str, value: Any, kind: type | tuple[type, ...], made_by: str) -> list[Mistake]:
    """What is wrong with what a question is about: it must be of a kind, which `made_by` makes from a file."""
    if isinstance(value, kind):
        return []
    kinds = " or a ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
    hint = f"Make one from its file: {made_by}."
    return [Mistake(name, f"a {type(value).__name__}", f"a {kinds}", hint)]


def chosen(name: str, value: Any, choices: Sequence[str]) -> list[Mistake]:
    """What is wrong with an argument that is one of a few words."""
    if isinstance(value, str) and value in choices:
        return []
    hint = did_you_mean(value, choices) if isinstance(value, str) else ""
    return [Mistake(name, shown(value), ", ".join(choices), hint)]


def flag(name: str, value: Any) -> list[Mistake]:
    """What is wrong with an argument that is true or false: a text or a list is neither, whatever it may mean."""
    if isinstance(value, bool) or (
        type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_")
    ):
        return []
    return [Mistake(name, shown(value), "True or False")]


def word_or_path(name: str, value: Any, allowed: str) -> list[Mistake]:
    """What is wrong with an argument that is left out (None), a text or a path."""
    fits = value is None or (isinstance(value, str | os.PathLike) and bool(os.fspath(value)))
    return [] if fits else [Mistake(name, shown(value), allowed)]


def as_list(value: Any) -> Any:
    """Days or names as a list, whether they came as a list, an array or one after the other; all else as it is."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        return value
    array: Any = value
    return array.tolist() if type(array).__module__ == "numpy" else list(array)


def to_simulate(
    draws: Any,
    seed: Any,
    days: Any = None,
    layers: Any = FEWEST_LAYERS,
    tolerance: Any = 1e-3,
    kernel: Any = "auto",
) -> list[Mistake]:
    """Mistakes in the arguments of `simulate`."""
    found = [*whole_number("draws", draws, 1, MOST_DRAWS), *seed_number(seed)]
    found += whole_number("layers", layers, FEWEST_LAYERS, MOST_TO_SOLVE) + chosen("kernel", kernel, KERNELS)
    share = number(plain(tolerance))
    if share is None or not 0 < share < 1:
        found.append(Mistake("tolerance", shown(tolerance), "a number between 0 and 1, such as 1e-3"))
    if days is None:
        return found
    listed = as_list(days)
    if not isinstance(listed, list):
        return [*found, Mistake("days", shown(days), "a list of days such as [30, 90, 180]")]
    if not listed:
        found.append(Mistake("days", "nothing", "days such as 30,90,180"))
    return found + [
        Mistake("days", shown(day), f"days from 0 to {LAST_DAY}")
        for day in listed
        if not (isinstance(day, int | float | Integral) and 0 <= float(day) <= LAST_DAY)
    ]


def to_rank(draws: Any, seed: Any, sensitivity: Any = None) -> list[Mistake]:
    """Mistakes in the arguments of `evidence_for`."""
    found = whole_number("draws", draws, FEWEST_TO_RANK, MOST_DRAWS) + seed_number(seed, LARGEST_OLD_SEED)
    return found if sensitivity is None else found + chosen("sensitivity", sensitivity, SCREENINGS)


def to_deliver(draws: Any, seed: Any) -> list[Mistake]:
    """Mistakes in the arguments of `deliver`."""
    return whole_number("draws", draws, 1, MOST_TO_DELIVER) + seed_number(seed)


def to_predict(draws: Any, seed: Any, people: Any = 1) -> list[Mistake]:
    """Mistakes in the arguments of `predict`; `people` are those sampled for every draw."""
    found = whole_number("draws", draws, FEWEST_TO_PREDICT, MOST_DRAWS) + seed_number(seed)
    return found + whole_number("people", people, 1, MOST_PEOPLE_OF_A_STUDY)


def to_try(people: Any, seed: Any, workers: Any = None, chunk_size: Any = None) -> list[Mistake]:
    """Mistakes in the arguments of `trial`; what is None is chosen by it."""
    found = seed_number(seed)
    for name, value, low, high in (
        ("people", people, 2, MOST_PEOPLE),
        ("workers", workers, 1, MOST_WORKERS),
        ("chunk_size", chunk_size, 1, LARGEST_CHUNK),
    ):
        found += [] if value is None else whole_number(name, value, low, high)
    return found


def to_write_sbml(layers: Any) -> list[Mistake]:
    """Mistakes in the arguments of `course_sbml`."""
    return whole_number("layers", layers, FEWEST_LAYERS, MOST_LAYERS)
