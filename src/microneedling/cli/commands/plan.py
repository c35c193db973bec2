"""`microneedling plan FILE --goals FILE`: a few courses worth choosing between, and why.

With `--again DIR` nothing is searched: the plans that were saved there are forecast on the file as it is now.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ...errors import Mistake
from .. import options
from ..group import command
from ..output import say, say_json, say_with_files, tell
from ..progress import Bar, progress
from ..together import Together

if TYPE_CHECKING:
    from ...planner.plans import Plans
    from ...planner.saved import SavedPlans
    from ...planner.search.searching import Progress


@command()
@options.file("COURSE_OR_PERSON")
@click.option(
    "--goals",
    type=options.FILE,
    metavar="PATH",
    help="wishes, limits and what is at hand; with --again those of the plans, where left out",
)
@click.option(
    "--again",
    type=options.FILE,
    metavar="DIR",
    multiple=True,
    help="search nothing: forecast the plans saved in DIR on the file as it is now, beside what was offered",
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
    goals: str | None,
    again: tuple[str, ...],
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
    from ...planner.wishes.person import against
    from ...planner.wishes.reading import load_goals

    gathered = Together("plan", file, goals)
    gathered.arguments(to_plan(draws, seed))
    if again:
        gathered.mistakes += _beside_again(report=report, save=save)
    gathered.place("--report", report, force, "page")
    _folder(gathered, save, force)
    person = gathered.read(load_course, file)
    if goals is None and not again:
        allowed = "a file with wishes and limits, or --again DIR"
        gathered.mistakes.append(
            Mistake("--goals", "nothing", allowed, "`microneedling schema goals` has its keys.")
        )
    today = None if again else date.today()  # what was planned may have begun
    wanted = None if goals is None else gathered.read(lambda path: load_goals(path, today), goals)
    if person is not None and wanted is not None and (gathered.mistakes or not again):
        gathered.mistakes += against(wanted, person)
    saved = [gathered.read(_load_plans, folder) for folder in again]
    gathered.refuse()
    if again:
        _again(saved, person, wanted, {"draws": draws, "seed": seed}, as_json, despite_stop)
        return
    answer = _answer(person, wanted, int(draws), int(seed), despite_stop)
    written = [("Report", _report(answer, report, force))] if report else []
    written += [("Plans", _save(answer, save, force))] if save else []
    progress()
    if as_json:
        say_json(answer.to_json())
        return
    from ..printed.plan import plans_text

    say_with_files(plans_text(answer), written)


def _beside_again(**given: str | None) -> list[Mistake]:
    """What writes the result of a search, where nothing is searched."""
    return [
        Mistake(
            f"--{name}", f'"{path}"', "nothing beside --again", "Write the answer with --json, or plan anew."
        )
        for name, path in given.items()
        if path is not None
    ]


def _load_plans(folder: str) -> SavedPlans:
    from ...planner.saved import load_plans

    return load_plans(folder)


def _again(
    saved: list[SavedPlans],
    person: Any,
    wanted: Any,
    numbers: dict[str, Any],
    as_json: bool,
    despite_stop: bool,
) -> None:
    """Saved plans on the person as they are now; draws and seed are those of the plans unless given."""
    from ...planner.again import again_of
    from ..printed.plans_again import again_text

    source = click.get_current_context().get_parameter_source
    given = {
        name: int(value) for name, value in numbers.items() if source(name) is ParameterSource.COMMANDLINE
    }
    progress("forecasting the plans again ...")
    answer = again_of(saved, person, wanted, **given, override_stop=despite_stop)
    progress()
    if as_json:
        say_json(answer.to_json())
    else:
        say(again_text(answer))


def _folder(gathered: Together, save: str | None, force: bool) -> None:
    """The folder of `--save`, checked before anything is computed."""
    from ...errors import InputError
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
