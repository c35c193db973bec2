"""Zones of time by their names in the IANA list: which there are, and what to say of one that is not."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from ..errors import Mistake, did_you_mean


@cache
def zones() -> frozenset[str]:
    """All zones that this machine knows; its files are looked through once."""
    return frozenset(available_timezones())


def unknown(zone: str, path: str = "time_zone") -> list[Mistake]:
    """The mistake of a zone that is not in the list; none of one that is."""
    if zone in zones():
        return []
    hint = did_you_mean(zone, zones())
    return [Mistake(path, f'"{zone[:40]}"', "a zone of the IANA list, such as Europe/London", hint)]
