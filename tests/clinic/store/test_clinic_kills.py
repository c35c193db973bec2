"""Killed while writing: what was acknowledged is there, nothing is there by half, and the chain goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from queue import Empty, Queue

import pytest

from helpers.clinic.inside import inside
from helpers.shell import ROOT
from microneedling.clinic.home import PLACE

CHECK = """
import json
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Client, Identity, Screening
from microneedling.clinic.wholeness import whole
from microneedling.clinic.repair import faults
found = whole()
print(json.dumps({
    "faults": [*found.faults, *faults(home)],
    "clients": [str(row.pk) for row in Client.objects.all()],
    "screenings": [str(row.pk) for row in Screening.objects.all()],
    "identities": Identity.objects.count(),
    "halves": sum(row.signed_at is None or row.answers.count() != 2 for row in Screening.objects.all()),
    "entries": Entry.objects.exclude(action__startswith="user").count(),
}))
"""


class Nursery:
    """The program that forks writers, and what it has told."""

    def __init__(self, home: Path, environment: dict[str, str]):
        words = [sys.executable, "-m", "helpers.clinic.writer", str(home)]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environment,
        )
        self.lines: Queue[str] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        assert self.next() == "ready"

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line.strip())

    def next(self, seconds: float = 60) -> str:
        return self.lines.get(timeout=seconds)

    def kill_one(self, after: float) -> list[str]:
        """Start a writer, kill it so long after it first acknowledged something; all it acknowledged."""
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        told, pid, until = [], 0, 0.0
        while True:
            try:
                line = self.next(max(0.001, until - time.monotonic()) if until else 60)
            except Empty:
                os.kill(pid, signal.SIGKILL)
                until = time.monotonic() + 60
                continue
            if line == "dead":
                return told
            word, *rest = line.split()
            if word == "pid":
                pid = int(rest[0])
            else:
                told.append(line)
            if pid and told and not until:
                until = time.monotonic() + after


def killed(home: Path, rounds: int, environment: dict[str, str]) -> dict:
    """Kill so many writers one after the other, and look at the store they leave."""
    chance, told = random.Random(11), []
    nursery = Nursery(home, environment)
    try:
        for _ in range(rounds):
            told += nursery.kill_one(chance.uniform(0.0, 0.12))
    finally:
        nursery.process.stdin.close()
        nursery.process.wait(60)
    found = inside(home, CHECK, environment)
    kinds = Counter(line.split()[1] for line in told)
    lost = {line.split()[2] for line in told} - {*found["clients"], *found["screenings"]}
    return {"lost": lost, "acknowledged": kinds, **found}


def check(found: dict, rounds: int) -> None:
    assert found["acknowledged"].total() >= rounds
    assert found["lost"] == set()
    assert found["faults"] == []
    assert found["halves"] == 0
    assert found["identities"] == len(found["clients"])
    # two entries a client; four a screening: itself, two answers, the signature
    assert found["entries"] == 2 * len(found["clients"]) + 4 * len(found["screenings"])


def surroundings(home: Path, database: str = "") -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "MICRONEEDLING"))
    }
    more = {"MICRONEEDLING_CLINIC_DATABASE": database} if database else {}
    return {**kept, PLACE: str(home), **more}


@pytest.mark.sqlite
@pytest.mark.slow
def test_sixty_writers_killed_on_sqlite(tmp_path):
    check(killed(tmp_path / "home", 60, surroundings(tmp_path / "home")), 60)


@pytest.mark.postgres
def test_sixty_writers_killed_on_postgresql(tmp_path, empty_database):
    check(killed(tmp_path / "home", 60, surroundings(tmp_path / "home", empty_database)), 60)


@pytest.mark.sqlite
@pytest.mark.soak
def test_five_hundred_writers_killed_on_sqlite(tmp_path):
    check(killed(tmp_path / "home", 500, surroundings(tmp_path / "home")), 500)


@pytest.mark.postgres
@pytest.mark.soak
def test_five_hundred_writers_killed_on_postgresql(tmp_path, empty_database):
    check(killed(tmp_path / "home", 500, surroundings(tmp_path / "home", empty_database)), 500)
