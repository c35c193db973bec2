"""Times the kernels on a year with four sessions: first compilation, cached start, milliseconds a draw.

python benchmarks/solver.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "numerics")]
DRAWS, REPEATS = 64, 5


def one_course() -> None:
    """Seconds until the first compiled course is done, from importing the kernel on."""
    from posed import pose

    from microneedling.healing.solver import integrate

    problem = pose()
    begin = time.perf_counter()
    integrate(problem, kernel="numba")
    print(time.perf_counter() - begin)


def fresh_process(cache: str) -> float:
    environment = {**os.environ, "MICRONEEDLING_CACHE": cache}
    done = subprocess.run(
        [sys.executable, __file__, "one"], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def milliseconds(**options) -> float:
    """Median milliseconds a draw over a few repeats."""
    from posed import pose

    from microneedling.healing.solver import integrate

    draws = options.pop("draws")
    problem = pose(draws=draws)
    integrate(problem, **options)
    taken = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        integrate(problem, **options)
        taken.append((time.perf_counter() - begin) * 1e3 / draws)
    return statistics.median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        print(f"first compilation       {fresh_process(cache):8.2f} s")
        print(f"from the cache          {fresh_process(cache):8.2f} s")
    print(f"numpy, one draw         {milliseconds(draws=1, kernel='numpy'):8.1f} ms")
    print(f"numba, one draw         {milliseconds(draws=1, kernel='numba'):8.2f} ms")
    print(f"numba, batch, 1 thread  {milliseconds(draws=DRAWS, kernel='numba', threads=1):8.2f} ms a draw")
    print(f"numba, batch, all cores {milliseconds(draws=DRAWS, kernel='numba'):8.2f} ms a draw")


if __name__ == "__main__":
    one_course() if sys.argv[1:] == ["one"] else main()
