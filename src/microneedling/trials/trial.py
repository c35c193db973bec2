"""A virtual trial from plan to answer: chunks computed where they are missing, read once, summed up.

    plan -> chunks (engine) -> chunk files (store) -> arms, comparison, power, assurance

What is kept in memory of each person is one number an arm, the endpoint; all other columns are summed up chunk by
chunk. The result's hash is taken over every column of every person in order: neither chunk size nor engine counts.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .. import MODEL_NUMBER
from ..errors import SolverError
from ..people.cohort import check, report
from .analysis import analysed, better, comparison
from .arms import MOST_DRAWS
from .chunks import CHUNK, Chunk, Plan, decoded
from .cluster import results
from .members_of_arm import FIXED, columns
from .planning import planning
from .store import Folder, Remote, StoreError
from .summary import described, rounded, shape
from .trial_file import Trial

WORTH = 4  # chunks of the usual size a worker must have before it is worth starting
MOST_NAMED = 20  # failures named one by one
COHORT = ("age_year", "female", "phototype", "photoageing", "smoker", "true_baseline")
MOST_DESCRIBED = 20_000  # people whose marginals are reported


@dataclass(frozen=True)
class Done:
    """How far a run is: chunks and people finished, of how many, at which rate."""

    chunks: int
    of_chunks: int
    people: int
    people_per_second: float
    left_s: float


@dataclass
class Computed:
    """What a run did: chunks taken from before, made, made again because their file was spoilt."""

    kept: int = 0
    made: int = 0
    spoilt: int = 0
    seconds: float = 0.0
    people: int = 0


@dataclass
class _Sums:
    """What is gathered while the chunk files are read in order."""

    endpoints: list[np.ndarray] = field(default_factory=list)
    cohort: list[np.ndarray] = field(default_factory=list)
    visits: list[np.ndarray] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    failed: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    hashes: dict[str, Any] = field(default_factory=dict)


def compute(
    plan: Plan,
    store: Folder | Remote,
    *,
    resume: bool = False,
    engine: str = "local",
    workers: int | None = None,
    scheduler: str | None = None,
    told: Callable[[Done], None] | None = None,
) -> Computed:
    """Make every chunk file that is missing or spoilt; without `resume` all of them. Returns what was done."""
    trial = Trial.model_validate_json(plan.text)
    check(trial.people)
    done, arms = Computed(), len(trial.arms)
    begin = time.perf_counter()
    worth = plan.count * max(plan.chunk, CHUNK) // (WORTH * CHUNK)  # starting a process costs seconds
    few = max(min(worth, plan.count), 1)
    threads = 1 if workers else None  # who asks for one worker asks for one core
    workers = workers or min(os.cpu_count() or 1, few)
    for chunk, data in results(_missing(plan, store, resume, done), engine, workers, scheduler, threads):
        try:
            store.write(chunk.name, data)
        except OSError as error:
            raise StoreError(
                f"chunk {chunk.number} could not be written: {error.strerror or error}. "
                f"{done.kept + done.made} finished chunks are kept; make room and go on with --resume."
            ) from None
        done.made += 1
        done.people += chunk.count * arms
        done.seconds = time.perf_counter() - begin
        if told:
            finished, rate = done.kept + done.made, done.people / done.seconds
            left = (plan.count - finished) * plan.chunk * arms / rate
            told(Done(finished, plan.count, done.people, rate, left))
    return done


def _missing(plan: Plan, store: Folder | Remote, resume: bool, done: Computed) -> Iterator[Chunk]:
    for number in range(plan.count):
        chunk = plan.at(number)
        data = store.read(chunk.name) if resume else None
        if data is not None and decoded(data, chunk) is not None:
            done.kept += 1
            continue
        done.spoilt += data is not None
        yield chunk


def arrays(plan: Plan, store: Folder | Remote) -> Iterator[np.ndarray]:
    """The arrays (arm, column, slot) of all chunks in order; raises `StoreError` where one is gone or spoilt."""
    for number in range(plan.count):
        chunk = plan.at(number)
        data = store.read(chunk.name)
        array = None if data is None else decoded(data, chunk)
        if array is None:
            raise StoreError(f"chunk {number} is gone or spoilt; go on with --resume")
        yield array


def summed_up(trial: Trial, plan: Plan, store: Folder | Remote) -> dict[str, Any]:
    """The answer of a finished run, without its times: arms, comparison, planning, people, failures, hash."""
    names = columns(trial)
    sums = _Sums(failed=np.zeros(len(trial.arms), int))
    for array in arrays(plan, store):
        _add(sums, trial, names, array)
    endpoints = np.concatenate(sums.endpoints, axis=1)
    _enough(sums.failed, plan.people)
    trials = analysed(trial, endpoints, plan.size)
    sign = better(trial)
    seen = float(np.isfinite(endpoints).mean())
    visits = sum(sums.visits[1:], sums.visits[0])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = visits[:, 0] / visits[:, 1]
    return {
        "arms": {
            arm.name: {
                "people": plan.people,
                "failed": int(sums.failed[k]),
                "endpoint": described(endpoints[k]),
            }
            for k, arm in enumerate(trial.arms)
        },
        "comparison": _tidy(comparison(trials, trial.aim, sign)),
        "result_hash": _hash(sums),
        "planning": planning(trials, trial.aim, sign, trial.split, seen, _draws(trial)),
        "summaries": {
            arm.name: {
                "seen": int(np.isfinite(endpoints[k]).sum()),
                "visits": _visits(trial, means[k]),
                **shape(endpoints[k]),
            }
            for k, arm in enumerate(trial.arms)
        },
        "within_person_correlation": _correlation(trial, endpoints),
        "cohort": _cohort(trial, np.concatenate(sums.cohort, axis=1)),
        "failures": sums.failures,
        "endpoint": {
            "scale": trial.endpoint.scale,
            "statistic": trial.endpoint.statistic,
            "day": trial.endpoint.day,
            "better": "higher" if sign > 0 else "lower",
        },
        "aim": trial.aim.model_dump(mode="json"),
        "people_per_trial_arm": plan.size,
        "title": trial.title,
        "seed": plan.seed,
        "kernel": plan.kernel,
        "model_number": MODEL_NUMBER,
        "not_a_medical_device": True,
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
        sums.failures.append(
            {
                "arm": trial.arms[arm].name,
                "person": int(array[arm, FIXED.index("person"), slot]),
                "virtual_trial": int(array[arm, FIXED.index("trial"), slot]),
                "reason": "the healing equations could not be integrated",
            }
        )
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


def _visits(trial: Trial, means: np.ndarray) -> list[dict[str, float | None]]:
    days = (0, *trial.endpoint.days)
    return [
        {"day": day, "mean": rounded(mean) if np.isfinite(mean) else None}
        for day, mean in zip(days, means, strict=True)
    ]


def _correlation(trial: Trial, endpoints: np.ndarray) -> float | None:
    """Correlation between the two compared sides of one person; None for parallel arms."""
    if not trial.split:
        return None
    a, b = (endpoints[trial.place(name)] for name in trial.aim.compare)
    both = np.isfinite(a) & np.isfinite(b)
    if both.sum() < 3 or np.ptp(a[both]) == 0 or np.ptp(b[both]) == 0:
        return None
    return rounded(np.corrcoef(a[both], b[both])[0, 1])


def _cohort(trial: Trial, known: np.ndarray) -> dict[str, Any]:
    return report(trial.people, dict(zip(COHORT, known, strict=True)))


def _tidy(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "difference": None if found["difference"] is None else rounded(found["difference"]),
        "ci95": None if found["ci95"] is None else [rounded(x) for x in found["ci95"]],
        "power": None if found["power"] is None else rounded(found["power"]),
    }
