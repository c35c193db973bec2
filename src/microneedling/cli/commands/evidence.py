"""`microneedling evidence show|check|FILE`: the numbers of the model; which of them a forecast rests on most."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from ...errors import InputError, Mistake, did_you_mean
from ...evidence.entry import GRADES
from ...evidence.registry import registry
from ...inputs.questions import SCREENINGS, to_rank
from .. import options
from ..group import command
from ..output import say, say_json
from ..progress import progress, simulating
from ..together import Together

WORDS = ("show", "check")


@command()
@click.argument("what", metavar="show|check|FILE", type=options.FILE)
@click.argument("name", metavar="[KEY|GROUP]", required=False)
@options.as_json("FILE, or show KEY: print one JSON object and nothing else")
@click.option(
    "--course",
    type=options.FILE,
    metavar="PATH",
    help="show KEY: how far it moves this course, all else nominal",
)
@options.draws(300, "FILE: draws of the numbers")
@options.seed("FILE: seed of the draws")
@click.option(
    "--sensitivity",
    type=options.OneOf(SCREENINGS),
    metavar="|".join(SCREENINGS),
    help="FILE: screen every number as well (a minute)",
)
@options.zone()
@options.despite_stop("FILE: although the safety screen says stop; logged")
def run(
    what: str,
    name: str | None,
    as_json: bool,
    draws: Any,
    seed: Any,
    sensitivity: Any,
    despite_stop: bool,
    zone: str | None,
    course: str | None,
) -> None:
    """Show a number or a group, check every entry, or rank what the forecast of a course FILE rests on."""
    if what == "show":
        _show(name, as_json, course)
    elif course is not None:
        raise InputError("evidence", [Mistake("--course", f'it with "{what}"', "only with show KEY")])
    elif name is not None:
        raise InputError("evidence", [Mistake(what, f'"{name}" after it', 'a name only after "show"')])
    elif what == "check":
        _check()
    else:
        _rank(what, as_json, draws, seed, sensitivity, despite_stop, zone)


def _check() -> None:
    from ...evidence.check import check_registry

    problems = check_registry()
    if problems:
        raise InputError("registry", problems)
    say(f"{len(registry())} numbers, no problem found")


def _show(name: str | None, as_json: bool, course: str | None) -> None:
    """A number or a group as text; one number as JSON, and what it moves of a course."""
    from ...evidence.report import show

    if not as_json and course is None:
        say(show(name) if name else _groups())
        return
    from ...course.reading import load_course
    from ...evidence.told import told

    gathered = Together("evidence")
    if name is None:
        gathered.mistakes.append(Mistake("KEY", "nothing", "the name of a number after show"))
    number = None if name is None else gathered.read(told, name)
    read = None if course is None else gathered.read(load_course, course)
    gathered.refuse()
    assert number is not None  # else it was refused
    moved = None
    if read is not None:
        from ...sensitivity.one_number import moved_by

        progress("running the course three times ...")
        moved = moved_by(number.entry.key, read)
        progress()
    if as_json:
        say_json(number.to_json() | ({"moves": moved.to_json()} if moved else {}))
        return
    from ..printed.evidence import moved_text

    assert moved is not None  # without JSON there is a course
    say("\n\n".join([show(number.entry.key), moved_text(moved)]))


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


def _rank(
    file: str, as_json: bool, draws: Any, seed: Any, sensitivity: Any, despite_stop: bool, zone: str | None
) -> None:
    """What the forecast of a course file rests on, from its own draws; deeper with `--sensitivity`."""
    from ...course.reading import load_course
    from ...course.zones.parts import one_zone

    if not Path(file).exists() and (hint := did_you_mean(file, WORDS)):
        allowed = f"{', '.join(WORDS)} or a course file"
        raise InputError("evidence", [Mistake(file, "no such file", allowed, hint)])
    gathered = Together("evidence")
    gathered.arguments(to_rank(draws, seed, sensitivity))
    course = gathered.read(lambda path: one_zone(load_course(path), "evidence", zone), file)
    gathered.refuse()
    simulating(course, draws)
    from ...sensitivity.evidence_for import evidence_for

    evidence = evidence_for(
        course, int(draws), int(seed), sensitivity, override_stop=despite_stop, progress=progress
    )
    progress()
    if as_json:
        say_json(evidence.to_json())
        return
    from ..printed.evidence import evidence_text

    say(evidence_text(evidence))
