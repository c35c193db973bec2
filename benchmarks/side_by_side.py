"""Two trees of this package against each other: is the one as fast as the other?

    python -m benchmarks.side_by_side BEFORE NOW [--rounds 7] [--only NAME ...] [--json FILE]

BEFORE and NOW are folders that hold `microneedling/` (a checkout's `src`). Both trees do the same work in turns, each
in a process of its own with one thread; who goes first changes every round, and a first round is thrown away, so that
compiling and filling caches cost neither anything. Seconds are processor time of the process and its children; the
ratio of a round is of times taken side by side. Prints the medians, and the least and largest ratio of a round.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .peers.worker import ONE_THREAD
from .tables import machine

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
COURSE = EXAMPLES / "acne_scars_cheek.toml"
STUDY = EXAMPLES / "studies" / "acne_scars_ecca.toml"
TRIAL = EXAMPLES / "trials" / "acne_scars_depth_split_face.toml"
PEOPLE = 240

# Runs in a process of its own, for either tree: only the public face and the command line are the same in both.
WARM = """
import contextlib, io, json, os, runpy, sys, tempfile
from microneedling import load_course, simulate

def command(*words):
    sys.argv = ["microneedling", *words]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            runpy.run_module("microneedling", run_name="__main__")
        except SystemExit as end:
            if end.code:
                raise RuntimeError(f"{words[0]}: exit code {end.code}")

def trial(path, people):
    with tempfile.TemporaryDirectory() as folder:
        words = ["--people", people, "--chunks", folder, "--workers", "1", "--json"]
        command("trial", path, *words)

def course(path, draws):
    simulate(load_course(path), draws=int(draws), seed=1)

for line in sys.stdin:
    work, *words = json.loads(line)
    begun = os.times()
    {"trial": trial, "course": course, "command": command}[work](*words)
    spent = os.times()
    print(sum(spent[:4]) - sum(begun[:4]), file=sys.__stdout__, flush=True)
"""


class Tree:
    """One tree: commands from process start, and a process that stays and does warm work; a context."""

    def __init__(self, source: Path, cache: Path):
        self.environment = {
            **os.environ,
            **dict.fromkeys(ONE_THREAD, "1"),
            "PYTHONPATH": str(source),
            "MICRONEEDLING_CACHE": str(cache),
        }

    def __enter__(self) -> Tree:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WARM],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def started(self, *words: str) -> float:
        """Processor seconds of a command in a new process, from its start to its end."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "microneedling", *words],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def warm(self, *words: str) -> float:
        """Processor seconds of work in the process that stays; `SystemExit` when it ended."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.environment['PYTHONPATH']} ended while it did: {' '.join(words)}")
        return float(answer)


WORKS: dict[str, Callable[[Tree], float]] = {
    "--help, from start": lambda tree: tree.started("--help"),
    "check, from start": lambda tree: tree.started("check", str(COURSE)),
    "one course, one person": lambda tree: tree.warm("course", str(COURSE), "1"),
    "one course, 400 draws": lambda tree: tree.warm("course", str(COURSE), "400"),
    "predict one study": lambda tree: tree.warm("command", "predict", str(STUDY), "--json"),
    f"trial, {PEOPLE} people an arm": lambda tree: tree.warm("trial", str(TRIAL), str(PEOPLE)),
}


@dataclass(frozen=True)
class Row:
    """One piece of work: processor seconds of every round, by tree."""

    name: str
    before_s: tuple[float, ...]
    now_s: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """Now over before, by round; below 1 is faster now."""
        return [now / before for before, now in zip(self.before_s, self.now_s, strict=True)]

    def words(self) -> str:
        """A line of the table."""
        low, middle, high = min(self.ratios), median(self.ratios), max(self.ratios)
        times = f"{median(self.before_s):9.3f} s {median(self.now_s):9.3f} s"
        return f"{self.name:30}{times}   {middle:5.2f}  ({low:.2f} to {high:.2f})"


def compared(before: Path, now: Path, names: Sequence[str], rounds: int) -> list[Row]:
    """Every work in turns by both trees; the first round is thrown away."""
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in names}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Tree(before, home / "before") as old, Tree(now, home / "now") as new:
            for turn in range(rounds + 1):
                for name in names:
                    sides = [(0, old), (1, new)]
                    for side, tree in sides if turn % 2 else reversed(sides):
                        seconds = WORKS[name](tree)
                        if turn:
                            taken[name][side].append(seconds)
                print(f"round {turn} of {rounds}", file=sys.stderr, flush=True)
    return [Row(name, tuple(old_s), tuple(new_s)) for name, (old_s, new_s) in taken.items()]


def main() -> int:
    """Compare, print, and write the result where a file is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("before", type=Path, help="folder that holds microneedling/")
    parser.add_argument("now", type=Path, help="folder that holds microneedling/")
    parser.add_argument("--rounds", type=int, default=7, help="default 7")
    parser.add_argument("--only", action="append", choices=list(WORKS), help="may be given several times")
    parser.add_argument("--json", type=Path, help="write the result there")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    trees = [folder.resolve() for folder in (options.before, options.now)]
    for folder in trees:
        if not (folder / "microneedling" / "__main__.py").exists():
            parser.error(f"{folder} holds no microneedling package")
    rows = compared(*trees, options.only or list(WORKS), options.rounds)
    print(f"{'processor time':30}{'before':>11} {'now':>11}   now / before, rounds from .. to")
    print("\n".join(row.words() for row in rows))
    if options.json:
        result = {"rounds": options.rounds, "machine": machine(), "rows": [vars(row) for row in rows]}
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
