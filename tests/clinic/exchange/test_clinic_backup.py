"""The drill: a clinic with photographs is backed up while it is written to, put back, and checked to the last byte."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from subprocess import CompletedProcess

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


@pytest.fixture
def another_database(empty_database):
    """A second new database beside the first; dropped afterwards."""
    import psycopg

    base, name = empty_database.rsplit("/", 1)
    with psycopg.connect(empty_database, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}_back")
    yield f"{base}/{name}_back"
    with psycopg.connect(empty_database, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name}_back WITH (FORCE)")


@pytest.mark.postgres
def test_a_backup_of_postgresql_comes_back(tmp_path, empty_database, another_database):
    """Into an empty database, all of it checked; the new folder knows nothing of the clinic at work."""
    home, back = tmp_path / "home", tmp_path / "back"
    environment = {**clean_environment(home), DATABASE: empty_database}
    assert inside(home, FILL, environment)[0] == 5
    (home / "clinic.toml").write_text(f'name = "Ours"\ndatabase = "{empty_database}"\n', encoding="utf-8")
    entries, digest, *_ = inside(home, DRILL, environment)
    before = inside(home, COUNT, environment)

    def restored(*more: object, source: str = "two") -> CompletedProcess[str]:
        words = (
            "restore",
            tmp_path / f"{source}.clinicbackup",
            "--into",
            back,
            "--identity",
            tmp_path / "key",
        )
        return clinic(tmp_path, *words, *more)

    nowhere = another_database.replace("_back", "_nowhere")
    for wrong, said in (((), "createdb"), ((nowhere,), "cannot be reached"), ((empty_database,), "tables")):
        done = restored(*(("--database", *wrong) if wrong else ()))
        assert (done.returncode, said in done.stderr, back.exists()) == (2, True, False), done.stderr
        assert not any(
            address.split("@")[0].split(":")[-1] in done.stderr for address in wrong
        )  # no password
    done = restored("--database", another_database)
    assert (done.returncode, "Whole: nothing was changed." in done.stdout) == (0, True), done.stderr
    settings = (back / "clinic.toml").read_text(encoding="utf-8")
    assert (another_database in settings, 'name = "Ours"' in settings) == (True, True)
    assert empty_database not in settings.replace(another_database, "")
    assert not list(back.glob("*.pgdump"))
    assert inside(back, COUNT, clean_environment(back)) == before
    assert inside(home, COUNT, environment) == before
    assert clinic(back, "verify", "--noted", entries, digest).returncode == 0
    for path in back.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.postgres
def test_what_was_tampered_with_in_postgresql_is_found_after_a_restore(
    tmp_path, empty_database, another_database
):
    """A photograph changed, a trigger gone, a signed row forged, the end of the audit cut off."""
    import psycopg

    home, back = tmp_path / "home", tmp_path / "back"
    environment = {**clean_environment(home), DATABASE: empty_database}
    inside(home, FILL, environment)
    entries, digest, *_ = inside(home, DRILL, environment)
    words = ("restore", tmp_path / "one.clinicbackup", "--into", back, "--identity", tmp_path / "key")
    assert clinic(tmp_path, *words, "--database", another_database).returncode == 0
    picture = next((back / "photographs").glob("*.jpg"))
    picture.write_bytes(picture.read_bytes() + b"x")
    with psycopg.connect(another_database, autocommit=True) as store:
        with pytest.raises(psycopg.errors.IntegrityError):
            store.execute("DELETE FROM clinic_audit_entry")
        for table in ("clinic_audit_entry", "clinic_records_session"):
            store.execute(f"DROP TRIGGER frozen_{table}_row ON {table}")
        store.execute("DELETE FROM clinic_audit_entry WHERE sequence > %s", [entries - 3])
        store.execute("UPDATE clinic_records_session SET note = 'forged' WHERE signed_at IS NOT NULL")
    said = clinic(back, "verify", "--noted", entries, digest)
    assert said.returncode == 4
    for told in (
        "trigger frozen_clinic_audit_entry_row",
        "the end was cut off",
        "no longer what was signed",
        "not the one that was kept",
    ):
        assert told in said.stdout
    assert "put back" in clinic(back, "check", "--repair").stdout
    assert "clinic.E001" not in clinic(back, "check").stdout


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_restore_never_touches_the_clinic_that_the_environment_names(drill, tmp_path):
    folder, _ = drill
    words = ("--into", tmp_path / "back", "--identity", folder / "key")
    done = clinic(
        tmp_path,
        "restore",
        folder / "two.clinicbackup",
        *words,
        more={DATABASE: "postgresql://x:y@127.0.0.1:1/live"},
    )
    assert (done.returncode, "unset it" in done.stderr) == (0, True), done.stderr
    done = clinic(tmp_path, "restore", folder / "two.clinicbackup", "--into", tmp_path / "b", *words[2:], "--database",
                  "postgresql://x:y@127.0.0.1:1/new")  # fmt: skip
    assert (done.returncode, (tmp_path / "b").exists()) == (2, False)
