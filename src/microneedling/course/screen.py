"""The safety screen: what in a course says stop, delay or caution, by which rule, and where that is said.

A finding is an answer with reasons, never an exception. The screen asserts no scope of practice and gives no
medical advice; it restates what `docs/practice.md` lists. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..evidence.practice import limit
from ..protocol.topicals import NOT_MODELLED, TOPICALS, lidocaine_percent
from .condition_rules import CONDITION_RULES
from .course import Course, Numbing, Topical
from .depth import depth_findings
from .findings import Finding, folded
from .refusal import refuse_stops
from .rules import RULES

__all__ = ["Finding", "notes", "screen", "stops"]

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
NOT_CLEARED = ("melasma", "striae alba", "striae rubra")
GLIDES = ("saline", "hyaluronic acid")
SERUMS = ("ascorbic acid", "growth factors", "vitamin e", "hyaluronic acid")


def screen(course: Course) -> tuple[Finding, ...]:
    """What says stop, delay or caution, gravest first."""
    return tuple(finding for finding in _all(course) if finding.level != "note")


def notes(course: Course) -> tuple[Finding, ...]:
    """What is worth knowing and stops nobody."""
    return tuple(finding for finding in _all(course) if finding.level == "note")


def stops(course: Course) -> tuple[Finding, ...]:
    """The findings that forbid a forecast unless they are overridden."""
    return tuple(finding for finding in screen(course) if finding.level == "stop")


def overridden(course: Course, override_stop: bool) -> tuple[Finding, ...]:
    """The stops that are overridden; raises `Refused` with all reasons unless `override_stop`, and for final ones."""
    how = "To forecast all the same (the rules overridden stand at the top of the answer)"
    return refuse_stops("no forecast", [(str(item), item) for item in stops(course)], override_stop, how)


def _all(course: Course) -> tuple[Finding, ...]:
    found = [
        *_conditions(course),
        *_person(course),
        *_label(course),
        *depth_findings(course),
        *_intervals(course),
        *(f for s in course.sessions if s.numbing for f in _numbing(s.numbing, s.day)),
        *(f for s in course.sessions for topical in s.topical for f in _topical(topical, s.day)),
        *_needled_skin(course),
        *_care(course),
    ]
    return folded(found)


def _conditions(course: Course) -> Iterator[Finding]:
    for condition in dict.fromkeys(course.person.conditions):
        if rule := CONDITION_RULES.get(condition):
            yield rule.found("person.conditions")
    if course.person.has("anaesthetic allergy"):
        used = sorted({session.numbing.product for session in course.sessions if session.numbing})
        if used:
            yield RULES["S07"].found("person.conditions", f"numbing with {', '.join(used)} is planned")
        else:
            yield RULES["C09"].found("person.conditions")
    if course.person.has("topical allergy") and any(session.topical for session in course.sessions):
        yield RULES["T05"].found("person.conditions")


def _person(course: Course) -> Iterator[Finding]:
    person, adult, label = course.person, limit("adult_age_year"), limit("label_age_year")
    if person.age_year < adult:
        reason = f"age {person.age_year:g}: no data on children, nothing is forecast below {adult:g}"
        yield RULES["A01"].found("person.age_year", reason)
    elif person.age_year < label:
        yield RULES["A02"].found(
            "person.age_year", f"age {person.age_year:g}: cleared uses begin at {label:g}"
        )
    if person.phototype in ("IV", "V", "VI"):
        reason = (
            f"phototype {person.phototype}: dark marks are likelier; test spot, lower density, sun control"
        )
        yield RULES["P01"].found("person.phototype", reason)
        if not course.aftercare.sunscreen and course.aftercare.sun != "none":
            yield RULES["P03"].found("aftercare.sunscreen")
    if person.phototype == "VI":
        yield RULES["P02"].found("person.phototype")
    if person.site == "periorbital" and course.sessions:
        yield RULES["Z01"].found("person.site")


def _label(course: Course) -> Iterator[Finding]:
    if not course.sessions:
        yield RULES["L03"].found("session")
        return
    for k, concern in enumerate(course.concerns):
        if concern.kind in NOT_CLEARED:
            yield RULES["L01"].found(f"concern[{k}], {concern.kind}")
        if concern.kind == "pores":
            yield RULES["L02"].found(f"concern[{k}], {concern.kind}")


def _intervals(course: Course) -> Iterator[Finding]:
    window = limit("recovery_window_day")
    rows = {INTERVAL_ROW.get(concern.kind, "lines") for concern in course.concerns}
    shortest = min(limit(f"interval_shortest_day.{row}") for row in rows)
    most = max(limit(f"sessions_most.{row}") for row in rows)
    gaps = {after.day: after.day - before.day for before, after in pairwise(course.sessions)}
    if too_soon := {day: gap for day, gap in gaps.items() if gap < window}:
        reason = f"{_after(too_soon)}: the barrier is open for up to {window:g} d"
        yield RULES["I01"].found("session", reason, too_soon)
    if short := {day: gap for day, gap in gaps.items() if window <= gap < shortest}:
        reason = f"{_after(short)}: usual trials for these concerns keep {shortest:g} d or more"
        yield RULES["I02"].found("session", reason, short)
    if (count := len(course.sessions)) > most:
        yield RULES["I03"].found("session", f"{count} sessions: usual courses in trials had at most {most:g}")


def _after(gaps: Mapping[int, int]) -> str:
    least, most = min(gaps.values()), max(gaps.values())
    return f"{least} d after the one before" if least == most else f"{least} to {most} d after the one before"


def _numbing(numbing: Numbing, day: int) -> Iterator[Finding]:
    days, about = (day,), f"numbing, {numbing.product}"
    strength, most = lidocaine_percent(numbing.product), limit("anaesthetic_lidocaine_percent")
    if strength is not None and strength > most:
        reason = f"lidocaine {strength:g} %: consumers are advised not to use more than {most:g} %"
        yield RULES["N01"].found(about, reason, days)
    if numbing.product == "BLT":
        yield RULES["N02"].found(about, days=days)
    if numbing.minutes > (longest := limit("numbing_longest_min")):
        reason = f"{numbing.minutes:g} min: trial practice ends at {longest:g} min"
        yield RULES["N03"].found(about, reason, days)
    if numbing.occluded:
        yield RULES["N04"].found(about, days=days)
    if numbing.grams is None or numbing.area_cm2 is None:
        yield RULES["N05"].found(about, days=days)
    if strength is not None and numbing.grams is not None:
        taken_mg = numbing.grams * 10 * strength * limit("anaesthetic_absorbed_share")
        most_mg = limit("anaesthetic_most_mg_per_kg") * limit("anaesthetic_weight_kg")
        if taken_mg > most_mg:
            reason = (
                f"{numbing.grams:g} g of {strength:g} %: up to {taken_mg:.0f} mg may be taken up, more than "
                f"{most_mg:.0f} mg for a light adult"
            )
            yield RULES["N06"].found(about, reason, days)
    if numbing.area_cm2 is not None and numbing.area_cm2 > (widest := limit("anaesthetic_area_cm2")):
        reason = f"{numbing.area_cm2:g} cm2: more than {widest:g} cm2; large areas are advised against"
        yield RULES["N07"].found(about, reason, days)


def _needled_skin(course: Course) -> Iterator[Finding]:
    """Cream that meets channels of the session before."""
    window = limit("recovery_window_day")
    gaps = {after.day: after.day - before.day for before, after in pairwise(course.sessions) if after.numbing}
    if soon := {day: gap for day, gap in gaps.items() if gap < window}:
        reason = f"{_after(soon)}: channels may still be open and take up the cream"
        yield RULES["N08"].found("numbing", reason, soon)


def _topical(topical: Topical, day: int) -> Iterator[Finding]:
    days, about, effect = (day,), f"topical, {topical.name}", TOPICALS[topical.name]
    open_min = limit("recovery_window_day") * 24 * 60
    if topical.applied_after_min < open_min and topical.name not in GLIDES:
        yield RULES["T01"].found(about, days=days)
    if topical.applied_after_min < open_min and topical.name in SERUMS:
        yield RULES["T02"].found(about, days=days)
    if topical.name == "platelet-rich plasma":
        yield RULES["T03"].found(about, days=days)
    if effect.effect == NOT_MODELLED:
        reason = f"kept in the record, changes nothing in the forecast ({effect.about})"
        yield RULES["T04"].found(about, reason, days)


def _care(course: Course) -> Iterator[Finding]:
    adjuncts, pause = course.aftercare, limit("retinoid_pause_day")
    if adjuncts.retinoid != "none" and adjuncts.retinoid_pause_day < pause and course.sessions:
        back = adjuncts.retinoid_pause_day
        reason = f"{adjuncts.retinoid} again after {back:g} d: actives go back at about {pause:g} d"
        yield RULES["F01"].found("aftercare.retinoid_pause_day", reason)
    if course.until_day < course.assessment_day:
        reason = (
            f"follow-up ends on day {course.until_day}, before the earliest assessment, on day "
            f"{course.assessment_day}"
        )
        yield RULES["F02"].found("follow_up.until_day", reason)
