"""Compare with other solvers on the same column: error against time on one core, at several tolerances.

    python -m benchmarks.compare [--only cvode] [--people N] [--rounds N] [--tolerance T] [--json FILE]

Peers and this package take turns within each round; the ratio of a round is of times taken side by side, and the
median over rounds is reported. Warm-up is thrown away. Writes benchmarks/results/peers.json.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from .peers.conversation import Silent, Worker
from .peers.curves import EQUAL_ERROR, Point, for_nine_in_ten, ms_at, ratio
from .peers.environments import HOME, CannotInstall, python_of
from .peers.judge import Judge
from .peers.plan import GOALS, OURS, OURS_METHOD, PEERS, Peer
from .peers.problem_file import save
from .tables import machine

RESULTS = Path(__file__).parent / "results" / "peers.json"
ORDER_LIMIT_S = 300.0  # compilation included; beyond it a worker is given up


class Measured:
    """What one method gave: times by tolerance and round, errors by tolerance, and what went wrong."""

    def __init__(self, peer: Peer, name: str):
        self.peer, self.name = peer, name
        self.ms: dict[float, list[float]] = {}
        self.errors: dict[float, np.ndarray] = {}
        self.failed: dict[float, int] = {}
        # our own milliseconds at equal accuracy for the same people, taken in the same rounds
        self.ours_ms: list[float | None] = []
        self.ours_p90_ms: list[float | None] = []
        self.memory_mb, self.trouble = 0.0, ""

    def points(self, turn: int | None = None, people: int | None = None) -> list[Point]:
        """The curve of one round, or of the medians over rounds; of the first `people` only, if told."""
        made = []
        for tolerance, errors in self.errors.items():
            errors = errors[:people]
            taken = self.ms[tolerance]
            ms = median(taken) if turn is None else taken[turn] if turn < len(taken) else None
            if ms:
                middle, high = float(np.median(errors)), float(np.quantile(errors, 0.9, method="higher"))
                made.append(Point(tolerance, middle, high, ms))
        return made


def measure(worker: Worker, peer: Peer, name: str, found: Measured, judge: Judge, first: bool) -> None:
    """Every tolerance of one method once; answers are judged in the first round."""
    people = list(range(peer.people))
    for tolerance in peer.tolerances:
        with tempfile.TemporaryDirectory() as folder:
            keep = str(Path(folder) / "states.npz") if first else None
            got = worker.ask(ORDER_LIMIT_S, method=name, tolerance=tolerance, people=people,
                             limit_s=peer.limit_s, keep=keep)  # fmt: skip
            if "error" in got:
                found.trouble = got["error"]
                continue
            found.ms.setdefault(tolerance, []).append(got["cpu_s"] * 1e3 / got["columns"])
            found.memory_mb = max(found.memory_mb, got["peak_memory_mb"])
            if keep:
                solved = [person for person in people if person not in got["left_out"]]
                found.errors[tolerance] = judge.errors(keep, solved)
                found.failed[tolerance] = len(got["failed"])
        error = np.median(found.errors.get(tolerance, np.nan))
        print(f"  {name}  {tolerance:g}  {found.ms[tolerance][-1]:9.2f} ms a column  error {error:.1e}",
              file=sys.stderr, flush=True)  # fmt: skip


def compared(peer: Peer, python: Path, problems: Path, judge: Judge, methods: list[str], ours: Measured,
             worker_of_ours: Worker) -> tuple[list[Measured], dict]:  # fmt: skip
    """All methods of one peer, in turn with our own; a worker that falls silent ends its peer's turn."""
    results = [Measured(peer, name) for name in methods]
    about: dict = {}
    try:
        with Worker(python, peer.module, problems, HOME / f"{peer.module}.log") as worker:
            about = worker.about
            for turn in range(peer.rounds):
                for found in results:
                    mine = Measured(ours.peer, OURS_METHOD)
                    mine.errors = ours.errors
                    measure(worker_of_ours, ours.peer, OURS_METHOD, mine, judge, not ours.errors)
                    ours.errors = mine.errors
                    for tolerance, taken in mine.ms.items():
                        ours.ms.setdefault(tolerance, []).extend(taken)
                    ours.memory_mb = max(ours.memory_mb, mine.memory_mb)
                    same = mine.points(people=peer.people)
                    found.ours_ms.append(ms_at(same)[0])
                    found.ours_p90_ms.append(ms_at(for_nine_in_ten(same))[0])
                    measure(worker, peer, found.name, found, judge, turn == 0)
    except Silent as silence:
        for found in results:
            if len(found.ms) < len(peer.tolerances):  # the others only miss later rounds
                found.trouble = found.trouble or str(silence)
    return results, about


def row(found: Measured, about: dict) -> dict:
    """One method as the results file keeps it; numbers that do not exist are null."""
    middle, how = ms_at(found.points())
    turns = [found.points(turn) for turn in range(len(found.ours_ms))]
    times = ratio([ms_at(points)[0] for points in turns], found.ours_ms)
    times_p90 = ratio([ms_at(for_nine_in_ten(points))[0] for points in turns], found.ours_p90_ms)
    points = [
        {
            "tolerance": p.tolerance,
            "error_median": finite(p.error),
            "error_p90": finite(p.error_p90),
            "ms_a_column": p.ms,
            "people": len(found.errors[p.tolerance]),
            "failed": found.failed.get(p.tolerance, 0),
        }
        for p in found.points()
    ]
    return {
        "name": found.name,
        "peer": found.peer.module,
        "version": about.get("version", ""),
        "ms_at_equal_error": middle,
        "ms_at_equal_error_p90": ms_at(for_nine_in_ten(found.points()))[0],
        "how": how,
        "times_ours": times[0] if times else None,
        "times_ours_low": times[1] if times else None,
        "times_ours_high": times[2] if times else None,
        "times_ours_p90": times_p90[0] if times_p90 else None,
        "goal": GOALS.get(found.peer.module),
        "rounds": max((len(taken) for taken in found.ms.values()), default=0),
        "peak_memory_mb": found.memory_mb,
        "import_s": about.get("import_s"),
        "trouble": found.trouble,
        "points": points,
    }


def finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def run(peers: Sequence[Peer], judge: Judge, folder: Path, us: Peer = OURS) -> dict:
    """Every peer that can be installed, beside `us`; those that cannot are named."""
    problems = folder / "problems.npz"
    save(problems, judge.posed.problems)
    rows, absent = [], []
    ours = Measured(replace(us, people=judge.posed.values.count), OURS_METHOD)
    with Worker(Path(sys.executable), "ours", problems, HOME / "ours.log") as own:
        for peer in peers:
            try:
                python = python_of(peer.versions)
                if peer.module == "roadrunner_ode":
                    judge.write_sbml(folder, range(peer.people))
            except CannotInstall as reason:
                absent.append({"name": peer.label, "reason": str(reason)})
                continue
            results, about = compared(peer, python, problems, judge, methods_of(peer), ours, own)
            rows += [row(found, about) for found in results]
        if not ours.errors:  # without any peer our own curve is still drawn
            measure(own, ours.peer, OURS_METHOD, ours, judge, True)
        others = [Measured(replace(us, people=min(4, ours.peer.people)), name)
                  for name in methods_of(us) if name != OURS_METHOD]  # fmt: skip
        for found in others:
            measure(own, found.peer, found.name, found, judge, True)
        mine = [row(found, own.about) for found in (ours, *others)]
    return {"machine": machine(), "what": judge.what(), "equal_error": EQUAL_ERROR,
            "rows": [*mine, *rows], "absent": absent}  # fmt: skip


def methods_of(peer: Peer) -> list[str]:
    """Names of a module's methods; its library is not needed to ask."""
    from importlib import import_module

    return list(import_module(f".peers.{peer.module}", __package__).METHODS)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=[peer.module for peer in (OURS, *PEERS)])
    parser.add_argument("--people", type=int, default=OURS.people, help="virtual people at most (default 12)")
    parser.add_argument("--rounds", type=int, help="rounds at most")
    parser.add_argument(
        "--tolerance", action="append", type=float, help="of our own solver (default: all planned)"
    )
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    if options.people < 1 or (options.rounds is not None and options.rounds < 1):
        parser.error("--people and --rounds must be at least 1")
    chosen = [
        replace(p, people=min(p.people, options.people), rounds=min(p.rounds, options.rounds or p.rounds))
        for p in PEERS
        if not options.only or p.module in options.only
    ]
    HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        us = replace(OURS, tolerances=tuple(options.tolerance or OURS.tolerances))
        result = run(chosen, Judge.of(max(options.people, 1)), Path(folder), us)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    part = options.json.with_name(f".{options.json.name}.part")
    part.write_text(json.dumps(result, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    os.replace(part, options.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
