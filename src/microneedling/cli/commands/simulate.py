"""`microneedling simulate FILE`: the forecast as a table, as JSON, and as a report."""

from __future__ import annotations

from typing import Any

import click

from ...inputs.questions import to_simulate
from .. import options
from ..arguments import number_or_text
from ..group import command
from ..output import say_json, say_with_files
from ..progress import progress, simulating
from ..together import Together


@command()
@options.file()
@options.as_json()
@options.report("write the report for the professional, one HTML file")
@click.option(
    "--client", type=options.FILE, metavar="PATH", help="write the sheet for the client, one page of HTML"
)
@options.draws(400)
@options.seed()
@click.option("--days", metavar="D,D,...", help="days to report, counted from the first session")
@options.force()
@options.despite_stop("forecast although the safety screen says stop; logged")
def run(
    file: str,
    as_json: bool,
    report: str | None,
    client: str | None,
    draws: Any,
    seed: Any,
    days: str | None,
    force: bool,
    despite_stop: bool,
) -> None:
    """Forecast a course; its pages are written before the answer is printed."""
    from ...course.reading import load_course

    wanted, gathered = _days(days), Together("simulate", file)
    gathered.arguments(to_simulate(draws, seed, wanted))
    gathered.place("--report", report, force, "page")
    gathered.place("--client", client, force, "page")
    course = gathered.read(load_course, file)
    gathered.refuse()
    simulating(course, draws)
    from ...course.simulate import simulate

    forecast = simulate(course, int(draws), int(seed), wanted, override_stop=despite_stop)
    written = [("Report", _report(forecast, report, force))] if report else []
    written += [("Client's sheet", _client(forecast, client, force))] if client else []
    progress()
    if as_json:
        say_json(forecast.to_json())
        return
    from ..printed.simulate import result_text

    say_with_files(result_text(forecast), written)


def _report(forecast: Any, path: str, force: bool) -> str:
    from ...course.pathways import pathways
    from ...report.course.page import write_report
    from ...sensitivity.influence import influence

    progress("finding which numbers matter most ...")
    ranked = None if forecast.zones else influence(forecast)  # of one zone: `evidence FILE --zone SITE`
    followed = pathways(forecast)
    write_report(forecast, path, force, ranked, followed)
    return path


def _client(forecast: Any, path: str, force: bool) -> str:
    from ...report.client.sheet import write_client_sheet

    write_client_sheet(forecast, path, force)
    return path


def _days(text: str | None) -> list[Any] | None:
    """The days of `--days 30,90`, each once, in order; what is no number stays as it was written."""
    if text is None:
        return None
    parts = {number_or_text(part) for part in text.replace(" ", ",").split(",") if part}
    return sorted(parts, key=lambda day: (isinstance(day, str), day))
