"""The one process that does jobs, on a leash: it ends when the server that started it does, however that ends.

Records that another program holds for a while, or a server of records that starts anew, do not end it: it waits and
tries again. What it could not write down in the end is taken up again as the job of a worker that fell silent.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, close_old_connections, connection

from ...errors import MicroneedlingError
from ..store import in_words
from .daily import see_to_backup
from .kinds import KINDS
from .models import Job
from .queue import Cancelled, actor_behind, claim, end, inputs_of, sign_of_life

PAUSE_S, PULSE_S = 0.4, 3.0
LOOK_S = 60.0  # between two looks at whether a backup is due
AGAIN_S = (1.0, 2.0, 4.0, 8.0)  # waits before what could not be written is tried again
LOG = logging.getLogger(__name__)


def work(name: str, going_on: Callable[[], bool] = lambda: True) -> None:
    """Do jobs one after the other while `going_on` says so."""
    looked = time.monotonic()
    while going_on():
        close_old_connections()
        job = _patiently(lambda: claim(name))
        if job is None and time.monotonic() - looked >= LOOK_S:
            looked = time.monotonic()
            _patiently(see_to_backup)
        elif job is None:
            time.sleep(PAUSE_S)
        else:
            do(job)


def do(job: Job) -> None:
    """Do one job; whatever comes of it is written down in words without what it worked on."""
    with _pulse(job):
        state, more = _outcome(job)
        _patiently(lambda: end(job, state, **more))


def _outcome(job: Job) -> tuple[str, dict[str, Any]]:
    """The state a job ended in, with its result or what is told of its failure."""
    try:
        result = KINDS[job.kind](inputs_of(job), lambda part: sign_of_life(job, part), actor_behind(job))
    except Cancelled:
        return Job.State.CANCELLED, {}
    except MicroneedlingError as error:
        return Job.State.FAILED, {"told": str(error)}
    except DatabaseError as error:
        return Job.State.FAILED, {"told": in_words(error)}
    except Exception as error:
        return Job.State.FAILED, {"told": f"internal error: {type(error).__name__}"}
    return Job.State.DONE, {"result": result}


def _patiently(act: Callable[[], Any]) -> Any:
    """What the act returns, tried again where the records refuse; None where they went on refusing."""
    for wait in (*AGAIN_S, None):
        try:
            return act()
        except DatabaseError as error:
            LOG.warning("%s", in_words(error))
            connection.close()
            if wait is not None:
                time.sleep(wait)
    return None


@contextmanager
def _pulse(job: Job) -> Any:
    """Signs of life from a thread beside, for work that cannot give them itself."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(PULSE_S):
                try:
                    sign_of_life(job)
                except DatabaseError:
                    connection.close()  # the next beat comes soon enough
        except Cancelled:
            pass  # the job itself asks at its next step
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(PULSE_S)
