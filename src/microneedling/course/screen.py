"""The safety screen: what in a course says stop, delay or caution, by which rule, and where that is said.

A finding is an answer with reasons, never an exception. The screen asserts no scope of practice and gives no
medical advice; it restates what the practice description lists. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from ..evidence.practice import limit
from .course import Course, Numbing, Session
from .depth import depth_findings
from .finding import Finding
from .rules import CONDITION_RULES, LEVELS
from .topicals import NOT_MODELLED, TOPICALS, lidocaine_percent

__all__ = ["Finding", "Screening", "screen"]

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


@dataclass(frozen=True)
class Screening:
    """All findings of one course, gravest first."""

    findings: tuple[Finding, ...]

    @property
    def stops(self) -> tuple[Finding, ...]:
        """The findings that forbid a forecast unless overridden."""
        return self.at("stop")

    def at(self, level: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == level)

    def to_json(self) -> list[dict]:
        return [asdict(finding) for finding in self.findings]


def screen(course: Course) -> Screening:
    """Screen a course against the rules of practice."""
    found = [
        *_conditions(course),
        *_age(course),
        *_pigment(course),
        *_zone(course),
        *_label(course),
        *depth_findings(course),
        *_intervals(course),
        *_numbing(course),
        *_topicals(course),
        *_care(course),
    ]
    return Screening(tuple(sorted(dict.fromkeys(found), key=lambda finding: LEVELS.index(finding.level))))


def _conditions(course: Course) -> Iterator[Finding]:
    for condition in dict.fromkeys(course.person.conditions):
        if rule := CONDITION_RULES.get(condition):
            yield Finding(rule.name, rule.level, "person.conditions", rule.reason, rule.source)
    numbed = sorted({session.numbing.product for session in course.sessions if session.numbing})
    if course.person.has("anaesthetic allergy"):
        used = f"numbing with {', '.join(numbed)} is planned" if numbed else "no numbing is planned: keep it so"
        level = "stop" if numbed else "caution"
        source = "practice description 2.2, absolute for the anaesthetic chosen [R2]"
        yield Finding("S07 allergy to the anaesthetic", level, "person.conditions", used, source)


def _age(course: Course) -> Iterator[Finding]:
    age, adult, label = course.person.age_year, limit("adult_age_year"), limit("label_age_year")
    if age < adult:
        reason = f"age {age:g}: no data on children, nothing is forecast below {adult:g}"
        yield Finding("A01 child", "stop", "person.age_year", reason, "practice description 4, point 2")
    elif age < label:
        reason = f"age {age:g}: cleared uses begin at {label:g}"
        yield Finding("A02 below the cleared age", "caution", "person.age_year", reason, "practice description 2.12 [R]")


def _pigment(course: Course) -> Iterator[Finding]:
    type_ = course.person.phototype
    if type_ in ("IV", "V", "VI"):
        reason = f"phototype {type_}: dark marks are more likely; test spot, lower density, sun control"
        yield Finding("P01 darker skin", "caution", "person.phototype", reason, "practice description 2.2 [R2]")
        if not course.aftercare.sunscreen or course.aftercare.sun == "daily":
            reason = "unprotected sun drives dark marks after needling in darker skin"
            yield Finding("P03 sun without protection", "caution", "aftercare", reason, "practice description 2.3 [M]")
    if type_ == "VI":
        reason = "no outcome data on phototype VI: any forecast is mechanism only"
        yield Finding("P02 no data", "caution", "person.phototype", reason, "practice description 4, point 2")


def _zone(course: Course) -> Iterator[Finding]:
    if course.person.site == "periorbital" and course.sessions:
        reason = "stay outside the bony rim; treatment inside it is an absolute contraindication"
        yield Finding("Z01 near the eye", "caution", "person.site", reason, "practice description 2.2 [R2]")


def _label(course: Course) -> Iterator[Finding]:
    if not course.sessions:
        reason = "no sessions: the forecast is of untreated skin"
        yield Finding("L03 no sessions", "caution", "session", reason, "form of the course")
        return
    for k, concern in enumerate(course.concerns):
        if concern.kind in NOT_CLEARED:
            reason = f"{concern.kind} is not among the cleared uses of microneedling: off label"
            yield Finding("L01 off label", "caution", f"concern[{k}]", reason, "practice description 2.12 [R]")
        if concern.kind == "pores":
            reason = "no monotherapy data on pore size: the forecast is a mechanistic range only"
            yield Finding("L02 no monotherapy data", "note", f"concern[{k}]", reason, "practice description, head")


def _intervals(course: Course) -> Iterator[Finding]:
    window = limit("recovery_window_day")
    rows = {INTERVAL_ROW.get(concern.kind, "lines") for concern in course.concerns}
    shortest = min(limit(f"interval_shortest_day.{row}") for row in rows)
    most = max(limit(f"sessions_most.{row}") for row in rows)
    days = [session.day for session in course.sessions]
    for before, day in zip(days, days[1:], strict=False):
        gap = day - before
        where = f"session on day {day}"
        if gap < window:
            reason = f"{gap} d after the one before: the barrier is open for up to {window:g} d"
            yield Finding("I01 barrier still open", "delay", where, reason, "practice description 2.7 [R]")
        elif gap < shortest:
            reason = f"{gap} d after the one before: shorter than the usual trials ({shortest:g} d and more)"
            yield Finding("I02 interval too short", "caution", where, reason, "practice description 2.8")
    if len(days) > most:
        reason = f"{len(days)} sessions: usual courses in trials had at most {most:g}"
        yield Finding("I03 longer than any usual course", "caution", "session", reason, "practice description 2.8")


def _numbing(course: Course) -> Iterator[Finding]:
    for numbing in dict.fromkeys(session.numbing for session in course.sessions if session.numbing):
        yield from _numbing_of(numbing)


def _numbing_of(numbing: Numbing) -> Iterator[Finding]:
    where, said = f"numbing, {numbing.product}", "practice description 2.4 [R]"
    strength, most = lidocaine_percent(numbing.product), limit("anaesthetic_lidocaine_percent")
    if strength is not None and strength > most:
        reason = f"lidocaine {strength:g} %: consumers are advised not to use more than {most:g} %"
        yield Finding("N01 strong anaesthetic", "caution", where, reason, said)
    if numbing.product == "BLT":
        reason = "a compounded cream: record its strengths; compounded creams have killed"
        yield Finding("N02 compounded anaesthetic", "caution", where, reason, said)
    longest = limit("numbing_longest_min")
    if numbing.minutes > longest:
        reason = f"{numbing.minutes:g} min: trials leave it on for at most {longest:g} min"
        yield Finding("N03 long application", "caution", where, reason, said)
    if numbing.occluded:
        reason = "under a wrap: consumers are advised against wraps; two women died with large areas wrapped"
        yield Finding("N04 wrapped", "caution", where, reason, said)
    if numbing.grams is None or numbing.area_cm2 is None:
        reason = "record grams and area; never put it on needled skin"
        yield Finding("N05 amount not recorded", "note", where, reason, said)


def _topicals(course: Course) -> Iterator[Finding]:
    window_min = limit("recovery_window_day") * 24 * 60
    for topical in dict.fromkeys(t for session in course.sessions for t in session.topical):
        if topical.applied_after_min < window_min and topical.name not in ("saline", "hyaluronic acid"):
            where = f"topical, {topical.name}"
            reason = "put on open channels: the device class excludes delivery of topicals; not a cleared use"
            yield Finding("T01 driven in", "caution", where, reason, "practice description 2.12 [R]")
        if topical.name in ("ascorbic acid", "growth factors", "vitamin e", "hyaluronic acid"):
            reason = "serums under needles have caused granulomas (15 cases in 13 reports, most with vitamin C)"
            yield Finding("T02 granuloma", "caution", f"topical, {topical.name}", reason, "safety table, Friedmann 2024")
        if topical.name == "platelet-rich plasma":
            reason = "blood product: own material only, never reuse; one spa infected 4 clients with HIV"
            yield Finding("T03 blood product", "caution", f"topical, {topical.name}", reason, "practice description 2.11 [R]")
        if TOPICALS[topical.name].effect == NOT_MODELLED:
            reason = f"kept in the record; changes nothing in the forecast ({TOPICALS[topical.name].about})"
            yield Finding("T04 effect not modelled", "note", f"topical, {topical.name}", reason, "form of the course")
    if course.person.has("topical allergy") and any(session.topical for session in course.sessions):
        reason = "allergy to a topical is on record and topicals are planned: compare the ingredients"
        yield Finding("T05 allergy to a topical", "delay", "person.conditions", reason, "practice description 2.1")


def _care(course: Course) -> Iterator[Finding]:
    care, pause = course.aftercare, limit("retinoid_pause_day")
    if care.retinoid != "none" and care.retinoid_pause_day < pause and course.sessions:
        reason = f"{care.retinoid} again after {care.retinoid_pause_day:g} d: actives go back at about {pause:g} d"
        yield Finding("F01 retinoid too early", "caution", "aftercare", reason, "practice description 2.7 [R2]")
    if course.until_day < course.assessment_day:
        reason = (
            f"follow-up ends on day {course.until_day}, before the honest assessment on day {course.assessment_day}"
        )
        yield Finding("F02 judged too early", "caution", "follow_up", reason, "practice description 4, point 5")
    if "photoageing" not in course.person.model_fields_set:
        reason = "not given: taken as 0, skin without sun damage"
        yield Finding("F03 photoageing taken as none", "note", "person.photoageing", reason, "form of the course")


def session_name(session: Session) -> str:
    """How findings name a session."""
    return f"session on day {session.day}"
