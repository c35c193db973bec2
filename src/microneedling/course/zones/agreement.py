"""Whether zones agree with each other and with the rest of a course. Works on plain tables, mistaken ones included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...errors import Mistake, did_you_mean
from ...inputs.mistakes import shown
from ...inputs.plain import listed as list_at
from ...phrases import listed
from ...skin.sites import site_word
from .filling import merged

Check = Callable[[Mapping[str, Any], str], Iterable[Mistake]]


def within(session: Mapping[str, Any], path: str, checks: Check) -> Iterator[Mistake]:
    """What `checks` find in a session, or in each of its zones; a mistake stands where its key is written."""
    zones = [zone for zone in list_at(session, "zone") if isinstance(zone, Mapping)]
    if not zones:
        yield from checks(session, path)
    for place, zone in enumerate(list_at(session, "zone")):
        if isinstance(zone, Mapping):
            for mistake in checks(merged(session, zone), path):
                key = mistake.path.removeprefix(f"{path}.").split("[")[0]
                inside = mistake.path.replace(path, f"{path}.zone[{place}]", 1)
                yield replace(mistake, path=inside) if zone.get(key) is not None else mistake


def zone_disagreements(
    raw: Mapping[str, Any], sessions: Sequence[Mapping[str, Any]], paths: Sequence[str]
) -> Iterator[Mistake]:
    """A site twice in a session, a concern of a zone that no session treats, a person's site likewise."""
    treated: list[Any] = []
    for session, path in zip(sessions, paths, strict=True):
        sites = [
            site_word(zone.get("site")) if isinstance(zone, Mapping) else None
            for zone in list_at(session, "zone")
        ]
        treated += sites or [None]  # the person's own site
        for place, site in enumerate(sites):
            if isinstance(site, str) and site in sites[:place]:
                found = f"{site} a second time in one session"
                yield Mistake(f"{path}.zone[{place}].site", found, "each zone once a session")
    known = [*dict.fromkeys(site for site in treated if isinstance(site, str))]
    yield from _person(raw, treated, known)
    yield from _concerns(raw, known)


def _person(raw: Mapping[str, Any], treated: list[Any], known: list[str]) -> Iterator[Mistake]:
    person = raw.get("person")
    site = site_word(person.get("site")) if isinstance(person, Mapping) else None
    if not isinstance(site, str) or not known:
        return
    if None not in treated and site not in known:
        allowed = f"one of the zones ({', '.join(known)}), or nothing"
        yield Mistake("person.site", f"{site}, which no session treats", allowed)
    elif site not in known:
        known.append(site)


def _concerns(raw: Mapping[str, Any], known: list[str]) -> Iterator[Mistake]:
    if not list_at(raw, "session"):
        return  # none, or none without a mistake of its own
    person = raw.get("person")
    site = site_word(person.get("site")) if isinstance(person, Mapping) else None
    zones = [*known, *([site] if isinstance(site, str) and site not in known else [])]
    covered: set[Any] = set()
    concerns = [item for item in list_at(raw, "concern") if isinstance(item, Mapping)]
    for k, concern in enumerate(list_at(raw, "concern")):
        named = concern.get("zone") if isinstance(concern, Mapping) else None
        for word in [named] if isinstance(named, str) else list_at({"zone": named}, "zone"):
            zone = site_word(word)
            if not isinstance(zone, str):
                continue  # its own check tells it
            covered.add(zone)
            if zone not in zones:
                hint = did_you_mean(zone, zones)
                yield Mistake(f"concern[{k}].zone", shown(word), f"a zone treated: {', '.join(zones)}", hint)
    without = [zone for zone in known if zone not in covered]
    if (
        without
        and covered <= set(zones)
        and concerns
        and all(item.get("zone") is not None for item in concerns)
    ):
        allowed = "for each zone treated a concern: one of its own, or one without `zone`, which is of all"
        yield Mistake("concern", f"no concern of the {listed(without)}", allowed)
