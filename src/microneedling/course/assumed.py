"""What a course file leaves out and what is taken instead, in the reader's words. Loads without the array library."""

from __future__ import annotations

from collections.abc import Iterator

from ..device.coverage import USUAL_GLIDE
from ..device.instruments import Pen, Roller, Stamp
from ..device.library import find_type
from ..evidence.entry import Entry
from ..evidence.practice import numbers_of, shipped_numbers_of
from ..inputs.assumed import HAND_SET, Assumed
from ..protocol.topicals import PLATELETS, TOPICALS
from ..skin.concern import JUDGE_CHANGE, TYPICAL_OF_AGE, USUAL_SCALE, Concern
from ..skin.usual import usual_photoageing_interval
from .course import Course, Topical
from .needling import needling_of
from .zones.listing import assumptions

__all__ = ["assumed", "of_devices"]

SCALES_IN_WORDS = {
    "alexiades_armenakas": "Alexiades-Armenakas scale",
    "gais": "overall impression (GAIS)",
    "goodman_baron_qualitative": "Goodman-Baron grade",
    "lemperle": "Lemperle scale",
    "mmasi": "mMASI",
    "striae_improvement": "quartiles of improvement",
    "vas_100": "100 mm analogue scale",
    "vss": "Vancouver scar scale",
}
NOT_SAID = "nothing said"
NOT_DONE = {
    "sunscreen": "sunscreen",
    "retinoid": "retinoid",
    "anti_inflammatory": "anti-inflammatory drug",
    "occlusion_h": "dressing",
}
# Key of an instrument -> what it is, its unit. A pen's needle length is none of them: it moves only where it caps.
WORDS = {
    "needle_count": ("number of needles", ""),
    "needle_diameter_mm": ("needle diameter", " mm"),
    "frequency_hz": ("strokes a second", ""),
    "tip_width_mm": ("width of the tip", " mm"),
    "drum_diameter_mm": ("diameter of the drum", " mm"),
    "drum_width_mm": ("width of the drum", " mm"),
}


def assumed(course: Course) -> tuple[Assumed, ...]:
    """What this course leaves out and what is taken instead, in the order of its file; zone by zone, told once."""
    return assumptions(course, _of_one_zone)


def _of_one_zone(course: Course) -> tuple[Assumed, ...]:
    return (
        *_of_person(course),
        *(item for place, concern in enumerate(course.concerns) for item in _of_concern(place, concern)),
        *of_devices(course),
        *_of_tips(course),
        *_of_sessions(course),
        *_of_aftercare(course),
    )


def _of_person(course: Course) -> Iterator[Assumed]:
    person = course.person
    if person.photoageing is None:
        low, middle, high = (f"{number:.2f}" for number in usual_photoageing_interval(person.age_year))
        face = "" if person.on_face else " on the face"
        value = f"{middle}, usual{face} at {person.age_year:g} years (80 % of people {low} to {high})"
        why = "a rate set by hand and narrowed by the calibration; each draw has its own"
        yield Assumed("person.photoageing", "sun damage (0 none to 1 severe)", value, why)
    left_out = {"smoker": "smoking", "conditions": "conditions of the intake record"}
    keys = [key for key in left_out if key not in person.model_fields_set]
    if keys:
        where = ", ".join(f"person.{key}" for key in keys)
        yield Assumed(where, " and ".join(left_out[key] for key in keys), "none", NOT_SAID)


def _of_concern(place: int, concern: Concern) -> Iterator[Assumed]:
    where, words = f"concern[{place}]", concern.kind
    if concern.kind == "atrophic acne scar" and concern.subtype is None:
        value = "mixed: rolling, boxcar and icepick alike"
        yield Assumed(f"{where}.subtype", "type of acne scar", value, NOT_SAID)
    scale = concern.scale or USUAL_SCALE.get(concern.kind)
    if scale is None or (concern.scale and (concern.baseline is not None or scale in JUDGE_CHANGE)):
        return
    name, usual = SCALES_IN_WORDS.get(scale, scale), ""
    if concern.kind in TYPICAL_OF_AGE and scale not in JUDGE_CHANGE:
        usual = "as usual at this age and sun damage"
    elif scale not in JUDGE_CHANGE:
        points = shipped_numbers_of("scales")[f"typical_points.{scale}"].value
        usual = f"{points:g} points, as usual in people treated"
    if concern.scale is None:
        what = f"scale and severity today, {words}" if usual else f"scale, {words}"
        yield Assumed(f"{where}.scale", what, f"{name}, {usual}".rstrip(", "), HAND_SET)
    else:
        yield Assumed(f"{where}.baseline", f"severity today, {words}", usual, HAND_SET)


def of_devices(course: Course) -> Iterator[Assumed]:
    """Numbers of named devices that no source gives, instrument by instrument; the glide speed nobody gave."""
    used = dict.fromkeys(session.instrument for session in course.sessions)
    for name in used:
        yield from _of_instrument(name, course.instruments[name])
    if any(needling_of(course, session).glide_speed_open for session in course.sessions):
        group, name = USUAL_GLIDE
        entry = numbers_of(group)[name]
        low, high = entry.range or (entry.value, entry.value)
        value = f"{entry.value:g} mm/s, usual ({low:g} to {high:g}); each draw has its own"
        yield Assumed("session.glide_speed_mm_per_s", "speed at which the pen glides", value, "hand-set")


def _of_instrument(name: str, instrument: Pen | Roller | Stamp) -> Iterator[Assumed]:
    known = None if instrument.device is None else find_type(instrument.device)
    if known is None:
        return
    taken = {
        words: f"{number.value:g}{unit}"
        for key, (words, unit) in WORDS.items()
        if (number := known.numbers.get(key)) is not None
        and number.grade == "assumed"
        and getattr(instrument, key) == number.value
    }
    if taken:
        why = f"as the usual {known.kind}: no source gives it for {known.name}"
        yield Assumed(f"device.{name}", ", ".join(taken), ", ".join(taken.values()), why)


def _of_tips(course: Course) -> Iterator[Assumed]:
    """The shape of the needles' tips, which hardly anybody knows; one item for all instruments used."""
    usual = shipped_numbers_of("device")
    used = dict.fromkeys(session.instrument for session in course.sessions)
    kinds = [course.instruments[name].kind for name in used if course.instruments[name].tip_radius_um is None]
    if kinds:
        value = ", ".join(
            f"{usual[f'tip_radius_um.{kind}'].value:g} µm for a {kind}" for kind in dict.fromkeys(kinds)
        )
        yield Assumed("device.tip_radius_um", "radius of the needles' tips", value, "as usual")


def _of_sessions(course: Course) -> Iterator[Assumed]:
    missing = [
        words
        for words, there in (
            ("numbing", any(session.numbing for session in course.sessions)),
            ("topicals", any(session.topical for session in course.sessions)),
        )
        if course.sessions and not there
    ]
    if missing:
        where = ", ".join(f"session.{'topical' if word == 'topicals' else word}" for word in missing)
        yield Assumed(where, " and ".join(missing), "none", NOT_SAID)
    creams = dict.fromkeys(session.numbing for session in course.sessions if session.numbing)
    if any(not {"occluded", "pre_roll_mm"} & cream.model_fields_set for cream in creams):
        where = "session.numbing.occluded, session.numbing.pre_roll_mm"
        yield Assumed(where, "numbing", "not under a wrap, no fine roller before it", NOT_SAID)
    for topical in dict.fromkeys(topical for session in course.sessions for topical in session.topical):
        yield from _of_topical(topical)


def _of_topical(topical: Topical) -> Iterator[Assumed]:
    does, usual, where = TOPICALS[topical.name], numbers_of("adjunct"), "session.topical"
    if not does.active:
        return
    taken, places = [], []
    if topical.concentration_mg_per_ml is None and topical.name != PLATELETS:
        strength = usual[f"typical_strength_mg_per_ml.{topical.name.replace(' ', '_')}"]
        taken.append(_span(strength, "mg/mL"))
        places.append(f"{where}.concentration_mg_per_ml")
    if topical.dose_ul_per_cm2 is None:
        taken.append(_span(usual["typical_dose_ul_per_cm2"], "µL/cm²"))
        places.append(f"{where}.dose_ul_per_cm2")
    if "applied_after_min" not in topical.model_fields_set:
        taken.append("right after needling")
        places.append(f"{where}.applied_after_min")
    if taken:
        yield Assumed(", ".join(places), topical.name, ", ".join(taken), "as usual, hand-set")


def _of_aftercare(course: Course) -> Iterator[Assumed]:
    given = course.aftercare.model_fields_set
    missing = [key for key in NOT_DONE if key not in given]
    if missing:
        where = ", ".join(f"aftercare.{key}" for key in missing)
        words = ", ".join(NOT_DONE[key] for key in missing)
        yield Assumed(where, "aftercare", f"no {words}", NOT_SAID)
    if "sun" not in given:
        yield Assumed("aftercare.sun", "sun on the site", "some, as in city life", HAND_SET)
    if course.aftercare.retinoid != "none" and "retinoid_pause_day" not in given:
        days = f"{course.aftercare.retinoid_pause_day:g} days"
        where = "aftercare.retinoid_pause_day"
        yield Assumed(where, "pause of the retinoid after a session", days, "docs/practice.md#aftercare")
    if course.follow_up is None:
        day = f"day {course.until_day}, the earliest assessment day"
        yield Assumed("follow_up.until_day", "followed until", day, "docs/practice.md#passes-and-endpoint")


def _span(entry: Entry, unit: str) -> str:
    low, high = entry.range or (entry.value, entry.value)
    return f"{entry.value:g} {unit} ({low:g} to {high:g})"
