"""Sessions that repeat: `repeat = { every_day = 28, times = 3 }` means three, each 28 days after the last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from ..errors import InputError, Mistake
from .mistakes import shown, under
from .written import Whole, Written

LAST_DAY = 3650  # of a session


class Repeat(Written):
    """A session held `times` times, every `every_day` days after the session before it."""

    every_day: Whole = Field(ge=1, le=3650)
    """days between sessions"""
    times: Whole = Field(ge=1, le=60)
    """how many sessions"""


def expand(raw: Mapping[str, Any], mistakes: list[Mistake]) -> tuple[list[Any], list[str]]:
    """Every single session as a plain table with its day and depth, and the path where it was written.

    A roller or stamp without `depth_mm` takes its needle length: it has no other depth setting.
    """
    entries = raw.get("session", [])
    if not isinstance(entries, list):
        found = "one table" if isinstance(entries, Mapping) else shown(entries)
        mistakes.append(Mistake("session", found, "tables, each written [[session]]"))
        return [], []
    sessions, paths, last = [], [], None
    for k, entry in enumerate(entries):
        path = f"session[{k}]"
        if not isinstance(entry, Mapping):
            sessions.append(entry)
            paths.append(path)
            day = getattr(entry, "day", None)  # of a session made in Python
            last = day if _whole(day) else last
            continue
        for day in _days(entry, path, last, mistakes):
            session = {key: value for key, value in entry.items() if key != "repeat"}
            session = _with_depth(session, raw)
            if day is not None:
                session["day"] = day
                last = day if _is_day(day) else last or 0  # what follows from a slip is no slip of its own
            sessions.append(session)
            paths.append(path)
    return sessions, paths


def left_to_write_out(entries: Any) -> bool:
    """Whether some of the sessions are plain tables that repeat, or that leave their depth to the needle length."""
    return isinstance(entries, list | tuple) and any(
        isinstance(entry, Mapping) and ("repeat" in entry or "depth_mm" not in entry or "zone" in entry)
        for entry in entries
    )


def _is_day(value: Any) -> bool:
    return _whole(value) and 0 <= value <= LAST_DAY


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _days(entry: Mapping[str, Any], path: str, last: int | None, mistakes: list[Mistake]) -> list[Any]:
    """The day of each session of one entry (None: not written, and reported where the session is checked)."""
    if "repeat" not in entry:
        return [entry.get("day")]
    try:
        repeat = Repeat.model_validate(entry["repeat"])
    except InputError as error:
        mistakes += under(f"{path}.repeat", error.mistakes)
        return [entry.get("day", 0 if last is None else last + 1)]
    if "day" in entry:
        first = entry["day"]
        return [first + k * repeat.every_day for k in range(repeat.times)] if _whole(first) else [first]
    if last is None:
        hint = "The first session needs its own day; with `day = 0` beside `repeat` the row starts there."
        mistakes.append(Mistake(f"{path}.day", "nothing", "0 for the first session", hint))
        return [0]
    return [last + (k + 1) * repeat.every_day for k in range(repeat.times)]


def _with_depth(session: dict[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(session.get("zone"), list | tuple):
        zones = [_with_depth(dict(z), raw) if isinstance(z, Mapping) else z for z in session["zone"]]
        session = {**session, "zone": zones}
    if not _takes_needle_length(session, raw):
        return session
    return {**session, "depth_mm": _of(raw["instrument"][session["instrument"]], "needle_length_mm")}


def _of(instrument: Any, key: str) -> Any:
    """A value of an instrument, a plain table or one made in Python."""
    return instrument.get(key) if isinstance(instrument, Mapping) else getattr(instrument, key, None)


def _takes_needle_length(session: Mapping[str, Any], raw: Mapping[str, Any]) -> bool:
    instruments, name = raw.get("instrument"), session.get("instrument")
    instrument = instruments.get(name) if isinstance(instruments, Mapping) and isinstance(name, str) else None
    kind = _of(instrument, "kind")
    return "depth_mm" not in session and kind in ("roller", "stamp")


def without_depth(raw: Mapping[str, Any]) -> set[str]:
    """Paths of depths that were rightly not written: a mistake in the needle length is not reported twice."""
    entries = raw.get("session", [])
    return {
        f"session[{k}].depth_mm"
        for k, entry in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(entry, Mapping) and _takes_needle_length(entry, raw)
    }
