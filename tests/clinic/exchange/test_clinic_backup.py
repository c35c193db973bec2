"""The drill: a clinic with photographs is backed up while it is written to, put back, and checked to the last byte."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from helpers.clinic.inside import clean_environment, clinic, inside
from microneedling.clinic.exchange.restore import restore
from microneedling.clinic.home import DATABASE
from microneedling.errors import InputError

FILL = """
import json
from django.contrib.auth.models import Group, User
from microneedling.clinic.demo import invent
from microneedling.clinic.records.models import Client, Photograph
from microneedling.clinic.records.services.act import Actor
user, _ = User.objects.get_or_create(username="demo")
user.groups.set([Group.objects.get(name="owner")])
invent(Actor(user), count=5)
print(json.dumps([Client.objects.count(), Photograph.objects.count()]))
"""
COUNT = """
import json
from microneedling.clinic.audit.record import tail
from microneedling.clinic.records.models import Client, Photograph, Session
print(json.dumps([Client.objects.count(), Photograph.objects.count(), Session.objects.count(), *tail()]))
"""
DRILL = """
import json, threading
from microneedling.clinic.audit.record import tail
from microneedling.clinic.exchange.backup import backup, new_key
from microneedling.clinic.records.services.clients import add_client
from microneedling.clinic.records.services.act import Actor
new_key(home.path.parent / "key", home)
over = threading.Event()
def write():
    from django.db import connection
    while not over.is_set():
        add_client(actor=Actor(), family_name="Meanwhile")
    connection.close()
thread = threading.Thread(target=write); thread.start()
written = backup(home, home.path.parent / "one.clinicbackup")
over.set(); thread.join()
backup(home, home.path.parent / "two.clinicbackup")
print(json.dumps([written.entries, written.last_digest, written.files, list(tail())]))
"""


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    """A clinic, two backups of it, the key, and what was told."""
    folder: Path = tmp_path_factory.mktemp("drill")
    assert inside(folder / "home", FILL)[0] == 5
    told = inside(folder / "home", DRILL)
    return folder, told


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_backup_is_sealed_and_for_its_owner_alone(drill):
    folder, _ = drill
    sealed = (folder / "one.clinicbackup").read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1")
    assert b"SQLite" not in sealed
    assert (folder / "one.clinicbackup").stat().st_mode & 0o777 == 0o600
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert not list((folder / "home").glob(".backup-*"))


@pytest.mark.sqlite
@pytest.mark.slow
def test_what_comes_back_is_whole(drill, tmp_path):
    folder, (entries, digest, files, now) = drill
    said = clinic(
        tmp_path,
        "restore",
        folder / "two.clinicbackup",
        "--into",
        tmp_path / "two",
        "--identity",
        folder / "key",
    )
    assert said.returncode == 0, said.stderr + said.stdout
    assert "Whole: nothing was changed." in said.stdout
    assert inside(tmp_path / "two", COUNT) == inside(folder / "home", COUNT)
    back = restore(folder / "one.clinicbackup", tmp_path / "one", folder / "key")  # taken amid writes
    assert back.files == files
    assert (back.entries, back.last_digest) == (entries, digest)
    assert back.entries <= now[0]
    assert clinic(back.home.path, "verify", "--noted", entries, digest).returncode == 0
    for path in back.home.path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_flipped_bit_a_wrong_key_and_a_full_folder_are_refused(drill, tmp_path):
    from pyrage import x25519

    folder, _ = drill
    sealed = bytearray((folder / "two.clinicbackup").read_bytes())
    sealed[len(sealed) // 2] ^= 1
    (tmp_path / "flipped").write_bytes(sealed)
    (tmp_path / "other").write_text(str(x25519.Identity.generate()), encoding="ascii")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_bytes(b"x")
    for source, into, key in (
        (tmp_path / "flipped", tmp_path / "into", folder / "key"),
        (folder / "two.clinicbackup", tmp_path / "into", tmp_path / "other"),
        (folder / "two.clinicbackup", tmp_path / "full", folder / "key"),
        (tmp_path / "nothing", tmp_path / "into", folder / "key"),
    ):
        with pytest.raises(InputError):
            restore(source, into, key)
        assert not (tmp_path / "into").exists()
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["file"]
    assert not list(tmp_path.glob(".restore-*"))


@pytest.mark.sqlite
@pytest.mark.slow
def test_what_was_tampered_with_before_is_found_by_the_drill(drill, tmp_path):
    """Triggers dropped, a photograph changed, an entry changed, the end cut off: each is told after a restore."""
    folder, (entries, digest, _files, _now) = drill
    back = restore(folder / "one.clinicbackup", tmp_path / "one", folder / "key").home
    picture = next(back.photographs.glob("*.jpg"))
    whole = picture.read_bytes()
    picture.write_bytes(whole + b"x")
    said = clinic(back.path, "verify")
    assert (said.returncode, "not the one that was kept" in said.stdout) == (4, True)
    said = clinic(back.path, "backup", tmp_path / "three", "--new-key", tmp_path / "key3")
    assert said.returncode == 5  # a backup hides no loss
    assert not (tmp_path / "three").exists()
    picture.write_bytes(whole)
    with sqlite3.connect(back.database) as store:
        store.execute("DROP TRIGGER frozen_clinic_audit_entry_delete")
        store.execute("DROP TRIGGER frozen_clinic_records_session_update")
        store.execute("DELETE FROM clinic_audit_entry WHERE sequence > ?", [entries - 3])
        store.execute("UPDATE clinic_records_session SET note = 'forged' WHERE signed_at IS NOT NULL")
    said = clinic(back.path, "verify", "--noted", entries, digest)
    assert said.returncode == 4
    for words in (
        "trigger frozen_clinic_audit_entry_delete",
        "the end was cut off",
        "no longer what was signed",
    ):
        assert words in said.stdout
    assert "clinic.E001" in clinic(back.path, "check").stdout
    assert "put back" in clinic(back.path, "check", "--repair").stdout
    assert "clinic.E001" not in clinic(back.path, "check").stdout


@pytest.mark.sqlite
@pytest.mark.slow
def test_the_commands_of_a_backup(tmp_path):
    home = tmp_path / "home"
    assert clinic(home, "init", "--no-warm-up").returncode == 0
    said = clinic(home, "backup")
    assert (said.returncode, "--new-key" in said.stderr) == (2, True)
    said = clinic(home, "backup", "--new-key", tmp_path / "key")
    assert said.returncode == 0, said.stderr
    (made,) = (home / "backups").glob("*.clinicbackup")
    assert clinic(home, "backup", "--new-key", tmp_path / "key").returncode == 2  # never over a key
    assert clinic(home, "backup", made).returncode == 2
    assert clinic(home, "backup", made, "--force").returncode == 0


@pytest.mark.postgres
def test_a_backup_of_postgresql_comes_back(tmp_path, empty_database):
    """The dump lies in the archive; `pg_restore` puts it into a new database, where everything is whole."""
    import subprocess

    from pyrage import decrypt, x25519

    home, place = tmp_path / "home", {DATABASE: empty_database}
    environment = {**clean_environment(home), **place}
    assert inside(home, FILL, environment)[0] == 5
    told = inside(home, DRILL, environment)
    before = inside(home, COUNT, environment)
    key = x25519.Identity.from_str((tmp_path / "key").read_text(encoding="ascii").strip())
    (tmp_path / "two.tar").write_bytes(decrypt((tmp_path / "two.clinicbackup").read_bytes(), [key]))
    with tarfile.open(tmp_path / "two.tar") as tar:
        tar.extractall(tmp_path / "two", filter="data")
    assert (
        json.loads((tmp_path / "two" / "manifest.json").read_text(encoding="utf-8"))["audit"]["entries"]
        == told[3][0]
    )
    words = ("--into", tmp_path / "back", "--identity", tmp_path / "key")
    said = clinic(tmp_path, "restore", tmp_path / "two.clinicbackup", *words)
    assert (said.returncode, "pg_restore -d DATABASE" in said.stdout) == (0, True)
    assert (tmp_path / "back" / "records.pgdump").read_bytes() == (
        tmp_path / "two" / "records.pgdump"
    ).read_bytes()
    other = inside_another_database(empty_database)
    try:
        words = ["pg_restore", "--no-owner", "--dbname", other, str(tmp_path / "two" / "records.pgdump")]
        subprocess.run(words, check=True, capture_output=True)
        there = {**environment, DATABASE: other}
        assert inside(home, COUNT, there) == before
        whole = (
            "import json\nfrom microneedling.clinic.wholeness import whole\nprint(json.dumps(whole().faults))"
        )
        assert inside(home, whole, there) == []
    finally:
        drop(other)


def inside_another_database(address: str) -> str:
    import psycopg

    base, name = address.rsplit("/", 1)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}_back")
    return f"{base}/{name}_back"


def drop(address: str) -> None:
    import psycopg

    base, name = address.rsplit("/", 1)
    with psycopg.connect(f"{base}/{name.removesuffix('_back')}", autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
