"""`microneedling alive FILE [FILE]`: the skin over a course, day by day, as a page; two courses side by side."""

from __future__ import annotations

import click

from ...errors import Mistake
from ...inputs.questions import to_simulate
from .. import options
from ..group import command
from ..output import say_json, say_with_files
from ..progress import progress
from ..together import Together

MOST = 2


@command()
@options.files()
@options.draws(400, "draws of the uncertain numbers, for how sure the picture is")
@options.seed()
@options.report("write the page, one HTML file")
@options.as_json("print the frames as one JSON object and nothing else")
@options.force("replace an existing page")
@options.despite_stop("show a course although the safety screen says stop; said on the page")
@click.option("--zone", metavar="SITE", help="the zone to show, of courses with several")
def run(
    files: tuple[str, ...],
    draws: int | str,
    seed: int | str,
    report: str | None,
    as_json: bool,
    force: bool,
    despite_stop: bool,
    zone: str | None,
) -> None:
    """Show what the needles do to the skin in one middle course of the model, and how sure that is."""
    from ...course.reading import load_course
    from ...course.zones.parts import one_zone

    gathered = Together("alive", *files)
    gathered.arguments(to_simulate(draws, seed))
    if len(files) > MOST:
        gathered.mistakes.append(Mistake("FILE", f"{len(files)} files", "one course, or two side by side"))
    gathered.place("--report", report, force, "page")
    courses = [gathered.read(lambda path: one_zone(load_course(path), "alive", zone), path) for path in files]
    gathered.refuse()
    progress(
        f"simulating {len(courses)} courses, {draws} draws ..."
        if len(courses) > 1
        else f"simulating, {draws} draws ..."
    )
    from ...course.simulate import simulate

    results = [simulate(course, int(draws), int(seed), override_stop=despite_stop) for course in courses]
    written = []
    if report:
        from ...report.alive.page import write_alive

        write_alive(results, report, force)
        written = [("Page", report)]
    progress()
    from ...figures.alive.frames import frames_of
    from ...figures.alive.sure import sure_of

    shown, sure = [frames_of(result) for result in results], [sure_of(result) for result in results]
    if as_json:
        told = zip(shown, sure, strict=True)
        say_json({"courses": [frames.to_json() | {"sure": how.to_json()} for frames, how in told]})
        return
    from ..printed.alive import alive_text

    say_with_files(alive_text(shown, sure), written)
