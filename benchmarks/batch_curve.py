"""People per second and core by size of the batch, 1 to 100,000: preparation and healing as virtual trials do them.

    python -m benchmarks.batch_curve [--most 100000] [--json FILE]

Every size is given to the same code in chunks of at most 960 people, on one thread: who they are, their numbers,
skin, punctures, rest, the compiled kernel for every tissue of the course (benchmarks/million.toml), named results.
Small sizes are repeated until two seconds have passed, with other people each time; the rate is over all of them. Sizes
are taken in turns and the median of the turns is reported. Time is processor time of this process, on one core.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

import numpy as np

from microneedling.people.cohort import members, scores_of
from microneedling.trials.arms import Job, follow
from microneedling.trials.reading import load_trial

from .tables import machine

TRIAL = Path(__file__).with_name("million.toml")
SIZES = (1, 10, 100, 1_000, 10_000, 100_000)
CHUNK, SEED, LEAST_S, TURNS = 960, 1, 2.0, 3
WHAT = (
    "one arm of acne-scar courses, four sessions, 365 days, 8 layers, tolerance 1e-2, every tissue of the course; "
    "people, numbers, preparation, healing and named results; one thread, chunks of at most 960"
)


def batch(job: Job, first: int, count: int) -> int:
    """Follow people `first` .. for a year, chunk by chunk; how many failed."""
    trial, failed = job.trial, 0
    days = np.array([0.0, *trial.endpoint.days])
    had = (True,) * len(trial.arms[0].course.sessions)
    for start in range(first, first + count, CHUNK):
        here = np.arange(start, min(start + CHUNK, first + count))
        draws = job.numbers.draw_of(here // trial.design.people_per_arm)
        values = job.numbers.picked(draws)
        folk = members(trial.people, values, scores_of(trial.people, SEED, int(here[0]), len(here)))
        failed += int(follow(job, 0, folk.people, draws, values, had, days).failed.sum())
    return failed


def rate(job: Job, size: int) -> tuple[float, int]:
    """People per second in batches of a size, and how many failed."""
    done, failed, begin = 0, 0, time.process_time()
    while done == 0 or time.process_time() - begin < LEAST_S:
        failed += batch(job, done, size)
        done += size
    return done / (time.process_time() - begin), failed


def curve(sizes: list[int]) -> dict:
    """The median rate of every size over turns; the largest is taken once, since it lasts by itself."""
    job = Job.of(load_trial(TRIAL), SEED, threads=1)
    job.numbers.all(2048)  # the draws of the numbers are made once a process, whatever the batch
    batch(job, 0, CHUNK)
    rates: dict[int, list[float]] = {size: [] for size in sizes}
    failed = 0
    for turn in range(TURNS):
        for size in sizes:
            if turn and size >= 10 * CHUNK:
                continue
            found, lost = rate(job, size)
            rates[size].append(found)
            failed += lost
    return {
        "people": sizes,
        "people_per_second_per_core": [statistics.median(rates[size]) for size in sizes],
        "cores": machine()["cores"],
        "failed": failed,
        "what": WHAT,
        "machine": machine(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=SIZES[-1], help="largest batch")
    parser.add_argument("--json", type=Path, help="write the result there")
    options = parser.parse_args()
    found = curve([size for size in SIZES if size <= options.most])
    for size, people in zip(found["people"], found["people_per_second_per_core"], strict=True):
        print(f"{size:8} people at once   {people:8.0f} people/s a core")
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
