"""A course under many values of its numbers, all else nominal: the forward runs of a sensitivity study.

    x_i = Q_i(z_i)            Q_i quantile of number i by its registry entry, z_i standard-normal score
    y   = change of each outcome at the assessment day, (run,)

Every number counts as independent of the others, as the priors have it; what a calibration learnt only about several
numbers together (`identify`) is not in these runs, but is in the draws that `spread` takes. Runs that cannot be
integrated, or whose skin would scar by itself (`healing.screening`), are NaN: no part of what the model may say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..course.course import Course
from ..course.simulate import outcomes_at, simulate
from ..evidence.registry import Registry, Values, registry
from ..evidence.sources import numbers_behind
from ..healing.screening import returns_to_baseline

BATCH = 256  # runs held at once: some 0.4 MB each
NEGLIGIBLE = 0.01  # of the smallest detectable change: less spread than this ranks rounding
Progress = Callable[[int, int], None]  # runs done, runs in all


def uncertain(keys: Sequence[str] | set[str], book: Registry) -> tuple[str, ...]:
    """Those of the numbers (and of what formulas among them are made from) that have a prior with a width."""
    return tuple(
        key
        for key in numbers_behind(keys, book)
        if book[key].range is not None and book[key].prior != "fixed" and book[key].value is not None
    )


def numbers_of(course: Course) -> tuple[str, ...]:
    """The uncertain numbers that this course uses, sorted, from one nominal run."""
    values = simulate(course, draws=1, override_stop=True).values
    return uncertain(values.used, values.registry)


def tell_apart(course: Course, outcomes: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Those outcomes (run,) whose spread is more than `NEGLIGIBLE` of their smallest detectable change."""
    smallest = {
        item.name: item.smallest_change for item in simulate(course, draws=1, override_stop=True).outcomes
    }
    return {name: y for name, y in outcomes.items() if np.nanstd(y) > NEGLIGIBLE * smallest[name]}


def with_scores(keys: Sequence[str], scores: np.ndarray) -> Values:
    """Nominal numbers, except that number `keys[j]` of run i is its prior's quantile at `scores[i, j]`.

    `scores` are standard normal, (run, number).
    """
    nominal = registry().nominal()
    changes = {key: nominal.registry[key].quantile(scores[:, j]) for j, key in enumerate(keys)}
    return nominal.stacked([{}] * len(scores)).with_values(changes)


def rest_at(keys: Sequence[str], scores: np.ndarray) -> np.ndarray:
    """Mask (run,) of the scores (run, number) that return to their baseline; no course is run for it."""
    return returns_to_baseline(with_scores(keys, scores))


def outcomes_of(
    course: Course,
    day: float,
    keys: Sequence[str],
    scores: np.ndarray,
    progress: Progress | None = None,
) -> dict[str, np.ndarray]:
    """Change of each outcome at `day` for each row of `scores` (run, number): name -> (run,), NaN where none."""
    found: dict[str, list[np.ndarray]] = {}
    for start in range(0, len(scores), BATCH):
        values = with_scores(keys, scores[start : start + BATCH])
        sound = returns_to_baseline(values)
        for name, change in outcomes_at(course, values, day).items():
            found.setdefault(name, []).append(np.where(sound, change, np.nan))
        if progress:
            progress(min(start + BATCH, len(scores)), len(scores))
    return {name: np.concatenate(parts) for name, parts in found.items()}
