"""What is planned, in plain sentences: visits, tool, numbing, products, care at home."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from ...phrases import number, plural, sentence, span
from ..draws import quantiles
from .lay_words import PLACES, TOOLS, WISHES, listed, product

if TYPE_CHECKING:
    from ...course.course import Course
    from ...course.forecast import Forecast

WEEK_DAY, WEEKS_FROM_DAY, DAYS_PER_MONTH = 7, 13, 30.4


def aim(course: Course) -> str:
    """What the visits are for and where."""
    wishes = list(dict.fromkeys(WISHES[concern.kind] for concern in course.concerns))
    return f"The aim: {listed(wishes)} {PLACES[course.person.site]}."


def gap(days: int) -> str:
    """A time between visits: in weeks from a fortnight on."""
    return plural(round(days / WEEK_DAY), "week") if days > WEEKS_FROM_DAY else plural(days, "day")


def visits(course: Course) -> str:
    """How many visits, how far apart."""
    days = [session.day for session in course.sessions]
    if not days:
        return "No visit is planned: this sheet shows skin that is left as it is."
    told = plural(len(days), "visit")
    between = sorted(int(later - earlier) for earlier, later in itertools.pairwise(days))
    if not between:
        return sentence(told)
    least, most = gap(between[0]), gap(between[-1])
    return sentence(f"{told}, {least} apart" if least == most else f"{told}, {least} to {most} apart")


def steps(result: Forecast) -> list[str]:
    """What happens at a visit and at home, a sentence or two each."""
    course = result.course
    if not course.sessions:
        return []
    return [*_needling(course), *_numbing(result), *_products(result), *_home(course)]


def _needling(course: Course) -> list[str]:
    kinds = list(dict.fromkeys(course.instrument_of(session).kind for session in course.sessions))
    depths = [session.depth_mm for session in course.sessions]
    tools = listed([TOOLS[kind] for kind in kinds])
    return [
        f"At {'each' if len(depths) > 1 else 'the'} visit {tools} makes tiny holes in the skin. "
        f"It is set to a depth of {span(min(depths), max(depths), 'mm')}."
    ]


def _numbing(result: Forecast) -> list[str]:
    """The cream and the pain; the worst visit counts."""
    worst = max(result.sessions, key=lambda item: quantiles(item.pain_vas)["median"])
    pain = quantiles(worst.pain_vas)
    low, high = math.floor(pain["low80"]), min(math.ceil(pain["high80"]), 10)
    middle = f"about {round(pain['median'])}" if round(pain["median"]) else "less than 1"
    told = f"The pain is likely {middle} on a scale from 0 to 10 (it may be {low} to {high})."
    minutes = {session.numbing.minutes for session in result.course.sessions if session.numbing}
    if not minutes:
        return [f"No numbing cream is planned. {told}"]
    which = _at_visits([session.numbing is not None for session in result.course.sessions])
    return [f"A numbing cream goes on first{which}, for {span(min(minutes), max(minutes))} minutes. {told}"]


def _at_visits(held: list[bool]) -> str:
    """Which visits a step belongs to, where it does not belong to all: ` at visits 2, 3 and 4`."""
    which = [str(place) for place, here in enumerate(held, 1) if here]
    return "" if all(held) else f" at visit{'s' if len(which) > 1 else ''} {listed(which)}"


def _products(result: Forecast) -> list[str]:
    sessions = result.course.sessions
    names = list(dict.fromkeys(item.name for session in sessions for item in session.topical))
    if not names:
        return []
    brought = [item for session in result.sessions for item in session.delivered]
    told = [
        f"After needling{_at_visits([bool(session.topical) for session in sessions])}, "
        f"{listed([product(name) for name in names])} {'goes' if len(names) == 1 else 'go'} on the skin."
    ]
    if off := {item.name for item in brought if item.off_label}:
        told.append(
            f"In the United States, needling tools are not cleared for bringing {listed(sorted(map(product, off)))} in."
        )
    if any(item.granuloma_warning for item in brought):
        told.append("Such products have caused lumps in some people. Ask your clinic about this.")
    return [" ".join(told)]


def _home(course: Course) -> list[str]:
    care = course.aftercare
    told = "At home: sun cream every day." if care.sunscreen else "The plan does not count on sun cream."
    if care.retinoid != "none" and care.retinoid_pause_day:
        pause = plural(round(care.retinoid_pause_day), "day")
        told += f" No vitamin A cream on the skin for {pause} after a visit."
    return [told]


def judge_words(day: float) -> str:
    """When to judge: `week 25 (about 6 months after the first visit)`."""
    months = day / DAYS_PER_MONTH
    return f"week {math.ceil(day / WEEK_DAY)}" + (
        f", about {number(months, 1)} months after the first visit" if months >= 2 else ""
    )
