"""Two sides for the client of one plan: what it may bring beside doing nothing, and how to care for the skin.

Benefits and harms stand in one form: people of a hundred like the client, by the same week, as figures and numbers with
their range. Where a harm is under one in a hundred all figures of the sheet are of a thousand. Differences are taken
first and rounded last; a plan that does worse than nothing is drawn as a loss.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from ...evidence.sources import count_by_grade, numbers_behind
from ...figures.arrays import Part, counts_of, people_array
from ...figures.visits import days_after, visits_line
from ...phrases import listed, number, plural
from ..client import plan as lay
from ..client.lay_words import NOT_KNOWN, SURE, WATCH, WISHES, to_talk_through
from ..draws import quantiles
from ..pages import rendered
from . import card

if TYPE_CHECKING:
    from ...planner.one_plan import Plan
    from ...planner.plans import Plans

FEW = 0.01  # a harm rarer than this turns all figures of a sheet into a thousand
LAY = {
    "gentlest": "the gentlest",
    "balanced": "most for what it asks",
    "fastest": "the shortest",
    "fewest visits": "the fewest visits",
    "least cost": "the cheapest",
    "most change": "the most change",
    "nearest": "the nearest",
}
PARTS_SHOWN = 2  # plans beside this one in the table of choices


def plan_sheets(answer: Plans, made_on: date | None = None) -> dict[str, str]:
    """The sheet of every plan with sessions as a page, by file name."""
    return {
        f"{item.id}_client.html": plan_sheet(answer, item, made_on)
        for item in answer.plans
        if item.course.sessions
    }


def plan_sheet(answer: Plans, item: Plan, made_on: date | None = None) -> str:
    """Both sides as one page; the same answer and day give the same bytes."""
    return rendered("plan_sheet.html.j2", "client.css", "plan_sheet.css", **page(answer, item, made_on))


def page(answer: Plans, item: Plan, made_on: date | None = None) -> dict[str, Any]:
    """Everything that the template shows, in the order of its parts."""
    total = 1000 if 0 < item.objectives["dark marks"]["mean"] < FEW else 100
    judge = float(item.course.assessment_day)
    course = item.course
    return {
        "title": answer.course.title,
        "aim": lay.aim(course),
        "decision": _decision(answer),
        "visits": lay.visits(course),
        "steps": lay.steps(item.forecast),
        "line": visits_line([float(session.day) for session in course.sessions], judge),
        "judge": lay.judge_words(judge),
        "period": lay.judge_words(_judged(answer, item)),
        "total": total,
        "arrays": _arrays(answer, item, total),
        "choices": _choices(answer, item, total),
        "others": _others(answer, total),
        "sure": [SURE[word] for word in dict.fromkeys(_certainty(item))],
        "after": _after(item),
        "practical": _practical(answer, item, total),
        "unknown": [_guesses(answer), *NOT_KNOWN],
        "off_label": _off_label(item),
        "points": to_talk_through(
            finding.rule for finding in item.forecast.findings if finding.level in ("caution", "delay")
        ),
        "currency": answer.goals.price.currency if answer.goals.price else "",
        "overridden": bool(answer.screened.overridden),
        "watch": WATCH,
        "care": card.care_rows(item),
        "healing": card.healing(item),
        "sources": card.sources(),
        "id": item.id,
        "model": str(answer.manifest["model_number"]),
        "made_on": (made_on or date.today()).strftime("%-d %B %Y"),
    }


def _judged(answer: Plans, item: Plan) -> float:
    """The day up to which everything on the sheet is counted: the last on which a wish is judged."""
    return float(max(wish.by_day or item.course.assessment_day for wish in answer.goals.wishes))


def _decision(answer: Plans) -> str:
    wishes = listed([WISHES[wish.concern] for wish in answer.goals.wishes])
    return f"You want {wishes}. The choice: needling, something else, or nothing for now."


def _shares(answer: Plans, item: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Who notices with the plan and who would without, (draw,), by the weights of the wishes."""
    table, own = answer.full, answer.plans.index(item)
    nothing = next(k for k, one in enumerate(answer.plans) if not one.course.sessions)
    return table.benefit[own], table.benefit[nothing]


def _arrays(answer: Plans, item: Plan, total: int) -> list[dict[str, Any]]:
    """Benefit and harm in one form: figures, the number, its range."""
    with_it, without = _shares(answer, item)
    gain = float((with_it - without).mean())
    anyway = float(min(with_it.mean(), without.mean()))
    kind, words = ("yes", "notice a change thanks to the visits") if gain >= 0 else ("loss", "lose a change")
    benefit = [
        Part(abs(gain), words, kind),
        Part(
            max(1 - abs(gain), 0.0),
            "see no difference" if anyway < 1e-9 else "see no difference to doing nothing",
            "no",
        ),
    ]
    marks = item.objectives["dark marks"]
    harm = [
        Part(marks["mean"], "get dark marks for a while", "loss"),
        Part(1 - marks["mean"], "get none", "no"),
    ]
    apart = quantiles(with_it - without)
    return [
        _array("benefit", "See a change that they notice", benefit, apart, total),
        _array("harm", "Get dark marks for a while", harm, marks, total),
    ]


def _array(name: str, title: str, parts: list[Part], held: dict[str, float], total: int) -> dict[str, Any]:
    counts = counts_of([part.share for part in parts], total)
    low, high = (round(total * min(max(abs(held[end]), 0.0), 1.0)) for end in ("low80", "high80"))
    low, high = min(low, high, counts[0]), max(low, high, counts[0])
    return {
        "name": name,
        "title": title,
        "figures": people_array(f"people-{name}", title, parts, total),
        "parts": [
            {"count": count, "words": part.words, "kind": part.kind}
            for part, count in zip(parts, counts, strict=True)
        ],
        "range": f"It could be {low} to {high}." if high > low else "",
        "loss": name == "benefit" and parts[0].kind == "loss",
    }


def _choices(answer: Plans, item: Plan, total: int) -> list[dict[str, str]]:
    """Nothing, this plan, and up to two more, on the same points, counted in the same people."""
    others = [one for one in answer.plans if one is not item and one.course.sessions][:PARTS_SHOWN]
    return [_choice(one, one is item, total) for one in (answer.named("nothing"), item, *others)]


def _choice(one: Plan, own: bool, total: int) -> dict[str, str]:
    held, sessions = one.objectives, len(one.course.sessions)
    name = "This plan" if own else "No treatment" if not sessions else f"Another plan ({LAY[one.names[0]]})"
    cost = f"{held['cost']['median']:g}" if "cost" in held else ""
    return {
        "name": name,
        "visits": str(sessions) if sessions else "none",
        "notice": _of(held["benefit"], total),
        "marks": _of(held["dark marks"], total) if sessions else "none from needling",
        "days": _days(held["downtime"]) if sessions else "none",
        "pain": _pain(held["pain"]["median"]) if sessions else "none",
        "cost": cost,
    }


def _of(held: dict[str, float], total: int) -> str:
    """`about 42 (25 to 60)`; the range where it has one."""
    middle, low, high = (round(total * held[key]) for key in ("mean", "low80", "high80"))
    low, high = min(low, middle), max(high, middle)
    return f"about {middle}" + (f" ({low} to {high})" if high > low else "")


def _pain(middle: float) -> str:
    return f"{middle:.0f} of 10" if middle >= 1 else "below 1 of 10"


def _days(held: dict[str, float]) -> str:
    middle, high = (max(round(held[key]), 1) for key in ("median", "high80"))
    if high > middle:
        return f"{middle} to {high} days"
    return f"{middle} day{'s' if middle != 1 else ''}"


def _others(answer: Plans, total: int) -> list[dict[str, str]]:
    """Care at home and other treatments, in plain words; nothing is counted where nothing is known."""
    found = []
    for item in answer.alternatives:
        if item.chance is not None:
            people = _people(item.chance, total).capitalize()
            told = f"{people} like you would see a change. This rests on theory alone."
        elif item.rows:
            told = "There are studies, in other people and on other scales. Ask your clinic what they say."
        else:
            told = "We have no numbers that can be set beside these. We do not know; it could be none."
        found.append({"name": item.name[0].upper() + item.name[1:], "told": told})
    return found


def _people(share: float, total: int) -> str:
    """`about 12 of 100 people`; where it rounds to none, hardly anybody."""
    count = round(total * share)
    return f"about {count} of {total} people" if count else f"hardly any of {total} people"


def _certainty(item: Plan) -> list[str]:
    told = {(chance.of, chance.scale, chance.zone) for chance in item.forecast.chances}
    return [one.certainty for one in item.forecast.outcomes if (one.name, one.scale, one.zone) in told]


def _after(item: Plan) -> dict[str, Any]:
    red, calm = quantiles(item.forecast.harm.erythema_days), quantiles(item.forecast.harm.downtime_days)
    return {
        "boxes": days_after(red["median"], calm["median"], calm["high80"]),
        "red": _days(red),
        "calm": _days(calm),
    }


def _practical(answer: Plans, item: Plan, total: int) -> list[str]:
    """What it is like to live through: visits, time, money, days on which one looks treated."""
    held, told = item.objectives, []
    weeks = round(held["weeks"]["median"])
    within = f" in {plural(weeks, 'week')}" if weeks else ""
    told.append(f"{plural(len(item.course.sessions), 'visit')}{within}.".capitalize())
    if "visit time" in held:
        told.append(f"About {held['visit time']['median']:g} minutes each time.")
    if "cost" in held and answer.goals.price:
        told.append(f"{held['cost']['median']:g} {answer.goals.price.currency} for all visits.")
    else:
        told.append("Ask your clinic for the price of all visits.")
    told.append(
        f"You may look treated for {_days(held['downtime'])} after each visit. No make-up on the first day."
    )
    told.append("Sun cream every day, for months.")
    fewer = round(total * (item.skipped or 0.0))
    if fewer > 0:
        told.append(f"If you leave out the last visit, about {fewer} fewer of {total} people see a change.")
    for left in item.later[:1]:
        told.append(
            f"A year after the last visit, {_people(left.without, total)} would still see it. "
            "No study has looked so far ahead."
        )
    return told


def _guesses(answer: Plans) -> str:
    values = answer.plans[0].forecast.values
    counts = count_by_grade(numbers_behind(values.used, values.registry), values.registry)
    share = counts["assumed"] / max(sum(counts.values()), 1)
    return f"This comes from a computer model. About {number(round(10 * share), 2)} in 10 of its numbers are guesses."


def _off_label(item: Plan) -> list[str]:
    """What regulators have not cleared, in plain words; empty where nothing of that was found."""
    rules = {finding.rule.split()[0] for finding in item.forecast.findings}
    told = []
    if "L01" in rules or "L04" in rules:
        told.append("No needling tool that we know of was cleared for this in the United States.")
    if "D07" in rules or "D04" in rules:
        told.append(
            "The needles are set deeper than what was cleared, or than most sources say, for this place."
        )
    told_already = any("not cleared" in words for words in lay.steps(item.forecast))
    if not told_already and any(session.topical for _, session in lay.everywhere(item.course)):
        told.append("Needling tools are not cleared for bringing products into the skin.")
    return told
