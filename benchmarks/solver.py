"""Times the kernels on a year with four sessions: first compilation, cached start, milliseconds a draw.

    python -m benchmarks.solver [--json FILE]

"cached start" is a process that finds the machine code of an earlier one. Batches are on one thread, then on all cores.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .tables import machine

ROOT = Path(__file__).resolve().parents[1]
DRAWS, REPEATS, TOLERANCE = 64, 5, 1e-3  # the tolerance of courses


def one_course() -> None:
    """Seconds until the first compiled course is done, from importing the kernel on."""
    from microneedling.engine.solver import integrate
    from tests.helpers.posed import pose

    problem = pose()
    begin = time.perf_counter()
    integrate(problem, tolerance=TOLERANCE, kernel="numba")
    print(time.perf_counter() - begin)


def fresh_process(cache: str) -> float:
    environment = {**os.environ, "MICRONEEDLING_CACHE": cache}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.solver", "one"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return float(done.stdout)


def milliseconds(**options) -> float:
    """Median milliseconds a draw over a few repeats."""
    from microneedling.engine.solver import integrate
    from tests.helpers.posed import pose

    draws, layers = options.pop("draws"), options.pop("layers", 24)
    problem = pose(draws=draws, layers=layers)
    options.setdefault("tolerance", TOLERANCE)
    integrate(problem, **options)
    taken = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        integrate(problem, **options)
        taken.append((time.perf_counter() - begin) * 1e3 / draws)
    return statistics.median(taken)


def rows() -> list[dict]:
    """Name, value and unit of everything that is measured."""
    with tempfile.TemporaryDirectory() as cache:
        first, second = fresh_process(cache), fresh_process(cache)
    trials = {"layers": 8, "tolerance": 1e-2}
    found = [
        ("first course of a machine, with compilation", first, "s"),
        ("first course of a process, from the cache", second, "s"),
        ("numpy, one draw", milliseconds(draws=1, kernel="numpy"), "ms"),
        ("numba, one draw", milliseconds(draws=1, kernel="numba"), "ms"),
        ("numba, batch, 1 thread", milliseconds(draws=DRAWS, kernel="numba", threads=1), "ms a draw"),
        ("numba, batch, all cores", milliseconds(draws=DRAWS, kernel="numba"), "ms a draw"),
        (
            "numba, batch, 1 thread, as virtual trials: 8 layers, tolerance 1e-2",
            milliseconds(draws=DRAWS, kernel="numba", threads=1, **trials),
            "ms a draw",
        ),
    ]
    return [{"name": name, "value": value, "unit": unit} for name, value, unit in found]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="write the result there")
    options = parser.parse_args()
    found = rows()
    for row in found:
        print(f"{row['name']:70} {row['value']:8.2f} {row['unit']}")
    if options.json:
        result = {"rows": found, "tolerance": TOLERANCE, "machine": machine()}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["one"]:
        one_course()
    else:
        raise SystemExit(main())
