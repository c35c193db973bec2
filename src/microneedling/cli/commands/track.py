"""`microneedling track FILE --measurements FILE`: what was said, what is read, what is said now."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import click

from ...errors import Mistake
from ...inputs.questions import FEWEST_TO_PREDICT, LAST_DAY, MOST_DRAWS, seed_number, whole_number
from .. import options
from ..arguments import number_or_text
from ..group import command
from ..output import say_json, say_with_files
from ..progress import progress, simulating
from ..together import Together


@command()
@options.file()
@click.option(
    "--measurements",
    type=options.FILE,
    metavar="PATH",
    required=True,
    help="what was measured so far, a table (CSV)",
)
@click.option("--start", metavar="DATE", help="date of the first session, where the table has dates")
@click.option("--today", metavar="D", help="day of the course (that of the last measurement)")
@click.option(
    "--goals",
    type=options.FILE,
    metavar="PATH",
    help="wishes and limits (TOML) under which what is left is planned again",
)
@click.option("--no-advice", is_flag=True, help="do not forecast again what is left of the course")
@options.as_json()
@options.report("write the report for the professional, one HTML file")
@click.option(
    "--client", type=options.FILE, metavar="PATH", help="write the sheet for the client, one page of HTML"
)
@options.draws(400)
@options.seed()
@options.force()
@options.despite_stop("track although the safety screen says stop; logged")
def run(
    file: str,
    measurements: str,
    start: str | None,
    today: str | None,
    goals: str | None,
    no_advice: bool,
    as_json: bool,
    report: str | None,
    client: str | None,
    draws: Any,
    seed: Any,
    force: bool,
    despite_stop: bool,
) -> None:
    """Track a course; its pages are written before the answer is printed."""
    from ...course.reading import load_course
    from ...planner.wishes.reading import load_goals
    from ...tracking.measurements import load_measurements

    gathered = Together("track", file, measurements, goals)
    gathered.arguments(whole_number("draws", draws, FEWEST_TO_PREDICT, MOST_DRAWS) + seed_number(seed))
    first, day = _date(start, gathered), _day(today, gathered)
    gathered.place("--report", report, force, "page")
    gathered.place("--client", client, force, "page")
    course = gathered.read(load_course, file)
    measured = gathered.read(partial(load_measurements, course=course, start=first), measurements)
    wished = gathered.read(load_goals, goals) if goals else None
    gathered.refuse()
    simulating(course, draws)
    from ...tracking.update import track

    answer = track(
        course,
        measured,
        draws=int(draws),
        seed=int(seed),
        today=day,
        advise=not no_advice,
        goals=wished,
        override_stop=despite_stop,
    )
    written = [("Report", _report(answer, report, force))] if report else []
    written += [("Client's sheet", _client(answer, client, force))] if client else []
    progress()
    if as_json:
        say_json(answer.to_json())
        return
    from ..printed.track import tracked_text

    say_with_files(tracked_text(answer), written)


def _date(text: str | None, gathered: Together) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        gathered.mistakes.append(Mistake("--start", f'"{text}"', "a date as 2026-03-31"))
        return None


def _day(text: str | None, gathered: Together) -> int | None:
    if text is None:
        return None
    day = number_or_text(text)
    gathered.arguments(whole_number("today", day, 0, LAST_DAY))
    return day if isinstance(day, int) else None


def _report(answer: Any, path: str, force: bool) -> str:
    from ...report.tracking.page import write_tracking_report

    write_tracking_report(answer, path, force)
    return path


def _client(answer: Any, path: str, force: bool) -> str:
    from ...report.tracking.sheet import write_tracking_sheet

    write_tracking_sheet(answer, path, force)
    return path
