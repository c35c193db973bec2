"""`microneedling validate`: how the model stands up to published studies, from the results as shipped.

With --study one study is predicted now, with --bench measurements on skin; with --refit everything is learnt and
judged again (long).
"""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from ...errors import Mistake
from ...validation.bench import TITLES
from ...validation.result import Validation
from ...validation.validate import DRAWS, readings_named, validate, validate_bench, validate_study
from .. import options
from ..calibration_run import (
    CHECKPOINTS,
    ProgressLine,
    fitted_and_judged,
    folder_mistakes,
    kept_words,
    one_thread_for_matrices,
)
from ..ending import going_on
from ..group import command
from ..output import say, say_json
from ..progress import Bar, progress
from ..together import Together

ALL = "all"  # tables of measurements


@command()
@click.option("--study", metavar="ID", help="predict one study, arm or row of the tables now")
@click.option(
    "--bench",
    type=options.OneOf((ALL, *TITLES)),
    metavar="[TABLE]",
    is_flag=False,
    flag_value=ALL,
    help="measurements on skin, channels and drugs, predicted now; one table or all (a minute)",
)
@options.as_json()
@options.report_or_html("write every study as a page, one HTML file")
@options.force("replace an existing page")
@click.option("--refit", is_flag=True, help="calibrate and judge everything again (long)")
@click.option(
    "--checkpoints",
    type=options.FILE,
    metavar="DIR",
    help=f"with --refit: where to keep what is done ({CHECKPOINTS})",
)
def run(
    study: str | None,
    bench: str | None,
    as_json: bool,
    report: str | None,
    force: bool,
    refit: bool,
    checkpoints: str | None,
) -> None:
    """How the model stands up to published studies, misses first."""
    gathered, kept = Together("validate"), Path(checkpoints or CHECKPOINTS)
    gathered.mistakes += _apart({"--study": study, "--bench": bench, "--refit": refit, "--report": report})
    if checkpoints is not None and not refit:
        gathered.mistakes.append(Mistake("--checkpoints", "it without --refit", "only with --refit"))
    if refit:
        gathered.mistakes += folder_mistakes("--checkpoints", kept)
    gathered.place("--report", report, force, "page")
    if study is not None:
        gathered.read(readings_named, study)
    gathered.refuse()
    if study is not None:
        _study(study, as_json)
    elif bench is not None:
        _bench(bench, as_json)
    else:
        again = ["microneedling", "validate", "--refit", "--checkpoints", str(kept)]
        again += [*(["--json"] if as_json else []), *(["--report", report] if report else [])]
        again += ["--force"] if force else []
        _whole(_refitted(kept, shlex.join(again)) if refit else validate(), as_json, report, force)


def _apart(given: dict[str, object]) -> list[Mistake]:
    """Options that do not go together: at most one question, and a page only of the whole."""
    asked = [name for name, value in given.items() if value not in (None, False)]
    if asked == ["--refit", "--report"]:
        return []
    return [Mistake(name, f"it beside {asked[0]}", "one of the two") for name in asked[1:]]


def _whole(found: Validation, as_json: bool, report: str | None, force: bool) -> None:
    if report:
        from ...report.validation import write_page

        write_page(found, report, force=force)
    if as_json:
        say_json(found.to_json())
        return
    from ..printed.validate import validation_text

    say("\n".join([validation_text(found), *([f"\nReport: {report}"] if report else [])]))


def _refitted(kept: Path, again: str) -> Validation:
    """Learn and judge everything again, as shipped."""
    one_thread_for_matrices()
    with going_on(lambda: kept_words(kept, again)):
        from ...calibration.fit import DRAWS, SEEDS

        return fitted_and_judged(kept, DRAWS, SEEDS, ProgressLine())[1]


def _study(name: str, as_json: bool) -> None:
    """Predict one study, or one row of it, now."""
    progress(f"predicting {len(readings_named(name))} readings, {DRAWS} draws ...")
    found = validate_study(name, DRAWS)
    progress()
    if as_json:
        say_json(found.to_json())
        return
    from ..printed.validate import study_text

    say(study_text(found))


def _bench(name: str, as_json: bool) -> None:
    """Predict one table of measurements on skin, or all of them, now."""
    names = tuple(TITLES) if name == ALL else (name,)
    told, tables = Bar("judging tables of measurements", "about a minute" if name == ALL else ""), []
    for place, one in enumerate(names):
        told.at(place, len(names), one)
        tables += validate_bench((one,))
    told.end()
    if as_json:
        from ...validation.bench.coverage import coverage

        covered = coverage([row for item in tables for row in item.rows])
        say_json(
            {"bench": [item.to_json() for item in tables], "coverage": [line.to_json() for line in covered]}
        )
        return
    from ..printed.validate import bench_text

    say(bench_text(tables))
