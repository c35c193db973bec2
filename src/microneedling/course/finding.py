"""One finding of the safety screen."""

from __future__ import annotations

from dataclasses import dataclass

from .rules import Level


@dataclass(frozen=True)
class Finding:
    """Which rule, how grave, about what, why, and where that is said."""

    rule: str
    level: Level
    about: str
    reason: str
    source: str

    def __str__(self) -> str:
        return f"{self.level.upper():<7} {self.rule}: {self.about}: {self.reason} [{self.source}]"
