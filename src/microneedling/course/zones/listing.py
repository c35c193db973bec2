"""What is listed of a course, listed zone by zone and told once: what all zones share without a zone beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ...inputs.assumed import Assumed
from ..course import Course
from ..findings import Finding, folded
from .parts import by_zone

IN_ALL = frozenset({"U01"})  # rules that speak of the whole course: kept only where every zone has them
IN_SUM = frozenset({"W07", "W08"})  # rules of the zones' sum, told by `safety.over_zones`


def assumptions(course: Course, of_one: Callable[[Course], Iterable[Assumed]]) -> tuple[Assumed, ...]:
    """What `of_one` tells of each zone, each once; what is not of all zones with their names."""
    found: dict[Assumed, list[str]] = {}
    parts = by_zone(course)
    for site, part in parts.items():
        for item in of_one(part):
            told = replace(item, where=_in_file(item.where, course, part))
            found.setdefault(told, []).append(site)
    return tuple(
        item if len(sites) == len(parts) else replace(item, what=f"{item.what} ({', '.join(sites)})")
        for item, sites in found.items()
    )


def findings(course: Course, of_one: Callable[[Course], Iterable[Finding]]) -> Iterator[Finding]:
    """What `of_one` finds in each zone; alike ones on the same days as one, with its zones unless it is of all."""
    found: dict[Finding, list[str]] = {}
    parts = by_zone(course)
    for site, part in parts.items():
        for finding in folded(of_one(part)):
            told = replace(finding, about=_in_file(finding.about, course, part))
            found.setdefault(told, []).append(site)
    for finding, sites in found.items():
        rule, everywhere = finding.rule.split()[0], len(sites) == len(parts)
        if len(parts) == 1:
            yield finding
        elif rule not in IN_SUM and (everywhere or rule not in IN_ALL):
            yield finding if everywhere else replace(finding, zones=tuple(sites))


def _in_file(place: str, course: Course, part: Course) -> str:
    """A place of a zone's course as it stands in the file: its concerns are numbered among all."""

    def number(match: re.Match[str]) -> str:
        concern = part.concerns[int(match[1])]
        return f"concern[{next(k for k, item in enumerate(course.concerns) if item is concern)}]"

    return re.sub(r"concern\[(\d+)\]", number, place)
