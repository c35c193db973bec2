"""Whether the readings of a study file make sense: their time, their baseline, and the people they were taken in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Mistake
from ..inputs.plain import number, number_at, numbers_in, table
from ..protocol.topicals import TOPICALS
from .plain_tables import condition_of
from .reading_words import canonical_statistic
from .readings import READINGS, ReadingKind, canonical_scale, scales_for

ACNE = "atrophic acne scar"
OF_CHANGE = ("mean change", "percent change", "mean improvement", "share improved")
GIVEN_LEVEL = ("mean change",)


def readings_disagree(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """All mistakes of sense in the [[reading]] tables."""
    condition = condition_of(raw)
    given = raw.get("reading")
    for place, reading in enumerate(given if isinstance(given, list | tuple) else ()):
        if isinstance(reading, Mapping):
            yield from _reading(reading, f"reading[{place}]", condition)
            yield from _needs(reading, f"reading[{place}]", raw)


def _needs(reading: Mapping[str, Any], path: str, raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """What a reading of the session itself is read of: needles, a cream, one product whose way in is followed."""
    word = reading.get("scale")
    kind = READINGS.get(canonical_scale(word)) if isinstance(word, str) else None
    if kind is None or not kind.needs:
        return
    course, place = table(raw, "course"), f"{path}.scale"
    needled = table(raw, "device").get("kind") != "none" and course.get("sessions") != 0
    if kind.needs in ("needles", "cream") and not needled:
        yield Mistake(place, f"{kind.name} without needles", "it only where [device] needles the skin")
    if kind.needs == "cream" and course.get("numbing") is None:
        hint = 'Say which cream, under [course]: numbing = { product = "EMLA", minutes = 60 }.'
        yield Mistake(place, f"{kind.name} without a cream", "it only beside `numbing` of [course]", hint)
    if kind.needs == "product":
        yield from _product(course.get("topical"), kind, place)


def _product(topical: Any, kind: ReadingKind, place: str) -> Iterator[Mistake]:
    given = topical if isinstance(topical, list | tuple) else ()
    if len(given) != 1:
        hint = 'Say which, under [course]: topical = [{ name = "tranexamic acid", concentration_mg_per_ml = 4 }].'
        found = "no product" if not given else f"{len(given)} products"
        yield Mistake(
            place, f"{kind.name} with {found}", "it beside one product in `topical` of [course]", hint
        )
        return
    name = given[0].get("name") if isinstance(given[0], Mapping) else None
    if isinstance(name, str) and name in TOPICALS and not TOPICALS[name].active:
        allowed = " | ".join(f'"{word}"' for word, does in TOPICALS.items() if does.active)
        yield Mistake(
            place, f"{kind.name} of {name}, whose way into the skin is not followed", f"it of {allowed}"
        )


def _reading(reading: Mapping[str, Any], path: str, condition: str | None) -> Iterator[Mistake]:
    word = reading.get("scale")
    kind = READINGS.get(canonical_scale(word)) if isinstance(word, str) else None
    if kind is None:
        return
    statistic = _statistic(reading, kind)
    if condition is not None and not kind.fits(condition):
        fitting = ", ".join(scales_for(condition)) or "instruments, events and clocks"
        found = f"{kind.name}, which is not read on {condition}"
        allowed = f"for {condition}: {fitting}; or an instrument or event"
        hint = (
            'Say in [population] what they were treated for: condition = "...".'
            if condition == "healthy"
            else ""
        )
        yield Mistake(f"{path}.scale", found, allowed, hint)
    yield from _time(reading, path, kind, statistic)
    yield from _baseline(reading, path, kind, statistic)
    if reading.get("part") is not None and not (condition in (None, ACNE) and _judges_scars(kind)):
        allowed = "nothing: only scores of acne scars judge a part"
        yield Mistake(f"{path}.part", str(reading["part"]), allowed)
    over = reading.get("over_percent")
    if statistic != "share improved" and over is not None:
        allowed = 'nothing, or statistic = "share improved"'
        yield Mistake(f"{path}.over_percent", f"{over}", allowed)


def _judges_scars(kind: ReadingKind) -> bool:
    return kind.family == "acne_scar" or kind.of_condition or kind.name == "gais"


def _statistic(reading: Mapping[str, Any], kind: ReadingKind) -> str:
    given = reading.get("statistic")
    word = canonical_statistic(given) if isinstance(given, str) else kind.statistic
    return word if word in kind.statistics else kind.statistic


def _time(reading: Mapping[str, Any], path: str, kind: ReadingKind, statistic: str) -> Iterator[Mistake]:
    day, hour = reading.get("day"), reading.get("hour")
    if day is not None and hour is not None:
        yield Mistake(f"{path}.hour", "a value beside `day`", "either day or hour")
    if day is None and hour is None and kind.timed:
        hint = "Days count from the first session."
        yield Mistake(f"{path}.day", "nothing", "a number from 0 to 3650 (days from the first session)", hint)
    if statistic in OF_CHANGE and 0.0 in (number(day), number(hour)):
        key = "day" if day is not None else "hour"
        allowed = "a time after the first session: change is counted from just before it"
        yield Mistake(f"{path}.{key}", "0", allowed)


def _baseline(reading: Mapping[str, Any], path: str, kind: ReadingKind, statistic: str) -> Iterator[Mistake]:
    given, place = reading.get("baseline"), f"{path}.baseline"
    if given is None:
        if (
            kind.ends is None
            and statistic in GIVEN_LEVEL
            and kind.rater != "instrument"
            and not kind.judges_change
        ):
            hint = "A scale without fixed ends is read as a ratio to its baseline."
            yield Mistake(place, "nothing", "the mean score before the first session", hint)
        return
    if kind.judges_change or kind.family in ("event", "clock"):
        yield Mistake(place, "a value", f"nothing: {kind.name} has no baseline")
        return
    low, high = kind.ends or (0.0, float("inf"))
    allowed = f"{low:g} to {high:g}, the range of {kind.name}" if kind.ends else "a number above 0"
    for where, value in numbers_in(given, place):
        if not low <= value <= high or (kind.ends is None and value <= 0):
            yield Mistake(where, f"{value:g}", allowed)
    spread = number_at(given, "sd")
    if spread is not None and spread > high - low:
        yield Mistake(f"{place}.sd", f"{spread:g}", f"at most {high - low:g}, the range of {kind.name}")
