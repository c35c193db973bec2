"""How much needling a course plans, against the most that studies have done: at once, how often, and in all.

Above the most that studies have done is a caution, far above it a stop; where no study counted, the limit is set by
hand and the finding says so. Strikes are plain geometry (`device.coverage`). Without the array library.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ...device.coverage import MM2_PER_CM2, strokes_per_cm2
from ...evidence.practice import limit, value_of
from ..course import Course, Session
from ..findings import Finding
from ..needling import needling_of
from ..rules import RULES

# Concern -> row of the table of intervals; concerns without a row of their own take the one of fine lines.
INTERVAL_ROW = {
    "atrophic acne scar": "acne_scar",
    "surgical scar": "scar",
    "traumatic scar": "scar",
    "striae alba": "striae",
    "striae rubra": "striae",
    "melasma": "melasma",
    "hyperpigmentation": "melasma",
}


def dose_findings(course: Course) -> Iterator[Finding]:
    """Passes, strikes, share of the surface and area of each session; intervals, sessions and strikes of the course."""
    for session in course.sessions:
        yield from _passes(course, session)
        yield from _strikes(course, session)
        yield from _surface(course, session)
        yield from area_findings(session.day, session.area_cm2)
    yield from _intervals(course)
    yield from _sessions(course)
    yield from _in_all(course)


def strikes_per_cm2(course: Course, session: Session) -> float:
    """Strikes of needles on a square centimetre in one session."""
    return float(strokes_per_cm2(needling_of(course, session)))


def surface_share(course: Course, session: Session) -> float:
    """Share of the surface under the mouths of separate channels, at most: strikes pi (recoil r)^2.

    Above 1 they overlap. r is the needle's radius at the set depth, at the nominal numbers of the registry.
    """
    needling = needling_of(course, session)
    kind, shaft_mm = needling.kind, float(needling.needle_diameter_mm) / 2
    tip_um = needling.tip_radius_um or value_of("device", f"tip_radius_um.{kind}")
    angle_deg = needling.tip_angle_deg
    slope = math.tan(math.radians(float(angle_deg)) / 2) if angle_deg else value_of("device", "tip_slope")
    radius_mm = min(float(tip_um) / 1000 + slope * session.depth_mm, shaft_mm)
    mouth_mm = value_of("injury", "recoil_width") * radius_mm
    return strikes_per_cm2(course, session) / MM2_PER_CM2 * math.pi * mouth_mm**2


def _passes(course: Course, session: Session) -> Iterator[Finding]:
    if session.passes is None:
        return  # told by time: its strikes are judged
    kind = course.instrument_of(session).kind
    most, fold = limit(f"passes_most.{kind}"), limit("dose_beyond_fold")
    told, word = session.passes, "presses" if kind == "stamp" else "passes"
    if told > fold * most:
        reason = f"{told} {word}: more than {fold:g} times the {most:g} {word} of a {kind} that studies go to"
        yield RULES["W01"].found(word, reason, (session.day,))
    elif told > most:
        reason = f"{told} {word}: studies go to {most:g} with a {kind}"
        yield RULES["W02"].found(word, reason, (session.day,))


def _strikes(course: Course, session: Session) -> Iterator[Finding]:
    most, fold = limit("strikes_most_per_cm2"), limit("dose_beyond_fold")
    strikes, about = strikes_per_cm2(course, session), "needles per cm2"
    if strikes > fold * most:
        reason = (
            f"{strikes:.0f} strikes per cm2: more than {fold:g} times {most:.0f}, ten passes of a usual pen"
        )
        yield RULES["W03"].found(about, reason, (session.day,))
    elif strikes > most:
        reason = f"{strikes:.0f} strikes per cm2: more than {most:.0f}, ten passes of a usual pen"
        yield RULES["W04"].found(about, reason, (session.day,))


def _surface(course: Course, session: Session) -> Iterator[Finding]:
    share, most, beyond = (
        surface_share(course, session),
        limit("surface_share_most"),
        limit("surface_share_beyond"),
    )
    about = "surface under channels"
    if share > beyond:
        reason = (
            "beyond the whole surface: no skin is left between channels, which the model takes as separate"
        )
        yield RULES["W05"].found(about, reason, (session.day,))
    elif share > most:
        reason = f"up to {share:.0%} of the surface: more than {most:.0%}"
        yield RULES["W06"].found(about, reason, (session.day,))


def area_findings(day: int, area_cm2: float | None) -> Iterator[Finding]:
    """What there is to say of the area needled in a session."""
    most = limit("treated_area_most_cm2")
    if area_cm2 is None:
        yield RULES["W08"].found("session.area_cm2", days=(day,))
    elif area_cm2 > most:
        reason = f"{area_cm2:g} cm2 in one session: more than {most:g} cm2"
        yield RULES["W07"].found("session.area_cm2", reason, (day,))


def _intervals(course: Course) -> Iterator[Finding]:
    window, ever = limit("recovery_window_day"), limit("interval_ever_day")
    usual = min(limit(f"interval_shortest_day.{row}") for row in _rows(course))
    gaps = {after.day: after.day - before.day for before, after in pairwise(course.sessions)}
    if soon := {day: gap for day, gap in gaps.items() if gap < window}:
        reason = f"{after_words(soon)}: the barrier is open for up to {window:g} d"
        yield RULES["I01"].found("session", reason, soon)
    if close := {day: gap for day, gap in gaps.items() if gap < ever}:
        reason = f"{after_words(close)}: no study seen needled again within less than {ever:g} d"
        yield RULES["I04"].found("session", reason, close)
    if short := {day: gap for day, gap in gaps.items() if ever <= gap < usual}:
        reason = f"{after_words(short)}: usual trials for these concerns keep {usual:g} d or more"
        yield RULES["I02"].found("session", reason, short)


def _sessions(course: Course) -> Iterator[Finding]:
    count, ever = len(course.sessions), limit("sessions_ever")
    most = max(limit(f"sessions_most.{row}") for row in _rows(course))
    if count > ever:
        yield RULES["I05"].found(
            "session", f"{count} sessions: the longest course in any study seen had {ever:g}"
        )
    elif count > most:
        yield RULES["I03"].found("session", f"{count} sessions: usual courses in trials had at most {most:g}")


def _in_all(course: Course) -> Iterator[Finding]:
    """Strikes on a square centimetre over the whole course, against the most at once in the longest course."""
    at_once, usual = (
        limit("strikes_most_per_cm2"),
        max(limit(f"sessions_most.{row}") for row in _rows(course)),
    )
    strikes = sum(strikes_per_cm2(course, session) for session in course.sessions)
    ever = limit("sessions_ever")
    if strikes > ever * at_once:
        reason = f"{strikes:.0f} strikes per cm2 in all: more than {ever:g} sessions of {at_once:.0f}"
        yield RULES["W09"].found("the course", reason)
    elif strikes > usual * at_once:
        reason = f"{strikes:.0f} strikes per cm2 in all: more than {usual:g} sessions of {at_once:.0f}"
        yield RULES["W10"].found("the course", reason)


def _rows(course: Course) -> set[str]:
    return {INTERVAL_ROW.get(concern.kind, "lines") for concern in course.concerns}


def after_words(gaps: Mapping[int, int]) -> str:
    """How long after the session before, in words: `2 d after the one before`, `2 to 5 d after the one before`."""
    least, most = min(gaps.values()), max(gaps.values())
    return f"{least} d after the one before" if least == most else f"{least} to {most} d after the one before"
