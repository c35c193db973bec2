"""A whole clinic as files that need no program: tables, exact rows, photographs, checksums, a page to explain them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.template import loader

from ... import __version__
from ..audit.models import Entry
from ..audit.record import FIRST, record
from ..home import SETTINGS_FILE, Home
from ..records.models import Client, Photograph
from ..records.owners import owned, tables
from ..records.selectors.reading import need
from ..records.services.act import Actor
from ..records.services.photographs import picture_of
from .archive import EXPORT_FORMAT, MANIFEST, PAGE, PEOPLE
from .cells import csv_bytes
from .folder import Going, check_new, written
from .plainly import cell, columns_of, line_of, plain

NEVER = {"lifted"}  # there only while a transaction runs


@dataclass(frozen=True)
class Out:
    """What was written: files, rows by table, the audit's length and last digest."""

    path: Path
    files: int
    rows: dict[str, int]
    entries: int
    last_digest: str


def export_clinic(*, actor: Actor, home: Home, target: Path) -> Out:
    """Write all records of the clinic into a new folder; whoever has it can read everything in it.

    The clinic may go on meanwhile: what is written is how things stood at one moment. That it was done is in the audit
    that goes out too. Raises `InputError` for a folder that holds something, `CannotWrite` for a photograph that is
    missing, `NotAllowed` without the permission.
    """
    need(actor, "clinic_records.export_clinic")
    check_new(target, "FOLDER")
    with transaction.atomic():
        record(actor.name, "clinic.export", "clinic", detail={"where": actor.where})
    rows: dict[str, int] = {}
    noted: dict[str, Any] = {}

    def fill(going: Going) -> None:
        with at_one_moment():
            last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
            noted["entries"], noted["last_digest"] = last or (0, FIRST)
            said = [_table(going, model, rows) for model in ours()]
            rows["user"] = _people(going)
            for photograph in Photograph.objects.order_by("file").iterator(500):
                going.put(f"photographs/{photograph.file}", picture_of(photograph))
        if text := settings_of(home):
            going.put(SETTINGS_FILE, text)
        manifest = {
            "format": EXPORT_FORMAT,
            "program": f"microneedling {__version__}",
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "audit": noted,
            "tables": said,
            "files": going.digests,
        }
        shown = {"manifest": manifest, "photographs": Photograph.objects.count(), "rows": rows}
        going.put(PAGE, loader.render_to_string("clinic/export_page.html", shown))
        going.put(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n")

    count = written(target, fill)
    return Out(target, count, rows, noted["entries"], noted["last_digest"])


def ours() -> list[type[models.Model]]:
    """Every table that goes out: all of the clinic's packages, by themselves."""
    return [model for model in tables() if model._meta.model_name not in NEVER]


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Read everything as it stood at one moment, while others write on; a transaction that is there does so anyhow."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _table(going: Going, model: type[models.Model], rows: dict[str, int]) -> dict[str, Any]:
    """One table twice: to be read (CSV) and exact (a line of JSON a row)."""
    name = str(model._meta.model_name)
    going.stream(f"data/{name}.jsonl", (f"{line_of(row)}\n".encode() for row in in_order(model)))
    columns = [field.attname for field in columns_of(model)]
    cells = ([cell(value) for value in plain(row).values()] for row in in_order(model))
    going.put(f"tables/{name}.csv", csv_bytes(columns, cells))
    rows[name] = model._default_manager.count()
    return {
        "name": name,
        "about": (model.__doc__ or "").strip().split("\n")[0],
        "rows": rows[name],
        "sha256": going.digests[f"data/{name}.jsonl"],
        "columns": [_column(field) for field in columns_of(model)],
        "of_clients": model is Client or model in owned(),
    }


def in_order(model: type[models.Model]) -> Iterator[Any]:
    """All rows by their key."""
    return model._default_manager.order_by("pk").iterator(2000)


def table_digest(model: type[models.Model]) -> str:
    """SHA-256 of the exact rows of a table, as the export writes them."""
    digest = hashlib.sha256()
    for row in in_order(model):
        digest.update(f"{line_of(row)}\n".encode())
    return digest.hexdigest()


def _column(field: models.Field) -> dict[str, Any]:
    to = field.related_model
    said: dict[str, Any] = {"name": field.attname, "kind": field.get_internal_type()}
    if isinstance(to, type) and issubclass(to, models.Model):
        said["refers_to"] = to._meta.model_name
    if field.choices:
        said["words"] = {str(key): str(words) for key, words in field.choices}  # type: ignore[misc]
    return said


def _people(going: Going) -> int:
    """Who worked here, for records name them; no password, hashed or not, and nothing of their second step."""
    people = [
        {
            "id": user.pk,
            "username": user.get_username(),
            "groups": sorted(user.groups.values_list("name", flat=True)),
            "active": user.is_active,
            "staff": user.is_staff,
        }
        for user in User.objects.order_by("pk")
    ]
    going.put(PEOPLE, "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in people))
    rows = [
        [str(one["id"]), str(one["username"]), " ".join(one["groups"]), cell(one["active"])] for one in people
    ]
    going.put("tables/user.csv", csv_bytes(("id", "username", "groups", "active"), rows))
    return len(people)


def settings_of(home: Home) -> str:
    """The clinic's settings without the address of its database, which holds a password; "" for none."""
    path = home.path / SETTINGS_FILE
    if not path.exists():
        return ""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    said.pop("database", None)
    return "".join(f"{name} = {_toml(value)}\n" for name, value in said.items())


def _toml(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False
    )  # words, numbers, yes and no, and lists of words are alike in both
