"""The programs of PostgreSQL that write and read a dump; a password reaches them by the environment alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from ...errors import CannotWrite, InputError, Mistake
from ...extras import needed
from ..home import Home, database_settings


def dump(said: Mapping[str, Any], target: Path) -> None:
    """Write all of a database, given by Django's settings of it; raises `CannotWrite` with the program's last words."""
    _run("pg_dump", ["-Fc", "--no-owner", "--file", str(target)], said)


def put_back(source: Path, address: str) -> None:
    """Read a dump into an empty database, all of it or nothing; raises `InputError` for one that is not empty."""
    said = database_settings(Home(source.parent), address)
    must_be_empty(said)
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source)]
    _run("pg_restore", options, said)


def must_be_empty(said: Mapping[str, Any]) -> None:
    """Raise `InputError` for a database that cannot be reached or that holds tables."""
    needed("a clinic on PostgreSQL", "postgres", "psycopg")
    psycopg = import_module("psycopg")
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {word: said[name] for word, name in names.items() if said[name]}
    allowed = "an empty database: createdb NAME, then postgresql://user:password@host:port/NAME"
    try:
        with psycopg.connect(**given, connect_timeout=10) as connection:
            query = (
                "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            )
            count = connection.execute(query).fetchone()[0]
    except psycopg.Error as error:
        found = f"one that cannot be reached ({type(error).__name__})"
        raise InputError("restore", [Mistake("--database", found, allowed)]) from None
    if count:
        hint = "A backup is never put over records that are there"
        raise InputError("restore", [Mistake("--database", f"one with {count} tables", allowed, hint)])


def _run(program: str, options: list[str], said: Mapping[str, Any]) -> None:
    words = [program, "--dbname", str(said["NAME"])]
    for option, name in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        words += [option, str(said[name])] if said[name] else []
    secret = {"PGPASSWORD": str(said["PASSWORD"])} if said["PASSWORD"] else {}
    try:
        done = subprocess.run(
            [*words, "--no-password", *options],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **secret},
            check=False,
        )
    except FileNotFoundError:
        hint = "Debian: apt-get install postgresql-client"
        raise CannotWrite(f"{program} of PostgreSQL is not installed here. {hint}") from None
    if done.returncode:
        told = done.stderr.strip().splitlines() or ["failed without a word"]
        raise CannotWrite(f"{program}: {told[-1] if program == 'pg_dump' else told[0]}")
