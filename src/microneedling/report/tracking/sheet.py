"""The client's sheet of a course under way: what we said, what we see; one side of A4, in plain words."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files import check_target, write_whole
from ...phrases import plural
from ..chances import people_of_hundred
from ..client.lay_words import NOT_KNOWN, WATCH, WISHES
from ..client.plan import judge_words, where
from ..pages import rendered
from .chart import chart_of

if TYPE_CHECKING:
    from ...tracking.healing_time import HealingTime
    from ...tracking.tracked import Tracked
    from ...tracking.tracked_outcome import TrackedOutcome

SHOWN, WEEK = 2, 7
PLACE = {
    "slower": "It seems to go slower than we said.",
    "on track": "It seems to go as we said.",
    "faster": "It seems to go faster than we said.",
    "not to be told yet": "It is too soon to say if it goes slower or faster than we said.",
}

NOT_YET = "One look cannot tell a change from chance yet."


def write_tracking_sheet(answer: Tracked, path: Path | str, force: bool = False) -> Path:
    """Write the sheet to `path`; refuses an existing file unless `force`. The file is whole or not there."""
    return write_whole(check_target(path, force), tracking_sheet(answer), force)


def tracking_sheet(answer: Tracked) -> str:
    """The sheet as text; the same answer gives the same bytes."""
    return rendered("tracking_sheet.html.j2", "client.css", "tracking.css", **page(answer))


def page(answer: Tracked) -> dict[str, Any]:
    """Everything that the template shows, in the order of its parts."""
    chief, judge = answer.chief, float(answer.course.assessment_day)
    return {
        "title": answer.course.title,
        "week": math.ceil(answer.today / WEEK),
        "judge": judge_words(judge),
        "early": answer.today < judge,
        "visits": _visits(answer),
        "looks": [_look(answer, item, order) for order, item in enumerate(chief[:SHOWN])],
        "more": max(len(chief) - SHOWN, 0),
        "redness": [
            _redness(item) for item in answer.healing if item.learnt_from and item.name == "redness_days"
        ],
        "next": _next(answer),
        "stopped": bool(answer.said.overridden),
        "trusted": answer.rests.trusted,
        "unknown": NOT_KNOWN,
        "watch": WATCH,
        "model": str(answer.said.manifest.get("model_number", "")),
    }


def _visits(answer: Tracked) -> str:
    """Visits done, missed and to come, in a sentence each."""
    days = [session.day for session in answer.done.course.sessions]
    done = sum(day <= answer.today for day in days)
    told = [f"You had {plural(done, 'visit')}." if done else "You had no visit yet."]
    if answer.missed:
        count = len(answer.missed)
        told.append(
            f"You missed {plural(count, 'visit')}; what we say now counts without {'it' if count == 1 else 'them'}."
        )
    if to_come := len(days) - done:
        told.append(
            f"{plural(to_come, 'visit').capitalize()} {'is' if to_come == 1 else 'are'} still to come."
        )
    return " ".join(told)


def _look(answer: Tracked, item: TrackedOutcome, order: int) -> dict[str, Any]:
    """One wish: the chart, what we said, what we see, how it goes."""
    wish = WISHES[item.carries[0]]
    if item.zone:
        wish = f"{wish} {where([item.zone])}"
    said, now = people_of_hundred(item.chance_said), people_of_hundred(item.chance_now)
    return {
        "wish": wish[0].upper() + wish[1:],
        "chart": chart_of(item, f"look-{order}", answer.done.course, 360, 190, plain=True),
        "said": f"about {said}",
        "now": f"about {now}",
        "same": said == now,
        "place": PLACE[item.place] if item.points else "Nobody has measured this yet.",
        "seen": _seen(item) if item.points else "",
    }


def _seen(item: TrackedOutcome) -> str:
    """Whether a change can be measured yet, and by when one is expected."""
    if not any(point.measurement.day > 0 for point in item.points):
        return "So far only the start was measured."
    if item.measurable:
        return "What we measured is better than at the start, by more than such looks are off."
    if item.worse:
        return "What we measured is worse than at the start. Talk to your clinic about it."
    if item.expected_day is None:
        return f"{NOT_YET} It may stay too small for that; you may still notice it."
    return f"{NOT_YET} We expect it to by week {math.ceil(item.expected_day / WEEK)}."


def _redness(item: HealingTime) -> str:
    """How long redness lasts after a visit, in whole days."""
    said, now = (max(round(each["median"]), 1) for each in (item.said, item.now))
    told = "as we said" if said == now else f"we said about {plural(said, 'day')}"
    place = f" {where([item.zone])}" if item.zone else ""
    return f"After a visit you are red{place} for about {plural(now, 'day')} ({told})."


def _next(answer: Tracked) -> str:
    """When one more look would tell most; empty where none would tell anything."""
    days = [one for item in answer.chief for one in item.next_readings if one.narrowing > 0.02]
    if not days:
        return ""
    best = max(days, key=lambda one: one.narrowing)
    return f"One more look in week {math.ceil(best.day / WEEK)} would tell us more."
