"""The jobs `plan` and `move`: a search for the few plans worth choosing between, and a plan moved by hand in full.

What comes back is all that pages show and all that a version of a plan keeps: no page simulates anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from ..records.answers import kept_answer
from ..records.services.act import Actor

if TYPE_CHECKING:
    from ...course.course import Course
    from ...planner.one_plan import Plan
    from ...planner.plans import Plans
    from ...planner.search.searching import Progress
    from ...planner.wishes.goals import Goals

Step = Callable[[float], None]
# Stage of a search -> the part of the whole at which it begins, and the part that it takes: a guess, for the bar alone.
STAGES = {"first look": (0.02, 0.1), "few draws of all": (0.12, 0.1), "all draws": (0.22, 0.58)}
IN_FULL = 0.82


def search(inputs: dict[str, Any], step: Step, actor: Actor) -> dict[str, Any]:
    """Plans for a person with wishes and limits; inputs: course, goals, draws, seed, today.

    Fails with the reasons where the safety screen stops it.
    """
    from ...planner.plan import plan

    course, goals = course_and_goals(inputs)
    step(0.01)

    so_far = 0.0

    def told(at: Progress) -> None:
        nonlocal so_far
        begin, takes = STAGES.get(at.stage, (IN_FULL, 0.0))
        so_far = max(
            so_far, begin + takes * at.done / max(at.of, 1)
        )  # a second look begins where the first ended
        step(so_far)

    answer = plan(
        course,
        goals,
        inputs["draws"],
        inputs["seed"],
        progress=told,
        today=date.fromisoformat(inputs["today"]),
    )
    step(0.97)
    return _answer(answer)


def move(inputs: dict[str, Any], step: Step, actor: Actor) -> dict[str, Any]:
    """A plan moved by hand, in all draws; inputs: course (as moved), goals, draws, seed, delay_day, stop, of, title."""
    from ...planner.moved import looked_at

    course, goals = course_and_goals(inputs)
    step(0.1)
    seen = looked_at(
        course,
        goals,
        inputs["draws"],
        inputs["seed"],
        delay_day=inputs["delay_day"],
        override_stop=bool(inputs["stop"]),
    )
    assert seen.whole is not None  # it was run in full
    step(0.9)
    return {"plan": _moved(inputs, seen)}


def course_and_goals(inputs: dict[str, Any]) -> tuple[Course, Goals]:
    """Course and goals of a job's inputs, checked; raises `InputError` with every mistake of both."""
    from ...course.reading import course_from_tables
    from ...errors import InputError
    from ...planner.wishes.reading import goals_from_tables

    try:
        course = course_from_tables(inputs["course"], "course", "")
    except InputError as error:
        mistakes = list(error.mistakes)
        try:
            goals_from_tables(inputs["goals"], "goals")
        except InputError as other:
            mistakes += other.mistakes
        raise InputError(error.source, mistakes) from None
    return course, goals_from_tables(inputs["goals"], "goals")


def _answer(answer: Plans) -> dict[str, Any]:
    from ...planner.plans_card import information_line, search_line
    from ...planner.relaxed import bought

    told = answer.to_json()
    told["plans"] = [_plan(item) for item in answer.plans]
    told["front"] = len(answer.front)
    told["bought"] = [item.to_json() for item in bought(answer)]
    told["information_words"] = information_line(answer.information)
    told["search_words"] = search_line(answer.manifest)
    told["narrowed_words"] = [item.words() for item in answer.screened.narrowed]
    return told


def _plan(item: Plan) -> dict[str, Any]:
    from ...report.draws import quantiles
    from ...report.plans.fans import fans_of, kept

    told = item.to_json()
    told["fans"] = (
        [kept(fan) for fan in fans_of(item.forecast.by_zone, item.id)] if item.course.sessions else []
    )
    told["answer"] = kept_answer(item.forecast) if item.course.sessions else None
    told["red"] = quantiles(item.forecast.harm.erythema_days) if item.course.sessions else None
    told["assessment_day"] = item.course.assessment_day
    return told


def _moved(inputs: dict[str, Any], seen: Any) -> dict[str, Any]:
    from ...planner.calendar import calendar
    from ...planner.hashes import inputs_hash
    from ...report.draws import quantiles
    from ...report.plans.fans import fans_of, kept

    whole, course = seen.whole, seen.course
    told = {"id": f"moved-{inputs_hash(course, seen.goals)[:12]}", "names": ["moved"]}
    told |= {"name": "moved", "of": inputs["of"], "course": course.as_file()}
    told |= {"design": inputs["title"], "objectives": seen.objectives, "limits": list(seen.limits)}
    told |= {"calendar": calendar(course, whole), "findings": [item.to_json() for item in seen.findings]}
    told |= {"fans": [kept(fan) for fan in fans_of(whole.by_zone, "moved")], "answer": kept_answer(whole)}
    told |= {"red": quantiles(whole.harm.erythema_days), "assessment_day": course.assessment_day}
    return told
