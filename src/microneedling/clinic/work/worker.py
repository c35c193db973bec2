"""The one process that does jobs, on a leash: it ends when the server that started it does, however that ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections, connection

from ...errors import MicroneedlingError
from .kinds import KINDS
from .models import Job
from .queue import Cancelled, actor_behind, claim, end, inputs_of, sign_of_life

PAUSE_S, PULSE_S = 0.4, 3.0


def work(name: str, going_on: Callable[[], bool] = lambda: True) -> None:
    """Do jobs one after the other while `going_on` says so."""
    while going_on():
        close_old_connections()
        job = claim(name)
        if job is None:
            time.sleep(PAUSE_S)
        else:
            do(job)


def do(job: Job) -> None:
    """Do one job; whatever comes of it is written down in words without what it worked on."""
    with _pulse(job):
        try:
            result = KINDS[job.kind](inputs_of(job), lambda part: sign_of_life(job, part), actor_behind(job))
        except Cancelled:
            end(job, Job.State.CANCELLED)
        except MicroneedlingError as error:
            end(job, Job.State.FAILED, told=str(error))
        except Exception as error:
            end(job, Job.State.FAILED, told=f"internal error: {type(error).__name__}")
        else:
            end(job, Job.State.DONE, result)


@contextmanager
def _pulse(job: Job) -> Any:
    """Signs of life from a thread beside, for work that cannot give them itself."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(PULSE_S):
                sign_of_life(job)
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
