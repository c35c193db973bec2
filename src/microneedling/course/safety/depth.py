"""How deep a session may be set: the least of needle length, device limit, own cap and the zone's limit.

Sources disagree by up to six-fold, so a zone has two limits: the highest depth of its most careful source and
the highest that any source names. Set depth is not penetration depth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from ...evidence.practice import limit, practice
from ..course import Course, Session
from ..findings import Finding
from ..rules import RULES
from ..zones.parts import by_zone
from .said import DEPTH, range_words

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
    """The depth cap of one session, what sets it, and where the most careful source stops."""

    day: int
    depth_mm: float
    cap_mm: float
    set_by: str
    careful_mm: float | None
    zone: str = ""
    """which, of a course with several"""

    @property
    def kept(self) -> bool:
        """Whether the set depth stays within the cap."""
        return self.depth_mm <= self.cap_mm

    def to_json(self) -> dict:
        """The fields and `kept`, as they stand in the JSON answer."""
        fields = asdict(self)
        told = fields if self.zone else {key: value for key, value in fields.items() if key != "zone"}
        return {**told, "kept": self.kept}


def zone_limits(site: str) -> tuple[float, float] | None:
    """(most careful, highest named) depth of a zone, mm; None where no source names one."""
    careful, highest = f"depth_careful_mm.{site}", f"depth_highest_mm.{site}"
    return (limit(careful), limit(highest)) if careful in practice() else None


def depth_caps(course: Course) -> tuple[DepthCap, ...]:
    """The cap of each session in each of its zones, in the order of days."""
    parts = by_zone(course)
    if len(parts) == 1:
        (one,) = parts.values()
        return tuple(_cap(one, session) for session in one.sessions)
    caps = [
        replace(_cap(part, session), zone=site) for site, part in parts.items() for session in part.sessions
    ]
    return tuple(sorted(caps, key=lambda cap: cap.day))


def _cap(course: Course, session: Session) -> DepthCap:
    instrument, zone = course.instrument_of(session), zone_limits(course.person.site)
    caps = {"needle length": instrument.needle_length_mm}
    if instrument.device_limit_mm is not None:
        caps["device limit"] = instrument.device_limit_mm
    if course.depth_cap_mm is not None:
        caps["own cap"] = course.depth_cap_mm
    if zone:
        caps[f"zone ({course.person.site})"] = zone[1]
    set_by = min(caps, key=lambda name: caps[name])
    return DepthCap(session.day, session.depth_mm, caps[set_by], set_by, zone[0] if zone else None)


def depth_findings(course: Course) -> Iterator[Finding]:
    """What the set depths of a course run against."""
    for depth, name in {(s.depth_mm, s.instrument): None for s in course.sessions}:
        days = [s.day for s in course.sessions if (s.depth_mm, s.instrument) == (depth, name)]
        about = f"set depth {depth:g} mm"
        device, own = course.instruments[name].device_limit_mm, course.depth_cap_mm
        if device is not None and depth > device:
            yield RULES["D01"].found(
                about, f"deeper than {device:g} mm, for which this device is cleared", days
            )
        if own is not None and depth > own:
            yield RULES["D02"].found(about, f"deeper than your own cap of {own:g} mm", days)
        yield from _against_zone(course, depth, about, days)
        cleared = limit("cleared_facial_depth_mm")
        if course.person.on_face and depth > cleared and device is None:
            reason = f"the two pens cleared for the face stop at {cleared:g} mm: off label"
            yield RULES["D07"].found(about, reason, days)


def _against_zone(course: Course, depth: float, about: str, days: list[int]) -> Iterator[Finding]:
    zone, site = zone_limits(course.person.site), course.person.site
    rows = [INDICATION_ROW[c.kind] for c in course.concerns if c.kind in INDICATION_ROW]
    indication = max((limit(f"indication_depth_mm.{row}") for row in rows), default=0.0)
    if zone is None:
        if depth > indication:
            reason = f"no source seen names such a depth for the {site} and these concerns"
            yield RULES["D06"].found(about, reason, days)
        return
    careful, highest = zone
    if depth > max(highest, indication):
        reason = f"no source names more than {max(highest, indication):g} mm for the {site} or these concerns"
        yield RULES["D03"].found(about, reason, days, DEPTH.get(site, ()))
    elif depth > highest:
        reason = (
            f"trials for these concerns go to {indication:g} mm, but no source names more than "
            f"{highest:g} mm for the {site}"
        )
        yield RULES["D04"].found(about, reason, days, DEPTH.get(site, ()))
    elif depth > min([careful, *(item.value for item in DEPTH.get(site, ()) if item.value is not None)]):
        ends = range_words(DEPTH.get(site, ())) or f"{careful:g} to {highest:g} mm"
        reason = f"sources disagree on the {site}: the deepest setting that each names is {ends}"
        yield RULES["D05"].found(about, reason, days, DEPTH.get(site, ()))
