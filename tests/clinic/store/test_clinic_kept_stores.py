"""Stores written by earlier versions are brought to this one: every row is there, everything signed still holds."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from helpers.clinic.inside import inside
from microneedling.clinic.home import Home
from tools.keep_store import FOLDER, counts

KEPT = sorted(FOLDER.glob("*.sql.gz"))
LOOK = """
import json
from microneedling.clinic.wholeness import whole
found = whole()
faults = [fault for fault in found.faults if not fault.startswith("photograph:")]  # pictures are not kept with a store
from microneedling.clinic.records.services.clients import add_client
from microneedling.clinic.records.services.act import Actor
new = add_client(actor=Actor(), family_name="After")
print(json.dumps([faults, found.entries, found.signed, new.number]))
"""


def put_back(kept: Path, home: Home) -> dict[str, int]:
    """A kept store as a file of SQLite; the numbers of rows that were written down with it."""
    text = gzip.decompress(kept.read_bytes()).decode()
    home.make()
    with sqlite3.connect(home.database) as store:
        store.executescript(text)
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
    store.close()
    home.database.chmod(0o600)
    return json.loads(text.splitlines()[0].removeprefix("-- "))


def test_a_store_of_every_version_is_kept():
    assert KEPT


@pytest.mark.sqlite
@pytest.mark.slow
@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name.removesuffix(".sql.gz"))
def test_a_kept_store_comes_forward_whole(kept, tmp_path):
    home = Home(tmp_path / "home")
    before = put_back(kept, home)
    assert before["clinic_records_client"] == 3
    assert min(before["clinic_records_session"], before["clinic_records_consent"]) > 2
    faults, entries, signed, number = inside(home.path, LOOK)
    assert faults == []
    assert (entries, number) == (before["clinic_audit_entry"], 4)
    assert signed >= before["clinic_records_session"]
    with sqlite3.connect(home.database) as store:
        after = counts(store)
    more = {"clinic_audit_entry": 2, "clinic_records_client": 1, "clinic_records_identity": 1}
    assert {name: count + more.get(name, 0) for name, count in before.items()} == {
        name: after[name] for name in before
    }
