"""Zones in a file of one site, such as a trial or a study: one mistake that says so, and the file without them.

Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Mistake

ZONE_KEYS = ("zone", "zones")
SITE = "site"
DEEPEST = 4  # tables within tables; no file of this house has more


def zones_apart(raw: Mapping[str, Any], whose: str, hint: str) -> tuple[dict[str, Any], list[Mistake]]:
    """The tables of a file as if it named no zones, so that the rest of it is checked, and the mistake if it does.

    `whose` is the place of its one site (`people.site`), `hint` what to do instead.
    """
    places: list[str] = []
    tables = _without(raw, "", places)
    if not places:
        return tables, []
    also = f", also at {', '.join(places[1:])}" if len(places) > 1 else ""
    allowed = f"nothing: all is done and read at one site, {whose}"
    return tables, [Mistake(places[0], f"zones{also}", allowed, hint)]


def _without(value: Any, path: str, places: list[str]) -> Any:
    if path.count(".") > DEEPEST or not isinstance(value, list | tuple | Mapping):
        return value
    if not isinstance(value, Mapping):
        return type(value)(_without(item, f"{path}[{k}]", places) for k, item in enumerate(value))
    kept: dict[Any, Any] = {}
    for key, inner in value.items():
        place = f"{path}.{key}" if path else str(key)
        if key in ZONE_KEYS:
            places.append(place)
        elif key == SITE and isinstance(inner, list | tuple) and inner:
            places.append(place)
            kept[key] = inner[0]
        else:
            kept[key] = _without(inner, place, places)
    return _first_zone(value) | kept


def _first_zone(table: Mapping[str, Any]) -> dict[Any, Any]:
    """What the first zone of a table says: a session may leave its depth to them, and is not told that it lacks one."""
    for key in ZONE_KEYS:
        zones = table.get(key)
        first = zones[0] if isinstance(zones, list | tuple) and zones else zones
        if isinstance(first, Mapping):
            return {name: value for name, value in first.items() if name not in (SITE, *ZONE_KEYS)}
    return {}
