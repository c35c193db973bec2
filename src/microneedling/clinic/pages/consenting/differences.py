"""What differs between two versions of a plan, in words: why a client is asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..language.numbers import spelt

UNITS = {
    "mm": "mm", "day": "d", "hz": "Hz", "minutes": "min", "percent": "%", "um": "µm", "n": "N", "year": "y",
    "mm_per_s": "mm/s", "per_cm2": "/cm²", "cm2": "cm²", "mg_per_cm2": "mg/cm²", "month": "months",
}  # fmt: skip
LISTS = {
    "session": gettext_lazy("session"),
    "concern": gettext_lazy("concern"),
    "zone": gettext_lazy("zone"),
    "topical": gettext_lazy("product"),
}


def differences(before: str, after: str) -> list[str]:
    """A sentence for each setting of a course that is another one; both are courses as a version keeps them (JSON).

    A setting that changes alike in every session is told once.
    """
    old, new = (dict(_leaves(json.loads(text))) for text in (before, after))
    sessions = [len(json.loads(text).get("session", [])) for text in (before, after)]
    told: dict[str, None] = {}
    if sessions[0] != sessions[1]:
        told[_("Sessions: %(old)d before, %(new)d now.") % {"old": sessions[0], "new": sessions[1]}] = None
    shared = min(sessions)
    for path in dict.fromkeys([*old, *new]):
        if path[0] == "title" or (path[0] == "session" and path[1] >= shared):
            continue
        was, now = old.get(path), new.get(path)
        if was != now:
            told[_sentence(path, was, now, _alike(path, old, new, shared))] = None
    return list(told)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _leaves(held, (*path, name))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for place, held in enumerate(value):
            yield from _leaves(held, (*path, place))
    else:
        yield path, value


def _alike(path: tuple[Any, ...], old: dict[Any, Any], new: dict[Any, Any], sessions: int) -> bool:
    """Whether every session changes in this setting from the same to the same."""
    if path[0] != "session":
        return False
    places = [("session", place, *path[2:]) for place in range(sessions)]
    return len({(str(old.get(at)), str(new.get(at))) for at in places}) == 1


def _sentence(path: tuple[Any, ...], was: Any, now: Any, alike: bool) -> str:
    name, unit = _name(str(path[-1]))
    if path[0] == "session" and not alike:
        name = _("Session %(n)d, %(what)s") % {"n": path[1] + 1, "what": name}
    elif path[0] != "session" and len(path) > 1:
        heads = [str(LISTS.get(part, part)) for part in path[:-1] if isinstance(part, str)]
        name = f"{' '.join(heads)}, {name}"
    words = {"what": name[:1].upper() + name[1:], "old": _shown(was, unit), "new": _shown(now, unit)}
    return _("%(what)s: %(old)s before, %(new)s now.") % words


def _name(field: str) -> tuple[str, str]:
    """A field in words, and the unit that its name ends in."""
    for suffix in sorted(UNITS, key=len, reverse=True):
        if field.endswith(f"_{suffix}"):
            return _(field.removesuffix(f"_{suffix}").replace("_", " ")), UNITS[suffix]
    return _(field.replace("_", " ")), ("d" if field == "day" else "")


def _shown(value: Any, unit: str) -> str:
    if value is None:
        return _("not said")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_(str(item)) for item in value)
    said = spelt(value) if isinstance(value, int | float) else _(str(value))
    return f"{said} {unit}".strip()
