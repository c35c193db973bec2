"""The worker as a process: begins with the compiled kernels, then does jobs until its leash is cut."""

from __future__ import annotations

import os
import signal

from ..leash import on_a_leash
from .worker import work


def main() -> None:
    """Work until the server ends; Ctrl-C of the terminal is the server's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    on_a_leash()
    work(f"worker {os.getpid()}")
