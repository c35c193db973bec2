"""Devices by name in a course: what a table or a session leaves to the library, filled in before anything is checked.

Works on plain tables, mistaken ones included; what is no table or no word is passed over here and reported by its own
check. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..device.library import as_its_type, find_type, instrument_name, instrument_named, unknown_device
from ..errors import Mistake
from ..inputs.plain import listed, number_at
from .zones.filling import of, zones_of

ONE_OF_TWO = "one of the two: `device` is short for an instrument of its own name"


def with_devices(raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
    """The tables of a course with every device of the library written out as an instrument.

    `[instrument.NAME] device = ...` gets its numbers; a session's `device` becomes an instrument of that name. A device
    that the library lacks goes on the list where a session names it; in an instrument its own check reports it.
    """
    found = dict(raw)
    if isinstance(raw.get("session"), list | tuple):
        found["session"] = [
            _session(entry, f"session[{k}]", mistakes) for k, entry in enumerate(raw["session"])
        ]
    given = raw.get("instrument", {})
    if isinstance(given, Mapping) and not isinstance(given.get("kind"), str):
        tables = {name: as_its_type(table) for name, table in given.items()}
        found |= _instruments(tables, listed(found, "session"), "instrument" in raw)
    return found


def _session(session: Any, path: str, mistakes: list[Mistake]) -> Any:
    """A session and its zones with their devices as names of instruments; a zone may take the session's depth."""
    found = with_instrument(session, path, mistakes)
    if not isinstance(found, Mapping) or not isinstance(found.get("zone"), list | tuple):
        return found
    zones = [
        with_instrument(zone, f"{path}.zone[{j}]", mistakes, found.get("depth_mm"))
        for j, zone in enumerate(found["zone"])
    ]
    return {**found, "zone": zones}


def with_instrument(session: Any, path: str, mistakes: list[Mistake], usual_mm: Any = None) -> Any:
    """A session or zone whose `device`, where it names one, has become the name of an instrument.

    `usual_mm`: the depth where it gives none.
    """
    if not isinstance(session, Mapping) or session.get("device") is None:
        return session
    rest = {key: value for key, value in session.items() if key != "device"}
    at, device, depth = f"{path}." if path else "", session["device"], session.get("depth_mm", usual_mm)
    if "instrument" in rest:
        mistakes.append(Mistake(f"{at}device", "a device beside an instrument", ONE_OF_TWO))
        return rest
    known = find_type(device) if isinstance(device, str) else None
    if known is None:
        mistakes.append(unknown_device(device, f"{at}device"))
    elif "needle_length_mm" not in known.numbers and depth is None:
        allowed = (
            f"the needle length, mm: {known.name} come in several, and a {known.kind} is set by nothing else"
        )
        mistakes.append(Mistake(f"{at}depth_mm", "nothing", allowed))
    name = str(device) if known is None else instrument_name(known, number_at({"depth": depth}, "depth"))
    return {**rest, "instrument": name}


def said_already(mistakes: Iterable[Mistake]) -> set[str]:
    """Paths of which no more need be said once a session's device is known to be mistaken."""
    paths = {mistake.path for mistake in mistakes}
    return paths | {f"{before}{dot}instrument" for before, dot, _ in (path.rpartition(".") for path in paths)}


def _instruments(tables: dict[str, Any], sessions: list[Any], given: bool) -> dict[str, Any]:
    """The instruments of a course, those of the library that its sessions name among them."""
    for part in [part for session in sessions for part in (session, *zones_of(session))]:
        name = of(part, "instrument")
        if not isinstance(name, str) or name in tables:
            continue
        known = instrument_named(name)
        if known is not None and "needle_length_mm" in known:
            tables[name] = known
    return {"instrument": tables} if tables or given else {}
