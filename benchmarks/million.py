"""A million people, each a year under a course of four sessions, by the ordinary command on all cores.

    python -m benchmarks.million [--people 20000] [--workers N] [--kernel cuda] [--json FILE]

Runs `microneedling trial benchmarks/million.toml` in a process of its own, from start to printed answer. A person is
one of an arm: the two arms hold different people, half of `--people` each. Fewer than a million are extrapolated by
their rate without the start (imports, numbers, the first chunk of every worker), which is added once. Memory is the
largest sum over the command and its workers, looked at a few times a second; without /proc it is the largest process
times their number. People per second of processor time tell what a busy machine would do alone. With `--kernel cuda`
the healing equations run on a graphics processor, which the workers share, in the larger chunks of that kernel.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .tables import machine

ROOT = Path(__file__).resolve().parents[1]
TRIAL = Path(__file__).with_name("million.toml")
MILLION, SMALL, CHUNK = 1_000_000, 2_000, 960
LOOK_S, KB = 0.25, 1024.0
WHAT = (
    "two parallel arms of acne-scar courses, four sessions 30 days apart, 365 days, 8 layers, tolerance 1e-2, "
    "every person with numbers of their virtual trial; `microneedling trial` from start to answer"
)


def run(people: int, workers: int, kernel: str) -> dict:
    """The answer of one run, with the wall seconds of the whole command and the memory of all its processes."""
    words = [sys.executable, "-m", "microneedling", "trial", str(TRIAL), "--json"]
    words += ["--people", str(people // 2), "--workers", str(workers), "--kernel", kernel]
    words += [] if kernel == "cuda" else ["--chunk-size", str(CHUNK)]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as said:
        begin, used, peak = time.perf_counter(), _used_s(), 0.0
        child = subprocess.Popen(
            [*words, "--chunks", folder], stdout=said, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
        )
        while child.poll() is None:
            peak = max(peak, sum(map(_resident_mb, _family(child.pid))))
            time.sleep(LOOK_S)
        wall = time.perf_counter() - begin
        said.seek(0)
        if child.returncode:
            raise SystemExit(f"the trial ended with exit code {child.returncode}")
        answer = json.load(said)
    made = sum(arm["people"] for arm in answer["arms"].values())
    failed = sum(arm["failed"] for arm in answer["arms"].values())
    peak = peak or answer["peak_memory_mb"] * (workers + 1)
    cpu = _used_s() - used
    return {"people": made, "failed": failed, "wall_s": wall, "cpu_s": cpu, "peak_memory_mb": peak}


def _used_s() -> float:
    """Processor seconds of everything started so far that has ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _family(pid: int) -> list[int]:
    """A process and all that it started, where /proc tells."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="utf-8").split():
                found += _family(int(child))
    except OSError:
        pass
    return found


def _resident_mb(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()
    except OSError:
        return 0.0
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / KB**2


def measured(people: int, workers: int, kernel: str) -> dict:
    """What the run cost, and what a million would."""
    run(SMALL, workers, kernel)  # compiles where nobody has; not counted
    start = run(SMALL, workers, kernel)
    whole = run(people, workers, kernel)
    rate = (whole["people"] - start["people"]) / (whole["wall_s"] - start["wall_s"])
    for_million = whole["wall_s"] + max(MILLION - whole["people"], 0) / rate
    return {
        **whole,
        "asked": MILLION,
        "workers": workers,
        "kernel": kernel,
        "people_per_second": whole["people"] / whole["wall_s"],
        "people_per_second_after_start": rate,
        "people_per_cpu_second": (whole["people"] - start["people"]) / (whole["cpu_s"] - start["cpu_s"]),
        "minutes_for_million": for_million / 60,
        "extrapolated": whole["people"] < MILLION,
        "what": WHAT,
        "machine": machine(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=MILLION, help="all of them unless fewer are asked for")
    parser.add_argument("--workers", type=int, default=machine()["cores"], help="processes (one a core)")
    parser.add_argument(
        "--kernel", choices=("auto", "cuda"), default="auto", help="as `microneedling trial` has it"
    )
    parser.add_argument("--json", type=Path, help="write the result there")
    options = parser.parse_args()
    if options.people < 5 * SMALL:
        parser.error(f"--people must be at least {5 * SMALL}: fewer are all start")
    found = measured(options.people, options.workers, options.kernel)
    print(
        f"{found['people']} people (a year, four sessions) on {found['workers']} workers: {found['wall_s']:.0f} s"
    )
    print(f"{found['people_per_second_after_start']:.0f} people/s after the start; {found['failed']} failed")
    print(f"{found['people_per_cpu_second']:.0f} people a second of processor time after the start")
    print(
        f"a million: {found['minutes_for_million']:.1f} minutes; peak memory {found['peak_memory_mb']:.0f} MB"
    )
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
