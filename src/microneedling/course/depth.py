"""How deep a session may be set: the least of needle length, device limit, the operator's cap and the zone's limit.

Sources disagree by up to six-fold, so a zone has two limits: the highest depth of its most careful source and the
highest that any source names. Set depth is not reached depth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..evidence.practice import limit, practice
from .course import Course, Session
from .finding import Finding

INDICATION_ROW = {
    "atrophic acne scar": "acne_scar",
    "surgical scar": "scar",
    "traumatic scar": "scar",
    "striae alba": "striae",
    "striae rubra": "striae",
    "melasma": "melasma",
}


@dataclass(frozen=True)
class DepthCap:
    """The depth cap of one session: the cap, what sets it, and what the session sets."""

    day: int
    depth_mm: float
    cap_mm: float
    set_by: str
    careful_mm: float | None

    @property
    def kept(self) -> bool:
        return self.depth_mm <= self.cap_mm


def zone_limits(site: str) -> tuple[float, float] | None:
    """(most careful, highest named) depth of a zone, mm; None where no source names one."""
    careful, highest = f"depth_careful_mm.{site}", f"depth_highest_mm.{site}"
    return (limit(careful), limit(highest)) if careful in practice() else None


def depth_caps(course: Course) -> tuple[DepthCap, ...]:
    """The cap of each session."""
    return tuple(_cap(course, session) for session in course.sessions)


def _cap(course: Course, session: Session) -> DepthCap:
    instrument, zone = course.instrument_of(session), zone_limits(course.person.site)
    caps = {"needle length": instrument.needle_length_mm}
    if instrument.device_limit_mm is not None:
        caps["device limit"] = instrument.device_limit_mm
    if course.depth_cap_mm is not None:
        caps["operator's own cap"] = course.depth_cap_mm
    if zone:
        caps[f"zone ({course.person.site})"] = zone[1]
    set_by = min(caps, key=lambda name: caps[name])
    return DepthCap(session.day, session.depth_mm, caps[set_by], set_by, zone[0] if zone else None)


def depth_findings(course: Course) -> Iterator[Finding]:
    """What the set depths of a course run against."""
    for depth, name in {(s.depth_mm, s.instrument): None for s in course.sessions}:
        days = [s.day for s in course.sessions if (s.depth_mm, s.instrument) == (depth, name)]
        about = f"{depth:g} mm on day {', '.join(map(str, days))}"
        device = course.instruments[name].device_limit_mm
        if device is not None and depth > device:
            reason = f"deeper than {device:g} mm, the depth that this device is cleared for"
            yield Finding("D01 device limit", "stop", about, reason, "practice description 2.12 [R]")
        if course.depth_cap_mm is not None and depth > course.depth_cap_mm:
            reason = f"deeper than your own cap of {course.depth_cap_mm:g} mm"
            yield Finding("D02 own cap", "stop", about, reason, "practice description 2.12: a user-set cap")
        yield from _against_zone(course, depth, about)
        yield from _against_clearance(course, depth, about, device)


def _against_zone(course: Course, depth: float, about: str) -> Iterator[Finding]:
    zone, site = zone_limits(course.person.site), course.person.site
    rows = [INDICATION_ROW[c.kind] for c in course.concerns if c.kind in INDICATION_ROW]
    indication = max((limit(f"indication_depth_mm.{row}") for row in rows), default=0.0)
    said = "practice description 2.5"
    if zone is None:
        if depth > indication:
            reason = f"no source seen names a depth for the {site} and these concerns"
            yield Finding("D06 no depth named", "caution", about, reason, said)
        return
    careful, highest = zone
    if depth > max(highest, indication):
        reason = f"deeper than any source names for the {site} ({highest:g} mm) or these concerns"
        yield Finding("D03 deeper than any source", "stop", about, reason, said)
    elif depth > highest:
        reason = f"trials for these concerns go to {indication:g} mm, but no source above {highest:g} mm on the {site}"
        yield Finding("D04 deep for the zone", "caution", about, reason, said)
    elif depth > careful:
        reason = f"sources disagree on the {site}: the most careful stops at {careful:g} mm, others at {highest:g} mm"
        yield Finding("D05 sources disagree on depth", "note", about, reason, said)


def _against_clearance(course: Course, depth: float, about: str, device: float | None) -> Iterator[Finding]:
    cleared = limit("cleared_facial_depth_mm")
    if course.person.on_face and depth > cleared and device is None:
        reason = f"the two pens cleared for the face stop at {cleared:g} mm: off label"
        yield Finding("D07 deeper than cleared on the face", "caution", about, reason, "practice description 2.5 [R]")
