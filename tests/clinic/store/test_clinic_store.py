"""A full, read-only or damaged store ends in words; one server a store; a new store is what migrations make."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from helpers.clinic.inside import clinic, inside
from helpers.clinic.people import a_client
from microneedling.clinic.alone import AnotherServer, alone
from microneedling.clinic.audit.verify import verify
from microneedling.clinic.home import Home, database_settings, home_of
from microneedling.clinic.records.models import Client
from microneedling.clinic.serve import check_address
from microneedling.clinic.store import Broken, copy_database, in_words, readable, told_in_words
from microneedling.errors import CannotWrite, InputError


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home")
    made.make()
    return made


def test_a_home_is_for_its_owner_alone(home):
    assert home.path.stat().st_mode & 0o777 == 0o700
    assert (home.path / "secret").stat().st_mode & 0o777 == 0o600
    first = home.secret()
    home.make()
    assert home.secret() == first
    assert len(first) > 50


def test_settings_tell_all_their_mistakes(home):
    text = 'name = 3\ntime_zone = "Europe/Londn"\nidle_minute = 5\nidle_minutes = -1\n'
    (home.path / "clinic.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        home.settings()
    assert {mistake.path for mistake in told.value.mistakes} == {
        "name",
        "time_zone",
        "idle_minute",
        "idle_minutes",
    }
    assert 'did you mean "Europe/London"?' in str(told.value)
    (home.path / "clinic.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(InputError):
        home.settings()


def test_the_usual_place_and_the_named_one(monkeypatch, tmp_path):
    monkeypatch.delenv("MICRONEEDLING_CLINIC_HOME", raising=False)
    assert home_of().path.name == "microneedling-clinic"
    monkeypatch.setenv("MICRONEEDLING_CLINIC_HOME", str(tmp_path))
    assert home_of().path == tmp_path
    assert home_of(tmp_path / "x").path == tmp_path / "x"


def test_an_address_of_a_database(home):
    said = database_settings(home, "postgresql://anna:p%40ss@db.example:5433/clinic")
    assert (said["USER"], said["PASSWORD"], said["HOST"], said["PORT"], said["NAME"]) == (
        "anna",
        "p@ss",
        "db.example",
        "5433",
        "clinic",
    )
    for wrong in ("mysql://x/y", "postgresql://x"):
        with pytest.raises(InputError) as told:
            database_settings(home, wrong)
        assert wrong not in str(told.value)  # an address may hold a password


@pytest.mark.django_db
def test_one_server_a_store(home):
    for _ in range(2):  # free again after the first
        with alone(home), pytest.raises(AnotherServer, match="another server"), alone(home):
            raise AssertionError("two servers on one store")


@pytest.mark.sqlite
def test_who_made_a_store_keeps_the_hold_on_its_log(tmp_path):
    """Another process that opens the records and closes them again must not take itself for the last one."""
    held, found = inside(
        tmp_path / "new",
        """
import json, os, subprocess, sys
from django.contrib.auth.models import Group
log = home.database.with_name(home.database.name + "-wal")
Group.objects.create(name="before")
held = os.stat(log).st_ino
other = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
    "c.execute('select count(*) from auth_group').fetchone(); c.close()"
)
subprocess.run([sys.executable, "-c", other, str(home.database)], check=True)
Group.objects.create(name="after")
print(json.dumps([log.exists() and os.stat(log).st_ino == held, sorted(Group.objects.values_list("name", flat=True))]))
""",
    )
    assert held
    assert {"before", "after"} <= set(found)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_server_a_database(tmp_path, server):
    first, second = Home(tmp_path / "a"), Home(tmp_path / "b")
    for place in (first, second):
        place.make()
    with alone(first), pytest.raises(AnotherServer, match="database"), alone(second):
        pass
    with alone(second):
        pass


def test_another_address_needs_tls(home):
    check_address(home, "127.0.0.1")
    with pytest.raises(InputError, match="TLS"):
        check_address(home, "0.0.0.0")
    (home.path / "clinic.toml").write_text('tls_proxy = true\nhosts = ["clinic.example"]\n', encoding="utf-8")
    check_address(home, "0.0.0.0")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("pragma", "undo", "words"),
    [
        ("max_page_count=1", "max_page_count=1073741823", "disc is full"),
        ("query_only=ON", "query_only=OFF", "cannot be written to"),
    ],
)
def test_a_full_or_read_only_disc_leaves_nothing_by_half(server, home, pragma, undo, words):
    from helpers.clinic.people import actor

    owner = actor("owner")
    a_client(owner)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
    try:
        with pytest.raises((CannotWrite, Broken), match=words), told_in_words(home):
            _write_much(owner)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {undo}")
    assert verify().holds
    assert all(hasattr(client, "identity") for client in Client.objects.all())
    a_client(owner)  # and it goes on


def _write_much(owner) -> None:
    for _ in range(300):
        a_client(owner, own_words="x" * 4000)


@pytest.mark.parametrize("said", ["database is locked", "database disk image is malformed", "something else"])
def test_errors_of_a_database_in_words(said):
    assert "nothing was written" in in_words(DatabaseError(said)) or "restore" in in_words(
        DatabaseError(said)
    )


@pytest.mark.django_db
def test_tables_of_an_older_version_are_told():
    with pytest.raises(DatabaseError) as told, connection.cursor() as cursor:
        cursor.execute("SELECT despite FROM clinic_records_client")
    assert "clinic init" in in_words(told.value)


@pytest.mark.sqlite
def test_a_file_that_is_no_store_is_told(tmp_path):
    path = tmp_path / "clinic.sqlite3"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(Broken, match="clinic restore"):
        readable(path)
    with pytest.raises(Broken):
        copy_database(path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


SCHEMA = """
import json
from django.db import connection
with connection.cursor() as cursor:
    tables = sorted(t for t in connection.introspection.table_names() if t.startswith("clinic_"))
    found = {}
    for table in tables:
        columns = sorted(map(str, cursor.execute(
            f"SELECT name, type, [notnull], pk FROM pragma_table_info('{table}')")))
        keys = sorted(map(str, cursor.execute(
            f"SELECT [table], [from], [to] FROM pragma_foreign_key_list('{table}')")))
        unique = cursor.execute(f"SELECT name, [unique], partial FROM pragma_index_list('{table}')").fetchall()
        indexes = sorted(
            str((one, partial, sorted(r[0] for r in cursor.execute(f"SELECT name FROM pragma_index_info('{name}')"))))
            for name, one, partial in unique
        )
        checks = connection.introspection.get_constraints(cursor, table).items()
        # A check without a name is numbered as it was met: its columns are what it is known by.
        checks = sorted(
            ("" if name.startswith("__unnamed") else name, sorted(said["columns"]))
            for name, said in checks if said["check"]
        )
        found[table] = [columns, keys, indexes, checks]
    triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger' ORDER BY name").fetchall()
    found["triggers"] = triggers
    found["migrations"] = sorted(map(list, cursor.execute("SELECT app, name FROM django_migrations").fetchall()))
print(json.dumps(found))
"""
STEP_BY_STEP = """
import microneedling.clinic.store as store
store._make_at_once = lambda home, plan: __import__("django.core.management").core.management.call_command(
    "migrate", interactive=False, verbosity=0)
"""


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_new_store_is_what_the_migrations_make(tmp_path):
    import helpers.clinic.inside as helper

    at_once = inside(tmp_path / "a", SCHEMA)
    before = helper.HEAD
    helper.HEAD = before.replace("opened(home", STEP_BY_STEP.strip() + "\nopened(home", 1)
    try:
        by_steps = inside(tmp_path / "b", SCHEMA)
    finally:
        helper.HEAD = before
    assert len(at_once) > 35
    assert at_once == by_steps


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_store_whose_making_broke_off_is_made_anew(tmp_path):
    home = tmp_path / "home"
    assert inside(home, "print(1)") == 1
    with sqlite3.connect(
        home / "clinic.sqlite3"
    ) as store:  # as if killed before the list of changes was written
        store.execute("DELETE FROM django_migrations")
    assert clinic(home, "verify").returncode == 0
    assert inside(home, "print(1)") == 1
    assert clinic(home, "check").stdout.strip() == "Nothing amiss."


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_damaged_store_a_newer_one_and_none_are_told(tmp_path):
    home = tmp_path / "home"
    inside(home, "print(1)")
    with sqlite3.connect(home / "clinic.sqlite3") as store:
        store.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('clinic_records', '0099_x', '2030')"
        )
    said = clinic(home, "init", "--no-warm-up")
    assert (said.returncode, "newer version" in said.stderr) == (5, True)
    for name in ("clinic.sqlite3-wal", "clinic.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    path: Path = home / "clinic.sqlite3"
    path.write_bytes(b"\0" * 5000 + path.read_bytes()[5000:])
    said = clinic(home, "verify")
    assert (said.returncode, "clinic restore" in said.stderr) == (5, True)
    assert "Traceback" not in said.stderr
    nowhere = tmp_path / "nowhere"
    said = clinic(nowhere, "verify")
    assert (said.returncode, "clinic init" in said.stderr) == (2, True)
    assert not nowhere.exists()
