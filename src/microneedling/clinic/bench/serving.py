"""`microneedling bench` served: one web server on this machine alone, no clinic, no database."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ...errors import InputError, Mistake

ADDRESS, THREADS = "127.0.0.1", 8
SETTINGS = "microneedling.clinic.bench.settings"


def serve(port: int, told: Callable[[str], None]) -> int:
    """Serve the bench until it is stopped; `told` is given what to print.

    Raises `InputError` for a port in use, and at its end `KeyboardInterrupt`.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS  # whatever other project this shell was set up for
    import django

    django.setup()
    from .running import JOBS

    server = _server(port)
    told(f"The bench answers at http://{ADDRESS}:{server.effective_port}/  (stop it with Ctrl-C)")
    threading.Thread(target=_warm_up, daemon=True).start()
    try:
        server.run()
    finally:
        JOBS.end()
    raise KeyboardInterrupt  # which waitress took for its own: what still runs is not waited for


def _server(port: int) -> Any:
    from django.core.wsgi import get_wsgi_application

    waitress: Any = import_module("waitress")
    logging.getLogger("waitress").setLevel(logging.WARNING)
    try:
        return waitress.create_server(
            get_wsgi_application(),
            host=ADDRESS,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=3_000_000,
            channel_timeout=60,
        )
    except OSError as error:
        hint = "Choose another: --port 8002, or --port 0 for any that is free"
        mistake = Mistake("--port", f"{port}: {error.strerror or error}", "a port that is free", hint)
        raise InputError("bench", [mistake]) from None


def _warm_up() -> None:
    """The first forecast of a process, which loads and compiles, made while somebody reads the first page."""
    from ...cli.commands.new import USUAL, examples
    from .questions import SIMULATE

    SIMULATE.ask(examples()[USUAL].read_text(encoding="utf-8"), SIMULATE.few)
