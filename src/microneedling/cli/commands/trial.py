"""`microneedling trial FILE`: what a trial of two or more courses would show, and how many people it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ...inputs.questions import ENGINES, KERNELS
from .. import options
from ..ending import going_on
from ..group import command
from ..output import say, say_json, tell
from ..progress import Bar, progress
from ..together import Together

if TYPE_CHECKING:
    from ...trials.computing import Done
    from ...trials.result import TrialResult


@command()
@options.file()
@click.option(
    "--people",
    type=options.WHOLE,
    metavar="N",
    help="virtual people in each arm (100 trials of the file's size)",
)
@options.seed("seed of people and draws")
@click.option(
    "--engine",
    type=options.OneOf(ENGINES),
    default=ENGINES[0],
    metavar="|".join(ENGINES),
    help=f"who computes ({ENGINES[0]})",
)
@click.option("--scheduler", metavar="ADDRESS", help="dask: a running scheduler; else one is started")
@click.option(
    "--workers",
    type=options.WHOLE,
    metavar="N",
    help="processes (as many as cores, where the work is worth it); 1 computes in this one",
)
@click.option(
    "--chunks", metavar="PLACE", help="folder or address where finished chunks are kept (the user's cache)"
)
@click.option(
    "--chunk-size",
    type=options.WHOLE,
    metavar="N",
    help="people of an arm in a chunk (240; 16384 with --kernel cuda)",
)
@click.option(
    "--kernel",
    type=options.OneOf(KERNELS),
    default=KERNELS[0],
    metavar="|".join(KERNELS),
    help="what integrates: auto takes what is installed for the processor; cuda is a graphics processor",
)
@click.option("--resume", is_flag=True, help="take finished chunks and compute only the others")
@click.option(
    "--people-table", type=options.FILE, metavar="PATH", help="write every person as a Parquet table"
)
@click.option("--query", metavar="SQL", help='ask that table, in DuckDB\'s words, as "people"')
@options.report_or_html("write the report as one HTML page")
@options.force("replace an existing table or report")
@options.as_json()
@options.despite_stop("although the safety screen says stop; logged in the answer")
def run(
    file: str,
    report: str | None,
    force: bool,
    as_json: bool,
    despite_stop: bool,
    chunks: str | None,
    resume: bool,
    **asked: Any,
) -> None:
    """Run a virtual trial; its table and report are written before the answer is printed."""
    from ...trials.reading import load_trial
    from ...trials.trial import argument_mistakes

    table = asked["people_table"]
    gathered = Together("trial", file)
    gathered.arguments(argument_mistakes(**asked))
    gathered.place("--people-table", table, force, "parquet")
    gathered.place("--report", report, force, "page")
    planned = gathered.read(load_trial, file)
    gathered.refuse()
    settings = {"override_stop": despite_stop, "chunks": chunks, "resume": resume, **asked}
    with going_on(lambda: "Finished chunks are kept; go on with --resume."):
        result = _answer(planned, settings)
    if report:
        _write(result, report, force)
    if as_json:
        say_json(result.to_json())
        return
    from ..printed.trial import trial_text

    files = [f"People: {table}"] if table else []
    files += [f"Report: {report}"] if report else []
    say("\n".join([trial_text(result), *(["", *files] if files else [])]))


def _answer(planned: Any, settings: dict[str, Any]) -> TrialResult:
    """The trial run, with its progress on the terminal."""
    from ...trials.trial import trial

    told = Bar("chunks of people")

    def seen(done: Done) -> None:
        told.at(done.chunks, done.of_chunks, f"{done.people_per_second:.0f} people/s", done.left_s)

    result = trial(planned, progress=seen, **settings)
    told.end()
    if result.cost and result.cost.spoilt:
        tell(f"{result.cost.spoilt} chunk file(s) were spoilt and were computed again")
    return result


def _write(result: TrialResult, report: str, force: bool) -> None:
    from ...report.trial import write_trial_report
    from ...trials.known import numbers_used

    progress("writing the report ...")
    write_trial_report(result, numbers_used(result.trial), report, force)
    progress()
