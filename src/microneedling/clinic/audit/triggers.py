"""The triggers that keep frozen rows: put in after every migration, looked for at every start.

They stand in no migration: Django rebuilds a table of SQLite to change it, and its triggers vanish without a word.
"""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .guard import Guard, guards, postgresql_triggers, sqlite_triggers


def install(using: str = "default", **_: Any) -> None:
    """Put in what is missing or differs; tables that are not there yet are passed over."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for guard in guards():
        if guard.table not in tables:
            continue
        if connection.vendor == "postgresql":
            _install_postgresql(connection, guard)
        else:
            _install_sqlite(connection, guard)


def remove(using: str = "default") -> None:
    """Take all of them away: before tables change, or tests empty them. `install` puts them back."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in guards():
            if guard.table not in tables:
                continue
            for name in named(connection, guard):
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def step_aside(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Before tables change: SQLite renames none that another table's trigger speaks of."""
    if plan:
        remove(using)


def named(connection: BaseDatabaseWrapper, guard: Guard) -> list[str]:
    """The names of a guard's triggers on a database."""
    postgresql = connection.vendor == "postgresql"
    return list(postgresql_triggers(guard) if postgresql else sqlite_triggers(guard))


def missing(using: str = "default") -> list[str]:
    """Names of triggers that are not there, are switched off, or do not say what they should."""
    connection = connections[using]
    found: list[str] = []
    for guard in guards():
        if connection.vendor == "postgresql":
            there = _there_postgresql(connection, guard.table)
            wanted = {name: body for name, (body, _) in postgresql_triggers(guard).items()}
        else:
            there = _there_sqlite(connection, guard.table)
            wanted = sqlite_triggers(guard)
        found += [name for name, text in wanted.items() if there.get(name) != text]
    return found


def checked(app_configs: Any = None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Django's system check of them, for those databases that it is asked about."""
    found: list[CheckMessage] = []
    for using in databases or ():
        tables = connections[using].introspection.table_names()
        if "clinic_audit_entry" not in tables:
            continue  # nothing was made here yet
        if names := missing(using):
            hint = "Run: microneedling clinic check --repair"
            found.append(Error(f"triggers missing or changed: {', '.join(names)}", hint, id="clinic.E001"))
    return found


def _install_sqlite(connection: BaseDatabaseWrapper, guard: Guard) -> None:
    there = _there_sqlite(connection, guard.table)
    with connection.cursor() as cursor:
        for name, statement in sqlite_triggers(guard).items():
            if there.get(name) != statement:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(statement)


def _there_sqlite(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        return dict(cursor.fetchall())


def _install_postgresql(connection: BaseDatabaseWrapper, guard: Guard) -> None:
    there = _there_postgresql(connection, guard.table)
    with connection.cursor() as cursor:
        for name, (body, statement) in postgresql_triggers(guard).items():
            if there.get(name) != body:
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $frozen${body}$frozen$"
                )
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {guard.table}")
                cursor.execute(statement)


def _there_postgresql(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    query = (
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE c.relname = %s AND pg_table_is_visible(c.oid) AND NOT t.tgisinternal AND t.tgenabled = 'O'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return dict(cursor.fetchall())
