"""What a trial of two or more courses would show, and how many people it needs.

trial(trial file) -> TrialResult:   plan -> chunks (engine) -> chunk files (store) -> arms, comparison, planning
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..course.findings import Finding
from ..course.refusal import refuse_stops
from ..course.screen import stops
from ..errors import Mistake
from ..extras import needs_extra
from ..inputs.mistakes import shown
from ..inputs.questions import ENGINES, KERNELS, chosen, flag, refuse, subject, to_try, word_or_path
from ..people.cohort import check
from ..skin.person import Person
from .chunks import Plan, plan_of
from .computing import Computed, Done, compute, peak_memory_mb
from .person_table import asked, check_installed, write_table
from .reading import screened_people
from .result import Cost, TrialResult
from .store import default_place, store_of
from .summed import summed_up
from .trial_file import Trial

if TYPE_CHECKING:
    from ..engine.solver import Kernel
    from .store import Folder, Remote

TRIALS = 100  # virtual trials unless the number of people is given


def trial(
    file: Trial,
    people: int | None = None,
    seed: int = 1,
    *,
    override_stop: bool = False,
    kernel: Kernel = "auto",
    engine: str = "local",
    workers: int | None = None,
    scheduler: str | None = None,
    chunk_size: int | None = None,
    chunks: str | Path | None = None,
    resume: bool = False,
    people_table: str | Path | None = None,
    query: str | None = None,
    progress: Callable[[Done], None] | None = None,
) -> TrialResult:
    """Run a trial many times on virtual people: `people` in each arm (100 trials of the file's size when left out).

    Finished chunks are kept at `chunks`, or in the user's cache until the run is done; `resume` takes them. The people
    are written to `people_table` (Parquet), and `query` is run on it. `progress` is called after every chunk.

    Raises `InputError` with every mistake in the arguments, `Refused` where the safety screen stops an arm (unless
    `override_stop`; the rules overridden stand in the answer), `SolverError`, and `StoreError` of the chunks.

    >>> from microneedling import load_trial, trial
    >>> list(trial(load_trial("examples/trials/acne_scars_sham.toml"), people=80).arms)
    ['roller', 'sham']
    """
    wrong = subject("file", file, Trial, "load_trial(PATH)") + argument_mistakes(
        people, seed, workers, chunk_size, kernel, engine, scheduler, people_table, query
    )
    wrong += flag("override_stop", override_stop) + flag("resume", resume)
    wrong += word_or_path("chunks", chunks, "a folder or an address")
    if progress is not None and not callable(progress):
        wrong.append(Mistake("progress", shown(progress), "a function that is told what is done, or None"))
    refuse("trial", wrong)
    rules = overridden(file, override_stop)
    check_installed(bool(people_table), bool(query))
    check(file.people)
    plan = plan_of(file, people or TRIALS * file.design.people_per_arm, seed, chunk_size, kernel)
    store = store_of(chunks or default_place())
    done = compute(
        plan, store, resume=resume, engine=engine, workers=workers, scheduler=scheduler, progress=progress
    )
    answer = summed_up(plan, store)
    if people_table:
        write_table(plan, store, Path(people_table))
    rows = tuple(asked(Path(people_table), query)) if people_table and query else None
    if not chunks:
        _remove(plan, store)
    return answer.with_run(_cost(plan, done), rules, rows)


def argument_mistakes(
    people: Any = None,
    seed: Any = 1,
    workers: Any = None,
    chunk_size: Any = None,
    kernel: Any = "auto",
    engine: Any = "local",
    scheduler: Any = None,
    people_table: Any = None,
    query: Any = None,
) -> list[Mistake]:
    """Everything wrong with the arguments of `trial` beside the file; what a kernel lacks here is among it."""
    found = to_try(people, seed, workers, chunk_size)
    found += chosen("kernel", kernel, KERNELS) + chosen("engine", engine, ENGINES)
    texts = word_or_path("scheduler", scheduler, "the address of a scheduler")
    texts += word_or_path("people_table", people_table, "the path of a new file")
    texts += word_or_path("query", query, "a query in SQL")
    if texts:
        return found + texts
    found += _kernel_missing(kernel, scheduler)
    if scheduler and engine != "dask":
        found.append(Mistake("scheduler", f'"{scheduler}"', "nothing, or --engine dask beside it"))
    if query and not people_table:
        found.append(Mistake("query", "no table to ask", "--people-table PATH beside it"))
    return found


def _kernel_missing(kernel: Any, scheduler: str | None) -> list[Mistake]:
    """What the kernel chosen lacks here; the workers of a running scheduler may have it all the same."""
    if not isinstance(kernel, str):
        return []
    if kernel == "cuda" and not scheduler:
        from ..engine.cuda.kernel import missing

        return missing("kernel")
    if kernel == "numba" and importlib.util.find_spec("numba") is None:
        found = '"numba", which is not installed'
        return [Mistake("kernel", found, '"auto" or "numpy"', needs_extra("fast"))]
    return []


def overridden(file: Trial, override_stop: bool) -> tuple[str, ...]:
    """The rules, arm by arm, that say stop and are overridden.

    Raises `Refused` with all reasons unless `override_stop`, and always where one is final.
    """
    found: dict[tuple[str, str], Finding] = {}
    for arm in file.arms:
        for person in screened_people(file):
            course = arm.course.model_copy(update={"person": Person.model_validate(person)})
            if course.sessions:
                found |= {(arm.name, item.rule): item for item in stops(course)}
    told = [(f"{name}: {item}", item) for (name, _), item in found.items()]
    refuse_stops(
        "no trial", told, override_stop, "To run it all the same (the rules overridden stand in the answer)"
    )
    return tuple(f"{name}: {rule}" for name, rule in found)


def _remove(plan: Plan, store: Folder | Remote) -> None:
    for number in range(plan.count):
        store.remove(plan.at(number).name)


def _cost(plan: Plan, done: Computed) -> Cost:
    rate = round(done.people_per_second, 2)
    return Cost(rate, peak_memory_mb(), plan.count, done.kept, done.computed, done.spoilt)
