"""Has anything become slower? Compares with this processor's part of `benchmarks/baseline.json`: `make bench-check`.

    python -m benchmarks.check [--accept] [--rounds N]

Every measure is taken beside a reference work of fixed size, on one core, in processor time, and is judged by the
ratio of the two. A slow-down of more than a quarter exits with 1 and is named, after a second look at what failed;
`--accept`, on an idle machine, writes the baseline of this processor anew or adds it. On a processor without one
nothing is compared; that is said, and exits with 1. Takes a minute or two; not part of `make test`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]

from .peers.worker import ONE_THREAD, stay_on_one_core  # noqa: E402

if __name__ == "__main__":
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # before NumPy starts its threads

import numpy as np  # noqa: E402

from .guard import baselines_text, read_baselines, unknown, verdicts  # noqa: E402
from .tables import machine  # noqa: E402

BASELINE = Path(__file__).parent / "baseline.json"
EXAMPLE = ROOT / "examples" / "acne_scars_cheek.toml"
TRIAL = ROOT / "examples" / "trials" / "acne_scars_depth_split_face.toml"
ROUNDS, DRAWS, SLOTS, DELIVERIES = 7, 32, 60, 20
SIZE, TURNS = 600, 3_000_000  # of the reference work

Work = Callable[[], object]


def reference() -> Work:
    """LAPACK's LU and solve of a fixed matrix, and a compiled loop that no compiler can shorten."""
    import numba
    from scipy.linalg import lu_factor, lu_solve

    matrix = np.random.default_rng(1).standard_normal((SIZE, SIZE)) + SIZE * np.eye(SIZE)

    def turned(turns):
        x = 0.3
        for _ in range(turns):
            x = 3.7 * x * (1.0 - x)
        return x

    loop = numba.njit(turned)
    loop(1)
    return lambda: (lu_solve(lu_factor(matrix), matrix[0]), loop(TURNS))


def kernel() -> Work:
    """One column of 24 layers, four sessions, a year."""
    from microneedling.engine.solver import integrate
    from microneedling.healing.run import TOLERANCE

    from .peers.posed import Posed

    problem = Posed.of(DRAWS).problems["skin"]
    return lambda: integrate(problem, TOLERANCE, kernel="numba", threads=1)


def trial() -> Work:
    """Slots of a virtual trial, from people to rows."""
    from microneedling.trials.chunks import plan_of, work
    from microneedling.trials.reading import load_trial

    plan = plan_of(load_trial(TRIAL), SLOTS, 1, SLOTS)
    return lambda: work(plan.at(0), threads=1)


def simulation() -> Work:
    """The example course with 400 draws."""
    from microneedling import load_course, simulate

    course = load_course(EXAMPLE)
    return lambda: simulate(course, draws=400, seed=3)


def delivery() -> Work:
    """A dose through needled skin for 72 hours, some draws at once."""
    from microneedling.transport import channel_course
    from microneedling.transport.actives import find
    from microneedling.transport.dose import Dose
    from microneedling.transport.permeation import permeate
    from tests.helpers.slabs import needled, values

    numbers = values(DELIVERIES)
    skin, made = needled(numbers)
    channels = channel_course.closing(made, channel_course.closing_h(numbers, False))
    hours = np.arange(0.0, 73.0)
    return lambda: permeate(Dose(10.0), find("caffeine"), skin, channels, numbers, hours)


MEASURES: dict[str, Callable[[], Work]] = {
    "kernel, one draw of 24 layers": kernel,
    "trial, one slot": trial,
    "simulate, 400 draws, warm": simulation,
    "delivery of an active": delivery,
}


def seconds(work: Work) -> float:
    """Processor seconds of this process."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def shares(names: Iterable[str], rounds: int) -> dict[str, float]:
    """Median over rounds of each measure over the reference taken right before and after it."""
    standard = reference()
    ready = {name: MEASURES[name]() for name in names}
    for work in (standard, *ready.values()):
        work()  # warm-up: compiles, fills caches
    taken: dict[str, list[float]] = {name: [] for name in ready}
    for _ in range(rounds):
        for name, work in ready.items():
            before, own, after = seconds(standard), seconds(work), seconds(standard)
            taken[name].append(2 * own / (before + after))
    return {name: median(found) for name, found in taken.items()}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--accept", action="store_true", help="write what is measured now as the baseline of this processor"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default {ROUNDS}")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    here, baselines = machine(), read_baselines(BASELINE)
    mine = baselines.get(str(here["processor"]))
    if mine is None and not options.accept:
        print(unknown(str(here["processor"]), baselines), file=sys.stderr)
        return 1
    stay_on_one_core()
    now = shares(MEASURES, options.rounds)
    if options.accept:
        part = BASELINE.with_suffix(".part")
        part.write_text(baselines_text(baselines, now, here), encoding="utf-8")
        os.replace(part, BASELINE)
        print(
            f"accepted in {BASELINE.name} for {here['processor']}: "
            + ", ".join(f"{n} {s:.3g}" for n, s in now.items())
        )
        return 0
    assert mine is not None  # else it ended above
    baseline = mine["shares"]
    slow = [v.name for v in verdicts(baseline, now) if v.fails and v.slower is not None]
    if slow:  # a busy moment of the machine is no regression: look again at what failed
        again = shares(slow, options.rounds)
        now |= {name: min(now[name], share) for name, share in again.items()}
    found = verdicts(baseline, now)
    for verdict in found:
        print(verdict.words(), file=sys.stderr if verdict.fails else sys.stdout)
    return 1 if any(verdict.fails for verdict in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
