"""The driver's side of a worker: start it on one core, hand it orders, wait no longer than agreed."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any

from .worker import ONE_THREAD

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT_S = 120.0


class Silent(Exception):
    """The worker ended, or did not answer in time."""


class Worker:
    """One process that solves; a context, so that it never outlives the benchmark."""

    def __init__(self, python: Path, module: str, problems: Path, log: Path):
        environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
        environment["PYTHONPATH"] = str(ROOT / "src")
        environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
        environment["JAX_PLATFORMS"] = "cpu"
        self.name = module
        with open(log, "w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                [str(python), "-m", "benchmarks.peers.worker", module, str(problems)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                env=environment,
            )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Worker:
        self.about = self._answer(START_LIMIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def _answer(self, limit_s: float) -> dict[str, Any]:
        try:
            line = self.lines.get(timeout=limit_s)
        except queue.Empty:
            raise Silent(f"{self.name}: no answer within {limit_s:.0f} s") from None
        if not line:
            raise Silent(f"{self.name}: ended with exit code {self.process.wait()}")
        return json.loads(line)

    def ask(self, patience_s: float, **order: Any) -> dict[str, Any]:
        """The answer to one order; `Silent` when none comes, after which the worker is of no more use."""
        if self.process.poll() is not None:
            raise Silent(f"{self.name}: has ended")
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self._answer(patience_s)
