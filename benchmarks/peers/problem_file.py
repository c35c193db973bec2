"""What a worker reads and gives back; needs nothing but NumPy and this package's text.

PROBLEMS.npz   problems by kind of tissue, arrays named `kind/field`
sbml/          beside it, for peers that read SBML: `kind_person.xml`
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from microneedling.engine.problem import Problem
from microneedling.exchange.right_hand_side import EPIDERMIS, LAYER

Answer = tuple[np.ndarray, ...] | None  # epidermis, zones, compartment by day; None: the solver gave up
Solver = Callable[[float], list[Answer]]  # at a tolerance, one answer a person


@dataclass(frozen=True)
class Task:
    """One tissue of some people; `folder` holds the SBML files."""

    kind: str
    problem: Problem
    people: Sequence[int]
    folder: Path


def save(path: Path, problems: dict[str, Problem]) -> None:
    """Problems of all tissues in one file."""
    arrays = {
        f"{kind}/{item.name}": getattr(p, item.name) for kind, p in problems.items() for item in fields(p)
    }
    np.savez(path, **arrays)


def load(path: str | Path) -> dict[str, Problem]:
    """Problems by kind of tissue."""
    with np.load(path) as stored:
        kinds = dict.fromkeys(name.split("/")[0] for name in stored.files)
        return {
            kind: Problem(**{item.name: stored[f"{kind}/{item.name}"] for item in fields(Problem)})
            for kind in kinds
        }


def sbml_file(folder: Path, kind: str, person: int) -> Path:
    """Where the SBML text of one tissue of one person lies."""
    return folder / "sbml" / f"{kind.replace(' ', '_')}_{person}.xml"


def read_out(problem: Problem, draw: int, states: np.ndarray) -> tuple[np.ndarray, ...]:
    """Epidermis, zone means and compartment, (day, ...), of one draw's flat states (day, flat)."""
    chain = EPIDERMIS + problem.layers * LAYER
    dermis = states[:, EPIDERMIS:chain].reshape(len(states), problem.layers, LAYER)
    zones = np.einsum("zl,tls->tzs", problem.zone_weights[draw], dermis)
    return states[:, :EPIDERMIS], zones, states[:, chain:]
