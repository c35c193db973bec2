"""Jobs of the bench: each is the command itself, in a process and a folder of its own, one after the other.

They live as long as the server and no longer: what they answer can be had again from the file and the command. A job
that runs is on a leash, so that it ends with the server however that ends.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import InputError, Mistake
from ..home import DATABASE, PLACE
from ..leash import COMMAND
from .questions import QUESTIONS

ANSWER, REPORT, TOLD = "answer.json", "report.html", "told.txt"
MOST_WAITING, MOST_KEPT = 20, 50
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
LONGEST_TOLD = 4000


@dataclass
class Job:
    """One command asked for: its words, whose it is, and how it stands."""

    of: str
    words: list[str]
    file: str
    text: str
    owner: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: str = WAITING
    made_at: float = field(default_factory=time.time)
    begun_s: float = 0.0
    took_s: float = 0.0
    code: int | None = None
    told: str = ""
    folder: Path = Path()
    process: subprocess.Popen[bytes] | None = None

    @property
    def line(self) -> str:
        """The command as it is typed."""
        return "microneedling " + " ".join(self.words)

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in (DONE, FAILED, CANCELLED)

    @property
    def seconds(self) -> float:
        """How long it took, or has been running."""
        return self.took_s or (time.monotonic() - self.begun_s if self.begun_s else 0.0)

    def found(self, name: str) -> Path | None:
        """Its own file, or one that it wrote; None where there is none."""
        path = self.folder / name
        made = name == self.file or (self.state == DONE and name in (ANSWER, REPORT))
        return path if made and self.begun_s and path.exists() else None

    def to_json(self) -> dict[str, object]:
        """How it stands, in plain words and numbers."""
        return {
            "id": self.id,
            "of": self.of,
            "command": self.line,
            "state": self.state,
            "seconds": round(self.seconds, 1),
            "exit_code": self.code,
            "told": self.told,
        }


class Jobs:
    """The jobs of one server; a thread beside it runs them in turn."""

    def __init__(self) -> None:
        self.all: dict[str, Job] = {}
        self.changed = threading.Condition()
        self.place: tempfile.TemporaryDirectory[str] | None = None

    def put_in(self, of: str, text: str, amount: object, owner: str, despite_stop: bool = False) -> Job:
        """Have a command run on a text; raises `InputError` with every mistake in both, before anything is run."""
        if of not in QUESTIONS:
            raise InputError("jobs", [Mistake("of", f'"{of[:40]}"', " | ".join(QUESTIONS))])
        question = QUESTIONS[of]
        question.check(text, amount, despite_stop)
        words = question.words(amount, 1, despite_stop)
        if question.report:
            words += ["--report", REPORT]
        job = Job(of, words, question.file, text, owner)
        with self.changed:
            if sum(not item.over for item in self.all.values()) >= MOST_WAITING:
                raise InputError(
                    "jobs", [Mistake("jobs", f"{MOST_WAITING} not done", "fewer: wait, or cancel some")]
                )
            if self.place is None:
                self.place = tempfile.TemporaryDirectory(prefix="microneedling-bench-")
                atexit.register(self.end)
                threading.Thread(target=self._work, daemon=True).start()
            self.all[job.id] = job
            for old in [item for item in self.all.values() if item.over][:-MOST_KEPT]:
                del self.all[old.id]
            self.changed.notify()
        return job

    def of_owner(self, owner: str) -> list[Job]:
        """Somebody's jobs, the newest first."""
        return sorted(
            (item for item in self.all.values() if item.owner == owner), key=lambda job: -job.made_at
        )

    def one(self, identity: str, owner: str) -> Job | None:
        """One of somebody's jobs."""
        job = self.all.get(identity)
        return job if job is not None and job.owner == owner else None

    def cancel(self, job: Job) -> None:
        """End a job: one that waits at once, one that runs by ending its process."""
        with self.changed:
            if job.over:
                return
            job.state = CANCELLED
            if job.process is not None:
                job.process.terminate()

    def end(self) -> None:
        """End what still runs and remove what was found, with the server."""
        for job in list(self.all.values()):
            self.cancel(job)
        if self.place is not None:
            self.place.cleanup()

    def _work(self) -> None:
        while True:
            with self.changed:
                job = next((item for item in self.all.values() if item.state == WAITING), None)
                if job is None:
                    self.changed.wait()
                    continue
                job.state, job.begun_s = RUNNING, time.monotonic()
                self._begin(job)
            assert job.process is not None
            job.process.wait()
            with self.changed:
                self._finish(job, job.process.returncode)

    def _begin(self, job: Job) -> None:
        assert self.place is not None
        job.folder = Path(self.place.name) / job.id
        job.folder.mkdir(mode=0o700)
        (job.folder / job.file).write_text(job.text, encoding="utf-8")
        known = {name: value for name, value in os.environ.items() if name not in (PLACE, DATABASE)}
        with (job.folder / ANSWER).open("wb") as answer, (job.folder / TOLD).open("wb") as told:
            job.process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *job.words],
                cwd=job.folder,
                stdin=subprocess.PIPE,
                stdout=answer,
                stderr=told,
                env=known,
            )

    def _finish(self, job: Job, code: int) -> None:
        job.took_s, job.code = time.monotonic() - job.begun_s, code
        job.told = (job.folder / TOLD).read_text(encoding="utf-8", errors="replace")[-LONGEST_TOLD:].strip()
        if job.state == RUNNING:
            job.state = DONE if code == 0 else FAILED


JOBS = Jobs()
