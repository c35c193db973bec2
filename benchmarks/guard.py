"""What `make bench-check` compares with the baseline, and how it decides; no measuring here.

    share = seconds of a measure / seconds of the reference work taken beside it,   median over rounds
    slower by share / baseline - 1;   more than `SLACK` fails

Both halves of the reference (LAPACK's LU, a compiled loop) are of this machine, so that its momentary speed cancels
out. Another processor shifts the balance of vector and scalar work by more than the slack, so every model of processor
has a baseline of its own and none is compared with another's.

    baseline.json: {"<processor>": {"machine": {...}, "shares": {"<measure>": share}}}
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SLACK = 0.25
ADD = ".venv/bin/python -m benchmarks.check --accept"
MEND = f"remove it and make it again with: {ADD}"


@dataclass(frozen=True)
class Verdict:
    """One measure against its baseline; `slower` is None where one of the two is missing."""

    name: str
    share: float | None
    baseline: float | None
    slack: float = SLACK

    @property
    def slower(self) -> float | None:
        return self.share / self.baseline - 1 if self.share and self.baseline else None

    @property
    def fails(self) -> bool:
        """Too slow, or not comparable: a guard without a baseline guards nothing."""
        return self.slower is None or self.slower > self.slack

    def words(self) -> str:
        if self.slower is None:
            missing = "no baseline (accept one with --accept)" if self.share else "no longer measured"
            return f"FAILS  {self.name}: {missing}"
        change = f"{abs(self.slower):.0%} {'slower' if self.slower > 0 else 'faster'} than the baseline"
        return f"{'FAILS' if self.fails else 'holds'}  {self.name}: {change}"


def verdicts(baseline: Mapping[str, float], now: Mapping[str, float], slack: float = SLACK) -> list[Verdict]:
    """One verdict for every measure that either side knows."""
    names = dict.fromkeys([*baseline, *now])
    return [Verdict(name, now.get(name), baseline.get(name), slack) for name in names]


def _checked(path: Path, made: Any) -> dict[str, dict[str, Any]]:
    """Every machine of a baseline, its shares as numbers above 0; stops with the reason where one is broken."""
    try:
        found = {
            str(processor): {
                "machine": dict(one["machine"]),
                "shares": {str(name): float(share) for name, share in one["shares"].items()},
            }
            for processor, one in made.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(f"{path.name} cannot be read as a baseline ({error}); {MEND}") from None
    if not all(
        math.isfinite(share) and share > 0 for one in found.values() for share in one["shares"].values()
    ):
        raise SystemExit(f"{path.name} holds shares that are not above 0; {MEND}")
    return found


def read_baselines(path: Path) -> dict[str, dict[str, Any]]:
    """Machine and shares by model of processor; an absent file holds none, a broken one stops with the reason."""
    if not path.exists():
        return {}
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SystemExit(f"{path.name} cannot be read as a baseline ({error}); {MEND}") from None
    return _checked(path, made)


def baselines_text(
    before: Mapping[str, Mapping[str, Any]], now: Mapping[str, float], machine: Mapping[str, Any]
) -> str:
    """What `--accept` writes: the baseline of this processor anew, those of all others as they were."""
    shares = {name: round(share, 6) for name, share in now.items()}
    mine = {str(machine["processor"]): {"machine": dict(machine), "shares": shares}}
    return json.dumps({**before, **mine}, indent=2, sort_keys=True) + "\n"


def unknown(processor: str, known: Iterable[str]) -> str:
    """What is said on a machine that has no baseline yet."""
    return (
        f"no baseline of this processor ({processor}); there are some of: {', '.join(sorted(known)) or 'none'}. "
        f"Figures of other processors are not compared. On an idle machine, add this one's with: {ADD}"
    )
