"""One command: the tables brought up to date, a web server on this machine alone, a worker on its leash."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import InputError, Mistake
from .alone import alone
from .home import PLACE, Home
from .listening import listening
from .store import migrate, opened

LOOPBACK = ("127.0.0.1", "localhost", "::1")
RESTART_S = 1.0
UNASKED_S = 10.0  # for the first page to be asked for
WORKER = "from microneedling.clinic.work.process import main; main()"


def serve(
    home: Home,
    *,
    address: str = "127.0.0.1",
    port: int = 8000,
    told: Callable[[str], None],
    worker: bool = True,
    filled: Callable[[], None] | None = None,
) -> int:
    """Serve a clinic until it is stopped; makes it first where there is none. `told` is given what to print.

    Raises `InputError` for an address beyond this machine without the settings of TLS and for a port in use, and
    `AnotherServer` where the clinic is served already.
    """
    check_address(home, address)
    fresh = not home.exists()
    opened(home, make=True)
    with alone(home):
        done = migrate(home)
        if fresh:
            told(f"Made a clinic in {home.path}")
        elif done:
            told(
                f"Tables brought to this version ({len(done)} changes); a copy from before lies in {home.backups}"
            )
        if filled is not None:
            filled()
        server = listening(address, port, largest=20_000_000, command="clinic serve", other=8001)
        with _worker(home) if worker else _nothing():
            told(
                f"The clinic answers at http://{_named(address)}:{server.effective_port}/  (stop it with Ctrl-C)"
            )
            if not _anybody():
                told("Nobody can sign in yet: microneedling clinic user NAME --group owner")
            threading.Thread(target=_after_the_first_page, daemon=True).start()
            server.run()
    return 0


def _after_the_first_page() -> None:
    """What need not be waited for: pages put off, the API; an erasure that broke off, gone on with; old files cleared.

    It waits for the first page to be out, for a while: beside it, both would take twice as long.
    """
    from django.core.signals import request_finished
    from django.db import connection

    answered = threading.Event()

    def told(**_: object) -> None:
        answered.set()

    request_finished.connect(told)
    answered.wait(UNASKED_S)
    request_finished.disconnect(told)
    from .api.door import warm_up
    from .later import load
    from .records.services.act import Actor
    from .records.services.erasing import finish_erasures
    from .tray import clear

    load()
    warm_up()
    finish_erasures(actor=Actor())
    clear()
    connection.close()


def check_address(home: Home, address: str) -> None:
    """Raise `InputError` for an address that others reach, unless a proxy with TLS stands in front."""
    said = home.settings()
    if address in LOOPBACK or (said["tls_proxy"] and said["hosts"]):
        return
    allowed = "127.0.0.1; or another with tls_proxy = true and hosts = [...] in clinic.toml"
    hint = "Records would travel in the clear: let a proxy with TLS answer the network (docs/security)"
    raise InputError("clinic serve", [Mistake("--address", address, allowed, hint)])


def _named(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _anybody() -> bool:
    from django.contrib.auth.models import User

    return User.objects.filter(is_active=True).exists()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _worker(home: Home) -> Iterator[None]:
    """The worker as a process of its own, started again when it dies; its standard input is its leash."""
    over = threading.Event()
    held: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, PLACE: str(home.path)}

    def keep() -> None:
        while not over.is_set():
            process = subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, env=environment)
            held[:] = [process]
            process.wait()
            over.wait(RESTART_S)

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        for process in held:
            if process.stdin is not None:
                process.stdin.close()
        thread.join(5)
