"""`microneedling simulate FILE`: the forecast as a table, as JSON, and as a report."""

from __future__ import annotations

import json
from argparse import Namespace

from ...course.course import Course
from ...course.reading import load_course
from ...course.screen import stops
from ...errors import InputError, MicroneedlingError, Mistake
from ...files import check_target
from ..options import progress, whole_number

MOST_DRAWS, LAST_DAY = 10_000, 7300  # all draws are held at once: some 0.4 MB each


class Refused(MicroneedlingError):
    """The safety screen says stop; the message carries the reasons."""

    exit_code = 4


def run(options: Namespace) -> int:
    draws, seed, days = _numbers(options)
    if options.report:
        check_target(options.report, options.force)
    course = load_course(options.file)
    overridden = pass_screen(course, options)

    progress(f"simulating {len(course.sessions)} sessions, {draws} draws ...")
    from ...course.simulate import simulate

    result = simulate(course, draws=draws, seed=seed, days=days)
    if overridden:
        result.manifest["despite_stop"] = overridden
    answer = result.to_json()
    progress("")
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.course import result_text

        print(result_text(answer, course))
    if options.report:
        from ...report.course.page import write_report
        from ...sensitivity.influence import with_influence

        progress("asking which numbers matter most ...")
        write_report(with_influence(result), options.report, force=options.force)
        progress("")
        if not options.json:
            print(f"\nReport: {options.report}")
    return 0


def pass_screen(course: Course, options: Namespace) -> list[str]:
    """The rules overridden by `--despite-stop`; without it a stop ends here, with its reasons."""
    found = stops(course)
    if found and not options.despite_stop:
        reasons = "\n".join(f"  {finding}" for finding in found)
        raise Refused(
            f"{options.file}: no forecast: the safety screen says stop\n{reasons}\n"
            "  To forecast all the same (the rules overridden are logged in the result): --despite-stop"
        )
    return [finding.rule for finding in found]


def _numbers(options: Namespace) -> tuple[int, int, tuple[int, ...] | None]:
    mistakes: list[Mistake] = []
    draws = whole_number(options.draws, "--draws", 1, MOST_DRAWS, mistakes)
    seed = whole_number(options.seed, "--seed", 0, 2**63 - 1, mistakes)
    days = None
    if options.days is not None:
        parts = [part for part in options.days.replace(" ", ",").split(",") if part]
        days = tuple(sorted({whole_number(part, "--days", 0, LAST_DAY, mistakes) for part in parts}))
        if not parts:
            mistakes.append(Mistake("--days", "nothing", "days such as 30,90,180"))
    if mistakes:
        raise InputError("simulate", mistakes)
    return draws, seed, days
