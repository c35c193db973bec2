"""What the screen says of all zones of a session together: the area needled, and the anaesthetic in all creams.

Each zone by itself is judged by the other files of this folder. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..course import Course, Session
from ..findings import Finding
from ..rules import RULES
from .creams import ceiling_mg, taken_up_mg
from .doses import area_findings


def over_zones(course: Course) -> Iterator[Finding]:
    """The sums over the zones of each session, of a course with several."""
    for session in course.sessions:
        yield from area_findings(session.day, area_cm2(session))
        yield from _creams(session)


def area_cm2(session: Session) -> float | None:
    """The area of a session: its own where it is given, else the sum over its zones; None where one is unknown."""
    if session.area_cm2 is not None or not session.zones:
        return session.area_cm2
    areas = [zone.area_cm2 for zone in session.zones if zone.area_cm2 is not None]
    return sum(areas) if len(areas) == len(session.zones) else None


def _creams(session: Session) -> Iterator[Finding]:
    """Lidocaine of all creams together; one alone above the ceiling is told already."""
    zones = session.zones or ()
    creams = [zone.numbing for zone in zones if zone.numbing is not None]
    if session.numbing is not None and len(creams) < len(zones):
        creams.append(session.numbing)
    taken = [mg for cream in creams if (mg := taken_up_mg(cream)) is not None]
    if len(taken) > 1 and sum(taken) > ceiling_mg() >= max(taken):
        reason = (
            f"the creams of all zones together: up to {sum(taken):.0f} mg of lidocaine may be taken up, more than "
            f"{ceiling_mg():.0f} mg for an adult"
        )
        yield RULES["N06"].found("numbing, all zones", reason, (session.day,))
