"""Learn the model's numbers from the published readings, and write down what was learnt.

Several seeds sample the same posterior apart from each other (so that R-hat means something) and are pooled. Written
to the folder of `evidence.posterior`, all at once or not at all:

    draws.npz          names and z (draw, number) of the registry's numbers
    calibrated.toml    what it rests on; each number the data narrowed by `NARROWED` or moved by `MOVED` prior SDs

A run leaves a checkpoint after each expensive move; the same command goes on from there and ends in the same draws.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from .. import MODEL_NUMBER
from ..evidence.registry import Registry, priors
from ..studies.arm import LAYERS, TOLERANCE
from ..studies.published import ARMS, READINGS, Reported, likelihood_readings
from .problem import Calibration
from .smc import sampler as smc
from .smc.refresh import refresh, report_influence
from .smc.state import Particles

PARTICLES, SEEDS = 400, (1, 2)
MOST_MOVES, LAST_MOVES = 8, 16  # expensive moves in a stage, and fewest in the last one
SWEEPS = 1  # at the end, over all unknowns in groups
# Least loss of spread, least shift in prior SDs, by which a number counts as calibrated: of all draws; and half of it
# by the draws of each seed alone, the shift to the same side, so that chance is not taken for learning. And a number
# that does not move the reports by `INFLUENTIAL` of their errors cannot have been learnt from them, whatever its
# draws show.
NARROWED, MOVED, INFLUENTIAL = 0.15, 0.3, 0.5


@dataclass(frozen=True)
class Fitted:
    """Pooled draws of a calibration and each seed's own, with how they came about."""

    target: Calibration
    runs: tuple[smc.SamplerResult, ...]
    seeds: tuple[int, ...]

    @property
    def z(self) -> np.ndarray:
        """Draws of all seeds (n, d)."""
        return np.concatenate([run.z for run in self.runs])

    @property
    def particles(self) -> Particles:
        """The particles of all seeds, pooled in the order of the seeds."""
        parts = [run.particles for run in self.runs]
        return Particles(
            z=np.concatenate([part.z for part in parts]),
            forward=np.concatenate([part.forward for part in parts]),
            loglik=np.concatenate([part.loglik for part in parts]),
        )


def target(rows: Sequence[Reported] | None = None, registry: Registry | None = None) -> Calibration:
    """The calibration to these reports (default: all that may inform the model), with the registry's priors."""
    return Calibration(likelihood_readings() if rows is None else rows, registry or priors())


def calibrate(
    checkpoints: Path,
    particles: int = PARTICLES,
    seeds: Sequence[int] = SEEDS,
    progress: Callable[[int, smc.Progress], None] | None = None,
    problem: Calibration | None = None,
) -> Fitted:
    """Sample the posterior with each seed, resuming from checkpoints of the same problem in the folder.

    What stops one seed (an interrupt, an error) stops the others after their move and is raised; checkpoints keep
    what was sampled.
    """
    posed = problem or target()
    checkpoints.mkdir(parents=True, exist_ok=True)
    who = fingerprint(posed)

    stop = Event()

    def go_on(*_: object) -> None:
        if stop.is_set():
            raise InterruptedError("stopped after a move, which its checkpoint keeps")

    def report(seed: int, step: smc.Progress) -> None:
        go_on()
        if progress:
            progress(seed, step)

    def one(seed: int) -> smc.SamplerResult:
        sampled = smc.sample(
            posed,
            smc.Settings(
                particles=particles, seed=seed, most_forward_moves=MOST_MOVES, final_forward_moves=LAST_MOVES
            ),
            problem=who,
            checkpoint=checkpoints / f"seed_{seed}.npz",
            progress=partial(report, seed),
        )
        freed, runs = sampled.particles, sampled.forward_runs
        for sweep in range(SWEEPS):
            path = checkpoints / f"seed_{seed}.swept_{sweep + 1}.npz"
            kept = _kept(path, who, particles)
            if kept is None:
                kept = refresh(posed, freed, seed, sweep, go_on)
                _keep(path, who, *kept)
            freed, runs = kept[0], runs + kept[1]
        return replace(sampled, particles=freed, forward_runs=runs)

    # Seeds side by side: while one runs its arms (without the interpreter's lock), another thinks.
    with ThreadPoolExecutor(len(seeds)) as pool:
        runs = [pool.submit(one, seed) for seed in seeds]
        try:
            return Fitted(posed, tuple(run.result() for run in runs), tuple(seeds))
        except BaseException:
            stop.set()  # the other seeds stop after the move they are in
            raise


def _kept(path: Path, who: str, count: int) -> tuple[Particles, int] | None:
    """Refreshed draws of this very problem and what they cost, where a run before has left them."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as file:
        if str(file["who"]) != who or len(file["z"]) != count:
            return None
        return Particles(file["z"], file["forward"], file["loglik"]), int(file["runs"])


def _keep(path: Path, who: str, particles: Particles, runs: int) -> None:
    part = path.with_suffix(".partial.npz")
    np.savez(
        part, who=np.array(who), runs=runs, z=particles.z, forward=particles.forward, loglik=particles.loglik
    )
    part.replace(path)


def fingerprint(posed: Calibration) -> str:
    """SHA-256 of model, priors and data: what draws belong to."""
    text = json.dumps([MODEL_NUMBER, priors_hash(posed), data_hash(), LAYERS, TOLERANCE, posed.names])
    return hashlib.sha256(text.encode()).hexdigest()


def priors_hash(posed: Calibration) -> str:
    """SHA-256 of the prior of every number that the predictions of the rows use; words do not count."""
    entries = (posed.registry[key] for key in sorted(posed.used))
    text = "\n".join(repr((e.key, e.value, e.formula, e.range, e.prior)) for e in entries)
    return hashlib.sha256(text.encode()).hexdigest()


def data_hash() -> str:
    """SHA-256 of the arms and readings as shipped."""
    digest = hashlib.sha256()
    for path in (ARMS, READINGS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def model_numbers(posed: Calibration) -> tuple[str, ...]:
    """The unknowns that are numbers of the model, not of a study."""
    return tuple(name for name in posed.names if name in posed.registry)


def learnt(fitted: Fitted) -> dict[str, dict[str, Any]]:
    """Numbers that the data narrowed or moved: median, 95 % interval, share of the prior's spread that is left."""
    posed, found = fitted.target, {}
    influence = dict(zip(posed.forward_names, report_influence(posed, fitted.z.mean(axis=0)), strict=True))
    for name in model_numbers(posed):
        if influence.get(name, INFLUENTIAL) < INFLUENTIAL:
            continue
        score = fitted.z[:, posed.place[name]]
        left, shift = float(score.std(ddof=1)), float(score.mean())
        each = [run.z[:, posed.place[name]] for run in fitted.runs]
        narrowed = left < 1 - NARROWED and all(own.std(ddof=1) < 1 - NARROWED / 2 for own in each)
        moved = abs(shift) > MOVED and all(own.mean() * np.sign(shift) > MOVED / 2 for own in each)
        if not (narrowed or moved):
            continue
        low, middle, high = posed.registry[name].quantile(np.quantile(score, (0.025, 0.5, 0.975)))
        found[name] = {
            "value": float(f"{middle:.4g}"),
            "range": [float(f"{low:.4g}"), float(f"{high:.4g}")],
            "spread_left": round(left, 3),
            "shift": round(shift, 3),
        }
    return found


def write(fitted: Fitted, folder: Path) -> None:
    """Write draws and account; files appear whole or not at all."""
    posed, z = fitted.target, fitted.z
    names = model_numbers(posed)
    folder.mkdir(parents=True, exist_ok=True)
    places = [posed.place[name] for name in names]
    part = folder / "draws.partial.npz"
    np.savez_compressed(part, names=np.array(names), z=z[:, places].astype(np.float32))
    text = _account(fitted, learnt(fitted))
    (folder / "calibrated.partial.toml").write_text(text, encoding="utf-8")
    part.replace(folder / "draws.npz")
    (folder / "calibrated.partial.toml").replace(folder / "calibrated.toml")


def _account(fitted: Fitted, numbers: dict[str, dict[str, Any]]) -> str:
    posed = fitted.target
    lines = [
        "# Written by `microneedling calibrate`; never by hand. Each number: posterior median and 95 % interval,",
        "# the share of the prior's spread that is left, the shift of its mean in prior standard deviations.",
        f"model_number = {MODEL_NUMBER}",
        f'data_sha256 = "{data_hash()}"',
        f'priors_sha256 = "{priors_hash(posed)}"',
        f"draws = {len(fitted.z)}",
        f"seeds = {list(fitted.seeds)}",
        f"readings = {len(posed.rows)}",
        f"forward_runs = {sum(run.forward_runs for run in fitted.runs)}",
        f"log_evidence = {[round(run.log_evidence, 2) for run in fitted.runs]}",
        f"studies = {json.dumps(sorted(posed.studies))}",
        "",
        "[number]",
    ]
    for name, entry in numbers.items():
        fields = ", ".join(f"{key} = {value}" for key, value in entry.items())
        lines.append(f'"{name}" = {{ {fields} }}')
    return "\n".join(lines) + "\n"
