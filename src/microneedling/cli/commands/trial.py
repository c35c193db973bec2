"""`microneedling trial FILE`: what a trial of two or more courses would show, and how many people it needs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError, Mistake
from ...files import check_target
from ...inputs.questions import refuse
from ...trials.reading import load_trial
from ..arguments import as_options, number_or_text
from ..progress import Line, bar, progress

if TYPE_CHECKING:
    from ...trials.computing import Done
    from ...trials.result import TrialResult
    from ...trials.trial_file import Trial

NUMBERS = ("people", "seed", "workers", "chunk_size")


def run(options: Namespace) -> int:
    from ...trials.trial import argument_mistakes

    asked = {name: _number(getattr(options, name)) for name in NUMBERS}
    words = ("kernel", "engine", "scheduler", "people_table", "query")
    asked |= {name: getattr(options, name) for name in words}
    refuse("trial", as_options(argument_mistakes(**asked)))
    _check_targets(options)
    result = _answer(load_trial(options.file), asked, options)
    if options.json:
        print(json.dumps(result.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.trial import trial_text

        print(trial_text(result))
    for name, place in _written(result, options):
        if not options.json:
            print(f"\n{name}: {place}")
    return 0


def _number(text: str | None) -> int | str | None:
    return None if text is None else number_or_text(text)


def _check_targets(options: Namespace) -> None:
    """Every place to write to, before anything is computed: files of their own, never the trial file."""
    taken, mistakes = {Path(options.file).resolve(): "the trial file"}, []
    for name in ("people_table", "report"):
        if not (path := getattr(options, name)):
            continue
        option = f"--{name.replace('_', '-')}"
        if (other := taken.setdefault(Path(path).resolve(), option)) != option:
            mistakes.append(Mistake(option, f'"{path}", which is {other}', "a file of its own"))
            continue
        try:
            check_target(path, options.force)
        except InputError as error:
            mistakes += [
                Mistake(f"{option} {path}", one.found, one.allowed, one.hint) for one in error.mistakes
            ]
    refuse("trial", mistakes)


def _answer(file: Trial, asked: dict, options: Namespace) -> TrialResult:
    """The trial run, with its progress on the terminal and what to do when it is stopped."""
    from ...trials.trial import trial

    line = Line()

    def told(done: Done) -> None:
        full = done.chunks == done.of_chunks
        words = f"{done.chunks} of {done.of_chunks} chunks, {done.people_per_second:.0f} people/s"
        line.say(f"{bar(done.chunks / done.of_chunks)} {words}, {_clock(done.left_s)} left", now=full)

    try:
        result = trial(
            file,
            **asked,
            override_stop=options.despite_stop,
            chunks=options.chunks,
            resume=options.resume,
            progress=told,
        )
    except KeyboardInterrupt:
        progress()
        print("Stopped. Finished chunks are kept; go on with --resume.", file=sys.stderr)
        raise
    progress()
    if result.cost and result.cost.spoilt:
        print(f"{result.cost.spoilt} chunk file(s) were spoilt and were computed again", file=sys.stderr)
    return result


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}"


def _written(result: TrialResult, options: Namespace) -> list[tuple[str, str]]:
    """Write the report if one is wanted; what files there are now."""
    files = [("People", options.people_table)] if options.people_table else []
    if options.report:
        from ...report.trial import write_trial_report
        from ...trials.known import numbers_used

        progress("writing the report ...")
        write_trial_report(result, numbers_used(result.trial), options.report, options.force)
        progress()
        files.append(("Report", options.report))
    return files
