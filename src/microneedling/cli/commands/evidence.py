"""`microneedling evidence show|check|FILE`: the numbers of the model; which of them a forecast rests on most."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from pathlib import Path

from ...errors import InputError, Mistake, did_you_mean
from ...evidence.entry import GRADES
from ...evidence.registry import registry
from ...inputs.questions import refuse, to_rank
from ..arguments import as_options, number_or_text
from ..progress import progress

WORDS = ("show", "check")


def run(options: Namespace) -> int:
    """Print numbers of the registry, its check, or the evidence behind a course; the exit status."""
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

    if not Path(options.what).exists() and (hint := did_you_mean(options.what, WORDS)):
        allowed = f"{', '.join(WORDS)} or a course file"
        raise InputError("evidence", [Mistake(options.what, "no such file", allowed, hint)])
    draws, seed = number_or_text(options.draws), number_or_text(options.seed)
    refuse("evidence", as_options(to_rank(draws, seed, options.sensitivity)))
    course = load_course(options.what)
    progress(f"simulating {len(course.sessions)} sessions, {draws} draws ...")
    from ...sensitivity.evidence_for import evidence_for

    evidence = evidence_for(
        course,
        int(draws),
        int(seed),
        options.sensitivity,
        override_stop=options.despite_stop,
        progress=progress,
    )
    progress()
    if options.json:
        print(json.dumps(evidence.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.evidence import evidence_text

        print(evidence_text(evidence))
    return 0
