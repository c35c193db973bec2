"""The bench served by itself, as people start it, in a process of its own that knows of no clinic."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psutil

from helpers.shell import ROOT
from microneedling.clinic.home import DATABASE, PLACE


class Bench:
    """A bench on a port that is free; `nowhere` is where a clinic would be made, were one made."""

    def __init__(self, nowhere: Path):
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in (DATABASE, "DJANGO_SETTINGS_MODULE")
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "microneedling", "bench", "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", cwd=ROOT,
            env={**kept, PLACE: str(nowhere)},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.address = found[0]
                break

    def answer(self, path: str, sent: bytes | None = None, **headers: str) -> tuple[int, str]:
        """Status and text of an address; with `sent`, of a post."""
        asked = Request(self.address + path, data=sent, headers=headers)
        try:
            with urlopen(asked, timeout=120) as said:
                return said.status, said.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def answer_json(self, path: str, sent: bytes | None = None) -> dict:
        status, text = self.answer(path, sent, **{"Content-Type": "application/octet-stream"})
        return {"status": status, **json.loads(text)}

    def form(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        """A form of a page sent as a browser does, its cookie and token with it."""
        with urlopen(self.address + path, timeout=120) as page:
            cookie = page.headers["Set-Cookie"].split(";")[0]
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert token is not None
        sent = urlencode({**fields, "csrfmiddlewaretoken": token[1]}).encode()
        return self.answer(path, sent, Cookie=cookie, **headers)

    def connections(self) -> list[str]:
        """The addresses at which the process and what it started listens."""
        process = psutil.Process(self.process.pid)
        found = [item for one in (process, *process.children()) for item in one.net_connections("inet")]
        return [item.laddr.ip for item in found if item.status == psutil.CONN_LISTEN]

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)
