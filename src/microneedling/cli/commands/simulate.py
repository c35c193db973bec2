"""`microneedling simulate FILE`: the forecast as a table, as JSON, and as a report."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from ...course.reading import load_course
from ...files import check_target
from ...inputs.questions import refuse, to_simulate
from ..arguments import as_options, number_or_text
from ..progress import progress


def run(options: Namespace) -> int:
    draws, seed, days = number_or_text(options.draws), number_or_text(options.seed), _days(options.days)
    refuse("simulate", as_options(to_simulate(draws, seed, days)))
    if options.report:
        check_target(options.report, options.force)
    course = load_course(options.file)
    progress(f"simulating {len(course.sessions)} sessions, {draws} draws ...")
    from ...course.simulate import simulate

    forecast = simulate(course, int(draws), int(seed), days, override_stop=options.despite_stop)
    progress()
    if options.json:
        print(json.dumps(forecast.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.simulate import result_text

        print(result_text(forecast))
    if options.report:
        from ...course.pathways import pathways
        from ...report.course.page import write_report
        from ...sensitivity.influence import influence

        progress("finding which numbers matter most ...")
        ranked, followed = influence(forecast), pathways(forecast)
        write_report(forecast, options.report, options.force, ranked, followed)
        progress()
        if not options.json:
            print(f"\nReport: {options.report}")
    return 0


def _days(text: str | None) -> list[Any] | None:
    """The days of `--days 30,90`, each once, in order; what is no number stays as it was written."""
    if text is None:
        return None
    parts = {number_or_text(part) for part in text.replace(" ", ",").split(",") if part}
    return sorted(parts, key=lambda day: (isinstance(day, str), day))
