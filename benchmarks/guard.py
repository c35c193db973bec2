"""What `make bench-check` compares with the baseline, and how it decides; no measuring here.

    share = seconds of a measure / seconds of the reference work taken beside it,   median over rounds
    slower by share / baseline - 1;   more than `SLACK` fails

Both halves of the reference (LAPACK's LU, a compiled loop) are of this machine, so that its speed cancels out; another
processor shifts the balance of vector and scalar work by some percent, less than the slack.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SLACK = 0.25


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


def read_baseline(path: Path) -> dict[str, float]:
    """Shares by measure; an absent file is an empty baseline, a broken one stops with the reason."""
    if not path.exists():
        return {}
    try:
        shares = json.loads(path.read_text(encoding="utf-8"))["shares"]
        checked = {str(name): float(share) for name, share in shares.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(
            f"{path.name} cannot be read as a baseline ({error}); make it again with --accept"
        ) from None
    if not all(math.isfinite(share) and share > 0 for share in checked.values()):
        raise SystemExit(f"{path.name} holds shares that are not above 0; make it again with --accept")
    return checked


def baseline_text(now: Mapping[str, float], machine: Mapping[str, Any]) -> str:
    """What `--accept` writes."""
    shares = {name: round(share, 6) for name, share in now.items()}
    return json.dumps({"machine": dict(machine), "shares": shares}, indent=2) + "\n"
