"""The report of a planning answer: one self-contained HTML page for the professional who chooses with the client.

`write_plans_report(answer, path)` writes it in one step or not at all; nothing is simulated here. It asks nothing from
the network, prints on A4 and follows light or dark.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ...figures.plans import Spot, spots_chart
from ...files import check_target, write_whole
from ...phrases import despite_stop_words, percent_words, plural
from ...planner.plans_card import information_line, same_lines, search_line, span_percent, sure_words
from ..course.outcomes import outcome_views
from ..draws import quantiles
from ..pages import rendered

if TYPE_CHECKING:
    from ...planner.one_plan import Plan
    from ...planner.plans import Plans

DESPITE_STOP = "Planned although the safety screen says stop"
FRONT_SHOWN = 60


def write_plans_report(answer: Plans, path: Path | str, force: bool = False) -> Path:
    """Write the report to `path`; refuses an existing file unless `force`. The file is whole or not there."""
    return write_whole(check_target(path, force), render_plans(answer), force)


def render_plans(answer: Plans) -> str:
    """The page as text; the same answer gives the same bytes."""
    return rendered("plans.html.j2", "trial.css", "plans.css", **page(answer))


def page(answer: Plans) -> dict[str, Any]:
    """Everything that the template shows, in the order of its sections."""
    return {
        "title": answer.goals.title,
        "person": answer.course.title,
        "overridden": despite_stop_words(
            DESPITE_STOP, [f"{item.rule}: {why}" for item, why in answer.screened.overridden]
        )
        if answer.screened.overridden
        else "",
        "lead": answer.card().lead[0],
        "infeasible": answer.infeasible,
        "same": same_lines(answer.plans),
        "plans": [_plan(answer, item) for item in answer.plans],
        "priced": answer.goals.price.currency if answer.goals.price else "",
        "scenarios": _scenarios(answer),
        "chart": _chart(answer),
        "front": answer.front[:FRONT_SHOWN],
        "more_front": max(len(answer.front) - FRONT_SHOWN, 0),
        "information": information_line(answer.information),
        "readings": [item for item in answer.information.get("partial", ()) if item["value"] > 0][:6],
        "drivers": answer.information.get("drivers", ()),
        "alternatives": answer.alternatives,
        "screen": answer.screened,
        "narrowed": [item.words() for item in answer.screened.narrowed],
        "exchange": answer.goals.exchange,
        "search": search_line(answer.manifest),
        "manifest": answer.manifest,
    }


def _plan(answer: Plans, item: Plan) -> dict[str, Any]:
    held, sessions = item.objectives, len(item.course.sessions)
    pain, calm = held["pain"], held["downtime"]
    return {
        "id": item.id,
        "name": item.name[0].upper() + item.name[1:],
        "design": item.design.words(),
        "sessions": sessions,
        "notice": percent_words(held["benefit"]["mean"]),
        "notice_range": span_percent(held["benefit"]) if sessions else "",
        "none": percent_words(1 - held["benefit"]["mean"]),
        "marks": percent_words(held["dark marks"]["mean"]) if sessions else "none",
        "marks_range": span_percent(held["dark marks"]) if sessions else "",
        "downtime": f"{calm['median']:.1f} d" if sessions else "none",
        "downtime_range": f"{calm['low80']:.1f}-{calm['high80']:.1f} d" if sessions else "",
        "pain": f"{pain['median']:.1f}" if sessions else "none",
        "pain_range": f"{pain['low80']:.1f}-{pain['high80']:.1f}" if sessions else "",
        "weeks": f"{held['weeks']['median']:g}",
        "cost": f"{held['cost']['median']:g}" if "cost" in held else "",
        "minutes": f"{held['visit time']['median']:g}" if "visit time" in held else "",
        "regret": f"{100 * item.regret:.1f}",
        "limits": [{**entry, "sure": sure_words(entry)} for entry in item.limits],
        "facts": _facts(answer, item),
        "views": _views(item) if sessions else [],
        "calendar": _calendar(item),
        "hoped": item.hoped,
        "findings": [finding for finding in item.forecast.findings if finding.level != "note"],
    }


def _views(item: Plan) -> list[dict[str, Any]]:
    """The chart and the words of what carries each concern, zone by zone; every picture with a name of its own."""
    found, several = [], len(item.forecast.by_zone) > 1
    for place, (zone, one) in enumerate(item.forecast.by_zone.items()):
        for view in outcome_views(one):
            if view.carries:
                label = f"{zone}: {view.label}" if several else view.label
                own = f"{item.id}-{place}-fan-"
                charts = {name: _renamed(getattr(view, name), own) for name in ("chart", "phone")}
                found.append({"label": label, "words": view.words, **charts})
    return found


def _renamed(chart: Markup | None, own: str) -> Markup | None:
    """A chart whose names within the page begin with its plan's."""
    return None if chart is None else Markup(str(chart).replace("fan-", own))


def _facts(answer: Plans, item: Plan) -> list[tuple[str, str]]:
    """What else is told of a plan, as names and words."""
    if not item.course.sessions:
        return []
    told = [("Judge from", f"day {item.course.assessment_day}")]
    if item.skipped is not None:
        told.append(("Leaving out the last session", f"{-100 * item.skipped:+.0f} points"))
    if item.next_session is not None:
        step = answer.goals.exchange.step_percent
        more = 100 * item.next_session
        stop = "stop here" if more < step else "worth while"
        told.append(("One session more", f"{more:+.0f} points: {stop} (rule: {step:g})"))
    for left in item.later:
        told.append((f"{plural(left.years, 'year').capitalize()} later", left.words()))
    if item.more_sun:
        told.append(("Dark marks in daily sun, unprotected", percent_words(item.more_sun["dark marks"])))
    return told


def _calendar(item: Plan) -> list[dict[str, str]]:
    """The visits with the days on which nothing shows any more."""
    if not item.course.sessions:
        return []
    calm = quantiles(item.forecast.harm.downtime_days)
    rows = []
    for k, session in enumerate(item.course.sessions, 1):
        likely, late = (session.day + int(np.ceil(calm[key])) for key in ("median", "high80"))
        rows.append({"visit": str(k), "day": str(session.day), "likely": str(likely), "late": str(late)})
    return rows


def _scenarios(answer: Plans) -> list[dict[str, Any]]:
    """Goal by scenario: a row a plan, a cell a scenario."""
    names = list(dict.fromkeys(name for item in answer.plans for name in item.scenarios))
    treated = [item for item in answer.plans if item.course.sessions]
    rows = [{"name": item.name, "cells": [_cell(item.scenarios[name]) for name in names]} for item in treated]
    return [{"names": names, "rows": rows}] if rows else []


def _cell(held: dict[str, float]) -> str:
    return f"{percent_words(held['benefit'])}; marks {percent_words(held['dark marks'])}"


def _chart(answer: Plans) -> Any:
    """Benefit against dark marks: the front, and the plans by name on it."""
    front = [
        Spot(item["objectives"]["dark marks"], item["objectives"]["benefit"], "", False)
        for item in answer.front
    ]
    named = [
        Spot(item.objectives["dark marks"]["mean"], item.objectives["benefit"]["mean"], item.names[0], True)
        for item in answer.plans
    ]
    return spots_chart("front", [*front, *named])
