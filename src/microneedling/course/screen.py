"""The safety screen: what in a course says stop, delay or caution, by which rule, and where that is said.

A finding is an answer with reasons, never an exception. The screen asserts no scope of practice and gives no
medical advice; it restates what `docs/practice.md` lists. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..evidence.practice import limit
from ..skin.anatomy import BONY
from .course import Course
from .findings import Finding, folded
from .refusal import refuse_stops
from .rules import RULES
from .safety.condition_rules import CONDITION_RULES
from .safety.creams import cream_findings
from .safety.depth import depth_findings
from .safety.doses import dose_findings
from .safety.home_use import home_use_findings
from .safety.labels import label_findings
from .safety.over_zones import over_zones
from .safety.said import SCAR_AGE, range_words
from .zones.listing import findings

__all__ = ["Finding", "notes", "screen", "stops"]


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
    sums = over_zones(course) if len(course.zones) > 1 else ()
    return folded([*findings(course, _of_one_zone), *sums])


def _of_one_zone(course: Course) -> list[Finding]:
    return [
        *_conditions(course),
        *_person(course),
        *_concerns(course),
        *label_findings(course),
        *depth_findings(course),
        *home_use_findings(course),
        *dose_findings(course),
        *cream_findings(course),
        *_care(course),
    ]


def _conditions(course: Course) -> Iterator[Finding]:
    if "conditions" not in course.person.model_fields_set:
        yield RULES["Q01"].found("person.conditions")
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
    if person.site in BONY and course.sessions:
        yield RULES["Z02"].found("person.site")


def _concerns(course: Course) -> Iterator[Finding]:
    if not course.sessions:
        yield RULES["L03"].found("session")
        return
    for k, concern in enumerate(course.concerns):
        if concern.kind == "pores":
            yield RULES["L02"].found(f"concern[{k}], {concern.kind}")
        if concern.kind in ("surgical scar", "traumatic scar"):
            reason = (
                f"a course file does not ask how old the scar is, so it cannot be judged: sources begin at "
                f"{range_words(SCAR_AGE)}"
            )
            yield RULES["C15"].found(f"concern[{k}], {concern.kind}", reason, said=SCAR_AGE)


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
