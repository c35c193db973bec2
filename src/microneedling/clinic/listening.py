"""The server of the clinic and of the bench: waitress on one address and port."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from ..errors import InputError, Mistake

THREADS = 8


def listening(address: str, port: int, *, largest: int, command: str, other: int) -> Any:
    """A server that listens and has not begun to answer; bodies of more than `largest` bytes are refused.

    Raises `InputError` of `command` where the port cannot be had; `other` is the port that it proposes.
    """
    from django.core.wsgi import get_wsgi_application

    waitress: Any = import_module("waitress")
    logging.getLogger("waitress").setLevel(logging.WARNING)
    try:
        return waitress.create_server(
            get_wsgi_application(),
            host=address,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=largest,
            channel_timeout=60,
        )
    except OSError as error:
        hint = f"Choose another: --port {other}, or --port 0 for any that is free"
        mistake = Mistake("--port", f"{port}: {error.strerror or error}", "a port that is free", hint)
        raise InputError(command, [mistake]) from None
