"""The rules of a time zone as iCalendar tells them, read off the zone's own clock changes.

A calendar program that does not know a zone by its name reads from these when clocks change. RFC 5545, 3.6.5: each
change begins at the time on the wall *before* it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """One change of clocks: the wall time before it, both offsets from UTC, the name and kind of what begins."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def changes(zone: str, first_year: int, last_year: int) -> list[Change]:
    """All changes of a zone's clocks in some years, in order, each found to the second."""
    place, found = ZoneInfo(zone), []
    instant = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while instant < end:
        later = instant + timedelta(days=1)
        if instant.astimezone(place).utcoffset() != later.astimezone(place).utcoffset():
            found.append(_change(place, instant, later))
        instant = later
    return found


def _change(place: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = low.astimezone(place).utcoffset() or timedelta()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(place).utcoffset() == before:
            low = middle
        else:
            high = middle
    there = high.astimezone(place)
    after = there.utcoffset() or timedelta()
    wall = (high + before).replace(tzinfo=None)
    return Change(wall, before, after, there.tzname() or "", bool(there.dst()))


def rules(zone: str, first_year: int, last_year: int) -> list[str]:
    """The lines of a VTIMEZONE that holds from the first year to the last, and on where its rules do.

    Changes that come each year on the same weekday of a month (the last Sunday of March) become one rule; others are
    listed. A zone whose clocks never change has one line of offset.
    """
    found = changes(zone, first_year, last_year)
    begin = datetime(first_year, 1, 1, tzinfo=ZoneInfo(zone))
    offset, start = begin.utcoffset() or timedelta(), datetime(first_year, 1, 1)
    first = Change(start, offset, offset, begin.tzname() or "", bool(begin.dst()))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}", *_observance([first], "")]
    kinds = sorted(found, key=lambda change: (change.before, change.after, change.name, change.wall.month))
    for _, same in groupby(kinds, key=lambda change: (change.before, change.after, change.name)):
        group = sorted(same, key=lambda change: change.wall)
        lines += _observance(group, _yearly(group, last_year - first_year + 1))
    return [*lines, "END:VTIMEZONE"]


def _yearly(group: list[Change], years: int) -> str:
    """The rule by which changes of one kind come each year, "" where there is none."""
    if len(group) < 3 or len(group) != years or len({change.wall.time() for change in group}) > 1:
        return ""
    month, day = {change.wall.month for change in group}, {change.wall.weekday() for change in group}
    if len(month) > 1 or len(day) > 1:
        return ""
    word = DAYS[day.pop()]
    if all((change.wall + timedelta(days=7)).month != change.wall.month for change in group):
        return f"FREQ=YEARLY;BYMONTH={month.pop()};BYDAY=-1{word}"
    which = {(change.wall.day - 1) // 7 + 1 for change in group}
    return f"FREQ=YEARLY;BYMONTH={month.pop()};BYDAY={which.pop()}{word}" if len(which) == 1 else ""


def _observance(group: list[Change], rule: str) -> list[str]:
    kind = "DAYLIGHT" if group[0].summer else "STANDARD"
    lines = [f"BEGIN:{kind}", f"DTSTART:{group[0].wall:%Y%m%dT%H%M%S}"]
    if rule:
        lines.append(f"RRULE:{rule}")
    elif len(group) > 1:
        lines.append("RDATE:" + ",".join(f"{change.wall:%Y%m%dT%H%M%S}" for change in group[1:]))
    lines += [f"TZOFFSETFROM:{_offset(group[0].before)}", f"TZOFFSETTO:{_offset(group[0].after)}"]
    return [*lines, f"TZNAME:{group[0].name}", f"END:{kind}"]


def _offset(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02d}{minutes:02d}" + (f"{left:02d}" if left else "")
