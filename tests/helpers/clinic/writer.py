"""A writer to be killed: a nursery that has everything loaded forks one at a time, and tells what was acknowledged.

Run as a program with the home as its word. It reads a line from its standard input for each writer (`go`), and writes
`pid N`, a line `ack KIND ID` after each service has returned, and `dead` once the writer is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ANSWERS = [{"question": "Pregnant?", "answer": "no"}, {"question": "Blood thinners?", "answer": "no"}]


def _tell(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def _write_on() -> None:
    from django.contrib.auth.models import User

    from microneedling.clinic.records.services import assessments, clients
    from microneedling.clinic.records.services.act import Actor

    actor = Actor(User.objects.get(username="writer"), "page")
    while True:
        client = clients.add_client(actor=actor, family_name="Example")
        _tell(f"ack client {client.pk}")
        made = assessments.add_screening(actor=actor, client=client.pk, outcome="clear", answers=ANSWERS)
        _tell(f"ack screening {made.pk}")


def main(home: str) -> None:
    """Fork a writer for each line read."""
    from microneedling.clinic.home import Home
    from microneedling.clinic.store import migrate, opened

    place = Home(Path(home))
    opened(place, make=True)
    migrate(place)
    from django.contrib.auth.models import Group, User
    from django.db import connections

    import microneedling.clinic.records.services.assessments  # so that no writer loads anything

    assert microneedling.clinic.records.services.assessments
    user, _ = User.objects.get_or_create(username="writer")
    user.groups.set([Group.objects.get(name="owner")])
    connections.close_all()
    _tell("ready")
    for _line in sys.stdin:
        pid = os.fork()
        if not pid:
            _write_on()
        _tell(f"pid {pid}")
        os.waitpid(pid, 0)
        _tell("dead")


if __name__ == "__main__":
    main(sys.argv[1])
