"""Everything that is measured, one after another, then docs/performance.md: `make bench` (half an hour, alone).

    python -m benchmarks.bench [--only NAME ...] [--whole]

Each script writes its own results and may fail by itself: it is named, its section keeps what was measured last, and
the command ends with 1. `--whole` runs the million people to the last one instead of a share of them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
SHARE = 20_000  # people of the million, unless all are asked for


@dataclass(frozen=True)
class Step:
    """A script of this folder, its arguments, the file it must write anew, and the minutes it may take.

    `clinic.day` is a script of a folder in it.
    """

    name: str
    arguments: tuple[str, ...]
    writes: str
    limit_min: float


def steps(whole: bool) -> list[Step]:
    """In the order in which they run; quiet ones first."""

    def writing(name: str, minutes: float, *more: str) -> Step:
        result = f"results/{name.replace('.', '_')}.json"
        return Step(name, (*more, "--json", result), result, minutes)

    people = 1_000_000 if whole else SHARE
    return [
        Step("run", (), "results.json", 15),
        Step("compare", ("--json", "results/peers.json"), "results/peers.json", 40),
        writing("solver", 10),
        writing("roofline", 10),
        writing("gradient", 10),
        writing("batch_curve", 20),
        writing("planner", 10),
        writing("skin_alive", 5),
        writing("clinic.slider", 5),
        writing("clinic.day", 5),
        writing("million", 60 if whole else 10, "--people", str(people)),
    ]


def trouble(step: Step) -> str:
    """Run one step; what went wrong, or nothing."""
    script, result = FOLDER / f"{step.name.replace('.', '/')}.py", FOLDER / step.writes
    if not script.exists():
        return "there is no such script"
    before = result.stat().st_mtime_ns if result.exists() else 0
    words = [sys.executable, "-m", f"{FOLDER.name}.{step.name}"]
    words += [str(FOLDER / word) if word.startswith("results/") else word for word in step.arguments]
    path = [
        str(FOLDER.parent / "tests"),
        *filter(None, [os.environ.get("PYTHONPATH")]),
    ]  # served as the tests serve
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    try:
        done = subprocess.run(words, cwd=FOLDER.parent, timeout=60 * step.limit_min, env=around)
    except subprocess.TimeoutExpired:
        return f"stopped after {step.limit_min:g} minutes"
    if done.returncode:
        return f"exit code {done.returncode}"
    if not result.exists() or result.stat().st_mtime_ns == before:
        return f"wrote no {step.writes}"
    return ""


def main() -> int:
    names = [step.name for step in steps(False)]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=names, help="may be given several times")
    parser.add_argument("--whole", action="store_true", help="all of the million people")
    options = parser.parse_args()
    (FOLDER / "results").mkdir(exist_ok=True)
    failed = []
    for step in steps(options.whole):
        if options.only and step.name not in options.only:
            continue
        begun = time.perf_counter()
        print(f"== {step.name}", file=sys.stderr, flush=True)
        if reason := trouble(step):
            failed.append(f"{step.name}: {reason}")
        print(f"== {step.name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    written = subprocess.run([sys.executable, "-m", f"{FOLDER.name}.page"], cwd=FOLDER.parent).returncode
    for line in failed:
        print(f"NOT MEASURED  {line}", file=sys.stderr)
    return 1 if failed or written else 0


if __name__ == "__main__":
    raise SystemExit(main())
