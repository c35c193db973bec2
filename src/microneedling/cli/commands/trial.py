"""`microneedling trial FILE`: what a trial of two or more courses would show, and how many people it needs."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import InputError, Mistake, Refused
from ...files import check_target
from ...inputs.questions import to_try
from ...trials.reading import load_trial, screened_people
from ..arguments import as_options, number_or_text
from ..progress import progress

if TYPE_CHECKING:
    from ...trials.chunks import Plan
    from ...trials.trial import Computed, Done
    from ...trials.trial_file import Trial

TRIALS = 100  # virtual trials unless told how many people
MB = 1024.0


def run(options: Namespace) -> int:
    seed, people, workers, chunk = _numbers(options)
    _check_targets(options)
    trial = load_trial(options.file)
    overridden = _refuse(trial, options)
    from ...people.cohort import check
    from ...trials.chunks import plan_of
    from ...trials.person_table import check_installed

    check_installed(bool(options.people_table), bool(options.query))
    check(trial.people)
    plan = plan_of(trial, people or TRIALS * trial.design.people_per_arm, seed, chunk, options.kernel)
    answer, found = _answer(trial, plan, workers, options)
    if overridden:
        answer["despite_stop"] = overridden
    if options.json:
        extra = {} if found is None else {"query": found}
        print(json.dumps({**answer, **extra}, ensure_ascii=False, allow_nan=False))
    else:
        from ..printed.trial import trial_text

        print(trial_text(answer, trial, found))
    for name, place in _written(answer, trial, options):
        if not options.json:
            print(f"\n{name}: {place}")
    return 0


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
    if mistakes:
        raise InputError("trial", mistakes)


def _written(answer: dict[str, Any], trial: Trial, options: Namespace) -> list[tuple[str, str]]:
    """Write the report if one is wanted; what files there are now."""
    made = [("People", options.people_table)] if options.people_table else []
    if options.report:
        from ...report.trial import write_trial_report

        progress("writing the report ...")
        write_trial_report(answer, trial, options.report, force=options.force)
        progress()
        made.append(("Report", options.report))
    return made


def _numbers(options: Namespace) -> tuple[int, int | None, int | None, int | None]:
    seed = number_or_text(options.seed)
    people, workers, chunk = (
        None if text is None else number_or_text(text)
        for text in (options.people, options.workers, options.chunk_size)
    )
    mistakes = as_options(to_try(people, seed, workers, chunk))
    mistakes += _kernel_missing(options)
    if options.scheduler and options.engine != "dask":
        mistakes.append(
            Mistake("--scheduler", f'"{options.scheduler}"', "nothing, or --engine dask beside it")
        )
    if options.query and not options.people_table:
        mistakes.append(Mistake("--query", "no table to ask", "--people-table PATH beside it"))
    if mistakes:
        raise InputError("trial", mistakes)
    return seed, people, workers, chunk


def _kernel_missing(options: Namespace) -> list[Mistake]:
    """What the kernel asked for lacks here; the workers of a running scheduler may have it all the same."""
    if options.kernel == "cuda" and not options.scheduler:
        from ...engine.cuda.kernel import missing

        return missing("--kernel")
    if options.kernel == "numba" and importlib.util.find_spec("numba") is None:
        hint = 'Install it with: pip install "microneedling[fast]"'
        return [Mistake("--kernel", '"numba", which is not installed', '"auto" or "numpy"', hint)]
    return []


def _refuse(trial: Trial, options: Namespace) -> list[str]:
    """The rules overridden by `--despite-stop`; without it a stop of any arm ends here, with its reasons."""
    from ...course.screen import stops
    from ...skin.person import Person

    found = {}
    for arm in trial.arms:
        for person in screened_people(trial):
            course = arm.course.model_copy(update={"person": Person.model_validate(person)})
            if course.sessions:
                found |= {(arm.name, item.rule): item for item in stops(course)}
    if found and not options.despite_stop:
        reasons = (f"{name}: {item}" for (name, _), item in found.items())
        raise Refused(
            "no trial", reasons, "To run it all the same (the rules overridden are logged in the answer)"
        )
    return [f"{name}: {rule}" for name, rule in found]


def _answer(
    trial: Trial, plan: Plan, workers: int | None, options: Namespace
) -> tuple[dict[str, Any], list[dict[str, Any]] | None]:
    """The answer with its times, and that of a question to the table of people."""
    from ...trials.person_table import asked, write_table
    from ...trials.store import store_of
    from ...trials.trial import compute, summed_up

    store = store_of(options.chunks or _cache())
    try:
        done = compute(
            plan,
            store,
            resume=options.resume,
            engine=options.engine,
            workers=workers,
            scheduler=options.scheduler,
            told=_Bar(),
        )
    except KeyboardInterrupt:
        progress()
        print("Stopped. Finished chunks are kept; go on with --resume.", file=sys.stderr)
        raise
    progress()
    if done.spoilt:
        print(f"{done.spoilt} chunk file(s) were spoilt and were computed again", file=sys.stderr)
    answer = summed_up(trial, plan, store)
    found = None
    if options.people_table:
        write_table(trial, plan, store, Path(options.people_table))
        found = (
            [_plain(row) for row in asked(Path(options.people_table), options.query)]
            if options.query
            else None
        )
    if not options.chunks:
        for number in range(plan.count):
            store.remove(plan.at(number).name)
    return _timed(answer, done, plan), found


def _timed(answer: dict[str, Any], done: Computed, plan: Plan) -> dict[str, Any]:
    """The answer in its promised order, with what the run cost; 0 people a second where nothing was left to do."""
    rate = done.people / done.seconds if done.made else 0.0
    return {
        "arms": answer.pop("arms"),
        "comparison": answer.pop("comparison"),
        "people_per_second": round(rate, 2),
        "peak_memory_mb": _peak_memory_mb(),
        "result_hash": answer.pop("result_hash"),
        "chunks": {"all": plan.count, "kept": done.kept, "computed": done.made, "spoilt": done.spoilt},
        **answer,
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a query in words and numbers that JSON knows."""

    def plain(value: Any) -> Any:
        if isinstance(value, float):
            return value if abs(value) < float("inf") else None
        return value if isinstance(value, str | int | bool | None) else str(value)

    return {name: plain(value) for name, value in row.items()}


def _cache() -> Path:
    """Where chunks lie unless told: kept while a run is unfinished, removed when it is done."""
    home = os.environ.get("MICRONEEDLING_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "microneedling" / "trials"


def _peak_memory_mb() -> float | None:
    """Largest resident memory of this process or of any worker of it, MB; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    sizes = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    unit = MB * MB if sys.platform == "darwin" else MB
    return round(max(sizes) / unit, 1)


class _Bar:
    """One line on the terminal: how much is done, how fast, how long still."""

    WIDTH = 30

    def __init__(self) -> None:
        self.last = 0.0

    def __call__(self, done: Done) -> None:
        now = time.monotonic()
        if now - self.last < 0.2 and done.chunks < done.of_chunks:
            return
        self.last = now
        full = round(self.WIDTH * done.chunks / done.of_chunks)
        bar = "#" * full + "." * (self.WIDTH - full)
        left = time.strftime("%H:%M:%S", time.gmtime(done.left_s))
        progress(
            f"[{bar}] {done.chunks} of {done.of_chunks} chunks, {done.people_per_second:.0f} people/s, {left} left"
        )
