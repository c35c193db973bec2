"""The chunk files of a finished run read once and summed up into the answer of a trial.

What is kept in memory of each person is one number an arm, the endpoint; all other columns are summed up chunk by
chunk. The result's hash is taken over every column of every person in order: it depends on neither chunk size nor
engine.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .. import MODEL_NUMBER
from ..errors import SolverError
from ..people.cohort import report
from .analysis import analysed, better, comparison
from .arms import MOST_DRAWS
from .chunks import Plan
from .compared import ArmResult, Visit
from .computing import arrays
from .members_of_arm import FIXED, columns
from .planning import planning
from .result import Failure, TrialResult
from .store import Folder, Remote
from .summary import described, rounded, shape
from .trial_file import Trial

MOST_NAMED = 20  # failures named one by one
COHORT = ("age_year", "female", "phototype", "photoageing", "smoker", "true_baseline")
MOST_DESCRIBED = 20_000  # people whose marginals are reported


@dataclass
class _Sums:
    """What is gathered while the chunk files are read in order."""

    endpoints: list[np.ndarray] = field(default_factory=list)
    cohort: list[np.ndarray] = field(default_factory=list)
    visits: list[np.ndarray] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    failed: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    hashes: dict[str, Any] = field(default_factory=dict)


def summed_up(plan: Plan, store: Folder | Remote) -> TrialResult:
    """The answer of a finished run, without what it cost. Raises `StoreError` where a chunk is gone or spoilt, and
    `SolverError` where more than one person in twenty of an arm could not be integrated.
    """
    trial, names = plan.trial, columns(plan.trial)
    sums = _Sums(failed=np.zeros(len(trial.arms), int))
    for array in arrays(plan, store):
        _add(sums, trial, names, array)
    endpoints = np.concatenate(sums.endpoints, axis=1)
    _enough(sums.failed, plan.people)
    trials, sign = analysed(trial, endpoints, plan.size), better(trial)
    seen = float(np.isfinite(endpoints).mean())
    return TrialResult(
        trial=trial,
        people_per_trial_arm=plan.size,
        seed=plan.seed,
        kernel=plan.kernel,
        better="higher" if sign > 0 else "lower",
        arms=_arms(plan, sums, endpoints),
        comparison=comparison(trials, trial.aim, sign).rounded(),
        planning=planning(trials, trial.aim, sign, trial.split, seen, _draws(trial)),
        within_person_correlation=_correlation(trial, endpoints),
        cohort=report(trial.people, dict(zip(COHORT, np.concatenate(sums.cohort, axis=1), strict=True))),
        failures=tuple(sums.failures),
        result_hash=_hash(sums),
    )


def _arms(plan: Plan, sums: _Sums, endpoints: np.ndarray) -> dict[str, ArmResult]:
    visits = sum(sums.visits[1:], sums.visits[0])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = visits[:, 0] / visits[:, 1]
    return {
        arm.name: ArmResult(
            people=plan.people,
            failed=int(sums.failed[k]),
            seen=int(np.isfinite(endpoints[k]).sum()),
            endpoint=described(endpoints[k]),
            visits=_visits(plan.trial, means[k]),
            shape=shape(endpoints[k]),
        )
        for k, arm in enumerate(plan.trial.arms)
    }


def _add(sums: _Sums, trial: Trial, names: tuple[str, ...], array: np.ndarray) -> None:
    sums.endpoints.append(array[:, -1].copy())
    got = sum(part.shape[1] for part in sums.cohort)
    if got < MOST_DESCRIBED:
        sums.cohort.append(array[0, [names.index(name) for name in COHORT]][:, : MOST_DESCRIBED - got].copy())
    read = array[:, FIXED.index("baseline") : -1]
    there = np.isfinite(read)
    sums.visits.append(np.stack([np.where(there, read, 0.0).sum(axis=2), there.sum(axis=2)], axis=1))
    if len(sums.visits) > 1:
        sums.visits[:] = [sums.visits[0] + sums.visits[1]]
    failed = array[:, FIXED.index("failed")] != 0
    sums.failed = sums.failed + failed.sum(axis=1)
    for arm, slot in np.argwhere(failed)[: max(MOST_NAMED - len(sums.failures), 0)]:
        person, number = (int(array[arm, FIXED.index(name), slot]) for name in ("person", "trial"))
        sums.failures.append(Failure(trial.arms[arm].name, person, number))
    for arm in range(len(array)):
        for place, name in enumerate(names):
            own = sums.hashes.setdefault(f"{trial.arms[arm].name}/{name}", hashlib.sha256())
            own.update(np.ascontiguousarray(array[arm, place]).tobytes())


def _hash(sums: _Sums) -> str:
    lines = [f"{name} {own.hexdigest()}" for name, own in sums.hashes.items()]
    return hashlib.sha256("\n".join([f"model {MODEL_NUMBER}", *lines]).encode()).hexdigest()


def _enough(failed: np.ndarray, people: int) -> None:
    if failed.max() > 0.05 * people and failed.max() > 1:
        raise SolverError(
            f"{int(failed.max())} of {people} people of an arm could not be integrated: more than one in twenty"
        )


def _draws(trial: Trial) -> int | None:
    """How many draws of the numbers there are before virtual trials take them again; None where all have the same."""
    return MOST_DRAWS if trial.design.numbers == "drawn" else None


def _visits(trial: Trial, means: np.ndarray) -> tuple[Visit, ...]:
    days = (0, *trial.endpoint.days)
    return tuple(
        Visit(day, rounded(mean) if np.isfinite(mean) else None)
        for day, mean in zip(days, means, strict=True)
    )


def _correlation(trial: Trial, endpoints: np.ndarray) -> float | None:
    """Correlation between the two compared sides of one person; None for parallel arms."""
    if not trial.split:
        return None
    a, b = (endpoints[trial.place(name)] for name in trial.aim.compare)
    both = np.isfinite(a) & np.isfinite(b)
    if both.sum() < 3 or np.ptp(a[both]) == 0 or np.ptp(b[both]) == 0:
        return None
    return rounded(np.corrcoef(a[both], b[both])[0, 1])
