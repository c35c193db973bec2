"""What the published data taught: joint draws of the numbers that were calibrated, and the entries they changed.

Two files lie in `posterior/`, both written by `microneedling calibrate`:

    draws.npz          names, z (draw, number): each number as a standard-normal score of its *prior*, jointly
    calibrated.toml    what it rests on, and each number that the data narrowed or moved, with its new interval

A number x of a draw is prior quantile(z). Numbers that the data say nothing about keep their prior and grade, but are
still drawn jointly with the others, since data often pin down a product and not its factors.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..streams import generator
from .entry import Entry

if TYPE_CHECKING:
    import numpy as np

FOLDER = Path(__file__).parent / "posterior"


@dataclass(frozen=True)
class Posterior:
    """Equally weighted joint draws: `z` (draw, number) standard-normal scores of the priors named."""

    names: tuple[str, ...]
    z: np.ndarray

    def rows(self, count: int, seed: int) -> np.ndarray:
        """Which draws to use: all of them in a seeded order, repeated when `count` is larger."""
        import numpy as np

        size = len(self.z)
        turns = -(-count // size)
        order = [generator(seed, "posterior", turn).permutation(size) for turn in range(turns)]
        return np.concatenate(order)[:count]

    def scores(self, count: int, seed: int) -> dict[str, np.ndarray]:
        """Number -> standard-normal scores of its prior (count,), joint over the numbers."""
        picked = self.z[self.rows(count, seed)].astype(float)
        return {name: picked[:, place] for place, name in enumerate(self.names)}


@cache
def shipped(folder: Path = FOLDER) -> Posterior | None:
    """The draws as shipped; None where no calibration has been run."""
    import numpy as np

    path = folder / "draws.npz"
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as file:
        return Posterior(tuple(str(name) for name in file["names"]), file["z"])


@cache
def account(folder: Path = FOLDER) -> Mapping[str, Any]:
    """What the calibration rests on (`calibrated.toml`); empty where none has been run."""
    path = folder / "calibrated.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def calibrated_entries(priors: Mapping[str, Entry], folder: Path = FOLDER) -> dict[str, Entry]:
    """The entries that the data narrowed or moved, with posterior median, interval, grade and sources."""
    told = account(folder)
    studies = tuple(told.get("studies", ()))
    found = {}
    for key, number in told.get("number", {}).items():
        before = priors.get(key)
        if before is None:
            continue  # a registry newer than the calibration; `evidence check` says so
        found[key] = replace(
            before,
            value=float(number["value"]),
            range=(float(number["range"][0]), float(number["range"][1])),
            grade="calibrated",
            sources=tuple(dict.fromkeys((*before.sources, *studies))),
            seen="read" if before.seen == "none" else before.seen,
            where=_where(before),
        )
    return found


def _where(before: Entry) -> str:
    """Where a calibrated number comes from: the calibration, and what was held before it, with its rows if measured."""
    low, high = before.range or (before.value, before.value)
    held = f"posterior of the calibration; prior {before.value:g} [{low:g}, {high:g}], {before.grade}"
    return f"{held}: {before.where}" if before.sources else held
