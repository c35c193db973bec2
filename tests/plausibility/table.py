"""The table of behaviours: what must be true of the model, one row a curve, in `behaviours/*.toml`.

A row sweeps one thing (`vary` over `over`) of a scene (`scene`, with further `changes`), reads one or more numbers
(`read`), and names the `shape` each curve must have, with its `limits` and the `source` of that claim. A row that
is false today says which work it `waits` for; it is then held to *be* false, so that it cannot become true unseen.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .readings import read
from .scenes import followed
from .shapes import SHAPES

FOLDER = Path(__file__).with_name("behaviours")


@dataclass(frozen=True)
class Behaviour:
    """One row."""

    name: str
    scene: str
    vary: str
    over: tuple[Any, ...]
    read: tuple[str, ...]
    shape: str
    source: str
    limits: dict[str, float] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    waits: str = ""  # what is still to be built for it to be true
    subject: str = ""

    def curves(self) -> dict[str, list[float]]:
        """What is read over the sweep, by reading."""
        runs = [followed(self.scene, {self.vary: value, **self.changes}) for value in self.over]
        return {name: [read(name, run) for run in runs] for name in self.read}

    def complaints(self) -> list[str]:
        """What is wrong with the curves; empty where the behaviour is true."""
        found = []
        for name, y in self.curves().items():
            if wrong := SHAPES[self.shape](self.over, y, **self.limits):
                found.append(f"{name}: {wrong} ({', '.join(f'{value:.4g}' for value in y)})")
        return found


def behaviours() -> tuple[Behaviour, ...]:
    """Every row, by subject."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["behaviour"]:
            lists = {"over": tuple(row.pop("over")), "read": _several(row.pop("read"))}
            found.append(Behaviour(subject=path.stem, **lists, **row))
    return tuple(found)


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
