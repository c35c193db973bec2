"""The words of each format of course files, brought into those of the classes; and back, where a mistake is told.

Format 1 calls a device an instrument where it has a table and a device where the library has it. Format 2 says
`device` for both: `[device.NAME]`, and in a session `device` with a name of the file or of the library. The classes
keep `instrument`, so that answers in JSON stay as they are; they read either. Loads without the array library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...device.library import find_type
from ...errors import Mistake, did_you_mean
from ...inputs.mistakes import shown
from ...inputs.plain import listed

OLDEST, NEWEST = 1, 2
UNKNOWN = "an unknown key"
PYTHON_NAMES = {"sessions": "session", "instruments": "instrument"}
MIGRATE = "Put `format = 2` at the top; `microneedling migrate` writes a whole file anew."


def format_of(raw: Mapping[str, Any], unsaid: int) -> Any:
    """The number that the tables give as their format; anything else as it stands."""
    return raw.get("format", unsaid)


def in_our_words(raw: Mapping[str, Any], mistakes: list[Mistake], unsaid: int = NEWEST) -> dict[str, Any]:
    """The tables of a course in the words of the classes, as of the newest format; `unsaid`: without a format.

    Zones in format 1, which has none, go on the list of mistakes, and so does a format that does not exist.
    """
    found = {PYTHON_NAMES.get(str(key), key): value for key, value in raw.items()}
    number = format_of(raw, unsaid)
    if type(number) is not int or number not in (OLDEST, NEWEST):
        allowed = f"{NEWEST}, or {OLDEST} in files of before"
        mistakes.append(Mistake("format", shown(number), allowed, f"Put `format = {NEWEST}` at the top."))
        found["format"] = NEWEST
    if number == OLDEST:
        mistakes += _zones_in(found)
        return {**found, "format": NEWEST} if "format" in found else found
    return _devices_in(found)


def _zones_in(raw: Mapping[str, Any]) -> list[Mistake]:
    places = [
        f"{key}[{k}].zone"
        for key in ("concern", "session")
        for k, table in enumerate(listed(raw, key))
        if isinstance(table, Mapping) and "zone" in table
    ]
    return [Mistake(path, "zones", "nothing: format 1 has no zones", MIGRATE) for path in places]


def _devices_in(raw: dict[str, Any]) -> dict[str, Any]:
    """Tables of devices as instruments; a session's device that one of them is becomes its instrument."""
    own = raw.pop("device", None)
    if own is not None:
        given = raw.get("instrument")
        if isinstance(given, Mapping) and isinstance(own, Mapping):
            own = {**given, **own}
        raw["instrument"] = own
    names = raw.get("instrument")
    names = [str(name) for name in names] if isinstance(names, Mapping) else []
    if isinstance(raw.get("session"), list | tuple):
        raw["session"] = [_session(entry, names) for entry in raw["session"]]
    return raw


def _session(entry: Any, names: list[str]) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    found = _named(entry, names)
    if isinstance(found.get("zone"), list | tuple):
        zones = [_named(zone, names) if isinstance(zone, Mapping) else zone for zone in found["zone"]]
        found = {**found, "zone": zones}
    return found


def _named(table: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """A table whose device is one of the file's own names, or nearly, with it as its instrument."""
    word = table.get("device")
    own = isinstance(word, str) and (word in names or (find_type(word) is None and did_you_mean(word, names)))
    if not own or "instrument" in table:
        return dict(table)
    return {"instrument" if key == "device" else key: value for key, value in table.items()}


_PATH = re.compile(r"(^|\.)instrument(?=\.|$)")


def in_words_of(mistake: Mistake, raw: Mapping[str, Any]) -> Mistake:
    """A mistake in the words of the file that it was found in."""
    if format_of(raw, OLDEST) != NEWEST or "instrument" in raw:
        return mistake
    path = _PATH.sub(r"\1device", mistake.path)
    allowed, hint = (
        text.replace("an [instrument.", "a [device.")
        .replace("[instrument.", "[device.")
        .replace("this instrument", "this device")
        for text in (mistake.allowed, mistake.hint)
    )
    if mistake.found == UNKNOWN:
        allowed = allowed.replace("instrument", "device")
    return Mistake(path, mistake.found.replace("an instrument", "a device"), allowed, hint)
