"""A backup put back into a folder of its own, and not trusted before all of it was checked."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import CannotWrite, InputError, Mistake
from ..home import SETTINGS_FILE, Home, name_database
from .archive import DUMP, MANIFEST, RECORDS
from .postgresql import put_back
from .seal import WrongSeal, unseal


@dataclass(frozen=True)
class Restored:
    """What came back: the home, how many files, the audit's length and last digest as the backup noted them."""

    home: Home
    files: int
    entries: int
    last_digest: str
    made_at: str


def restore(source: Path, into: Path, identity_file: Path, database: str = "") -> Restored:
    """Put a backup back into a new folder; nothing is left there unless all of it is right.

    The records of a clinic on PostgreSQL go into an empty `database`, whose address the settings of the new folder then
    name: never that of the clinic which was backed up. Checked: the key, the list of files with every SHA-256, SQLite's
    integrity and foreign keys. What the records say of themselves (audit, triggers, signatures, photographs) is
    `verify`'s business, which the command runs after.
    Raises `InputError` for a wrong key or a damaged file, `CannotWrite` where there is no room.
    """
    if into.exists() and any(into.iterdir()):
        hint = "A backup is never put over records that are there"
        raise InputError(
            "restore", [Mistake("--into", f'"{into}", which holds something', "a new folder", hint)]
        )
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=into.parent, prefix=".restore-") as name:
            folder = Path(name)
            archive = folder / "archive.tar"
            _decrypted(source, identity_file, archive)
            inside = folder / "inside"
            _unpacked(archive, inside)
            manifest = _checked(inside)
            _into_database(inside, database)
            _settle(inside, database)
            if into.exists():
                into.rmdir()
            os.replace(inside, into)
    except OSError as error:
        raise CannotWrite(f"{into}: {error.strerror or error}") from None
    home = Home(into)
    home.make()
    audit = manifest["audit"]
    return Restored(home, len(manifest["files"]), audit["entries"], audit["last_digest"], manifest["made_at"])


def erased_since(home: Home, registers: list[Path]) -> tuple[int, list[int]]:
    """Erase in a restored clinic, which is open, whoever was erased after its backup was made.

    How many these were, and the numbers of clients whose records cannot be told from those of somebody else.

    `registers` are the lists that clinics keep of it (`erased.json`). Raises `InputError` for a file that is none.
    """
    from ..records.services.act import Actor
    from ..records.services.erasing import erase_again, finish_erasures
    from ..register import joined, of_records, read_register, sync_register

    known = of_records()
    for path in registers:
        known = joined(known, read_register(path))
    done, left = erase_again(actor=Actor(), register=known)
    finish_erasures(actor=Actor())
    sync_register(home)
    return len(done), left


def _into_database(inside: Path, database: str) -> None:
    """The dump of PostgreSQL into the database that was named; raises `InputError` where none was, or one too many."""
    if (inside / DUMP).exists():
        if not database:
            allowed = "the address of an empty one, for these records are those of PostgreSQL"
            hint = "createdb NAME, then --database postgresql://user:password@host:port/NAME"
            raise InputError("restore", [Mistake("--database", "none", allowed, hint)])
        put_back(inside / DUMP, database)
        (inside / DUMP).unlink()
    elif database:
        found, allowed = "one, for records that lie in a file of SQLite", "none"
        raise InputError("restore", [Mistake("--database", found, allowed)])


def _decrypted(source: Path, identity_file: Path, archive: Path) -> None:
    try:
        identity = identity_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        allowed = "the file that backup --new-key wrote"
        raise InputError(
            "restore", [Mistake("--identity", f'"{identity_file}", which is no key', allowed)]
        ) from None
    handle = os.open(archive, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        with os.fdopen(handle, "wb") as sink, source.open("rb") as sealed:
            unseal(sealed, sink, identity)
    except FileNotFoundError:
        raise InputError(
            "restore", [Mistake("backup", f'"{source}", which is not there', "a backup")]
        ) from None
    except WrongSeal:
        found = "a file that this key does not open, or that was damaged"
        raise InputError(str(source), [Mistake("backup", found, "a backup and its key")]) from None


def _unpacked(archive: Path, inside: Path) -> None:
    inside.mkdir(mode=0o700)
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(inside, filter="data")
    except tarfile.TarError:
        raise InputError(
            "restore", [Mistake("backup", "a file that was damaged", "a whole backup")]
        ) from None


def _checked(inside: Path) -> dict[str, Any]:
    """The manifest, if every file is there, is the one that was packed, and nothing else lies beside."""
    try:
        manifest = json.loads((inside / MANIFEST).read_text(encoding="utf-8"))
        listed = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("restore", [Mistake("backup", "no list of files in it", "a whole backup")]) from None
    there = {path.relative_to(inside).as_posix(): path for path in inside.rglob("*") if path.is_file()}
    wrong = [Mistake(name, "missing", "every file of the list") for name in sorted(set(listed) - set(there))]
    extra = sorted(set(there) - set(listed) - {MANIFEST})
    wrong += [Mistake(name, "not on the list", "files of the list alone") for name in extra]
    for name in sorted(set(listed) & set(there)):
        if hashlib.sha256(there[name].read_bytes()).hexdigest() != listed[name]:
            wrong.append(Mistake(name, "other contents than were packed", "the file as it was packed"))
    if RECORDS in there:
        wrong += _faults(there[RECORDS])
    elif DUMP not in there:
        wrong.append(Mistake("records", "missing", f"{RECORDS} or {DUMP}"))
    if wrong:
        raise InputError("restore", wrong)
    return manifest


def _faults(database: Path) -> list[Mistake]:
    with sqlite3.connect(database) as connection:
        told = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    found = [Mistake(RECORDS, line, "a whole database") for line in told if line != "ok"]
    return found + ([Mistake(RECORDS, f"{len(keys)} lost references", "none")] if keys else [])


def _settle(inside: Path, database: str) -> None:
    """Names as a home has them, settings that name no other records than these; every file for its owner alone."""
    if (inside / RECORDS).exists():
        (inside / RECORDS).rename(inside / "clinic.sqlite3")
    name_database(inside / SETTINGS_FILE, database)
    (inside / MANIFEST).rename(inside / "restored-from.json")
    (inside / "photographs").mkdir(exist_ok=True)
    for path in inside.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
