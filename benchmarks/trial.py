"""Times virtual trials: people a second by size of chunk, and peak memory, on each example trial.

python -m benchmarks.trial [--people 3840] [--json FILE]      one process, then all cores; people of an arm
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .tables import machine

ROOT = Path(__file__).resolve().parents[1]
TRIALS = sorted((ROOT / "examples" / "trials").glob("*.toml"))
CHUNKS = (1, 15, 60, 240, 480)


def answer(path: Path, people: int, workers: int, chunk: int) -> dict:
    """One run in a fresh process; the kernel's machine code is taken from its cache."""
    words = [sys.executable, "-m", "microneedling", "trial", str(path), "--json"]
    words += ["--people", str(people), "--workers", str(workers), "--chunk-size", str(chunk)]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*words, "--chunks", folder],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
    return json.loads(done.stdout)


def row(path: Path, people: int, workers: int, chunk: int) -> dict:
    """What one run cost; printed as it is found."""
    found = answer(path, people, workers, chunk)
    rate, memory = found["people_per_second"], found["peak_memory_mb"]
    print(
        f"{path.stem:32} {workers:3} workers  chunk {chunk:4}  {rate:7.0f} people/s  {memory:6.0f} MB",
        flush=True,
    )
    return {"trial": path.stem, "people": people, "workers": workers, "chunk": chunk, "people_per_second": rate,
            "peak_memory_mb": memory, "result_hash": found["result_hash"]}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=3840, help="people of an arm")
    parser.add_argument("--json", type=Path, help="write the result there")
    options = parser.parse_args()
    cores = int(machine()["cores"])
    by_cores = [row(path, options.people, workers, 240) for path in TRIALS for workers in (1, cores)]
    by_chunk = [
        row(TRIALS[0], min(options.people, 240) if chunk == 1 else options.people, 1, chunk)
        for chunk in CHUNKS
    ]
    if options.json:
        result = {"by_cores": by_cores, "by_chunk": by_chunk, "machine": machine()}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    hashes = {(made["trial"], made["result_hash"]) for made in by_cores}
    return 0 if len(hashes) == len(TRIALS) else 1  # one trial, one hash, however many workers


if __name__ == "__main__":
    raise SystemExit(main())
