"""Learn the model's numbers from the published readings, and write down what was learnt.

    1  real runs at draws of the prior                                      `DESIGN` of them
    2  a stand-in fitted to them (`stand_in`), its posterior sampled by many chains of every seed (`hmc`)
    3  real runs where that posterior lies, and the stand-in fitted again   `LEARNT` more
    4  its posterior sampled: the draws, and a real run of each for what it shows

Seeds share the runs and sample apart from each other, so that R-hat means something, and are pooled. Written to the
folder of `evidence.posterior`, all at once or not at all:

    draws.npz          names and z (draw, number) of the registry's numbers
    calibrated.toml    what it rests on; each number the data narrowed by `NARROWED` or moved by `MOVED` prior SDs

A calibration leaves checkpoints after every fifty runs and every transition; the same command goes on from there and
ends in the same draws.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .. import MODEL_NUMBER
from ..evidence.registry import Registry, priors
from ..healing.screening import returns_to_baseline
from ..streams import generator
from ..studies.arm import LAYERS, TOLERANCE
from ..studies.published import ARMS, READINGS, Reported, likelihood_readings
from . import checkpoint, hmc
from .influence import report_influence
from .problem import Calibration
from .stand_in import Runs, StandIn, stand_in

DRAWS, SEEDS = 512, (1, 2)
DESIGN, LEARNT = 2000, 512  # real runs at draws of the prior, and where the first posterior lies
BATCH = 50  # real runs between checkpoints
FROM_CHAIN = 4  # draws from each chain, `APART` transitions from each other
WARMING, APART = 40, 4
# Least loss of spread, least shift in prior SDs, by which a number counts as calibrated: of all draws; and half of it
# by the draws of each seed alone, the shift to the same side, so that chance is not taken for learning. And a number
# that does not move the reports by `INFLUENTIAL` of their errors cannot have been learnt from them, whatever its
# draws show.
NARROWED, MOVED, INFLUENTIAL = 0.15, 0.3, 0.5


@dataclass(frozen=True)
class Progress:
    """What a calibration is doing: words, what is done of how much of it, seconds it has taken so far."""

    doing: str
    done: int
    of: int
    seconds: float


@dataclass(frozen=True)
class Fitted:
    """Draws of a calibration, by seed and chain, with how they came about.

    `chains` (seed, chain, draw, d), what the stand-in gets wrong at the end of d; `forward` (seed chain draw, m) real
    signals of all draws in that order; `sampled` the stand-in, `last` where chains stood at the end, `runs` how many
    real runs there were in all, `seconds` what it took where it ran in one go; `folder` and `who` where checkpoints
    lie and whose they are.
    """

    target: Calibration
    sampled: StandIn
    chains: np.ndarray
    forward: np.ndarray
    last: tuple[hmc.Chains, ...]
    seeds: tuple[int, ...]
    runs: int
    seconds: float | None
    folder: Path
    who: str

    @property
    def z(self) -> np.ndarray:
        """Draws of all seeds (n, d), of the unknowns of the calibration."""
        return np.concatenate(self.of_seed)

    @property
    def of_seed(self) -> list[np.ndarray]:
        """The same of each seed."""
        known = len(self.target.names)
        return [each.reshape(-1, each.shape[-1])[:, :known] for each in self.chains]


def target(rows: Sequence[Reported] | None = None, registry: Registry | None = None) -> Calibration:
    """The calibration to these reports (default: all that may inform the model), with the registry's priors."""
    return Calibration(likelihood_readings() if rows is None else rows, registry or priors())


@dataclass
class _Run:
    """One calibration under way: what is asked for, where checkpoints lie, whom to tell."""

    posed: Calibration
    folder: Path
    who: str
    draws: int
    seeds: tuple[int, ...]
    told: Callable[[Progress], None]

    def __post_init__(self):
        self.begun = time.monotonic()
        self.resumed = any(self.folder.glob("*.npz"))
        self.chains = max(self.draws // FROM_CHAIN, 2)

    def go(self) -> Fitted:
        """All four steps."""
        design = self.runs("prior", prior_draws(self.posed, DESIGN))
        first = self.sampled(
            stand_in(self.posed, design), "first", 1 + LEARNT // (self.chains * len(self.seeds))
        )
        known = len(self.posed.names)  # what a stand-in gets wrong is nothing to real runs
        met = np.concatenate([np.concatenate(list(found)) for found, _ in first])[:LEARNT, :known]
        learnt = self.runs("learnt", met)
        model = stand_in(self.posed, design + learnt, learnt)
        starts = tuple(chains for _, chains in first)
        second = self.sampled(model, "posterior", FROM_CHAIN, starts)
        chains = np.stack([np.swapaxes(found, 0, 1) for found, _ in second])
        flat = chains.reshape(-1, chains.shape[-1])
        shown = self.runs("shown", flat[:, :known])
        count = len(design.z) + len(learnt.z) + len(flat)
        last = tuple(chains for _, chains in second)
        return Fitted(
            self.posed,
            model,
            chains,
            shown.forward,
            last,
            self.seeds,
            count,
            None if self.resumed else self.passed(),
            self.folder,
            self.who,
        )

    def passed(self) -> float:
        """Seconds since the calibration began, or went on."""
        return time.monotonic() - self.begun

    def say(self, doing: str, done: int, of: int) -> None:
        """Tell what is going on."""
        self.told(Progress(doing, done, of, self.passed()))

    def runs(self, name: str, z: np.ndarray) -> Runs:
        """Real runs at z (n, d), from where a run before has left off."""
        path = self.folder / f"runs_{name}.npz"
        kept = checkpoint.load(path, self.who)
        forward = np.empty((0, self.posed.width)) if kept is None else kept["forward"]
        for start in range(len(forward), len(z), BATCH):
            self.say(f"runs of the model, {name}", start, len(z))
            forward = np.concatenate([forward, self.posed.forward(z[start : start + BATCH])])
            checkpoint.save(path, self.who, {"forward": forward})
        return Runs(z, forward)

    def sampled(
        self, model: StandIn, name: str, draws: int, starts: Sequence[hmc.Chains] | None = None
    ) -> list[tuple[np.ndarray, hmc.Chains]]:
        """Of each seed: draws (draw, chain, d), and where its chains stand.

        One after the other: it is many small steps of the interpreter, which two threads only take from each other.
        """
        return [
            self.seed(model, name, draws, seed, starts[place] if starts else None)
            for place, seed in enumerate(self.seeds)
        ]

    def seed(
        self, model: StandIn, name: str, draws: int, seed: int, start: hmc.Chains | None
    ) -> tuple[np.ndarray, hmc.Chains]:
        """Warm up from the prior, or from where chains stood before, and draw."""
        path = self.folder / f"chains_{name}_{seed}.npz"
        weight = np.ones(len(self.posed.studies))
        kept = checkpoint.load(path, self.who)
        found, turn = np.empty((0, self.chains, model.dimension)), 0
        warming = WARMING if start is None else WARMING // 2
        if kept is not None:
            found, turn = kept.pop("found"), int(kept.pop("turn"))
            warm = hmc.WarmingUp.of_arrays(kept)
        else:
            z = self._start(model, seed) if start is None else start.z
            chains = hmc.at(model, z, weight)
            if start is not None:  # what was learnt of step and shape is a good beginning
                chains = chains.like(start)
            warm = hmc.WarmingUp(chains)
        total = warming + draws * APART
        while turn < total:
            self.say(f"sampling, {name}, seed {seed}", turn, total)
            random = generator(seed, "hmc", name, turn)
            if turn < warming:
                warm = warm.turned(model, weight, turn, warming, random, cold=start is None)
            else:
                warm = warm.going_on(hmc.transition(model, warm.chains, weight, random))
                if (turn - warming) % APART == APART - 1:
                    found = np.concatenate([found, warm.chains.z[None]])
            turn += 1
            checkpoint.save(path, self.who, {"found": found, "turn": np.array(turn), **warm.arrays()})
        return found, warm.chains

    def _start(self, model: StandIn, seed: int) -> np.ndarray:
        """Draws of the prior of the stand-in's unknowns (chain, d)."""
        z = prior_draws(self.posed, self.chains, seed, "start")
        more = (self.chains, model.dimension - z.shape[1])
        return np.concatenate([z, generator(seed, "calibration", "wrong").standard_normal(more)], axis=1)


def prior_draws(posed: Calibration, count: int, seed: int = 1, name: str = "design") -> np.ndarray:
    """Draws (n, d) of the prior, passing over skin that would scar by itself."""
    chance, kept = generator(seed, "calibration", name), []
    while sum(map(len, kept)) < count:
        z = chance.standard_normal((count, len(posed.names)))
        kept.append(z[returns_to_baseline(posed.values(z))])
    return np.concatenate(kept)[:count]


def calibrate(
    checkpoints: Path,
    draws: int = DRAWS,
    seeds: Sequence[int] = SEEDS,
    progress: Callable[[Progress], None] | None = None,
    problem: Calibration | None = None,
) -> Fitted:
    """Sample the posterior with each seed, going on from checkpoints of the same problem in the folder.

    `draws` a seed, in chains of `FROM_CHAIN`. Checkpoints keep what was done when it is interrupted.
    """
    posed = problem or target()
    checkpoints.mkdir(parents=True, exist_ok=True)
    # seeds too: runs where the first posterior lies are those of the chains of all of them
    settings = [DESIGN, LEARNT, FROM_CHAIN, WARMING, APART, draws, list(seeds)]
    who = hashlib.sha256(f"{fingerprint(posed)} {settings}".encode()).hexdigest()
    return _Run(posed, checkpoints, who, draws, tuple(seeds), progress or (lambda _: None)).go()


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
        each = [z[:, posed.place[name]] for z in fitted.of_seed]
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
        f"forward_runs = {fitted.runs}",
        f"studies = {json.dumps(sorted(posed.studies))}",
        "",
        "[number]",
    ]
    for name, entry in numbers.items():
        fields = ", ".join(f"{key} = {value}" for key, value in entry.items())
        lines.append(f'"{name}" = {{ {fields} }}')
    return "\n".join(lines) + "\n"
