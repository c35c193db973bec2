"""What a course file gives and that changes nothing in the numbers. Loads without the array library.

Found by computation: a test varies every input of a course and compares the answers. What only the safety screen reads
is here; so is what the model does not know. Which concerns a care does not move stands in `spared.toml`, which
`tools/make_spared.py` writes by running the model with the care and without it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..inputs.assumed import Assumed
from ..protocol.topicals import NOT_MODELLED, PLATELETS, TOPICALS
from ..skin.concern import JUDGE_CHANGE, USUAL_SCALE
from .course import Course, Topical
from .zones.listing import assumptions

__all__ = ["without_effect"]

ACTING = ("diabetes", "history of hyperpigmentation")  # conditions that healing or harm knows
BY_INSTRUMENT = ("tone", "pores", "dryness")  # concerns that no scale is read for
NOTHING = "changes nothing in the numbers"
PIGMENT = ("tone", "hyperpigmentation", "melasma")
ONE_SCALE = (
    "fine lines",
    "texture",
    "pores",
    "dryness",
    "laxity",
)  # of several only the last is forecast on its own
SPARED = Path(__file__).parent / "spared.toml"
PLATELETS_ON_PIGMENT = (
    "not modelled: plasma moves this score by inflammation and healing alone. Scores fell in series without a "
    "comparison (C225, C226); beside needling alone one trial contradicts itself (C223, C224)"
)
ONLY_SCREENED = "read by the safety screen alone; how skin heals with it is not modelled"
BLEEDING = (
    "read by the safety screen alone. Needles cut as many vessels; how long they bleed, and bruises, are not modelled. "
    "In skin surgery the odds of complications were 6.7 times those of others on warfarin, 2.0 times on aspirin or an "
    "NSAID (N173, N174)"
)


def without_effect(course: Course) -> tuple[Assumed, ...]:
    """What this course gives and that changes nothing in the numbers, in the order of its file; by zone, told once."""
    return assumptions(course, _of_one_zone)


def _of_one_zone(course: Course) -> tuple[Assumed, ...]:
    return (
        *_conditions(course),
        *_concerns(course),
        *_topicals(course),
        *_on_concerns(course),
        *_aftercare(course),
        *_checks_only(course),
    )


def _nothing(where: str, what: str, why: str) -> Assumed:
    return Assumed(where, what, NOTHING, why, acts=False)


def _conditions(course: Course) -> Iterator[Assumed]:
    named = [name for name in dict.fromkeys(course.person.conditions) if name not in ACTING]
    for names, why in (
        ([name for name in named if name != "anticoagulants"], ONLY_SCREENED),
        ([name for name in named if name == "anticoagulants"], BLEEDING),
    ):
        if names:
            yield _nothing("person.conditions", ", ".join(names), why)


def _concerns(course: Course) -> Iterator[Assumed]:
    kinds = [concern.kind for concern in course.concerns]
    for place, concern in enumerate(course.concerns):
        where = f"concern[{place}]"
        if concern.kind in (*BY_INSTRUMENT, "rejuvenation") and concern.scale not in (
            None,
            USUAL_SCALE.get(concern.kind),
        ):
            read = "an instrument" if concern.kind in BY_INSTRUMENT else "the overall impression (GAIS)"
            why = f"{concern.kind} is read by {read}, on no other scale"
            yield _nothing(f"{where}.scale, {where}.baseline", f"scale {concern.scale}", why)
        elif concern.baseline is not None and concern.scale in JUDGE_CHANGE:
            why = f"{concern.scale} judges change: everybody starts in the middle"
            yield _nothing(f"{where}.baseline", f"severity today, {concern.kind}", why)
        if concern.kind in ONE_SCALE and concern.kind in kinds[place + 1 :]:
            why = "only the last concern of this kind has its scale forecast"
            yield _nothing(f"{where}.scale, {where}.baseline", f"the first {concern.kind}", why)


def _topicals(course: Course) -> Iterator[Assumed]:
    topicals = dict.fromkeys(topical for session in course.sessions for topical in session.topical)
    named = list(dict.fromkeys(t.name for t in topicals if TOPICALS[t.name].effect == NOT_MODELLED))
    if named:
        keys = ("name", "concentration_mg_per_ml", "dose_ul_per_cm2", "applied_after_min")
        where = ", ".join(f"session.topical.{key}" for key in keys)
        yield _nothing(where, ", ".join(named), "not modelled")
    for topical in topicals:
        yield from _of_topical(topical)


def _of_topical(topical: Topical) -> Iterator[Assumed]:
    if TOPICALS[topical.name].effect == NOT_MODELLED:
        return
    followed = bool(TOPICALS[topical.name].active)
    unread = {
        "concentration_mg_per_ml": (not followed or topical.name == PLATELETS, "strength"),
        "dose_ul_per_cm2": (not followed, "amount"),
    }
    given = {
        key: words for key, (idle, words) in unread.items() if idle and getattr(topical, key) is not None
    }
    if given:
        where = ", ".join(f"session.topical.{key}" for key in given)
        why = "plasma has no strength here" if followed else "taken at its full effect, whatever gets in"
        yield _nothing(where, f"{' and '.join(given.values())} of {topical.name}", why)


@cache
def spared() -> dict[str, tuple[str, ...]]:
    """Concerns that a care does not move, by the care; cares that are not named move every concern."""
    return {name: tuple(kinds) for name, kinds in tomllib.loads(SPARED.read_text(encoding="utf-8")).items()}


def _on_concerns(course: Course) -> Iterator[Assumed]:
    """What acts elsewhere but not on a concern of this course."""
    kinds = dict.fromkeys(concern.kind for concern in course.concerns)
    cares = list(dict.fromkeys(topical.name for session in course.sessions for topical in session.topical))
    if course.aftercare.retinoid != "none":
        cares.append(f"{course.aftercare.retinoid} at home")
    together: dict[tuple[str, ...], list[str]] = {}
    for care in cares:
        if on := tuple(kind for kind in kinds if kind in spared().get(care, ())):
            together.setdefault(on, []).append(care)
    for on, names in together.items():
        what = f"{', '.join(names)}, on {' and '.join(on)}"
        yield Assumed("concern", what, "changes nothing in this score", "not modelled", acts=False)
    if PLATELETS in cares and (on := tuple(kind for kind in kinds if kind in PIGMENT)):
        what = f"what platelets do to pigment itself, on {' and '.join(on)}"
        yield _nothing("concern", what, PLATELETS_ON_PIGMENT)


def _aftercare(course: Course) -> Iterator[Assumed]:
    care = course.aftercare
    if care.sunscreen and care.sun == "none":
        yield _nothing("aftercare.sunscreen", "sunscreen", "there is no sun to keep off")
    if care.retinoid == "none" and "retinoid_pause_day" in care.model_fields_set:
        yield _nothing("aftercare.retinoid_pause_day", "pause of the retinoid", "no retinoid is used")
    if not course.sessions:
        after = {
            "anti_inflammatory": care.anti_inflammatory != "none",
            "anti_inflammatory_day": care.anti_inflammatory_day > 0,
            "occlusion_h": care.occlusion_h > 0,
        }
        where = ", ".join(f"aftercare.{key}" for key, given in after.items() if given)
        if where:
            yield _nothing(where, "what follows a session", "there is no session")


def _checks_only(course: Course) -> Iterator[Assumed]:
    """Numbers that bound others and are read by checks and the safety screen alone."""
    used = {session.instrument: course.instrument_of(session) for session in course.sessions}
    found: dict[str, str] = {}
    for name in course.instruments:
        if name not in used:
            found[f"device.{name}"] = f"device {name}, which no session uses"
    for name, instrument in used.items():
        if instrument.kind == "pen" and not instrument.device:
            found[f"device.{name}.needle_length_mm"] = "needle length of a pen (the set depth counts)"
        if instrument.device_limit_mm is not None:
            found[f"device.{name}.device_limit_mm"] = "depth limit of the device"
    creams = [session.numbing for session in course.sessions if session.numbing]
    for key, words in (("grams", "grams of numbing cream"), ("area_cm2", "area of numbing cream")):
        if any(getattr(cream, key) is not None for cream in creams):
            found[f"session.numbing.{key}"] = words
    if course.setting is not None:
        found["setting"] = "where it is done"
    if course.depth_cap_mm is not None:
        found["depth_cap_mm"] = "your own depth limit"
    if found:
        what = ", ".join(dict.fromkeys(found.values()))
        yield _nothing(", ".join(found), what, "read by checks and the safety screen alone")
