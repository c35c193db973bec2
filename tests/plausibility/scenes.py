"""Runs of the behaviours: a scene with one thing changed, followed below the safety screen under nominal numbers.

What the screen would stop is followed all the same: whether a hundred passes do harm is a question to the model.
"""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from microneedling.course.course import Course
from microneedling.course.days import day_grid
from microneedling.course.protocol import protocol_of
from microneedling.course.reading import course_from_tables
from microneedling.evidence.registry import priors, registry
from microneedling.observation.forecast import OutcomeForecast
from microneedling.observation.forecasts import forecasts
from microneedling.outcomes.harm import Harm, harm
from microneedling.protocol.comfort import Comfort, comforts
from microneedling.protocol.protocol import Trajectory
from microneedling.transport.deliver import Delivery, deliver
from microneedling.transport.delivery_file import from_tables as delivery_from_tables

SCENES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("scenes.toml").read_text(encoding="utf-8")
)
MANY, SEED = 100, 1  # draws where a mean over people is read
# Soon after the first session and then monthly, beside the days of the course itself.
ASKED_DAY = (1 / 24, 0.25, 1.0, 3.0, 7.0, 30.0, 60.0, 90.0, 180.0, 360.0, 455.0, 820.0)


@dataclass(frozen=True)
class FollowedCourse:
    """A course under nominal numbers."""

    course: Course
    trajectory: Trajectory
    outcomes: tuple[OutcomeForecast, ...]
    harm: Harm

    @cached_property
    def comfort(self) -> list[Comfort]:
        """Pain and numbing of each session."""
        return comforts(self.trajectory.prepared)

    @cached_property
    def comfort_of_many(self) -> list[Comfort]:
        """The same in draws of the priors: people whose skins let more or less of a cream in."""
        protocol = self.trajectory.prepared.protocol
        return comforts(protocol.prepare(priors().draws(MANY, SEED)))


@cache
def _followed(text: str) -> FollowedCourse | Delivery:
    tables = json.loads(text)
    tables.pop("title", None)
    if tables.pop("from") == "delivery":
        return deliver(delivery_from_tables({"format": 1, **tables}, "scene"), draws=1)
    course = course_from_tables({"format": 1, **tables})
    values, days = registry().nominal(), day_grid(course, [d for d in ASKED_DAY if d <= course.until_day])
    trajectory = protocol_of(course, days).run(values)
    tissues, session_days = trajectory.tissues, trajectory.session_days
    outcomes = forecasts(course.person, course.concerns, tissues, values, days, session_days)
    return FollowedCourse(
        course, trajectory, outcomes, harm(course.person, course.aftercare, tissues, session_days, values)
    )


def followed(scene: str, changes: Mapping[str, Any]) -> FollowedCourse | Delivery:
    """A scene with `changes` (dotted path -> value; a path through a list changes every item of it)."""
    tables = copy.deepcopy(SCENES[scene])
    for path, value in changes.items():
        change(tables, path, value)
    return _followed(json.dumps(tables, sort_keys=True))


def change(tables: dict[str, Any], path: str, value: Any) -> None:
    """Change one thing in place; `sessions` and `every_day` say how many, and how far apart; `yearly` adds some."""
    if path == "scene":
        tables.clear()
        tables.update(copy.deepcopy(SCENES[value]))
    elif path == "sessions":
        first = tables["session"][0]
        tables["session"] = [{**first, "day": 30 * k} for k in range(value)]
    elif path == "yearly":
        last = tables["session"][-1]
        tables["session"] += [{**last, "day": last["day"] + 365 * (k + 1)} for k in range(value)]
    elif path == "every_day":
        tables["session"] = [{**one, "day": value * k} for k, one in enumerate(tables["session"])]
    else:
        *upper, last = path.split(".")
        for table in _reached([tables], upper):
            if value == "left out":
                table.pop(last, None)
            else:
                table[last] = value


def _reached(tables: list[dict[str, Any]], keys: list[str]) -> list[dict[str, Any]]:
    for key in keys:
        inner = [table.setdefault(key, {}) for table in tables]
        tables = [item for one in inner for item in (one if isinstance(one, list) else [one])]
    return tables


def at(days: np.ndarray, curve: np.ndarray, day: float) -> float:
    """A curve of one draw (draw, day) on one day, straight lines between the days followed."""
    return float(np.interp(day, days, curve[0]))
