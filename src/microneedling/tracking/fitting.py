"""Do measurements fit together, and to the course they are of? Every mistake at once. No array library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..errors import Mistake, did_you_mean
from ..speech import digits
from ..speech import gettext as _
from .measurable import EARLIEST_DAY, EVENTS, SEEN, SESSION, Measurable, measurable

if TYPE_CHECKING:
    from ..course.course import Course
    from .measurement import Measurement

FROM_THE_START = "A reading before the needles counts as the start; earlier ones belong to no course."


def disagreeing(items: Sequence[Measurement], places: Sequence[str], course: Course | None) -> list[Mistake]:
    """Mistakes between measurements, and between each and its course; `places` names where each stands."""
    found = list(_twice(items, places))
    if course is not None:
        for item, place in zip(items, places, strict=True):
            found += _against(item, place, course)
    return found


def _twice(items: Sequence[Measurement], places: Sequence[str]) -> Iterator[Mistake]:
    first: dict[tuple, tuple[str, float]] = {}
    for item, place in zip(items, places, strict=True):
        key = (item.day, item.scale, item.outcome, item.zone, item.rater)
        if key not in first:
            first[key] = place, item.value
            continue
        where, value = first[key]
        what = (
            f"the same reading as {where}"
            if value == item.value
            else f"a second value for the reading of {where}"
        )
        hint = "Give the mean and how many readings it is of, or tell the raters apart."
        yield Mistake(place, what, "each reading once", hint)


def _against(item: Measurement, place: str, course: Course) -> Iterator[Mistake]:
    site = item.zone or (course.zones[0] if len(course.zones) == 1 else None)
    if item.zone is not None and item.zone not in course.zones:
        yield Mistake(f"{place}, zone", f'"{item.zone}"', " | ".join(course.zones), "Another person's file?")
        return
    if site is None and item.scale != SESSION:
        yield Mistake(f"{place}, zone", "nothing", f"one of {', '.join(course.zones)}")
        return
    known = measurable(course.in_zone(site or course.zones[0]))
    fits = [one for one in known if one.scale == item.scale]
    if not fits:
        scales = list(dict.fromkeys(one.scale for one in known))
        hint = did_you_mean(item.scale, scales)
        yield Mistake(
            f"{place}, scale", f'"{item.scale}"', f"what the course forecasts: {', '.join(scales)}", hint
        )
        return
    yield from _value(item, fits[0], place)
    yield from _outcome(item, fits, place)
    yield from _day(item, fits[0], place, course)


def _value(item: Measurement, kind: Measurable, place: str) -> Iterator[Mistake]:
    if kind.scale in (SESSION, SEEN) and item.value not in (0, 1):
        words = "done | missed" if kind.scale == SESSION else "yes | no"
        yield Mistake(f"{place}, value", f"{item.value:g}", f"{words}, or 1 | 0")
    elif not kind.low <= item.value <= kind.high:
        ends = {"low": digits(f"{kind.low:g}"), "high": digits(f"{kind.high:g}"), "scale": kind.scale}
        allowed = _("a value from %(low)s to %(high)s on %(scale)s") % ends
        yield Mistake(f"{place}, value", f"{item.value:g}", allowed)
    if item.error is not None and kind.scale in EVENTS:
        hint = "Leave the cell empty: only scores and readings have an error of their own."
        yield Mistake(f"{place}, error", f"{item.error:g}", f"nothing for {kind.scale}", hint)


def _outcome(item: Measurement, fits: Sequence[Measurable], place: str) -> Iterator[Mistake]:
    names = [one.outcome for one in fits]
    if item.outcome is None and len(names) > 1:
        yield Mistake(f"{place}, outcome", "nothing", f"which {item.scale} judges: {' | '.join(names)}")
    elif item.outcome is not None and item.outcome not in names:
        allowed = f"{' | '.join(names)}, or nothing" if len(names) == 1 else " | ".join(names)
        yield Mistake(f"{place}, outcome", f'"{item.outcome}"', allowed, did_you_mean(item.outcome, names))


def _day(item: Measurement, kind: Measurable, place: str, course: Course) -> Iterator[Mistake]:
    sessions = [session.day for session in course.sessions]
    if kind.scale == SESSION:
        if item.day not in sessions:
            allowed = f"a day of a session of the course: {', '.join(map(str, sessions)) or 'it has none'}"
            yield Mistake(
                f"{place}, day", f"{item.day:g}", allowed, "Done on another day: change the course file."
            )
        elif item.value == 0 and item.day == 0:
            hint = "Without it, count days from the first session that was done."
            yield Mistake(f"{place}, value", "missed", "done: days count from the first session", hint)
    elif kind.scale in EVENTS or kind.judges_change:
        if item.day <= 0:
            allowed = _("a day after day 0: %(scale)s follows a session")
            if kind.judges_change:
                allowed = _("a day after day 0: %(scale)s compares with before")
            yield Mistake(f"{place}, day", f"{item.day:g}", allowed % {"scale": kind.scale})
        elif kind.scale in EVENTS and not any(day < item.day for day in sessions):
            yield Mistake(f"{place}, day", f"{item.day:g}", _("a day after a session of the course"))
    elif item.day < EARLIEST_DAY:
        yield Mistake(
            f"{place}, day", f"{item.day:g}", _("day %(n)d or later") % {"n": EARLIEST_DAY}, FROM_THE_START
        )
