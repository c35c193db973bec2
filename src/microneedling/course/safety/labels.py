"""Whether what a course plans lies within what devices are cleared for, as far as clearances were read.

Two questions: does any clearance of needling name this concern there at all, and does that of the device named cover
the concern, the site and the phototype? Its depth is rule D01, the age rule A02. Without the array library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...device.library import Clearance, clearances, clearances_of, find_type
from ...skin.concern import Concern
from ...skin.sites import FACE
from ..course import Course
from ..findings import Finding
from ..rules import RULES


def label_findings(course: Course) -> Iterator[Finding]:
    """What is off label for all devices, what is for the one named, and what cannot be judged."""
    if not course.sessions:
        return
    for k, concern in enumerate(course.concerns):
        if not _cleared_at_all(concern, course.person.site):
            reason = f"no clearance read names {concern.kind} on the {course.person.site}: off label"
            yield RULES["L01"].found(f"concern[{k}], {concern.kind}", reason)
    for name in dict.fromkeys(session.instrument for session in course.sessions):
        days = tuple(session.day for session in course.sessions if session.instrument == name)
        yield from _of_device(course, course.instruments[name].device, f"device.{name}", days)


def _of_device(course: Course, device: str | None, about: str, days: tuple[int, ...]) -> Iterator[Finding]:
    known = find_type(device) if device else None
    rows = [row for row in clearances_of(device) if row.concerns]
    if known is None or known.generic:
        yield RULES["L05"].found(about, "no make named: whether it is cleared cannot be judged", days)
    elif not rows:
        yield RULES["L05"].found(about, f"no clearance of {known.name} was read: cannot be judged", days)
    else:
        yield from _outside(course, rows, about, days)


def _outside(course: Course, rows: list[Clearance], about: str, days: tuple[int, ...]) -> Iterator[Finding]:
    person, cleared = course.person, "; ".join(f"{row.use} ({row.number})" for row in rows)
    for concern in course.concerns:
        fitting = [row for row in rows if concern.kind in row.concerns and person.site in row.sites]
        if not fitting:
            reason = (
                f"{concern.kind} on the {person.site} is not what {rows[0].device} is cleared for: {cleared}"
            )
            yield RULES["L04"].found(about, reason, days)
        elif not any(person.phototype in row.phototypes for row in fitting if row.phototypes):
            named = [row for row in fitting if row.phototypes]
            if len(named) == len(fitting):
                reason = f"phototype {person.phototype}: cleared for {_types(named)} with {concern.kind}"
                yield RULES["L04"].found(about, reason, days)
            else:
                reason = f"phototypes of its clearance for {concern.kind} were not recorded: cannot be judged"
                yield RULES["L05"].found(about, reason, days)


def _types(rows: Iterable[Clearance]) -> str:
    return " or ".join(f"{row.phototypes[0]} to {row.phototypes[-1]} ({row.number})" for row in rows)


def _cleared_at_all(concern: Concern, site: str) -> bool:
    """Whether some clearance names this concern at this site, or on the face for a site of the face."""
    return any(concern.kind in row.concerns and _same_region(site, row.sites) for row in clearances())


def _same_region(site: str, sites: Iterable[str]) -> bool:
    return site in sites or (site in FACE and bool(FACE & set(sites)))
