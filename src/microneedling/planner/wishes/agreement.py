"""What in a goals file contradicts itself, or cannot be meant. Works on plain tables, mistaken ones included.

Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ...errors import Mistake
from ...inputs.plain import number_at

EITHER = "one of the two: a day counted from the first session, or a date"


def disagreements(raw: Mapping[str, Any]) -> list[Mistake]:
    """Every contradiction between the parts of a goals file."""
    return [*_wishes(raw), *_limits(raw), *_events(raw), *_suns(raw)]


def _wishes(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    seen: dict[tuple[Any, Any], int] = {}
    for k, wish in enumerate(_tables(raw, "wish")):
        key = (str(wish.get("concern")).lower(), wish.get("zone"))
        if key in seen:
            allowed = f"each wish once: wish[{seen[key]}] is about the same"
            yield Mistake(f"wish[{k}].concern", f'"{wish.get("concern")}" again', allowed)
        seen.setdefault(key, k)


def _limits(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    limits, space = _table(raw, "limits"), _table(raw, "space")
    visits = _table(limits, "visits")
    least, most = number_at(visits, "at_least"), number_at(visits, "at_most")
    if least is not None and most is not None and least > most:
        yield Mistake("limits.visits.at_least", f"{least:g}", f"no more than at_most, {most:g}")
    tried = [item for item in space.get("sessions", ()) if isinstance(item, int)]
    if tried and ((most is not None and min(tried) > most > 0) or (least is not None and max(tried) < least)):
        allowed = "at least one number of sessions that [limits] visits allows"
        yield Mistake("space.sessions", str(tried), allowed)
    gap = number_at(_table(limits, "interval"), "at_least_day")
    gaps = [item for item in space.get("interval_day", ()) if isinstance(item, int)]
    if gap is not None and gaps and max(gaps) < gap:
        yield Mistake(
            "space.interval_day", str(gaps), f"at least one gap from {gap:g} days, as [limits] asks"
        )
    cap = number_at(_table(limits, "depth"), "at_most_mm")
    depths = [item for item in space.get("depth_mm") or () if isinstance(item, int | float)]
    if cap is not None and depths and min(depths) > cap:
        yield Mistake("space.depth_mm", str(depths), f"at least one depth within your own cap, {cap:g} mm")
    if "cost" in limits and "price" not in raw:
        allowed = "the clinic's own prices beside a limit on cost: [price]"
        yield Mistake("price", "nothing", allowed, "No price is taken by default.")
    if "visit_time" in limits and "minutes" not in raw:
        allowed = "the clinic's own times beside a limit on minutes: [minutes]"
        yield Mistake("minutes", "nothing", allowed, "No time is taken by default.")


def _events(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    for k, event in enumerate(_tables(raw, "event")):
        yield from _one_day(raw, event, f"event[{k}]", "day", "date")


def _suns(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    start = as_date(raw.get("start_date"))
    for k, sun in enumerate(_tables(raw, "sun")):
        path = f"sun[{k}]"
        yield from _one_day(raw, sun, path, "from_day", "from_date")
        yield from _one_day(raw, sun, path, "to_day", "to_date")
        ends = [_day(sun, day, on, start) for day, on in (("from_day", "from_date"), ("to_day", "to_date"))]
        if ends[0] is not None and ends[1] is not None and ends[1] < ends[0]:
            yield Mistake(f"{path}.to_day", f"day {ends[1]:g}", f"no day before the first, day {ends[0]:g}")


def _one_day(
    raw: Mapping[str, Any], table: Mapping[str, Any], path: str, day: str, on: str
) -> Iterator[Mistake]:
    """A day told in one way, after the start."""
    start = as_date(raw.get("start_date"))
    if (day in table) == (on in table):
        found = "both" if day in table else "nothing"
        yield Mistake(f"{path}.{day}", found, EITHER)
    elif on in table and (named := as_date(table[on])) is not None:
        if start is None:
            yield Mistake("start_date", "nothing", f"the date of the first session, beside {path}.{on}")
        elif named < start:
            yield Mistake(
                f"{path}.{on}", str(named), f"a date from start_date, {start}, on: this one is in the past"
            )


def _day(table: Mapping[str, Any], day: str, on: str, start: date | None) -> float | None:
    if on in table and start is not None and (named := as_date(table[on])) is not None:
        return float((named - start).days)
    return number_at(table, day)


def as_date(value: Any) -> date | None:
    """A date as TOML has it or as JSON writes it; None where it is neither."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}


def _tables(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = raw.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list | tuple) else []
