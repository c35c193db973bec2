"""`microneedling evidence show|check|FILE`: the numbers of the model; which of them a forecast rests on most."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InputError, Mistake, did_you_mean
from ...evidence.entry import GRADES
from ...evidence.registry import registry
from ..options import progress, whole_number

if TYPE_CHECKING:
    from ...course.course import Course

WORDS = ("show", "check")


def run(options: Namespace) -> int:
    if options.what == "show":
        return _show(options.name)
    if options.name is not None:
        allowed = 'a name only after "show"'
        raise InputError("evidence", [Mistake(options.what, f'"{options.name}" after it', allowed)])
    return _check() if options.what == "check" else _rank(options)


def _check() -> int:
    from ...evidence.check import check_registry

    problems = check_registry()
    if problems:
        raise InputError("registry", problems)
    print(f"{len(registry())} numbers, no problem found")
    return 0


def _show(name: str | None) -> int:
    from ...evidence.report import show

    print(show(name) if name else _groups())
    return 0


def _groups() -> str:
    """Every group with the number of its entries by grade."""
    groups: dict[str, Counter] = {}
    for entry in registry().values():
        groups.setdefault(entry.group, Counter())[entry.grade] += 1
    width = max(map(len, groups))
    head = f"{'group':<{width}}  {'all':>5}" + "".join(f"  {grade:>10}" for grade in GRADES)
    rows = [
        f"{group:<{width}}  {counts.total():>5}" + "".join(f"  {counts[grade]:>10}" for grade in GRADES)
        for group, counts in sorted(groups.items())
    ]
    return "\n".join([head, *rows])


def _rank(options: Namespace) -> int:
    """What the forecast of a course file rests on, from its own draws; deeper with `--sensitivity`."""
    from ...course.reading import load_course
    from .simulate import MOST_DRAWS, pass_screen

    if not Path(options.what).exists() and (hint := did_you_mean(options.what, WORDS)):
        allowed = f"{', '.join(WORDS)} or a course file"
        raise InputError("evidence", [Mistake(options.what, "no such file", allowed, hint)])
    mistakes: list[Mistake] = []
    draws = whole_number(options.draws, "--draws", 100, MOST_DRAWS, mistakes)
    seed = whole_number(options.seed, "--seed", 0, 2**31 - 1, mistakes)
    if mistakes:
        raise InputError("evidence", mistakes)
    course = load_course(options.what)
    options.file = options.what
    overridden = pass_screen(course, options)

    progress(f"simulating {len(course.sessions)} sessions, {draws} draws ...")
    from ...course.simulate import simulate
    from ...sensitivity.ranking import ranking

    result = simulate(course, draws=draws, seed=seed, days=(float(course.assessment_day),))
    if overridden:
        result.manifest["despite_stop"] = overridden
    answer = {"title": course.title, **ranking(result).to_json(), "manifest": result.manifest}
    if options.sensitivity:
        answer["sensitivity"] = _deeper(course, options.sensitivity, seed)
    progress("")
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.evidence import evidence_text

        print(evidence_text(answer))
    return 0


def _deeper(course: Course, method: str, seed: int) -> dict[str, Any]:
    """Morris over every number the course asks for; with "sobol" then Sobol shares of those that lead."""
    from ...sensitivity.screening import LEADERS, morris, sobol

    screened = morris(course, seed=seed, progress=lambda done, of: progress(f"Morris: {done} of {of} runs"))
    answer = {"morris": screened.to_json(LEADERS)}
    if method == "sobol":
        leaders = [key for key, _ in screened.overall(LEADERS)]
        shares = sobol(
            course, leaders, seed=seed, progress=lambda done, of: progress(f"Sobol: {done} of {of} runs")
        )
        answer["sobol"] = shares.to_json(LEADERS)
    return answer
