"""`microneedling bench` served: one web server on this machine alone, no clinic, no database."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from ..listening import listening

ADDRESS = "127.0.0.1"
SETTINGS = "microneedling.clinic.bench.settings"


def serve(port: int, told: Callable[[str], None]) -> int:
    """Serve the bench until it is stopped; `told` is given what to print.

    Raises `InputError` for a port in use, and at its end `KeyboardInterrupt`.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS  # whatever other project this shell was set up for
    import django

    django.setup()
    from .running import JOBS

    server = listening(ADDRESS, port, largest=3_000_000, command="bench", other=8002)
    told(f"The bench answers at http://{ADDRESS}:{server.effective_port}/  (stop it with Ctrl-C)")
    threading.Thread(target=_warm_up, daemon=True).start()
    try:
        server.run()
    finally:
        JOBS.end()
    raise KeyboardInterrupt  # which waitress took for its own: what still runs is not waited for


def _warm_up() -> None:
    """The first forecast of a process, which loads and compiles, made while somebody reads the first page."""
    from ...cli.commands.new import USUAL, examples
    from .questions import SIMULATE

    SIMULATE.ask(examples()[USUAL].read_text(encoding="utf-8"), SIMULATE.few)
