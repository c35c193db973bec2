"""The store of a clinic opened: found, of this version, readable; and told in words where it is not."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ..errors import CannotWrite, InputError, MicroneedlingError, Mistake
from .home import DATABASE, PLACE, Home, database_settings
from .ready import stand_up

BACK = "Put the last backup back into a new folder: microneedling clinic restore BACKUP --into FOLDER"
BEFORE_MIGRATION = "before-migration"
UNWRITABLE = (
    "it cannot be written to; nothing was written. Check the disc, and who owns the folder; "
    "a copy of the whole folder on a disc that can be written to opens again"
)
LEAST_ROOM = 200_000  # bytes: less holds no page of SQLite's files beside the records
READ_ONLY, DAMAGED = ("SQLITE_READONLY", "SQLITE_CANTOPEN"), ("SQLITE_CORRUPT", "SQLITE_NOTADB")


class Broken(MicroneedlingError):
    """The records cannot be read or are not whole; says what to do."""

    exit_code = 5


def opened(home: Home, *, make: bool = False) -> None:
    """Set Django up on a home; raises `InputError` where no clinic was made there, unless it is to be made."""
    if make:
        home.make()
    elif not home.exists():
        hint = "Make one: microneedling clinic init --home FOLDER"
        raise InputError(str(home.path), [Mistake("home", "no clinic", "the folder of a clinic", hint)])
    os.environ[PLACE] = str(home.path)
    address = os.environ.get(DATABASE) or home.settings()["database"]
    database_settings(home, address)
    with told_in_words(home):
        if not address and home.database.exists():
            readable(home.database)
        stand_up()
    from django.conf import settings

    if home != settings.HOME:
        raise Broken(f"another clinic ({settings.HOME.path}) is open in this process")


def readable(path: Path) -> None:
    """Raise `Broken` unless the file is a whole SQLite database; the first page and the schema are looked at.

    Raises `CannotWrite` where the disc is at fault: SQLite keeps a file beside the records even to read them.
    """
    try:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.close()
    except sqlite3.DatabaseError as error:
        raise told(error, path) from None


@contextmanager
def told_in_words(home: Home) -> Iterator[None]:
    """What a database says about a full, read-only or broken disc, in words with a way on."""
    from django.db.utils import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise told(error, home.path) from None


def told(error: Exception, where: Path) -> MicroneedlingError:
    """A database's error as ours: `Broken` for records that are damaged, `CannotWrite` for all else."""
    words = f"{where}: {in_words(error, where)}"
    return Broken(words) if BACK in words else CannotWrite(words)


def in_words(error: Exception, where: Path | None = None) -> str:
    """What a database's error means to who was writing, and what to do; `where` the records lie."""
    said, name = str(error), _name_of(error)
    if "full" in said or "No space" in said or (name.startswith("SQLITE_IOERR") and _no_room(where)):
        return "the disc is full; nothing was written. Make room and do it again"
    if name.startswith(READ_ONLY) or any(
        words in said for words in ("readonly", "read-only", "unable to open")
    ):
        return UNWRITABLE
    if name.startswith(DAMAGED) or "malformed" in said or "not a database" in said:
        return f"the records are damaged ({said}). {BACK}"
    if "disk I/O" in said:
        return f"the disc failed ({name or said}); nothing was written. Check it, then: microneedling clinic verify"
    if "locked" in said:
        return "another program holds the records; nothing was written. Close it and do it again"
    if any(words in said for words in ("no such column", "no such table", "does not exist")):
        return "its tables are of an older version; nothing was written. Do: microneedling clinic init"
    return f"the database refused: {type(error).__name__}; nothing was written"


def _name_of(error: BaseException | None) -> str:
    """SQLite's own name of an error, from the one that Django's was raised from; "" of PostgreSQL."""
    while error is not None:
        if isinstance(error, sqlite3.Error):
            return getattr(error, "sqlite_errorname", "")
        error = error.__cause__
    return ""


def _no_room(where: Path | None) -> bool:
    """Whether the disc of the clinic is full: SQLite tells of the file beside the records as of a disc that fails."""
    from django.conf import settings

    place = where or settings.HOME.path
    return place.exists() and shutil.disk_usage(place).free < LEAST_ROOM


def migrate(home: Home) -> list[str]:
    """Bring the tables to this version; before they change, a copy of an SQLite file is laid aside.

    Returns the migrations done. Raises `Broken` for a store of a newer version, which an older one must not touch.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with told_in_words(home):
        executor = MigrationExecutor(connection)
        known = set(executor.loader.disk_migrations)
        applied = set(executor.loader.applied_migrations)
        ours = {"clinic_access", "clinic_audit", "clinic_records", "clinic_work"}
        newer = sorted(f"{app}.{name}" for app, name in applied - known if app in ours)
        if newer:
            told = f"these records were written by a newer version ({', '.join(newer)}): install that one"
            raise Broken(told)
        plan = [
            (step.app_label, step.name)
            for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
        ]
        if not plan:
            return []
        if applied and connection.vendor == "sqlite":
            lay_aside(home)
        if not applied and connection.vendor == "sqlite":
            _make_at_once(home, plan)
        else:
            call_command("migrate", interactive=False, verbosity=0)
        if connection.vendor == "sqlite":
            home.database.chmod(0o600)
    return [f"{app}.{name}" for app, name in plan]


def _make_at_once(home: Home, plan: list[tuple[str, str]]) -> None:
    """The tables of a new clinic straight from the models, which a test compares with what the migrations lead to.

    Step by step it takes five times as long. Where the making broke off before, nothing was acknowledged yet, so it
    begins anew; a file that holds users or entries is never touched.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.recorder import MigrationRecorder

    tables = set(connection.introspection.table_names())
    for table in {"auth_user", "clinic_audit_entry"} & tables:
        with connection.cursor() as cursor:
            if cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                raise Broken(f"{home.database}: records without the list of their changes. {BACK}")
    if tables:
        connection.close()
        for ending in ("", "-wal", "-shm"):
            home.database.with_name(home.database.name + ending).unlink(missing_ok=True)
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {app: None for app, _ in plan}
    try:
        with _on_the_disc_at_its_end(home):
            call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    finally:
        settings.MIGRATION_MODULES = before
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with transaction.atomic():
        for app, name in plan:
            recorder.record_applied(app, name)


@contextmanager
def _on_the_disc_at_its_end(home: Home) -> Iterator[None]:
    """Have the disc waited for once, not for each of a hundred steps: nothing is acknowledged before the end."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    yield
    # Whoever closes a file drops all locks that the process holds on it. With a connection open, another process would
    # take itself for the last one and delete the log under us: so none is open here.
    connection.close()
    with home.database.open("rb+") as file:
        os.fsync(file.fileno())


def lay_aside(home: Home) -> Path:
    """A copy of the SQLite file as it was before a migration, in the folder of backups; not encrypted."""
    home.backups.mkdir(exist_ok=True, mode=0o700)
    target = home.backups / f"{BEFORE_MIGRATION}-{datetime.now():%Y%m%d-%H%M%S}.sqlite3"
    handle = os.open(target, os.O_WRONLY | os.O_CREAT, 0o600)
    os.close(handle)
    copy_database(home.database, target)
    return target


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be written to meanwhile; raises `CannotWrite` where it does not fit."""
    try:
        with sqlite3.connect(source) as reader, sqlite3.connect(target) as writer:
            reader.backup(writer, pages=-1)  # in one go: page by page it begins anew whenever somebody writes
            writer.execute("PRAGMA journal_mode=DELETE")
            amiss = writer.execute("PRAGMA quick_check(1)").fetchone()[0]
            if (
                amiss != "ok"
            ):  # page by page damage is copied too, and a backup that hides it is worse than none
                raise sqlite3.DatabaseError(amiss)
        reader.close()
        writer.close()
    except sqlite3.OperationalError as error:
        target.unlink(missing_ok=True)
        raise CannotWrite(f"{target}: the copy could not be written: {error}") from None
    except sqlite3.DatabaseError as error:
        target.unlink(missing_ok=True)
        raise Broken(f"{source}: the records are damaged ({error}). {BACK}") from None
