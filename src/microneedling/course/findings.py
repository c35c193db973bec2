"""What the safety screen finds: a rule, what it says about one course, and on which days. Without the array library.

Levels: `stop` (do not needle; no forecast without an explicit override, and none at all where the rule is final),
`delay` (not now), `caution` (only with a plan). A `note` stops nobody and is shown by `check` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from ..phrases import listed

Level = Literal["stop", "delay", "caution", "note"]
LEVELS: tuple[Level, ...] = ("stop", "delay", "caution", "note")
Seen = Literal["read", "second-hand", "memory", "none"]
FEW_DAYS = 4  # a person reads so many days; more are told as a count and their ends


@dataclass(frozen=True)
class Said:
    """What one source says about the matter of a rule: in words, and as a number with its unit where it gives one.

    `key` is the source's entry in `sources.bib`, empty where it was not recorded.
    """

    says: str
    source: str
    seen: Seen
    key: str = ""
    value: float | None = None
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.says} ({self.source}, {self.seen})"


@dataclass(frozen=True)
class Rule:
    """One rule of the screen: its name, how grave, why (when always the same), where that is said.

    `final`: the refusal lies outside the model or the use it is for, and cannot be overridden. `said`: what each source
    says where sources disagree.
    """

    name: str
    level: Level
    reason: str
    source: str
    final: bool = False
    said: tuple[Said, ...] = ()

    @property
    def id(self) -> str:
        """The short name of the rule, such as `S01`."""
        return self.name.split()[0]

    def found(
        self, about: str, reason: str = "", days: Iterable[int] = (), said: tuple[Said, ...] = ()
    ) -> Finding:
        """The finding that this rule makes about something, on the days of the sessions that it is about."""
        return Finding(
            self.name,
            self.level,
            about,
            reason or self.reason,
            self.source,
            tuple(days),
            self.final,
            said or self.said,
        )


@dataclass(frozen=True)
class Finding:
    """Which rule, how grave, about what, why, and where that is said; on which days, and whether it is final."""

    rule: str
    level: Level
    about: str
    reason: str
    source: str
    days: tuple[int, ...] = ()
    """days of the sessions that it is about; none where it is about the course as a whole"""
    final: bool = False
    """whether it cannot be overridden"""
    said: tuple[Said, ...] = ()
    """what each source says, where they disagree"""
    zones: tuple[str, ...] = ()
    """the zones that it is about, where not all of a course with several"""

    @property
    def where(self) -> str:
        """What it is about, with its zones and days in words."""
        about = f"{self.about} ({listed(self.zones)})" if self.zones else self.about
        return f"{about} on {days_words(self.days)}" if self.days else about

    @property
    def why(self) -> str:
        """The reason, what each source says, and that it is final where it is."""
        parts = [self.reason]
        parts += [f"sources: {'; '.join(map(str, self.said))}"] if self.said else []
        parts += ["FINAL: cannot be overridden"] if self.final else []
        return "; ".join(parts)

    def __str__(self) -> str:
        return f"{self.level:<7}  {self.rule}: {self.where}: {self.why} [{self.source}]"

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in the JSON answer; `said` only where sources disagree."""
        fields = {**asdict(self), "days": list(self.days), "said": [asdict(item) for item in self.said]}
        fields["zones"] = list(self.zones)
        left_out = {key for key in ("said", "zones") if not fields[key]}
        return {key: value for key, value in fields.items() if key not in left_out}


def days_words(days: Iterable[int]) -> str:
    """Days in words: `day 28`, `days 0, 28 and 56`, `36 days from day 0 to day 70`."""
    each = sorted(set(days))
    if len(each) > FEW_DAYS:
        return f"{len(each)} days from day {each[0]} to day {each[-1]}"
    return f"day{'s' if len(each) > 1 else ''} {listed(each)}"


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that say the same become one with all its days; gravest first, otherwise in order."""
    once: dict[Finding, set[int]] = {}
    for finding in findings:
        once.setdefault(replace(finding, days=()), set()).update(finding.days)
    joined = (replace(finding, days=tuple(sorted(days))) for finding, days in once.items())
    return tuple(sorted(joined, key=lambda finding: LEVELS.index(finding.level)))
