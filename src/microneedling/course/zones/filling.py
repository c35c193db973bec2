"""What zones leave out, filled in before anything is checked: plain tables in, plain tables out.

Works on mistaken tables too; what is of the wrong kind is passed over and reported by its own check. Loads without the
array library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...inputs.plain import listed, number_at

DENSITY = ("passes", "seconds_per_cm2")
ZONE_KEYS = ("zone", "zones")  # in files and in Python


def zones_of(session: Any) -> list[Any]:
    """The zones of a session, a plain table or one made in Python; none where it says none."""
    if isinstance(session, Mapping):
        return next((listed(session, key) for key in ZONE_KEYS if session.get(key) is not None), [])
    return list(getattr(session, "zones", None) or ())


def of(table: Any, key: str) -> Any:
    """A value of a plain table, or of one made in Python; None where it has none."""
    return table.get(key) if isinstance(table, Mapping) else getattr(table, key, None)


def in_whole(session: Any) -> Any:
    """A session whose zones all name a device, or all a depth, with the first device and the greatest depth itself."""
    zones = zones_of(session)
    if not isinstance(session, Mapping) or not zones:
        return session
    found = dict(session)
    named = [of(zone, "instrument") for zone in zones]
    if found.get("instrument") is None and all(isinstance(name, str) for name in named):
        found["instrument"] = named[0]
    depths = [of(zone, "depth_mm") for zone in zones]
    numbers = [number_at({"depth": depth}, "depth") for depth in depths]
    if found.get("depth_mm") is None and None not in numbers:
        found["depth_mm"] = max(number for number in numbers if number is not None)
    return found


def merged(session: Mapping[str, Any], zone: Mapping[str, Any]) -> dict[str, Any]:
    """A session as it is in one zone, as plain tables: what the zone says, else what the session says."""
    own = {key: value for key, value in zone.items() if value is not None and key != "site"}
    dense = any(key in own for key in DENSITY)
    gone = {*ZONE_KEYS, "area_cm2"} | (set(DENSITY) if dense else set())
    if "seconds_per_cm2" in own and "glide_speed_mm_per_s" not in own:
        gone.add("glide_speed_mm_per_s")
    return {**{key: value for key, value in session.items() if key not in gone}, **own}


def with_site(raw: dict[str, Any]) -> dict[str, Any]:
    """The tables with the first zone as the person's site, where that is left out and every session has zones."""
    person = raw.get("person")
    if not isinstance(person, Mapping) or person.get("site") is not None:
        return raw
    zones = [zones_of(session) for session in listed(raw, "session")]
    if not zones or not all(zones):
        return raw
    site = of(zones[0][0], "site")
    return {**raw, "person": {**person, "site": site}} if isinstance(site, str) else raw
