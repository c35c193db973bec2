"""Processes on a leash: they end when the server that started them does, however that ends."""

from __future__ import annotations

import os
import runpy
import sys
import threading

# The code of a process that runs one command of ours, whose words follow it, on a leash.
COMMAND = "from microneedling.clinic.leash import command; command()"


def on_a_leash() -> None:
    """End this process as soon as whoever started it closes its standard input, as the system does for the dead."""

    def hold() -> None:
        while os.read(
            place, 4096
        ):  # not by way of a buffer, whose lock a process that ends in time would trip over
            pass
        os._exit(0)

    place = sys.stdin.fileno()
    threading.Thread(target=hold, daemon=True).start()


def command() -> None:
    """Run the command whose words this process was started with, as a shell would, on a leash."""
    on_a_leash()
    runpy.run_module("microneedling", run_name="__main__", alter_sys=True)
