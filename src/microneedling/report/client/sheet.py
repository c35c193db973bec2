"""The client's sheet: one side of A4, right on a telephone, in words that a fourteen-year-old reads.

`client_sheet(result)` gives the page as text, `write_client_sheet(result, path)` writes it in one step or not at all.
It needs no script and asks nothing from the network; printed, it leaves lines for the clinic's name, date and number.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...course.chances import best_moment
from ...evidence.sources import count_by_grade, numbers_behind
from ...figures.people import hundred_figures
from ...figures.visits import days_after, visits_line
from ...files import check_target, write_whole
from ...observation.words import setback
from ...outcomes.direction import better_sign
from ...outcomes.summary import chance_interval
from ...phrases import number, plural
from ..chances import ends, of_hundred, outward, people_of_hundred
from ..draws import quantiles
from ..pages import fragment, rendered
from . import plan
from .lay_words import NOT_KNOWN, SURE, WATCH, WISHES, to_talk_through

if TYPE_CHECKING:
    from ...course.chances import ConcernChance
    from ...course.forecast import Forecast

HOURS = 24
SHOWN = 4  # concerns that have room on one side of paper


def write_client_sheet(result: Forecast, path: Path | str, force: bool = False) -> Path:
    """Write the sheet to `path`; refuses an existing file unless `force`. The file is whole or not there."""
    return write_whole(check_target(path, force), client_sheet(result), force)


def client_sheet(result: Forecast) -> str:
    """The sheet as text; the same result gives the same bytes."""
    return rendered("client.html.j2", "client.css", **page(result))


def sheet_body(result: Forecast) -> str:
    """What stands on the sheet, as a part of a page with a style of its own: to be kept as it was shown to somebody."""
    return fragment("client_body.html.j2", **page(result))


def page(result: Forecast) -> dict[str, Any]:
    """Everything that the template shows, in the order of its parts."""
    course = result.course
    days = [float(session.day) for session in course.sessions]
    judge = float(course.assessment_day)
    return {
        "title": course.title,
        "aim": plan.aim(course),
        "visits": plan.visits(course),
        "steps": plan.steps(result),
        "line": visits_line(days, judge),
        "hopes": [
            _hope(result, item, order)
            for order, item in enumerate(list(dict.fromkeys(result.chances))[:SHOWN])
        ],
        "more": max(len(set(result.chances)) - SHOWN, 0),
        "judge": plan.judge_words(judge),
        "after": _after(result) if days else None,
        "unknown": _unknown(result),
        "stopped": bool(result.overridden),
        "to_discuss": _to_discuss(result),
        "watch": WATCH,
        "model": str(result.manifest.get("model_number", "")),
    }


def _hope(result: Forecast, item: ConcernChance, order: int) -> dict[str, Any]:
    """One concern: figures, the chance with its range, how sure."""
    wish = WISHES[item.concern]
    outcome = item.outcome(result.outcomes)
    if item.zone:
        wish = f"{wish} {plan.where([item.zone])}"
    middle = people_of_hundred(item.chance)
    fewest, most = ends(item) or (middle, middle)
    told = [] if fewest == most else [f"It may be {of_hundred(fewest, most)}."]
    at = outcome.summary(item.day)
    if setback(at["low80"], at["high80"], better_sign(outcome.direction)):
        told.append("It may also get worse.")
    if best := best_moment(outcome, result.course.last_session_day):
        told.append(
            f"It is best around week {best.week}. By week {best.last_week} {best.lost} of that is lost again."
        )
    return {
        "wish": wish[0].upper() + wish[1:],
        "figures": hundred_figures(f"people-{order}", wish, fewest / 100, most / 100),
        "middle": f"about {middle}",
        "range": " ".join(told),
        "sure": SURE[outcome.certainty],
    }


def _after(result: Forecast) -> dict[str, Any]:
    """The days after a visit, the worst of the course: redness, healing, dark marks."""
    red, calm = quantiles(result.harm.erythema_days), quantiles(result.harm.downtime_days)
    marks = chance_interval(result.harm.pih_probability)
    low, high = outward(marks["low80"], marks["high80"])
    return {
        "boxes": days_after(red["median"], calm["median"], calm["high80"]),
        "red": days_words(red),
        "calm": days_words(calm),
        "places": _by_place(result),
        "marks": f"About {people_of_hundred(marks['mean'])} of 100 people like you get dark marks for a while "
        f"({of_hundred(low, high)} of 100).",
    }


def _by_place(result: Forecast) -> str:
    """How long each place is red, where there are several; the sentence before tells the longest."""
    told = [
        f"{plan.where([site])} {days_words(quantiles(zone.harm.erythema_days))}"
        for site, zone in result.by_zone.items()
    ]
    return f" By place: {'; '.join(told)}." if len(told) > 1 else ""


def days_words(held: dict[str, float]) -> str:
    """`about 2 days (1 to 3)`, in whole days, below one in hours; the range is rounded outward."""
    if not math.isfinite(held["median"]):
        return "not known"
    unit, times = ("day", 1) if held["median"] >= 1 else ("hour", HOURS)
    low, high = math.floor(times * held["low80"]), math.ceil(times * held["high80"])
    middle = max(round(times * held["median"]), 1)
    told = f"about {plural(middle, unit)}"
    return told if low == high else f"{told} ({'less than 1' if low == 0 else low} to {high})"


def _unknown(result: Forecast) -> list[str]:
    counts = count_by_grade(
        numbers_behind(result.values.used, result.values.registry), result.values.registry
    )
    share = counts["assumed"] / max(sum(counts.values()), 1)
    told = [
        f"This comes from a computer model. About {number(round(10 * share), 2)} in 10 of its numbers are guesses."
    ]
    return [*told, *NOT_KNOWN]


def _to_discuss(result: Forecast) -> str:
    """What of the safety screen the clinic should go through, by name; empty where there is nothing."""
    told = to_talk_through(item.rule for item in result.findings if item.level in ("caution", "delay"))
    return f"Talk these through with your clinic before the first visit: {'; '.join(told)}." if told else ""
