"""What the plan says of the session in front: the settings that its form begins with."""

from __future__ import annotations

import json
from typing import Any

from ...records.models import PlanVersion
from ...records.selectors.treating import sessions_before
from ..language.numbers import spelt


def proposed(session: Any) -> list[dict[str, str]]:
    """The settings of each zone as a planner's version says them for this visit, as the form of a zone takes them.

    The visit is told by how many sessions of the plan were before; nothing for a version made by hand, which is often
    one setting for all visits: there the last session is the better start.
    """
    version = session.plan_version
    if version is None or version.made != PlanVersion.Made.PLANNER:
        return []
    course = json.loads(version.course)
    planned = course.get("session") or []
    if not planned:
        return []
    visit = planned[min(sessions_before(session), len(planned) - 1)]
    found = []
    for part in visit.get("zone") or [visit]:
        held = {name: part.get(name, visit.get(name)) for name in ("passes", "area_cm2")}
        held["depth"] = part.get("depth_mm", visit.get("depth_mm"))
        shown = {name: spelt(value) for name, value in held.items() if isinstance(value, int | float)}
        found.append({"zone": part.get("site", course["person"]["site"]), **shown})
    return found
