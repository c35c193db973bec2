"""What is measured, and how: each measure takes one wall time on a fresh workbench."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import microneedling

PACKAGE = Path(microneedling.__file__).parent
EXAMPLE = Path(__file__).parent.parent / "examples" / "acne_scars_cheek.toml"
REFERENCE = "start Python and load NumPy"

# Prints the seconds of one warm call; the calls before it load, compile and fill caches.
WARM = """
import sys
from time import perf_counter
from microneedling import load_course, simulate
course, draws = load_course(sys.argv[1]), int(sys.argv[2])
for seed in (1, 2):
    simulate(course, draws=draws, seed=seed)
begun = perf_counter()
simulate(course, draws=draws, seed=3)
print(perf_counter() - begun)
"""


class Workbench:
    """A fresh copy of the package without bytecode or compiled loops, and an empty cache folder beside it.

    What was compiled in the working copy cannot help here, wherever it is kept: the first `simulate` on a
    workbench is the first one ever, the next is a later start.
    """

    def __enter__(self) -> Workbench:
        self.folder = Path(tempfile.mkdtemp(prefix="microneedling-bench-"))
        copy = self.folder / "src" / "microneedling"
        shutil.copytree(
            PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.nbi", "*.nbc")
        )
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(copy.parent),
            "NUMBA_CACHE_DIR": str(self.folder / "cache"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, code: str, *arguments: str) -> tuple[float, str]:
        """Seconds from process start to end, and what it printed; a failing command stops the benchmark."""
        begun = perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        seconds = perf_counter() - begun
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)}: exit code {done.returncode}\n{done.stderr[-2000:]}")
        return seconds, done.stdout

    def command(self, *arguments: str) -> float:
        """Seconds of one `microneedling` command, from process start to its last byte."""
        code = "import sys; from microneedling.__main__ import main; sys.exit(main())"
        return self.run(code, *arguments)[0]

    def remodelled(self, *arguments: str) -> float:
        """Seconds of a command that has been asked once before, untimed."""
        self.command(*arguments)
        return self.command(*arguments)

    def warm(self, draws: int) -> float:
        """Seconds of one `simulate` in a process that has already simulated the same course."""
        return float(self.run(WARM, str(EXAMPLE), str(draws))[1].split()[-1])


@dataclass(frozen=True)
class Measure:
    """One promise: its name in the table, how to take it, and the time promised (None: no promise)."""

    name: str
    take: Callable[[Workbench], float]
    budget_s: float | None = None


# The order matters once: the first `simulate` of a workbench compiles, the later ones find its cache.
# The quick commands are remodelled first, so that the bytecode of the fresh copy is not charged to them.
MEASURES = [
    Measure(REFERENCE, lambda bench: bench.run("import numpy")[0]),
    Measure(
        "first `simulate` ever, with compilation",
        lambda b: b.command("simulate", str(EXAMPLE), "--json"),
        12.0,
    ),
    Measure(
        "later `simulate`, from process start", lambda b: b.command("simulate", str(EXAMPLE), "--json"), 4.0
    ),
    Measure("one course, one person, warm", lambda bench: bench.warm(1), 0.1),
    Measure("one course, 400 draws, warm", lambda bench: bench.warm(400), 3.0),
    Measure("`--help`", lambda bench: bench.remodelled("--help"), 0.6),
    Measure("`check`", lambda bench: bench.remodelled("check", str(EXAMPLE)), 0.6),
    Measure("`cite`", lambda bench: bench.remodelled("cite", str(EXAMPLE)), 0.6),
]
