"""Why a forecast says something else now, in one sentence: what was read, and what was done otherwise than planned."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....phrases import number, signed, with_unit
from ..language.numbers import spelt

if TYPE_CHECKING:
    from datetime import datetime

    from ....tracking.tracked_outcome import Point, TrackedOutcome
    from ...records.selectors.course_so_far import SoFar

DAYS_OFF = 4  # a session so many days from its day is told; two or three are a booking's business


def tested(item: TrackedOutcome, stands: SoFar, said_at: datetime) -> bool:
    """Whether a reading was taken since it was said; what was read before tells nothing of whether it holds."""
    later = stands.read_after(said_at)
    return any(point.measurement.day in later for point in item.points if point.measurement.day > 0)


def cause(item: TrackedOutcome, stands: SoFar, said_at: datetime) -> str:
    """One sentence on one outcome: where it stands against what was said, and what that comes from.

    It names nothing but what the forecast was given: readings, and what was done otherwise than planned.
    """
    late = [point for point in item.points if point.measurement.day > 0]
    done = otherwise(stands)
    if late and not tested(item, stands, said_at):
        days = {"made": date_format(said_at, "j F Y"), "read": when(late[-1].measurement.day, stands)}
        return (
            _(
                "The forecast was made on %(made)s, after the last reading (%(read)s): it is no promise that this "
                "reading could keep or break."
            )
            % days
        )
    if not late and not done:
        return _("Nothing was measured since the start, so what is said now is what was said.")
    read = _read(item, late[-1], stands) if late else _("nothing was measured since the start")
    head = {"slower": _("Slower than said"), "on track": _("As said"), "faster": _("Faster than said")}.get(
        item.place, _("Too little to tell yet")
    )
    because = _("%(head)s: %(read)s") % {"head": head, "read": read}
    if done:
        because += _(", and %(done)s") % {"done": _(" and ").join(done)}
    return f"{because}."


def _read(item: TrackedOutcome, point: Point, stands: SoFar) -> str:
    """Where the last reading lies against the band that was said."""
    import numpy as np

    day = point.measurement.day
    low, high = (float(np.interp(day, item.day, row)) for row in (item.said[0], item.said[2]))
    side = "within" if low <= point.change <= high else "above" if point.change > high else "below"
    better = (side == "above") == (item.better > 0)
    what = {
        "change": with_unit(signed(no_finer(point.change, point.detectable)), item.unit),
        "when": when(day, stands),
        "band": " … ".join(signed(no_finer(end, point.detectable)) for end in (low, high)),
        "error": with_unit(number(point.detectable), item.unit),
    }
    if side == "within":
        return (
            _("the reading of %(when)s (%(change)s) lies within what was said for that day (%(band)s)") % what
        )
    if better:
        return (
            _("the reading of %(when)s (%(change)s) lies beyond the better end of what was said (%(band)s)")
            % what
        )
    return (
        _("the reading of %(when)s (%(change)s) lies beyond the worse end of what was said (%(band)s)") % what
    )


def no_finer(value: float, detectable: float) -> float:
    """A value to a tenth, or less, of what a reading can show at all: a finer digit means nothing."""
    return round(value, 1 - math.floor(math.log10(detectable))) if detectable > 0 else value


def otherwise(stands: SoFar) -> list[str]:
    """What was done otherwise than planned, a phrase each."""
    found = []
    if count := len(stands.missed):
        found.append(ngettext("a session was missed", "%(n)d sessions were missed", count) % {"n": count})
    if stands.done is None:
        return found
    planned, made = stands.planned.sessions, stands.done.sessions
    if not count and len(planned) == len(made):
        pairs = list(zip(planned, made, strict=True))[: len(stands.sessions)]
        off = [
            (k, new.day - old.day)
            for k, (old, new) in enumerate(pairs, 1)
            if abs(new.day - old.day) >= DAYS_OFF
        ]
        if off:
            place, days = max(off, key=lambda one: abs(one[1]))
            words = (
                _("session %(k)d came %(n)d days late")
                if days > 0
                else _("session %(k)d came %(n)d days early")
            )
            found.append(words % {"k": place, "n": abs(days)})
        depths = {
            (old.depth_mm, new.depth_mm)
            for old, new in pairs
            if old.depth_mm is not None and new.depth_mm is not None and old.depth_mm != new.depth_mm
        }
        if depths:
            old, new = max(depths, key=lambda one: abs(one[1] - one[0]))
            words = _("the needles were set to %(new)s mm where the plan says %(old)s mm")
            found.append(words % {"new": spelt(new), "old": spelt(old)})
    return found


def when(day: float, stands: SoFar) -> str:
    """A day of the course as a date on the wall; its number before the first session."""
    if stands.first_day is None:
        return _("day %(n)s") % {"n": spelt(day)}
    return date_format(stands.first_day + timedelta(days=round(day)), "j F Y")
