"""`microneedling plan FILE --goals FILE`: a few courses worth choosing between, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import options
from ..group import command
from ..output import say, say_json, tell
from ..progress import Bar, progress
from ..together import Together

if TYPE_CHECKING:
    from ...planner.plans import Plans
    from ...planner.search.searching import Progress


@command()
@options.file("COURSE_OR_PERSON")
@click.option(
    "--goals", type=options.FILE, metavar="PATH", required=True, help="wishes, limits and what is at hand"
)
@options.as_json()
@options.report("write the report of all plans, one HTML file")
@click.option(
    "--save",
    type=options.FILE,
    metavar="DIR",
    help="write every plan as a course file with a sheet for the client, and the whole answer, into a folder",
)
@options.draws(64, "draws of the uncertain numbers, the same for every plan")
@options.seed()
@options.force("replace an existing report, write into a folder that is not empty")
@options.despite_stop("plan although the safety screen says stop; logged in every plan")
def run(
    file: str,
    goals: str,
    as_json: bool,
    report: str | None,
    save: str | None,
    draws: Any,
    seed: Any,
    force: bool,
    despite_stop: bool,
) -> None:
    """Plan a course for the person of a course file; what is written stands there before the answer is printed."""
    from ...course.reading import load_course
    from ...planner.wishes.asked import to_plan
    from ...planner.wishes.reading import load_goals

    gathered = Together("plan", file, goals)
    gathered.arguments(to_plan(draws, seed))
    gathered.place("--report", report, force, "page")
    _folder(gathered, save, force)
    person, wanted = gathered.read(load_course, file), gathered.read(load_goals, goals)
    gathered.refuse()
    answer = _answer(person, wanted, int(draws), int(seed), despite_stop)
    written = [("Report", _report(answer, report, force))] if report else []
    written += [("Plans", _save(answer, save, force))] if save else []
    progress()
    if as_json:
        say_json(answer.to_json())
        return
    from ..printed.plan import plans_text

    say("\n".join([plans_text(answer), "", *(f"{name}: {path}" for name, path in written)]).rstrip())


def _folder(gathered: Together, save: str | None, force: bool) -> None:
    """The folder of `--save`, checked before anything is computed."""
    from ...errors import InputError, Mistake
    from ...files import check_folder

    if save is None:
        return
    try:
        check_folder(save, force)
    except InputError as error:
        gathered.mistakes += [
            Mistake(f"--save {save}", one.found, one.allowed, one.hint) for one in error.mistakes
        ]


def _answer(person: Any, wanted: Any, draws: int, seed: int, despite_stop: bool) -> Plans:
    """The plans, with the search's progress on the terminal; the first front is told as soon as it is there."""
    from ...planner.plan import plan

    told = Bar("settings")

    def seen(at: Progress) -> None:
        if at.first is not None:
            named = at.first.choice.named
            balanced = named.get("balanced")
            words = (
                at.first.table.design(balanced).words()
                if balanced is not None
                else "none keeps the limits yet"
            )
            tell(f"First look after {at.seconds:.1f} s: {words}")
        elif at.stage.startswith("running"):
            told.words(at.stage)
        else:
            told.at(at.done, at.of, at.stage)

    answer = plan(person, wanted, draws, seed, override_stop=despite_stop, progress=seen)
    told.end()
    return answer


def _report(answer: Plans, path: str, force: bool) -> str:
    from ...report.plans.page import write_plans_report

    progress("writing the report ...")
    write_plans_report(answer, path, force)
    return path


def _save(answer: Plans, folder: str, force: bool) -> str:
    from ...planner.saving import save_plans
    from ...report.plans.sheet import plan_sheets

    progress("writing the plans ...")
    return str(save_plans(answer, Path(folder), force, plan_sheets(answer)))
