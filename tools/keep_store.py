"""Keep a small store of this version for the tests of migrations: `python tools/keep_store.py`, once a release.

It writes `tests/clinic/stores/VERSION.sql.gz`: the SQL of a clinic of three invented clients, without their pictures,
and how many rows it has. Tests bring every kept store to the newest version. None is written a second time.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "clinic" / "stores"


def counts(store: sqlite3.Connection) -> dict[str, int]:
    """Rows of every table of ours, and of users."""
    tables = [
        name
        for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if name.startswith("clinic_") or name == "auth_user"
    ]
    return {name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def main() -> int:
    """Make the store and write it; 2 where one of this version is kept."""
    from microneedling import __version__
    from microneedling.clinic.home import DATABASE, Home
    from microneedling.clinic.store import migrate, opened

    target = FOLDER / f"{__version__}.sql.gz"
    if target.exists():
        print(f"{target} is kept already", file=sys.stderr)
        return 2
    os.environ.pop(DATABASE, None)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        opened(home, make=True)
        migrate(home)
        from django.contrib.auth.models import Group, User
        from django.db import connection

        from microneedling.clinic.demo import invent
        from microneedling.clinic.records.services.act import Actor

        user = User.objects.create_user("kept")
        user.groups.set([Group.objects.get(name="owner")])
        invent(Actor(user), count=3)
        connection.close()
        with sqlite3.connect(home.database) as store:
            told = json.dumps(counts(store))
            text = f"-- {told}\n" + "\n".join(store.iterdump()) + "\n"
    FOLDER.mkdir(exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{target.name}: {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
