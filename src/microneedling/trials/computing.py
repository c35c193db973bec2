"""Chunks of a virtual trial computed where they are missing: plan -> chunks (engine) -> chunk files (store)."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..people.cohort import check
from .chunks import CHUNK, Chunk, Plan, decoded, work
from .cluster import results
from .store import Folder, Remote, StoreError

WORTH = 4  # chunks of the usual size a worker must have before it is worth starting
MB = 1024.0


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
    """What a run did: chunks kept, computed, computed again because their file was spoilt."""

    kept: int = 0
    computed: int = 0
    spoilt: int = 0
    seconds: float = 0.0
    people: int = 0

    @property
    def people_per_second(self) -> float:
        """Rate of the chunks computed; 0 where nothing was left to do."""
        return self.people / self.seconds if self.computed else 0.0


def compute(
    plan: Plan,
    store: Folder | Remote,
    *,
    resume: bool = False,
    engine: str = "local",
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[Done], None] | None = None,
) -> Computed:
    """Compute every chunk file that is missing or spoilt; without `resume` all of them. Returns what was done."""
    check(plan.trial.people)
    done, arms = Computed(), len(plan.trial.arms)
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
                f"{done.kept + done.computed} finished chunks are kept; make room and go on with --resume."
            ) from None
        done.computed += 1
        done.people += chunk.count * arms
        done.seconds = time.perf_counter() - begin
        if progress:
            finished, rate = done.kept + done.computed, done.people / done.seconds
            left = (plan.count - finished) * plan.chunk * arms / rate
            progress(Done(finished, plan.count, done.people, rate, left))
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
    """The arrays (arm, column, slot) of all chunks in order.

    A chunk that is gone or spoilt by now (an equal run that ended first has removed it) is computed again: its bytes
    depend on nothing but itself. Raises `StoreError` where one cannot be read.
    """
    for number in range(plan.count):
        chunk = plan.at(number)
        data = store.read(chunk.name)
        array = None if data is None else decoded(data, chunk)
        if array is None:
            array = decoded(work(chunk, None), chunk)
        if array is None:
            raise StoreError(f"chunk {number} could not be computed again; go on with --resume")
        yield array


def peak_memory_mb() -> float | None:
    """Largest resident memory of this process or of any worker of it, MB; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    sizes = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = MB * MB if sys.platform == "darwin" else MB
    return round(max(sizes) / unit, 1)
