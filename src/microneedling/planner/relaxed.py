"""What giving way on one limit would buy, where no plan keeps them all: asked of the stored draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from .one_plan import objectives_in
from .plans import Plans
from .wishes.goals import Goals

DAY = "day"  # the unit of an event's day, counted from the first session
LONGEST_WAIT_DAY = 90  # an event may have to come later still, until nothing shows after the last visit
OVER, CLEAR, APART = "over before ", "clear before ", "apart from "


@dataclass(frozen=True)
class Bought:
    """One limit given way on alone: where it would have to go, and the balanced plan that this allows."""

    name: str
    asked: float
    unit: str
    to: float
    design: str
    objectives: dict[str, dict[str, float]]

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in JSON."""
        return dict(vars(self))


def bought(answer: Plans) -> tuple[Bought, ...]:
    """For each binding limit that can give way alone, what it buys; empty where plans keep every limit."""
    found = []
    for item in (answer.infeasible or {}).get("binding", ()):
        if item["alone"] is None:
            continue
        name, to = item["name"], item["alone"]
        for more in range(LONGEST_WAIT_DAY if name.startswith(OVER) else 1):
            goals = given_way(answer.goals, name, item["bound"] == "at least", to + more)
            again = answer.asked_again(goals)
            if row := again.choice.named.get("balanced", 0):
                about = (name, item["asked"], item["unit"], to)
                if name.startswith(OVER):
                    about = _days_of_event(answer.goals, goals, name)
                found.append(Bought(*about, again.table.design(row).words(), objectives_in(again.table, row)))
                break
    return tuple(found)


def _days_of_event(before: Goals, after: Goals, name: str) -> tuple[str, float, str, float]:
    """An event that would have to come later: its name, and its day as asked and as it would have to be."""
    own = name.removeprefix(OVER).split(", last visit")[0]
    asked, to = (
        goals.event_day(next(item for item in goals.events if item.name == own)) for goals in (before, after)
    )
    return own, float(asked), DAY, float(to)


def given_way(goals: Goals, name: str, at_least: bool, to: float) -> Goals:
    """The goals with one limit, by the name the planner tells it by, at another value; whole days and visits outward.

    Raises KeyError for a limit that the goals do not have.
    """
    tables = goals.as_file()
    whole = math.floor(to + 1e-9) if at_least else math.ceil(to - 1e-9)
    limits = tables.get("limits", {})
    single = {
        "dark marks": ("dark_marks", "at_most_percent", to * (1 + 1e-9)),
        "downtime": ("downtime", "at_most_day", to * (1 + 1e-9)),
        "pain": ("pain", "at_most_vas", to * (1 + 1e-9)),
        "weeks": ("weeks", "at_most", to),
        "cost": ("cost", "at_most", to),
        "visit time": ("visit_time", "at_most_min", to),
        "interval": ("interval", "at_least_day", max(whole, 1)),
        "visits": ("visits", "at_least" if at_least else "at_most", whole),
    }
    if name in single:
        table, key, value = single[name]
        limits[table][key] = value
    elif name.startswith((OVER, CLEAR)):
        event = _named(tables["event"], name.removeprefix(OVER).removeprefix(CLEAR).split(", last visit")[0])
        if name.startswith(CLEAR):
            event["clear_day"] = max(whole, 0)
        else:  # the event itself so much later
            own = next(item for item in goals.events if item.name == event["name"])
            later = goals.event_day(own) + whole - (goals.event_day(own) - own.clear_day)
            event.pop("date", None)
            event["day"] = later
    elif name.startswith(APART):
        _named(tables["sun"], name.removeprefix(APART))["clear_day"] = max(whole, 0)
    else:
        raise KeyError(name)
    return Goals.model_validate({**tables, "limits": limits})


def _named(tables: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(table for table in tables if table["name"] == name)
