"""Chunks: a trial cut into pieces that are a few words long, and the small files that come of them.

A chunk is the plan of a run and a range of slots: no arrays. Its result is a file

    one line of JSON {"plan", "number", "shape", "columns", "sha256"}, then little-endian float64

named by the hash of the plan and its number, so that a file is never taken for that of another trial, seed, model
or chunk size. A file that is torn, changed or of another plan does not pass its checksum and is computed again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import MODEL_NUMBER

if TYPE_CHECKING:
    from ..engine.solver import Kernel
    from .arms import Job
    from .trial_file import Trial

CHUNK = 240  # slots: a few seconds of work, a few MB at once
CUDA_CHUNK = 16_384  # slots: half as many threads as a large graphics processor runs at once, about 1 GB
FORMAT = 1


@dataclass(frozen=True)
class Chunk:
    """One piece of work: slots `first` .. `first + count - 1` of every arm."""

    of: Plan
    plan: str  # its hash, as made where the run was planned
    number: int
    first: int
    count: int

    @property
    def name(self) -> str:
        """Name of its file: the plan and its number."""
        return f"{self.plan[:16]}-{self.number:06d}.chunk"


@dataclass(frozen=True)
class Plan:
    """All chunks of one run, one at a time; `people` slots an arm, `size` of them a virtual trial."""

    trial: Trial = field(compare=False, repr=False)  # `text` stands for it where plans are compared
    text: str
    seed: int
    people: int
    size: int
    chunk: int = CHUNK
    kernel: Kernel = "auto"

    @property
    def count(self) -> int:
        """How many chunks the run has."""
        return -(-self.people // self.chunk)

    @property
    def hash(self) -> str:
        """SHA-256 of everything that decides the bytes of a chunk file."""
        return _hash(self)

    def at(self, number: int) -> Chunk:
        """The chunk with this number, from 0."""
        first = number * self.chunk
        count = min(self.chunk, self.people - first)
        return Chunk(self, self.hash, number, first, count)


@lru_cache(maxsize=8)
def _hash(plan: Plan) -> str:
    from ..evidence.registry import registry

    own = [plan.text, plan.seed, plan.people, plan.size, plan.chunk]
    own += [] if plan.kernel == "auto" else [plan.kernel]
    parts = [FORMAT, MODEL_NUMBER, registry().fingerprint, posterior_hash(), *own]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def posterior_hash() -> str:
    """SHA-256 of the joint draws that calibrated numbers are taken from; empty where there are none."""
    from ..evidence.posterior import shipped

    drawn = shipped()
    return "" if drawn is None else hashlib.sha256(np.ascontiguousarray(drawn.z).tobytes()).hexdigest()


def plan_of(trial: Trial, people: int, seed: int, chunk: int | None = None, kernel: Kernel = "auto") -> Plan:
    """The plan of a run; fewer people than one trial enrols make one smaller trial.

    Chunks have the size that suits their kernel unless one is given.
    """
    size = min(trial.design.people_per_arm, people)
    chunk = chunk or (CUDA_CHUNK if kernel == "cuda" else CHUNK)
    return Plan(trial, trial.model_dump_json(), seed, people, size, chunk, kernel)


def work(chunk: Chunk, threads: int | None = None) -> bytes:
    """The bytes of a chunk's file: the same wherever, whenever and beside whatever it is computed.

    `threads` (default: one a core) share the work; where several processes compute, each is given one.
    """
    from .members_of_arm import columns, slots

    job, plan = _job(chunk.of, threads), chunk.of
    array = slots(job, plan.seed, plan.size, chunk.first, chunk.count)
    return encoded(chunk, array, columns(job.trial))


@lru_cache(maxsize=2)
def _job(plan: Plan, threads: int | None) -> Job:
    from .arms import Job

    return Job.of(plan.trial, plan.seed, threads, plan.kernel)


def encoded(chunk: Chunk, array: np.ndarray, names: tuple[str, ...]) -> bytes:
    """A chunk's array (arm, column, slot) as the bytes of its file."""
    clean = np.where(np.isnan(array), np.nan, array) + 0.0  # one NaN, one zero
    payload = np.ascontiguousarray(clean, "<f8").tobytes()
    head: dict[str, Any] = {
        "plan": chunk.plan,
        "number": chunk.number,
        "shape": list(array.shape),
        "columns": list(names),
    }
    head["sha256"] = _sum(head, payload)
    return json.dumps(head).encode() + b"\n" + payload


def _sum(head: dict[str, Any], payload: bytes) -> str:
    return hashlib.sha256(json.dumps(head).encode() + b"\n" + payload).hexdigest()


def decoded(data: bytes, chunk: Chunk) -> np.ndarray | None:
    """The array (arm, column, slot) of a chunk's file; None where the bytes are not whole or not this chunk's."""
    line, _, payload = data.partition(b"\n")
    try:
        head = json.loads(line)
        checksum = head.pop("sha256")
        shape = tuple(int(n) for n in head["shape"])
        mine = (head["plan"], head["number"]) == (chunk.plan, chunk.number)
        whole = checksum == _sum(head, payload)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not mine or not whole or shape[-1] != chunk.count or 8 * int(np.prod(shape)) != len(payload):
        return None
    return np.frombuffer(payload, "<f8").reshape(shape)
