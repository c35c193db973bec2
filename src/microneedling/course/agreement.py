"""Whether the parts of a course agree with each other, which no single table can show.

Works on the plain tables of a course file, mistaken ones included, so that these mistakes appear in the same
list as all others. Anything that is not of the right kind is passed over here; its own check reports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..errors import Mistake, did_you_mean
from ..inputs.mistakes import shown
from ..inputs.plain import listed, number_at
from ..inputs.repeat import LAST_DAY
from ..protocol.topicals import TOPICAL_ALIASES
from .zones.agreement import within, zone_disagreements

PEN_ONLY = {"glide_speed_mm_per_s": "has no glide speed", "seconds_per_cm2": "is told by its passes"}


def disagreements(raw: Mapping[str, Any], session_paths: Sequence[str] | None = None) -> list[Mistake]:
    """All mistakes between the parts; `session_paths` says where each (expanded) session was written."""
    sessions = [s if isinstance(s, Mapping) else {} for s in listed(raw, "session")]
    paths = list(session_paths or (f"session[{k}]" for k in range(len(sessions))))
    instruments = raw.get("instrument")
    instruments = instruments if isinstance(instruments, Mapping) else {}
    mistakes = [*_days(sessions, paths), *_follow_up(raw, sessions), *_concerns(raw)]
    mistakes += zone_disagreements(raw, sessions, paths)

    def of_one(session: Mapping[str, Any], path: str) -> Iterator[Mistake]:
        yield from _density(session, path)
        yield from _instrument(session, path, instruments)
        yield from _products(session, path)

    for session, path in zip(sessions, paths, strict=True):
        mistakes += within(session, path, of_one)
    mistakes += _aftercare(raw.get("aftercare"))
    return list(dict.fromkeys(mistakes))


def _days(sessions: Sequence[Mapping[str, Any]], paths: Sequence[str]) -> Iterator[Mistake]:
    days = [_day(session) for session in sessions]
    if days and days[0] not in (None, 0):
        hint = "Days count from the first session."
        yield Mistake(f"{paths[0]}.day", f"{days[0]:g}", "0 for the first session", hint)
    for before, day, path in zip(days, days[1:], paths[1:], strict=False):
        if before is not None and day is not None and day <= before:
            what = "the same day as" if day == before else "before"
            found = f"{day:g}, {what} the session above it (day {before:g})"
            hint = "Write the sessions in order of day; two instruments on one day are not modelled."
            yield Mistake(f"{path}.day", found, f"a day after {before:g}", hint)


def _day(session: Mapping[str, Any]) -> float | None:
    """The day of a session; None where it is none, for which its own check speaks and nothing that follows from it."""
    day = number_at(session, "day")
    return day if day is not None and 0 <= day <= LAST_DAY else None


def _follow_up(raw: Mapping[str, Any], sessions: Sequence[Mapping[str, Any]]) -> Iterator[Mistake]:
    until = number_at(raw.get("follow_up"), "until_day")
    days = [day for day in map(_day, sessions) if day is not None]
    if until is not None and days and until <= max(days):
        allowed = f"a day after the last session (day {max(days):g})"
        yield Mistake("follow_up.until_day", f"{until:g}", allowed)


def _concerns(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    seen: dict[tuple[Any, ...], int] = {}
    for k, concern in enumerate(listed(raw, "concern")):
        if not isinstance(concern, Mapping):
            continue
        same = tuple(str(concern.get(key)).lower() for key in ("kind", "subtype", "scale", "zone"))
        if same in seen:
            found = f"the same concern as concern[{seen[same]}]"
            yield Mistake(f"concern[{k}]", found, "each kind, subtype and scale once in a zone")
        seen.setdefault(same, k)


def _instrument(session: Mapping[str, Any], path: str, instruments: Mapping[str, Any]) -> Iterator[Mistake]:
    name = session.get("instrument")
    if not isinstance(name, str):
        return
    if name not in instruments:
        allowed = " | ".join(f'"{key}"' for key in instruments) or "the name of an [instrument.NAME] table"
        yield Mistake(f"{path}.instrument", f'"{name}"', allowed, did_you_mean(name, instruments))
        return
    instrument = instruments[name]
    kind = instrument.get("kind") if isinstance(instrument, Mapping) else None
    yield from _depth(session, path, kind, number_at(instrument, "needle_length_mm"))
    if kind in ("roller", "stamp"):
        for key, words in PEN_ONLY.items():
            if session.get(key) is not None:
                yield Mistake(f"{path}.{key}", shown(session[key]), f"nothing: a {kind} {words}")


def _density(session: Mapping[str, Any], path: str) -> Iterator[Mistake]:
    """How densely the skin is needled: passes, or for a pen the time it stays on a square centimetre."""
    passes, seconds, speed = (session.get(key) is not None for key in ("passes", *reversed(PEN_ONLY)))
    if not session.get("instrument") and not passes and not seconds:
        return
    if passes and seconds:
        yield Mistake(f"{path}.seconds_per_cm2", "a value beside passes", "one of the two")
    elif seconds and speed:
        allowed = "nothing: the time on a square centimetre says it all, whatever the speed"
        yield Mistake(f"{path}.glide_speed_mm_per_s", "a value beside seconds_per_cm2", allowed)
    elif not passes and not seconds:
        allowed = "how many passes over the same skin; or, for a pen, seconds_per_cm2"
        yield Mistake(f"{path}.passes", "nothing", allowed)


def _products(session: Mapping[str, Any], path: str) -> Iterator[Mistake]:
    """The same product twice would act twice in full, which no skin does: one row has the whole dose."""
    seen: dict[str, int] = {}
    for k, topical in enumerate(listed(session, "topical")):
        name = topical.get("name") if isinstance(topical, Mapping) else None
        if not isinstance(name, str):
            continue
        name = TOPICAL_ALIASES.get(name.lower(), name.lower())
        if name in seen:
            found = f"{name} a second time, as in topical[{seen[name]}]"
            yield Mistake(
                f"{path}.topical[{k}]", found, "each product once a session: one row with the whole dose"
            )
        seen.setdefault(name, k)


def _depth(session: Mapping[str, Any], path: str, kind: Any, length: float | None) -> Iterator[Mistake]:
    depth = number_at(session, "depth_mm")
    if depth is None or length is None:
        return
    if depth > length:
        allowed = f"at most {length:g}, the needle length of this instrument"
        yield Mistake(f"{path}.depth_mm", f"{depth:g}", allowed)
    elif kind == "roller" and depth < length:
        allowed = f"{length:g} or nothing: a roller has no depth setting but its needle length"
        yield Mistake(f"{path}.depth_mm", f"{depth:g}", allowed)


def _aftercare(aftercare: Any) -> Iterator[Mistake]:
    if not isinstance(aftercare, Mapping):
        return
    drug, days = aftercare.get("anti_inflammatory", "none"), number_at(aftercare, "anti_inflammatory_day")
    if drug in ("nsaid", "corticosteroid") and not days:
        found = "0" if "anti_inflammatory_day" in aftercare else "nothing"
        yield Mistake("aftercare.anti_inflammatory_day", found, f"for how many days the {drug} is used")
    if drug == "none" and days:
        found = f"{days:g} days of no drug"
        yield Mistake("aftercare.anti_inflammatory", found, '"nsaid" | "corticosteroid"')
