"""Plans that were saved in a folder, read again: what was offered, to whom, on which draws.

Only `plans.json` is read: it is what was offered, whatever became of the course files beside it since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..course.course import Course
from ..course.session import Session
from ..errors import InputError, Mistake
from ..inputs.text import read_text
from .saving import ANSWER
from .search.space import Design, Setting
from .wishes.goals import Goals
from .wishes.reading import goals_from_tables

WHAT, LARGEST_BYTES = "the answer that `microneedling plan --save` wrote", 20_000_000
EXPECTED = f"a folder that `microneedling plan --save` wrote, with {ANSWER} in it"


@dataclass(frozen=True)
class SavedPlan:
    """One plan as it was offered: its names, its course file, what was told of it."""

    id: str
    names: tuple[str, ...]
    design: Design
    course: Course
    objectives: dict[str, dict[str, float]]


@dataclass(frozen=True)
class SavedPlans:
    """All plans of a folder, the goals they were made from, and how they were made."""

    folder: str
    goals: Goals
    plans: tuple[SavedPlan, ...]
    manifest: dict[str, Any]


def load_plans(folder: str | Path) -> SavedPlans:
    """Read what `save_plans` wrote; raises `InputError` where the folder holds no such answer.

    >>> import tempfile
    >>> from microneedling import load_course, load_goals, load_plans, plan, save_plans
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> plans = plan(course, goals.model_copy(update={"space": few}), draws=4)
    >>> load_plans(save_plans(plans, tempfile.mkdtemp())).plans[0].names
    ('nothing',)
    """
    path = Path(folder)
    if not path.is_dir():
        found = "a file" if path.exists() else "no such folder"
        raise InputError(str(folder), [Mistake("folder", found, EXPECTED)])
    told = str(path / ANSWER)
    try:
        raw = json.loads(read_text(told, WHAT, LARGEST_BYTES))
        goals = goals_from_tables(raw["goals"], told)
        plans = tuple(_plan(item) for item in raw["plans"])
        manifest = {key: raw["manifest"][key] for key in ("draws", "seed", "model_number", "draws_sha256")}
        manifest |= {key: raw["manifest"][key] for key in ("start_delay_day", "overridden", "version")}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):  # JSON errors are ValueErrors
        raise InputError(
            told, [Mistake("file", "not such an answer, or one that was changed", EXPECTED)]
        ) from None
    return SavedPlans(str(folder), goals, plans, manifest)


def _plan(raw: Mapping[str, Any]) -> SavedPlan:
    course = Course.model_validate(raw["course"])
    return SavedPlan(str(raw["id"]), tuple(raw["names"]), design_of(course), course, dict(raw["objectives"]))


def design_of(course: Course) -> Design:
    """The design whose course file this is: the other way round of `course_of`.

    Raises ValueError where sessions differ in more than their day: no design makes those.
    """
    if not course.sessions:
        return Design(0, 0, ())
    days = [session.day for session in course.sessions]
    gap = days[1] - days[0] if len(days) > 1 else 0
    held = [_settings(course, session) for session in course.sessions]
    if days != [k * gap for k in range(len(days))] or any(other != held[0] for other in held):
        raise ValueError("sessions are not alike")
    settings, numbing = held[0]
    return Design(len(days), gap, settings, numbing)


def _settings(course: Course, session: Session) -> tuple[tuple[Setting, ...], Any]:
    """What a session does in each zone, and the cream before it."""
    places = [(zone.site, session.within(zone)) for zone in session.zones or ()]
    held = places or [(course.person.site, session)]
    settings = tuple(
        Setting(site, one.instrument, one.depth_mm, int(one.passes or 0), next(iter(one.topical), None))
        for site, one in held
    )
    return settings, held[0][1].numbing
