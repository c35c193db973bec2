"""No dead knobs: every number of the registry moves something that is published.

Each number goes to an end of its range (times 1.1 when it is fixed), one number per draw, all in one batch;
the published readings of its draw must differ from an untouched draw in the same place of the batch.
Conventions and formulas are not knobs; numbers of practice are read by the safety screen, not the simulation.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microneedling.course.course import load_course
from microneedling.evidence.check import is_convention, stem
from microneedling.evidence.registry import Entry, registry

from .readings import Failed, differ, readings

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
BATCH = 128
SMALLEST = 1e-5  # share of a reading's size that counts as moved
WITHOUT_SIMULATION = ("practice",)


def ends(entry: Entry) -> list[float]:
    if entry.range is None or entry.prior == "fixed":
        return [float(entry.value or 0.0) * 1.1 or 0.1]
    return [end for end in reversed(entry.range) if end != entry.value]


def knobs() -> list[Entry]:
    return [
        entry
        for entry in registry().values()
        if entry.formula is None and not is_convention(entry) and entry.group not in WITHOUT_SIMULATION
    ]


def test_every_number_moves_a_published_reading():
    nominal, seen, failed = registry().nominal(), set(), []
    waiting = [(entry.key, end) for entry in knobs() for end in ends(entry)[:1]]
    waiting_low = [(entry.key, end) for entry in knobs() for end in ends(entry)[1:]]
    alive: set[str] = set()
    for tries in (waiting, waiting_low):
        for example in EXAMPLES:
            left = [item for item in tries if item[0] not in alive]
            alive |= _moving(load_course(example), nominal, left, seen, failed)
    dead = {entry.key for entry in knobs()} - alive
    assert not failed, "\n".join(failed)
    assert not dead, f"{len(dead)} numbers move nothing:\n" + "\n".join(sorted(dead))
    unread = {key for key, entry in registry().items() if entry.formula is not None} - seen
    assert not unread, f"formulas that nothing asks for: {sorted(unread)}"


def _moving(course, nominal, left: list[tuple[str, float]], seen: set[str], failed: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(left), BATCH):
        part = left[start : start + BATCH]
        try:
            moved = readings(course, nominal, [{key: end} for key, end in part], seen)
        except Failed as error:
            failed.append(str(error))
            continue
        still = readings(course, nominal, [{} for _ in part], seen)
        found |= {
            key
            for (key, _), one, other in zip(part, moved, still, strict=True)
            if differ(one, other, SMALLEST)
        }
    return found


@pytest.mark.parametrize("group", WITHOUT_SIMULATION)
def test_numbers_read_without_simulation_are_named_in_the_code(group):
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "src" / "microneedling").rglob("*.py"))
    )
    names = {stem(entry.key) for entry in registry().values() if entry.group == group}
    assert names
    assert not [name for name in sorted(names) if not re.search(rf"\b{name}\b", code)]
