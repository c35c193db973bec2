"""What the screen says about numbing creams and about what is put on needled skin. Without the array library."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ...evidence.practice import limit
from ...protocol.topicals import NOT_MODELLED, TOPICALS, lidocaine_percent
from ..course import Course, Numbing, Topical
from ..findings import Finding
from ..rules import RULES
from .doses import after_words

GLIDES = ("saline", "hyaluronic acid")
SERUMS = ("ascorbic acid", "growth factors", "vitamin e", "hyaluronic acid")
MG_PER_G_AND_PERCENT = 10


def cream_findings(course: Course) -> Iterator[Finding]:
    """Numbing and topicals of each session, and cream that meets the channels of the session before."""
    for session in course.sessions:
        if session.numbing:
            yield from _numbing(session.numbing, session.day)
        for topical in session.topical:
            yield from _topical(topical, session.day)
    yield from _needled_skin(course)


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
    yield from _dose(numbing, about, days)
    if numbing.area_cm2 is not None and numbing.area_cm2 > (widest := limit("anaesthetic_area_cm2")):
        reason = f"{numbing.area_cm2:g} cm2: more than {widest:g} cm2; large areas are advised against"
        yield RULES["N07"].found(about, reason, days)


def _dose(numbing: Numbing, about: str, days: tuple[int, ...]) -> Iterator[Finding]:
    """Lidocaine against the ceiling; what of the dose cannot be judged, and why."""
    emla = numbing.product == "EMLA"
    strength, taken_mg = _strength_percent(numbing), taken_up_mg(numbing)
    if taken_mg is not None:
        weight_kg, most_mg = limit("anaesthetic_weight_kg"), ceiling_mg()
        if taken_mg > most_mg:
            reason = (
                f"{numbing.grams:g} g with {strength:g} % of lidocaine: up to {taken_mg:.0f} mg may be taken up, more "
                f"than {most_mg:.0f} mg for an adult of {weight_kg:g} kg (the weight is not on record)"
            )
            yield RULES["N06"].found(about, reason, days)
    unknown = [f"{word} not recorded" for word, given in _amounts(numbing) if given is None]
    if strength is None:
        unknown.insert(
            0, "no source seen names a ceiling for it" if numbing.product != "BLT" else "strengths unknown"
        )
    elif emla:
        unknown.insert(0, "the ceiling counts its lidocaine alone, not its prilocaine")
    if unknown:
        told = f"this cream's dose cannot be judged: {'; '.join(unknown)}"
        yield RULES["N05"].found(about, told, days)


def _strength_percent(numbing: Numbing) -> float | None:
    if numbing.product == "EMLA":
        return limit("emla_lidocaine_percent")
    return lidocaine_percent(numbing.product)


def taken_up_mg(numbing: Numbing) -> float | None:
    """Lidocaine of a cream that may be taken up, mg; None where its strength or amount is not known."""
    strength = _strength_percent(numbing)
    if strength is None or numbing.grams is None:
        return None
    return numbing.grams * MG_PER_G_AND_PERCENT * strength * limit("anaesthetic_absorbed_share")


def ceiling_mg() -> float:
    """The most lidocaine for an adult whose weight is not on record, mg."""
    return limit("anaesthetic_most_mg_per_kg") * limit("anaesthetic_weight_kg")


def _amounts(numbing: Numbing) -> tuple[tuple[str, float | None], ...]:
    return ("grams", numbing.grams), ("area", numbing.area_cm2)


def _needled_skin(course: Course) -> Iterator[Finding]:
    window = limit("recovery_window_day")
    gaps = {after.day: after.day - before.day for before, after in pairwise(course.sessions) if after.numbing}
    if soon := {day: gap for day, gap in gaps.items() if gap < window}:
        reason = f"{after_words(soon)}: channels may still be open and take up the cream"
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
