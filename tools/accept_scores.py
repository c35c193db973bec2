"""Accept the shipped validation's scores as the floor that no later calibration may fall below without a word.

`python tools/accept_scores.py` writes `tests/validation/floors.toml`; `tests/validation/test_floors.py` compares. A
worse score may be the price of a truer model: then run this in the commit that ships it and say why in the changelog.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from microneedling.validation.comparisons import MODEL
from microneedling.validation.judged import Scores
from microneedling.validation.result import Validation, shipped

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "validation" / "floors.toml"
AIMS = {"50": (0.4, 0.6), "80": (0.7, 0.9)}  # coverage within these is never worse, wherever the floor lies
ROOM_CRPS = 0.02  # share by which a mean score differs between samplings of one posterior
ROOM_COVERAGE = 0.02
ROOM_RPS = 0.01
FEWEST_STUDIES = 3  # a family of fewer says more of its one study than of the model
HEAD = "# Scores of the shipped validation, written by tools/accept_scores.py: a later one that is worse fails.\n"


def scores_of(found: Validation) -> dict[str, Any]:
    """The scores that are held: of all left-out studies, of families of three or more, held-out, and comparisons."""
    families = {
        name: _row(item) for name, item in found.by_family.items() if (item.studies or 0) >= FEWEST_STUDIES
    }
    floors: dict[str, Any] = {"left_out": _row(found.left_out), **families}
    if found.held_out:
        floors["held_out"] = _row(found.held_out)
    if found.within_studies:
        floors["within_studies"] = {"rps": found.within_studies.rps[MODEL]}
    return floors


def _row(item: Scores) -> dict[str, float]:
    model = item.crps.get(MODEL)
    coverage = {f"inside_{level}": share for level, share in item.coverage.items() if share is not None}
    return coverage | ({"crps": model} if model is not None else {})


def worse(floors: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Every score that is worse than its floor, in words: a greater mean score, or coverage farther from its aim."""
    told = []
    for name, held in floors.items():
        for key, floor in held.items():
            value = now.get(name, {}).get(key)
            if value is None:
                told.append(f"{name}: {key} was {floor:g} and is no longer told")
            elif key == "crps" and value > floor * (1 + ROOM_CRPS):
                told.append(f"{name}: CRPS rose from {floor:g} to {value:g} (lower is better)")
            elif key == "rps" and value > floor + ROOM_RPS:
                told.append(
                    f"{name}: ranked probability score rose from {floor:g} to {value:g} (lower is better)"
                )
            elif key.startswith("inside_") and _off(key, value) > _off(key, floor) + ROOM_COVERAGE:
                told.append(f"{name}: {_coverage(key, floor, value)}")
    return told


def _off(key: str, share: float) -> float:
    """How far a share lies outside its aim."""
    low, high = AIMS[key.removeprefix("inside_")]
    return max(low - share, share - high, 0.0)


def _coverage(key: str, floor: float, value: float) -> str:
    level = key.removeprefix("inside_")
    low, high = AIMS[level]
    return (
        f"inside the {level} % intervals lie {value:.0%}, before {floor:.0%}: farther from the aim, {low:.0%} to "
        f"{high:.0%}"
    )


def stored() -> dict[str, dict[str, float]]:
    """The floors as they stand in the file."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def main() -> int:
    found = shipped()
    if found is None:
        print("no validation is shipped, so there is nothing to hold: make calibrate")
        return 1
    tables = [
        "\n".join([f"[{name}]", *(f"{key} = {value}" for key, value in row.items())])
        for name, row in scores_of(found).items()
    ]
    FLOORS.write_text(HEAD + "\n" + "\n\n".join(tables) + "\n", encoding="utf-8")
    print(f"written: {FLOORS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
