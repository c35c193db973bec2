"""What is amiss with the place of a clinic, and what of it can be put right without touching a record."""

from __future__ import annotations

import os
import sqlite3

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .audit.triggers import install, missing
from .home import Home
from .records.services.act import Actor
from .records.services.erasing import finish_erasures
from .records.services.photographs import left_behind


def faults(home: Home) -> list[str]:
    """Every fault in words: checks of Django and ours, tables of another version, files that no record names."""
    found = [
        f"{item.id}: {item.msg}" + (f" ({item.hint})" if item.hint else "")
        for item in run_checks(include_deployment_checks=True, databases=["default"])
        if item.level >= WARNING and item.id not in settings.SILENCED_SYSTEM_CHECKS
    ]
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        due = "1 change of tables is" if len(plan) == 1 else f"{len(plan)} changes of tables are"
        found.append(f"{due} due: microneedling clinic init")
    if connection.vendor == "sqlite" and home.database.exists():
        with sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True) as reader:
            told = [line for (line,) in reader.execute("PRAGMA quick_check") if line != "ok"]
        reader.close()
        found += [f"records: {line}" for line in told]
    if extra := left_behind():
        found.append(
            f"{len(extra)} files among the photographs that no record names (--repair takes them away)"
        )
    return found


def put_right(home: Home) -> list[str]:
    """Put right what can be; what was done, in words."""
    done = []
    if os.name != "nt":
        for path in (home.path, *home.path.rglob("*")):
            mode = path.stat().st_mode & 0o777
            if mode & 0o077:
                path.chmod(mode & 0o700)
                done.append(f"{path.name}: for its owner alone")
    if names := missing():
        install()
        done += [f"trigger {name} put back; run verify: what happened without it?" for name in names]
    done += [f"erasure finished: {row.count} files are gone" for row in finish_erasures(actor=Actor())]
    for path in left_behind():
        path.unlink()
        done.append(f"{path.name}: taken away, no record names it")
    return done
