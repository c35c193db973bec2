"""A fuzz run: so many cases of a kind, the same in every run unless a seed is given, counted by exit code."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from .cases import Case, cases
from .judged import judged
from .mutations import MUTATIONS
from .noise import NOISE

SEED = os.environ.get("MICRONEEDLING_FUZZ_SEED")  # another number explores other cases
SHARE = float(os.environ.get("MICRONEEDLING_FUZZ_TIMES", "1"))  # times as many cases


@dataclass
class Tally:
    """How many cases ended how, and each kind of fault with one case that shows it."""

    exits: Counter[int] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Case] = field(default_factory=dict)
    seconds: float = 0.0

    def words(self) -> str:
        """How many ended how, and how long all took."""
        by_exit = ", ".join(f"exit {code}: {count}" for code, count in sorted(self.exits.items()))
        return (
            f"{sum(self.exits.values())} cases in {self.seconds:.0f} s; {by_exit}; {len(self.faults)} faults"
        )

    def told(self) -> str:
        """The faults with the bytes that show them."""
        return "\n\n".join(
            f"{fault}\n  {case.kind}, {', '.join(case.changes)}:\n{case.data[:3000]!r}"
            for fault, case in self.faults.items()
        )


def explore(strategy: SearchStrategy[Any], count: int, judge: Callable[[Any], None]) -> None:
    """Give `judge` so many cases, the same in every run unless a seed is given."""

    @settings(
        max_examples=round(count * SHARE),
        derandomize=SEED is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(strategy)
    def each(case: Any) -> None:
        judge(case)

    if SEED is not None:
        each = seed(int(SEED))(each)
    each()


def fuzzed(kind: str, count: int, folder: Path) -> Tally:
    """Judge so many cases of a kind; every fault is kept, none ends the run."""
    tally, begun = Tally(), time.monotonic()

    def one(case: Case) -> None:
        code, fault = judged(case, folder)
        tally.exits[code] += 1
        tally.changes.update(case.changes)
        if fault:
            tally.faults.setdefault(fault, case)

    explore(cases(kind), count, one)
    tally.seconds = time.monotonic() - begun
    return tally


def hold(kind: str, count: int, folder: Path, capsys: Any) -> None:
    """Every changed file of a kind is refused with its mistakes, or answered; nothing else happens."""
    tally = fuzzed(kind, count, folder)
    with capsys.disabled():
        print(f"\n{kind}: {tally.words()}")
    assert tally.faults == {}, tally.told()
    assert sum(tally.exits.values()) >= count
    assert tally.exits[0] >= count / 20, "too few files were good enough to be answered"
    assert tally.exits[2] >= count / 4
    assert set(tally.changes) == set(NOISE) | (set() if kind == "clinic table" else set(MUTATIONS))
