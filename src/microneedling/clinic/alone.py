"""One server a store: a lock on the home folder, and on PostgreSQL one in the database itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from ..errors import CannotWrite, MicroneedlingError
from .home import Home

SERVER_KEY = 0x6D696373  # of the advisory lock on PostgreSQL


class AnotherServer(MicroneedlingError):
    """Another server holds this store."""

    exit_code = 4


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Hold a store while the block runs; raises `AnotherServer` where somebody does. The system frees the dead's."""
    try:
        handle = os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotWrite(f"{home.lock}: {error.strerror or error}") from None
    with os.fdopen(handle, "r+b", buffering=0) as file:
        if not _hold(file):
            whose = file.read().decode("ascii", "replace").strip() or "unknown"
            raise AnotherServer(f"{home.path}: another server (process {whose}) holds this clinic")
        try:
            file.truncate()
            file.write(f"{os.getpid()}\n".encode())
        except OSError as error:
            raise CannotWrite(f"{home.lock}: {error.strerror or error}") from None
        with _held_in_database(home):
            yield


def _hold(file: IO[bytes]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _held_in_database(home: Home) -> Iterator[None]:
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    own: Any = connection.copy()  # a connection for nothing but the lock, open as long as the server
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SERVER_KEY])
        held = cursor.fetchone()[0]
    if not held:
        own.close()
        raise AnotherServer("another server holds the database of this clinic")
    try:
        yield
    finally:
        own.close()
