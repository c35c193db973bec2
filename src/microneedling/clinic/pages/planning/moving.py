"""One session of a plan moved to another day or depth; what that does is seen at once, on few of the plan's draws.

The plan stays as it was. What is moved is worked out in full, as a plan of its own, where somebody keeps it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ....errors import InputError, Refused
from ...records.selectors.banner import whose
from ...records.services.act import Actor
from ...records.words import number_of
from ...work.planning import course_and_goals
from ...work.queue import put_in
from ...work.searches import found_in, inputs_of, plan_in, search
from ..asked import WRONG, asked, done, shown
from ..mistakes import in_words
from . import told

if TYPE_CHECKING:
    from ....course.course import Course
    from ....planner.moved import Moved
    from ....planner.wishes.goals import Goals

FURTHEST_DAY = 42  # how far a slider reaches either way; a day typed may lie further
STEP_MM, LEAST_MM = 0.05, 0.1
ONE_AT_A_TIME = (
    threading.Lock()
)  # a second look waits for the first: both together would take as long, and more memory


@dataclass(frozen=True)
class Slider:
    """A number with a slider, a field and two buttons."""

    name: str
    label: str
    value: str
    low: str
    high: str
    step: str
    unit: str


@dataclass(frozen=True)
class Control:
    """One session with its sliders."""

    number: int
    on: date
    sliders: list[Slider] = field(default_factory=list)


def controls(course: Mapping[str, Any], start: date) -> list[Control]:
    """The sliders of every session of a course; the first session is day 0, and its day is that of the whole course."""
    needles = [item.get("needle_length_mm", 3.0) for item in (course.get("instrument") or {}).values()]
    deepest = max(needles, default=3.0)
    found = []
    for k, session in enumerate(course.get("session") or []):
        own = Control(k + 1, start + timedelta(days=session["day"]))
        if k:
            ends = (str(max(session["day"] - FURTHEST_DAY, 1)), str(session["day"] + FURTHEST_DAY))
            own.sliders.append(
                Slider(
                    f"day-{k}",
                    _("Day of visit %(n)s") % {"n": k + 1},
                    str(session["day"]),
                    *ends,
                    "1",
                    _("day"),
                )
            )
        for place, one in enumerate(session.get("zone") or [session]):
            depth = f"{one.get('depth_mm', session['depth_mm']):g}"
            label = _("Depth of visit %(n)s") % {"n": k + 1}
            label = f"{label}, {one['site']}" if one.get("site") else label
            ends = (f"{LEAST_MM:g}", f"{deepest:g}")
            own.sliders.append(Slider(f"depth-{k}-{place}", label, depth, *ends, f"{STEP_MM:g}", "mm"))
        found.append(own)
    return found


@asked("POST")
def look(request: HttpRequest, actor: Actor, job: UUID, plan: str) -> HttpResponse:
    """What the plan becomes as it is moved: band, numbers, limits, what the safety screen says."""
    row = search(actor=actor, job=job)
    whose(actor=actor, client=row.client_id, noted=False)  # type: ignore[attr-defined]
    what: dict[str, Any] = {"errors": []}
    try:
        with ONE_AT_A_TIME:
            what |= _seen(str(row.pk), plan, _typed(request.POST, plan_in(row, plan)), row)
    except InputError as error:
        what["errors"] = [in_words(item) for item in error.mistakes]
    except Refused as refusal:
        what["errors"] = str(refusal).splitlines()
    return shown(request, "planning/moved", **what)


@asked("POST")
def keep(request: HttpRequest, actor: Actor, job: UUID, plan: str) -> HttpResponse:
    """Have what was moved worked out in full, as a plan of its own beside the one it was made from."""
    row = search(actor=actor, job=job)
    item = plan_in(row, plan)
    whose(actor=actor, client=row.client_id, noted=False)  # type: ignore[attr-defined]
    from ....planner.moved import moved

    try:
        course = moved(_parts(str(row.pk), plan, row)[0], _typed(request.POST, item))
    except InputError as error:
        words = [in_words(one) for one in error.mistakes]
        return shown(request, "planning/moved", status=WRONG, errors=words)
    before, found = inputs_of(row), found_in(row)
    manifest = found.get("manifest", {})
    inputs = {name: before[name] for name in ("goals", "draws", "seed")} | {"course": course.as_file()}
    inputs["delay_day"] = before.get("delay_day", manifest.get("start_delay_day", 0))
    inputs["stop"] = before.get("stop", bool(manifest.get("overridden")))
    inputs |= {"of": item["id"], "title": told.design(course.as_file())}
    made = put_in(actor=actor, kind="move", inputs=inputs, client=row.client_id)  # type: ignore[attr-defined]
    where = reverse("clinic:search", args=(made.pk,))
    return done(request, actor, where, _("It is worked out as a plan of its own; the other stays as it is."))


def _typed(sent: Mapping[str, Any], item: Mapping[str, Any]) -> list[tuple[int, tuple[float, ...]]]:
    """Day and depths of every session, as sent; raises `InputError` with every number that is none."""
    found, mistakes = [], []

    def read(name: str, otherwise: float) -> float:
        typed = str(sent.get(name, "") or "").strip()
        try:
            return number_of(typed, name) if typed else otherwise
        except InputError as error:
            mistakes.extend(error.mistakes)
            return otherwise

    for k, session in enumerate(item["course"].get("session") or []):
        day = read(f"day-{k}", session["day"]) if k else 0
        parts = session.get("zone") or [session]
        depths = tuple(
            read(f"depth-{k}-{place}", one.get("depth_mm", session["depth_mm"]))
            for place, one in enumerate(parts)
        )
        found.append((round(day), depths))
    if mistakes:
        raise InputError("moved", mistakes)
    return found


@lru_cache(maxsize=8)
def _checked(key: str, plan: str, row: Any) -> tuple[Course, Goals]:
    inputs = inputs_of(row)
    return course_and_goals({"course": plan_in(row, plan)["course"], "goals": inputs["goals"]})


def _parts(key: str, plan: str, row: Any) -> tuple[Course, Goals]:
    return _checked(key, plan, row)


@lru_cache(maxsize=8)
def _as_it_was(key: str, plan: str, row: Any) -> Moved:
    """The plan itself on the same few draws, so that what differs is what was moved and not chance."""
    return _few(row, *_parts(key, plan, row))


def _few(row: Any, course: Course, goals: Goals) -> Moved:
    from ....planner.moved import looked_at

    inputs, manifest = inputs_of(row), found_in(row).get("manifest", {})
    return looked_at(
        course,
        goals,
        inputs["draws"],
        inputs["seed"],
        few=True,
        delay_day=inputs.get("delay_day", manifest.get("start_delay_day", 0)),
        override_stop=inputs.get("stop", bool(manifest.get("overridden"))),
    )


def _seen(key: str, plan: str, sessions: list[tuple[int, tuple[float, ...]]], row: Any) -> dict[str, Any]:
    from ....figures.fan import extent, fan_chart
    from ....planner.moved import FEW_DRAWS, difference, moved
    from ....report.plans.fans import fans_of

    course, goals = _parts(key, plan, row)
    before = _as_it_was(key, plan, row)
    other = moved(course, sessions)
    after = before if other == course else _few(row, other, goals)
    charts = []
    for old, new in zip(fans_of(before.by_zone, "old"), fans_of(after.by_zone, "moved"), strict=True):
        ends = [extent(old), extent(new)]
        limits = (min(low for low, _high in ends), max(high for _low, high in ends))
        charts.append(
            (new.title, fan_chart(new, limits, *told.CHART, before=None if after is before else old))
        )
    missed = {
        item["name"] for item in before.broken
    }  # by so few draws the plan itself may seem to miss a limit
    total, said = told.total_for(found_in(row)["plans"]), {item.rule for item in before.findings}
    rows = []
    for label, name in ((_("Notice a change"), "benefit"), (_("Get dark marks"), "dark marks")):
        held = after.objectives[name]
        change = round(total * difference(before.objectives, after.objectives, name))
        rows.append((label, told.people(held["mean"], total), f"{change:+d}" if change else _("the same")))
    calm = difference(before.objectives, after.objectives, "downtime")
    more = f"{calm:+.1f}" if abs(calm) >= 0.05 else _("the same")
    rows.append((_("Look treated after a visit"), told.days(after.objectives["downtime"])[0], more))
    start = date.fromisoformat(inputs_of(row)["goals"]["start_date"])
    days = [date_format(start + timedelta(days=item.day), "D, j F Y") for item in other.sessions]
    return {
        "charts": charts,
        "rows": rows,
        "days": days,
        "broken": [item for item in after.broken if item["name"] not in missed],
        "missed": [item["asked"] for item in after.broken if item["name"] in missed],
        "same": after is before,
        "findings": [item for item in after.findings if item.rule not in said],
        "draws": FEW_DRAWS,
    }
