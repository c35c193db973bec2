"""An encrypted backup: records, photographs, settings and a list of what is in it, in one file that one key opens."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ... import __version__
from ...errors import CannotWrite, InputError, Mistake
from ...files import placed
from ..audit.record import tail
from ..home import SETTINGS_FILE, Home, write_private
from ..store import copy_database
from .archive import DUMP, MANIFEST, RECORDS
from .postgresql import dump
from .seal import new_pair, seal


@dataclass(frozen=True)
class Written:
    """What a backup holds: files, bytes, the last audit entry's number and digest (to be noted elsewhere)."""

    path: Path
    files: int
    size: int
    entries: int
    last_digest: str


def new_key(identity_file: Path, home: Home) -> str:
    """Make the pair of keys that backups need: the identity into a file of its own, the recipient into the home.

    Without the identity no backup can be read. Raises `InputError` where a file of that name is there.
    """
    if identity_file.exists():
        raise InputError("backup", [Mistake("--new-key", f'"{identity_file}", which is there', "a new name")])
    identity, recipient = new_pair()
    part = home.recipient.with_suffix(".part")  # the key that is there stays until the new one is on the disc
    for path, text in ((identity_file, identity), (part, recipient)):
        try:
            part.unlink(missing_ok=True)
            write_private(path, f"{text}\n")
        except OSError as error:
            for made in (identity_file, part):
                made.unlink(missing_ok=True)
            raise CannotWrite(f"{path}: the key cannot be written: {error.strerror or error}") from None
    part.replace(home.recipient)
    return recipient


def backup(home: Home, target: Path, *, force: bool = False) -> Written:
    """Write a backup; the clinic goes on meanwhile. Raises `InputError` without a key, `CannotWrite`, `Broken`.

    The photographs are read after the records: every one that the records name is in it. One that is missing or
    differs from its digest stops the backup, for a backup that hides a loss is worse than none.
    """
    if not home.recipient.exists():
        hint = "Make one: microneedling clinic backup --new-key FILE, and keep FILE away from this machine"
        raise InputError("backup", [Mistake("key", "none", "a key that backups are encrypted to", hint)])
    from ..register import sync_register

    recipient = home.recipient.read_text(encoding="ascii").strip()
    sync_register(home)
    entries, digest = tail()  # before the copy, which may hold more by the time it is made, never less
    audit = {"entries": entries, "last_digest": digest}
    try:
        with tempfile.TemporaryDirectory(dir=home.path, prefix=".backup-") as folder:
            os.chmod(folder, 0o700)
            archive = Path(folder) / "archive.tar"
            names = _pack(home, archive, _records(home, Path(folder)), audit)
            with placed(target, force) as part:
                _sealed(archive, part, recipient)
        target.chmod(0o600)
    except OSError as error:
        raise CannotWrite(f"{target}: no backup was written: {error.strerror or error}") from None
    return Written(target, len(names), target.stat().st_size, entries, digest)


def _sealed(archive: Path, part: Path, recipient: str) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with archive.open("rb") as source, os.fdopen(handle, "wb") as sink:
        seal(source, sink, recipient)
        sink.flush()
        os.fsync(sink.fileno())


def _records(home: Home, folder: Path) -> Path:
    """The database as one file: a copy of SQLite's, or a dump of PostgreSQL."""
    from django.db import connection

    if connection.vendor == "sqlite":
        copy_database(home.database, folder / RECORDS)
        return folder / RECORDS
    dump(connection.settings_dict, folder / DUMP)
    return folder / DUMP


def _pack(home: Home, archive: Path, records: Path, audit: dict[str, Any]) -> list[str]:
    from ..records.models import Photograph
    from ..records.services.photographs import picture_of

    digests: dict[str, str] = {}
    with tarfile.open(archive, "w") as tar:

        def put(name: str, data: bytes) -> None:
            digests[name] = hashlib.sha256(data).hexdigest()
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o600
            tar.addfile(entry, io.BytesIO(data))

        digests[records.name] = _digest(records)
        tar.add(records, records.name)
        records.unlink()  # a disc that is nearly full holds two copies rather than three
        for row in Photograph.objects.order_by("file").iterator():
            put(f"photographs/{row.file}", picture_of(row))
        settings = home.path / SETTINGS_FILE
        if settings.exists():
            put(SETTINGS_FILE, settings.read_bytes())
        names = list(digests)
        manifest = {
            "format": 1,
            "program": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "audit": audit,
            "files": digests,
        }
        put(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    return names


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
