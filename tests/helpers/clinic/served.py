"""A clinic served as people start it, in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil

from helpers.clinic.inside import clean_environment
from helpers.shell import ROOT

FIRST_S = 120  # for the first answer, on a machine that does much else: how long it takes is measured in processor time


class Server:
    """A clinic served in a process of its own, on a port that is free."""

    def __init__(self, home: Path, *words: str):
        line = [sys.executable, "-m", "microneedling", "clinic", "--port", "0", "--home", str(home), *words]
        begun = time.monotonic()
        self.process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", cwd=ROOT,
            env=clean_environment(home),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        self.told = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.told.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.address = found[0]
                break
        try:
            self.answer("/sign-in/", FIRST_S)
        except OSError:
            self.process.kill()  # nobody would end it: there is no server to hand out
            raise
        self.seconds = time.monotonic() - begun
        spent = psutil.Process(self.process.pid).cpu_times()
        self.busy = spent.user + spent.system  # what it took, whatever else this machine does

    def answer(self, path: str, patient_s: float = 20) -> bytes:
        try:
            with urlopen(self.address + path, timeout=patient_s) as said:
                return said.read()
        except HTTPError as error:
            return error.read()

    @property
    def password(self) -> str:
        """That of a demonstration, as it was told when it began."""
        found = re.search(r"password (\S+)", "".join(self.told))
        assert found is not None
        return found[1]

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(20)


def wait_for(true, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.1)
    return False


def signs_in(page: Any, name: str, password: str) -> None:
    """Somebody signs in, on whatever page asks for it."""
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def at_the_demonstration(page: Any, server: Server, sees: str = "tbody th a", seconds: float = 90) -> None:
    """Signed in on the page of the day, once what `sees` names is there: a demonstration is filled meanwhile."""
    page.goto(f"{server.address}/")
    signs_in(page, "demo", server.password)
    assert wait_for(lambda: page.reload() and page.locator(sees).count() > 0, seconds)
