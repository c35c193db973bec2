"""What the sampler carries from move to move, and how it is written down so that a stopped run goes on.

One state holds everything the next move depends on: particles, their forward outputs and log-likelihoods, place on
the path, step sizes, the Gaussian reference, the runs the emulator learns from. Random numbers are not part of it:
they come from streams named by stage and move. So a run resumed from any checkpoint ends in the very same bits.
Breaks when the array library or the machine changes in between: last digits of matrix products may then differ.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ...errors import InputError, MicroneedlingError, Mistake

FORMAT = 2  # raised whenever a change of the sampler would make a resumed run end elsewhere
Proposal = Literal["emulated", "spiked", "diagonal", "prior", "walk"]


@dataclass(frozen=True)
class Settings:
    """How to sample. Everything but `chunk` decides the draws, and is therefore part of a checkpoint's identity."""

    particles: int = 800
    seed: int = 1
    label: str = "posterior"  # name of the random streams of this run
    ess_fraction: float = 0.5  # of the particles, kept by each step along the path
    proposal: Proposal = "emulated"
    forward_moves: int = 2  # fewest in a stage; each costs one forward run a particle
    most_forward_moves: int = 8
    final_forward_moves: int = 4  # fewest in the last stage
    kept_correlation: float = 0.5  # a stage moves until positions and likelihood forgot its start so far
    cheap_moves: int = 6  # after each forward move; forward outputs are reused
    inner_steps: int = 61  # most steps on the emulator before one forward run
    acceptance: float = 0.3  # aimed at by the step sizes
    chunk: int = 0  # particles in one forward call; 0: all at once


@dataclass(frozen=True)
class Particles:
    """Equally weighted draws: `z` (n, d), `forward` (n, m), `loglik` (n, s)."""

    z: np.ndarray
    forward: np.ndarray
    loglik: np.ndarray


@dataclass(frozen=True)
class StageRecord:
    """What one stage did. `acceptance` by kind of move; `kept` is the correlation left with the stage's start."""

    stage: int
    place: float
    ess_fraction: float
    ancestors: int
    forward_moves: int
    acceptance: dict[str, float]
    kept: float
    log_evidence: float
    forward_runs: int


@dataclass
class State:
    """Everything the next move depends on; `place` runs from 0 to 1 along the path of study weights."""

    z: np.ndarray
    forward: np.ndarray
    loglik: np.ndarray
    place: float = 0.0
    stage: int = 0
    move: int = -1  # moves done in this stage; -1: the stage has yet to be opened
    log_evidence: float = 0.0
    forward_runs: int = 0
    seconds: float = 0.0
    done: bool = False
    ess_fraction: float = 1.0
    ancestors: int = 0
    floor: float = -np.inf  # of the emulated log-likelihood in this stage
    steps: dict[str, np.ndarray] = field(default_factory=dict)
    accepted: dict[str, list[float]] = field(default_factory=dict)
    reference: dict[str, np.ndarray] = field(default_factory=dict)
    emulator: dict[str, np.ndarray] = field(default_factory=dict)
    start_z: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    start_total: np.ndarray = field(default_factory=lambda: np.empty(0))
    learned_z: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    learned_forward: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    history: list[StageRecord] = field(default_factory=list)


ARRAYS = ("z", "forward", "loglik", "start_z", "start_total", "learned_z", "learned_forward")
NAMED = ("steps", "reference", "emulator")
PLAIN = (
    "place",
    "stage",
    "move",
    "log_evidence",
    "forward_runs",
    "seconds",
    "done",
    "ess_fraction",
    "ancestors",
)


def identity(settings: Settings, problem: str, **more: Any) -> dict[str, Any]:
    """What a checkpoint must share with the run that resumes it: settings, the problem's own words, path."""
    chosen = {key: value for key, value in asdict(settings).items() if key != "chunk"}
    return json.loads(json.dumps({"format": FORMAT, "problem": problem, **chosen, **more}))


def array_hash(*arrays: np.ndarray) -> str:
    """Short hash of the bits, shapes and types of some arrays, 24 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=12)
    for array in arrays:
        digest.update(f"{array.shape}{array.dtype}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def save(path: Path, state: State, who: Mapping[str, Any]) -> None:
    """Write the whole state, or leave the file as it was: written beside it first, then renamed over it."""
    text = {name: getattr(state, name) for name in PLAIN}
    text |= {"floor": state.floor, "accepted": state.accepted, "identity": dict(who)}
    text["history"] = [asdict(record) for record in state.history]
    arrays = {name: getattr(state, name) for name in ARRAYS}
    arrays |= {f"{group}/{name}": array for group in NAMED for name, array in getattr(state, group).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            np.savez(file, text=np.array(json.dumps(text)), **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def load(path: Path, who: Mapping[str, Any]) -> State | None:
    """The state saved at `path`, None when there is none. Raises InputError when it belongs to another problem."""
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        text = json.loads(str(arrays.pop("text")))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise MicroneedlingError(
            f"{path}: this checkpoint cannot be read ({error}); remove it to start the run again"
        ) from error
    refuse_another(str(path), text["identity"], who)
    state = State(**{name: arrays[name] for name in ARRAYS})
    for name in PLAIN:
        setattr(state, name, text[name])
    state.floor, state.accepted = text["floor"], text["accepted"]
    state.history = [StageRecord(**record) for record in text["history"]]
    for name, array in arrays.items():
        group, _, key = name.partition("/")
        if group in NAMED:
            getattr(state, group)[key] = array
    return state


def refuse_another(source: str, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Raise InputError naming every point in which a checkpoint differs from the run that wants to resume it."""
    hint = "remove the checkpoint or name another file"
    mistakes = [
        Mistake(key, _short(found.get(key, "nothing")), _short(wanted.get(key, "nothing")), hint)
        for key in sorted({*found, *wanted})
        if found.get(key) != wanted.get(key)
    ]
    if mistakes:
        raise InputError(source, mistakes)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
