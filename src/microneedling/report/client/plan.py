"""What is planned, in plain sentences: visits, tool, numbing, products, care at home."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...course.delivered import GRANULOMA, OFF_LABEL
from ...phrases import listed, number, plural, sentence, span
from ..draws import quantiles
from .lay_words import PLACES, TOOLS, WISHES, product

if TYPE_CHECKING:
    from ...course.course import Course, Session
    from ...course.forecast import Forecast

WEEK_DAY, WEEKS_FROM_DAY, DAYS_PER_MONTH = 7, 13, 30.4


def aim(course: Course) -> str:
    """What the visits are for and where; wishes of the same places together."""
    wishes: dict[tuple[str, ...], list[str]] = {}
    for concern in course.concerns:
        places = tuple(site for site in course.zones if concern.zone is None or site in concern.zone)
        wishes.setdefault(places, []).append(WISHES[concern.kind])
    told = [
        f"{listed(list(dict.fromkeys(words)))} {where(places)}" for places, words in wishes.items() if places
    ]
    return f"The aim: {'; '.join(told)}."


def where(sites: Iterable[str]) -> str:
    """Places as a client knows them: `on the cheeks and around the eyes`."""
    return listed([PLACES[site] for site in sites])


def everywhere(course: Course) -> list[tuple[str, Session]]:
    """What is done in each place at each visit, place by place."""
    return [(site, session) for site in course.zones for session in course.in_zone(site).sessions]


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
    done = everywhere(course)
    kinds = list(dict.fromkeys(course.instrument_of(session).kind for _, session in done))
    depths: dict[str, list[float]] = {}
    for site, session in done:
        depths.setdefault(site, []).append(session.depth_mm)
    spans = {site: span(min(held), max(held), "mm") for site, held in depths.items()}
    told = (
        list(spans.values())
        if len(spans) == 1
        else [f"{words} {PLACES[site]}" for site, words in spans.items()]
    )
    several = len(kinds) > 1
    return [
        f"At {'each' if len(course.sessions) > 1 else 'the'} visit {listed([TOOLS[kind] for kind in kinds])} "
        f"make{'' if several else 's'} tiny holes in the skin. "
        f"{'They are' if several else 'It is'} set to a depth of {listed(told)}."
    ]


def _numbing(result: Forecast) -> list[str]:
    """The cream and the pain; the worst visit counts."""
    worst = max(result.sessions, key=lambda item: quantiles(item.pain_vas)["median"])
    pain = quantiles(worst.pain_vas)
    low, high = math.floor(pain["low80"]), min(math.ceil(pain["high80"]), 10)
    middle = f"about {round(pain['median'])}" if round(pain["median"]) else "less than 1"
    told = f"The pain is likely {middle} on a scale from 0 to 10 (it may be {low} to {high})."
    done = everywhere(result.course)
    minutes = {session.numbing.minutes for _, session in done if session.numbing}
    if not minutes:
        return [f"No numbing cream is planned. {told}"]
    numbed = {session.day for _, session in done if session.numbing}
    which = _at_visits([session.day in numbed for session in result.course.sessions])
    return [f"A numbing cream goes on first{which}, for {span(min(minutes), max(minutes))} minutes. {told}"]


def _at_visits(held: list[bool]) -> str:
    """Which visits a step belongs to, where it does not belong to all: ` at visits 2, 3 and 4`."""
    which = [str(place) for place, here in enumerate(held, 1) if here]
    return "" if all(held) else f" at visit{'s' if len(which) > 1 else ''} {listed(which)}"


def _products(result: Forecast) -> list[str]:
    sessions, done = result.course.sessions, everywhere(result.course)
    names = list(dict.fromkeys(item.name for _, session in done for item in session.topical))
    if not names:
        return []
    treated = {session.day for _, session in done if session.topical}
    places = list(dict.fromkeys(site for site, session in done if session.topical))
    at = f"the skin {where(places)}" if len(places) < len(result.course.zones) else "the skin"
    brought = [item for session in result.sessions for item in session.delivered]
    told = [
        f"After needling{_at_visits([session.day in treated for session in sessions])}, "
        f"{listed([product(name) for name in names])} {'goes' if len(names) == 1 else 'go'} on {at}."
    ]
    off = {item.name for item in brought if item.off_label} | {
        name for name in names if _warned(OFF_LABEL, name, result)
    }
    if off:
        told.append(
            f"In the United States, needling tools are not cleared for bringing {listed(sorted(map(product, off)))} in."
        )
    if any(item.granuloma_warning for item in brought) or any(
        _warned(GRANULOMA, name, result) for name in names
    ):
        told.append("Such products have caused lumps in some people. Ask your clinic about this.")
    return [" ".join(told)]


def _warned(rule: str, name: str, result: Forecast) -> bool:
    """Whether a rule of the safety screen speaks of a product, followed into the skin or not."""
    about = f"topical, {name}"
    return any(item.rule.split()[0] == rule and item.about == about for item in result.findings)


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
