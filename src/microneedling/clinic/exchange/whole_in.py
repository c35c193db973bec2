"""A clinic's export put into a new clinic, on SQLite or PostgreSQL: all of it, checked, or nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ...errors import InputError, MicroneedlingError, Mistake
from ..home import SETTINGS_FILE, Home, database_settings, name_database
from .archive import EXPORT_FORMAT, MANIFEST, PEOPLE
from .folder import check_new, checked, copied

AT_ONCE = 500


@dataclass(frozen=True)
class In:
    """What came in: rows by table, photographs, the audit's length and last digest as the export noted them."""

    home: Home
    rows: dict[str, int]
    photographs: int
    entries: int
    last_digest: str


def import_clinic(source: Path, into: Path, database: str = "") -> In:
    """Make a clinic in a new folder from an export; its records in SQLite, or in an empty `database` of PostgreSQL.

    Checked: every file against its SHA-256, every table row for row once it is in. Nobody can sign in before new
    passwords are set. Raises `InputError` for a damaged or foreign folder and for a place that is not empty; nothing
    is left in the new folder then.
    """
    check_new(into, "--into")
    names = checked(source)
    manifest = _manifest(source)
    home = Home(into)
    said = database_settings(home, database)
    if database:
        from .postgresql import must_be_empty

        must_be_empty(said)
    fresh = not into.exists()
    try:
        return _brought(source, home, database, names, manifest)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        if not fresh:
            into.mkdir(mode=0o700)
        raise


def _brought(source: Path, home: Home, database: str, names: list[str], manifest: dict[str, Any]) -> In:
    from ..store import migrate, opened

    home.make()
    if SETTINGS_FILE in names:
        copied(source / SETTINGS_FILE, home.path / SETTINGS_FILE)
    if database:
        name_database(home.path / SETTINGS_FILE, database)
        (home.path / SETTINGS_FILE).chmod(0o600)
    opened(home)
    migrate(home)
    pictures = [name for name in names if name.startswith("photographs/")]
    for name in pictures:
        copied(source / name, home.path / name)
    rows = fill(source, manifest)
    audit = manifest["audit"]
    return In(home, rows, len(pictures), audit["entries"], audit["last_digest"])


def _manifest(source: Path) -> dict[str, Any]:
    try:
        said = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        if said["format"] != EXPORT_FORMAT:
            raise InputError(
                "import",
                [
                    Mistake(
                        "format", str(said["format"])[:20], f"{EXPORT_FORMAT}; a newer version may read it"
                    )
                ],
            )
        _ = (
            said["audit"]["entries"],
            said["audit"]["last_digest"],
            [table["sha256"] for table in said["tables"]],
        )
        return said
    except MicroneedlingError:
        raise
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            "import", [Mistake(MANIFEST, "no list of tables", "the one that was written")]
        ) from None


def fill(source: Path, manifest: dict[str, Any]) -> dict[str, int]:
    """Put all rows into the clinic that is open, in one transaction; raises `InputError` for one that is not empty.

    Every table is read back and compared with the digest that the export noted; one that differs undoes all of it.
    """
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from ..audit.guard import guards
    from ..audit.record import record
    from .whole import ours, table_digest

    models = {str(model._meta.model_name): model for model in ours()}
    said = {table["name"]: table for table in manifest["tables"]}
    _same_tables(set(said), set(models))
    parts = {guard.of for guard in guards() if guard.parent}
    with transaction.atomic():
        _must_be_empty(list(models.values()))
        people = _people(source)
        # parts before what they belong to: to one that is signed nothing is added
        order = sorted(models, key=lambda name: models[name] not in parts)
        rows = {name: _rows(source, name, models[name]) for name in order}
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [people, *models.values()]):
                cursor.execute(statement)
        other = [name for name in models if table_digest(models[name]) != said[name]["sha256"]]
        if other:
            found = f"tables that did not come in as they went out: {', '.join(other)}"
            raise InputError("import", [Mistake("FOLDER", found, "an export of this version")])
        record("command line", "clinic.import", "clinic", detail={"rows": sum(rows.values())})
    return rows


def _same_tables(there: set[str], known: set[str]) -> None:
    hint = "Export again with this version of the program"
    wrong = [(name, "a table that is not known") for name in sorted(there - known)]
    wrong += [(name, "missing") for name in sorted(known - there)]
    if wrong:
        allowed = "the tables of this version"
        raise InputError(
            "import", [Mistake(f"data/{name}.jsonl", found, allowed, hint) for name, found in wrong]
        )


def _must_be_empty(models: list[Any]) -> None:
    from django.contrib.auth.models import User

    full = [model._meta.verbose_name_plural for model in (User, *models) if model._default_manager.exists()]
    if full:
        found = f"a clinic with {', '.join(map(str, full[:5]))}"
        raise InputError("import", [Mistake("--into", found, "an empty one")])


def _people(source: Path) -> Any:
    """Who worked there, without a password: a new one is set before anybody signs in."""
    from django.contrib.auth.models import Group, User

    for line in _lines(source / PEOPLE):
        said = json.loads(line)
        user = User(
            id=said["id"], username=said["username"], is_active=said["active"], is_staff=said["staff"]
        )
        user.set_unusable_password()
        user.save(force_insert=True)
        user.groups.set(Group.objects.filter(name__in=said["groups"]))
    return User


def _rows(source: Path, name: str, model: Any) -> int:
    from .plainly import row_from

    lines, count = _lines(source / "data" / f"{name}.jsonl"), 0
    while part := list(islice(lines, AT_ONCE)):
        try:
            found = [row_from(model, line) for line in part]
        except ValueError as error:
            raise InputError(
                "import", [Mistake(f"data/{name}.jsonl", str(error), "rows of this version")]
            ) from None
        model._default_manager.bulk_create(found, batch_size=AT_ONCE)
        count += len(found)
    return count


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from (line for line in file if line.strip())
