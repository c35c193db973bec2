"""A clinic whose disc fills up while it is written to, and has room again: what was acknowledged, what was said.

Run as a program with the home and what makes it full: `disc` (the home lies on a small file system, ballast on it is
taken away in the end) or `limit` (no file of this process may grow any longer). Its last line is JSON.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

BALLAST_BYTES, MORE_BYTES = 11_000_000, 2_500_000


def _refused(act: Callable[[], Any], home: Any) -> str:
    """What an act that must not succeed was told, in the class and words of who asked for it."""
    from microneedling.clinic.store import told_in_words
    from microneedling.errors import MicroneedlingError

    try:
        with told_in_words(home):
            act()
    except MicroneedlingError as error:
        return f"{type(error).__name__}: {error}"
    return "it was done"


class Clinic:
    """The clinic of the story, the one who writes, and what was acknowledged to them."""

    def __init__(self, home: Any):
        from django.contrib.auth.models import Group, User
        from PIL import Image

        from helpers.clinic.people import a_client, consented
        from microneedling.clinic.records.services.act import Actor

        self.home, self.elsewhere = home, Path(home.path.parent.parent)
        user, _ = User.objects.get_or_create(username="writer")
        user.groups.set([Group.objects.get(name="owner")])
        self.owner = Actor(user, "page")
        self.first = a_client(self.owner)
        consented(self.owner, self.first)
        self.acknowledged = [str(self.first.pk)]
        written = io.BytesIO()
        Image.effect_noise((900, 900), 90).save(written, "PNG")
        self.picture = written.getvalue()

    def add(self, **more: Any) -> None:
        """One client more."""
        from helpers.clinic.people import a_client

        self.acknowledged.append(str(a_client(self.owner, **more).pk))

    def write_on(self) -> None:
        """Clients without end."""
        while True:
            self.add(own_words="x" * 4000)

    def take_picture(self) -> None:
        """A photograph of the first client."""
        from microneedling.clinic.records.services.photographs import add_photograph

        upload, size = io.BytesIO(self.picture), len(self.picture)
        add_photograph(actor=self.owner, client=self.first.pk, zone="cheek", upload=upload, size=size)

    def found(self) -> dict[str, Any]:
        """What is there in the end."""
        from microneedling.clinic.audit.models import Entry
        from microneedling.clinic.records.models import Client, Identity, Photograph
        from microneedling.clinic.records.services.photographs import left_behind
        from microneedling.clinic.wholeness import whole

        there = {str(key) for key in Client.objects.values_list("pk", flat=True)}
        return {
            "acknowledged": len(self.acknowledged),
            "lost": sorted(set(self.acknowledged) - there),
            "extra": sorted(there - set(self.acknowledged)),
            "identities": Identity.objects.count(),
            "photographs": Photograph.objects.count(),
            "searches": Entry.objects.filter(action="client.search").count(),
            "left_behind": len(left_behind()),
            "faults": list(whole().faults),
        }


def story(
    home: Any, fill: Callable[[], None], make_room: Callable[[], None], *, all_full: bool
) -> dict[str, Any]:
    """Write until the disc is full, try everything else on it, make room, write on, look at all of it.

    Unless it is `all_full`, small new files can still be written.
    """
    from microneedling.clinic.exchange.backup import backup, new_key
    from microneedling.clinic.records.selectors.clients import search

    clinic = Clinic(home)
    new_key(clinic.elsewhere / "key", home)
    recipient = home.recipient.read_bytes()
    fill()
    tried: dict[str, Callable[[], Any]] = {"write": clinic.write_on, "again": clinic.write_on}
    if all_full:
        tried |= {
            "read": lambda: search(actor=clinic.owner, text="ada"),
            "photograph": clinic.take_picture,
            "backup": lambda: backup(home, home.path / "one.clinicbackup"),
            "key": lambda: new_key(home.path / "another", home),
        }
    said = {name: _refused(act, home) for name, act in tried.items()}
    kept = home.recipient.read_bytes() == recipient
    leftover = sorted(path.name for path in home.path.rglob("*") if path.suffix in (".part", ".clinicbackup"))
    make_room()
    clinic.take_picture()
    clinic.add()
    files = backup(home, clinic.elsewhere / "two.clinicbackup").files
    return {"said": said, "key_kept": kept, "leftover": leftover, "backup": files, **clinic.found()}


def main(where: str, way: str) -> None:
    """Make the clinic, live the story, print what was found."""
    from microneedling.clinic.home import Home
    from microneedling.clinic.store import migrate, opened

    home = Home(Path(where))
    opened(home, make=True)
    migrate(home)
    ballast = home.path.parent / "ballast"
    if way == "disc":
        ballast.write_bytes(b"\0" * BALLAST_BYTES)
        told = story(home, lambda: None, ballast.unlink, all_full=True)
    else:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)

        def fill() -> None:
            largest = max(path.stat().st_size for path in home.path.glob("clinic.sqlite3*"))
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + MORE_BYTES, most))

        told = story(
            home,
            fill,
            lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
            all_full=False,
        )
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
