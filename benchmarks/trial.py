"""Times virtual trials: people a second by size of chunk, and peak memory, on each example trial.

python benchmarks/trial.py [people]      one process, then all cores; people of an arm (960)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TRIALS = sorted((ROOT / "examples" / "trials").glob("*.toml"))
CHUNKS = (1, 15, 60, 240, 480)


def answer(path: Path, people: int, workers: int, chunk: int) -> dict:
    """One run in a fresh process; the kernel's machine code is taken from its cache."""
    words = [sys.executable, "-m", "microneedling.app.cli", "trial", str(path), "--json"]
    words += ["--people", str(people), "--workers", str(workers), "--chunk-size", str(chunk)]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*words, "--chunks", folder],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
    return json.loads(done.stdout)


def line(name: str, workers: int, chunk: int, found: dict) -> str:
    rate, memory = found["people_per_second"], found["peak_memory_mb"]
    return f"{name:32} {workers:3} workers  chunk {chunk:4}  {rate:7.0f} people/s  {memory:6.0f} MB"


def main() -> int:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 960
    cores = os.cpu_count() or 1
    hashes = set()
    for path in TRIALS:
        for workers in (1, cores):
            found = answer(path, people, workers, 240)
            hashes.add((path.stem, found["result_hash"]))
            print(line(path.stem, workers, 240, found), flush=True)
    for chunk in CHUNKS:
        found = answer(TRIALS[0], min(people, 240) if chunk == 1 else people, 1, chunk)
        print(line(TRIALS[0].stem, 1, chunk, found), flush=True)
    return 0 if len(hashes) == len(TRIALS) else 1  # one trial, one hash, however many workers


if __name__ == "__main__":
    raise SystemExit(main())
