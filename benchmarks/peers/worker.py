"""One solver in one process: reads orders as JSON lines, solves columns, and answers with seconds and counts.

    python -m benchmarks.peers.worker MODULE PROBLEMS.npz

An order {"method", "tolerance", "people", "limit_s", "keep"} runs every tissue of each person by
`MODULE.METHODS[method]`. Seconds are processor time of this process on the one core it may use, of solving alone:
what comes before (importing, compiling, filling tables) is done in `ready` and in a first run that is thrown away.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def main() -> int:
    stay_on_one_core()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes to the error stream, not among the answers
    begun = time.perf_counter()
    module = importlib.import_module(f".{sys.argv[1]}", __package__)
    module.load()
    import_s = time.perf_counter() - begun
    from .problem_file import Task, load

    folder = Path(sys.argv[2]).parent
    problems = load(sys.argv[2])

    def task(kind: str, people: list[int]) -> Task:
        return Task(kind, problems[kind], people, folder)

    say(answers, {"import_s": import_s, "version": module.version(), "peak_memory_mb": memory_mb()})
    solvers: dict = {}
    for line in sys.stdin:
        order = json.loads(line)
        try:
            say(answers, carry_out(module, list(problems), task, solvers, order))
        except Exception as error:  # a peer may fail in any way; the driver names it and goes on
            say(answers, {"error": f"{type(error).__name__}: {error}"[:400]})
    return 0


def carry_out(module, kinds: list[str], task, solvers: dict, order: dict) -> dict:
    """Solve the people of one order, one after another, or all at once where the method takes batches."""
    method, people = order["method"], order["people"]
    groups = [people] if method in getattr(module, "BATCHES", ()) else [[person] for person in people]
    cpu_s, columns, failed, left_out = 0.0, 0, set(), []
    kept: dict[tuple[str, int], tuple] = {}
    begun = time.perf_counter()
    for group in groups:
        if columns and time.perf_counter() - begun > order["limit_s"]:
            left_out += group
            continue
        for kind in kinds:
            solve = ready(module, task, solvers, (method, kind, *group), order["tolerance"])
            start = time.process_time()
            answers = solve(order["tolerance"])
            cpu_s += time.process_time() - start
            columns += len(group)
            for person, answer in zip(group, answers, strict=True):
                if answer is None:
                    failed.add(person)
                else:
                    kept[kind, person] = answer
    if order.get("keep"):
        import numpy as np

        np.savez(order["keep"], **{f"{kind}/{person}/{part}": values for (kind, person), found in kept.items()
                                   for part, values in enumerate(found)})  # fmt: skip
    return {"cpu_s": cpu_s, "columns": columns, "failed": sorted(failed), "left_out": left_out,
            "peak_memory_mb": memory_mb()}  # fmt: skip


def ready(module, task, solvers: dict, key: tuple, tolerance: float):
    """The solver of one method, tissue and group of people; a method's first run is thrown away."""
    method, kind, *people = key
    if key not in solvers:
        solvers[key] = module.METHODS[method](task(kind, people))
        if (method, len(people)) not in solvers:
            solvers[method, len(people)] = True
            solvers[key](tolerance)
    return solvers[key]


def stay_on_one_core() -> None:
    """The last core that this process may use, where the system lets one choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def say(stream, what: dict) -> None:
    stream.write(json.dumps(what) + "\n")
    stream.flush()


def memory_mb() -> float:
    """Most memory this process ever held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
