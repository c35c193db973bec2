"""Accept today's predictions of the examples as golden: `accept_goldens.py [--new-only | --words | --exact]`.

A golden is overwritten only when the model number was raised since it was accepted, because a prediction that
moves without a new model number would go unnoticed. `--new-only` writes goldens of new examples and no other. `--words`
accepts what the screen and the lists of assumptions say, and keys that are new, while no prediction has moved.
`--exact` writes nothing: it says whether this machine reproduces every golden to the last digit, as a change of form
alone must; on another machine the last digits may differ without anything having changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "end_to_end" / "golden"
DRAWS, SEED = 24, 1
RELATIVE, ABSOLUTE = 2e-3, 1e-4  # room for other machines, below anything a reader would call a change
CHANCE = 2.0 / DRAWS  # a share of draws may differ by two draws
WORDS = ("findings", "overridden", "assumed", "changes_nothing")  # told, not predicted
LEFT_OUT = ("manifest", "course")
RECORDS = ("record", "records")

Room = Callable[[str, float, float], float]  # how far two numbers at a path may lie apart


def examples() -> list[Path]:
    return sorted((ROOT / "examples").glob("*.toml"))


def golden_of(example: Path) -> Path:
    return GOLDEN / f"{example.stem}.json"


def compute(example: Path) -> dict[str, Any]:
    """The result of one example as JSON, without what changes with the version."""
    from microneedling.course.reading import load_course
    from microneedling.course.simulate import simulate

    result = simulate(load_course(example), draws=DRAWS, seed=SEED).to_json()
    kept = {key: value for key, value in result.items() if key not in LEFT_OUT and key != "model_number"}
    return _without_records(json.loads(json.dumps(kept)))


def _without_records(thing: Any) -> Any:
    """A result without how past predictions fared, which belongs to the validation and not to the course."""
    if isinstance(thing, dict):
        return {key: _without_records(item) for key, item in thing.items() if key not in RECORDS}
    return [_without_records(item) for item in thing] if isinstance(thing, list) else thing


def between_machines(path: str, old: float, new: float) -> float:
    """What a number may differ by from one machine to another: below anything a reader would call a change."""
    share = "chance" in path.rsplit(".", 1)[-1]
    return CHANCE if share else ABSOLUTE + RELATIVE * max(abs(old), abs(new))


def none(path: str, old: float, new: float) -> float:
    """No room at all: equal to the last digit."""
    return 0.0


def differences(old: Any, new: Any, room: Room = between_machines) -> list[str]:
    """Every place where two results differ, numbers by more than the room they have."""
    return list(_differences(old, new, "", room))


def _differences(old: Any, new: Any, path: str, room: Room) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old:
            where = f"{path}.{key}" if path else str(key)
            if key in new:
                yield from _differences(old[key], new[key], where, room)
            else:
                yield f"{where}: gone"
        yield from (f"{path}.{key}: new" if path else f"{key}: new" for key in new if key not in old)
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{path}: {len(old)} items -> {len(new)}"
        for index, (one, other) in enumerate(zip(old, new, strict=False)):
            yield from _differences(one, other, f"{path}[{index}]", room)
    elif _is_number(old) and _is_number(new):
        if abs(old - new) > room(path, old, new):
            yield f"{path}: {old} -> {new}"
    elif old != new:
        yield f"{path}: {old!r} -> {new!r}"


def predictions_among(moved: list[str]) -> list[str]:
    """Those differences that are neither words of the screen nor a key that an answer did not have before."""
    told = [line for line in moved if not line.startswith(WORDS)]
    return [line for line in told if not line.endswith(": new")]


def numbers_in(thing: Any) -> int:
    """How many numbers a result holds."""
    if isinstance(thing, dict):
        return sum(map(numbers_in, thing.values()))
    if isinstance(thing, list):
        return sum(map(numbers_in, thing))
    return int(_is_number(thing))


def _is_number(thing: Any) -> bool:
    return isinstance(thing, int | float) and not isinstance(thing, bool)


def exactly() -> int:
    """Print for every example how many numbers differ at all from its golden; 1 where any does."""
    failed = False
    for example in examples():
        accepted = json.loads(golden_of(example).read_text(encoding="utf-8"))["result"]
        moved = differences(accepted, compute(example), none)
        print(f"{example.stem}: {len(moved)} of {numbers_in(accepted)} numbers differ")
        print("".join(f"  {line}\n" for line in moved[:10]), end="")
        failed = failed or bool(moved)
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    from microneedling import MODEL_NUMBER

    if "--exact" in arguments:
        return exactly()
    GOLDEN.mkdir(parents=True, exist_ok=True)
    refused = False
    for example in examples():
        path, new = golden_of(example), {"model_number": MODEL_NUMBER, "result": compute(example)}
        if path.exists():
            old = json.loads(path.read_text(encoding="utf-8"))
            moved = differences(old["result"], new["result"])
            if not moved and old["model_number"] == MODEL_NUMBER:
                continue
            if "--words" in arguments:
                moved = predictions_among(moved)
            if "--new-only" in arguments or (moved and old["model_number"] >= MODEL_NUMBER):
                print(f"{example.stem}: {len(moved)} numbers moved, the model number is still {MODEL_NUMBER}")
                print("\n".join(f"  {line}" for line in moved[:20]))
                refused = True
                continue
        path.write_text(json.dumps(new, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"accepted: {path.relative_to(ROOT)} (model {MODEL_NUMBER})")
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
