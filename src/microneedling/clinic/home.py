"""The home folder of a clinic: its records, photographs, secret and settings, for their owner's eyes alone."""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ..errors import CannotWrite, InputError, Mistake, did_you_mean
from .time_zones import unknown

PLACE, DATABASE = "MICRONEEDLING_CLINIC_HOME", "MICRONEEDLING_CLINIC_DATABASE"
SETTINGS_FILE = "clinic.toml"
BACKUP_ENDING = ".clinicbackup"
LANGUAGES = ("en", "de")  # that pages are written in
# Key of clinic.toml -> kind, value where it is left out.
KEYS: dict[str, tuple[type, Any]] = {
    "name": (str, "The clinic"),
    "contact": (str, ""),
    "database": (str, ""),
    "time_zone": (str, "UTC"),
    "language": (str, ""),
    "idle_minutes": (int, 15),
    "signed_in_hours": (int, 12),
    "consent_wait_days": (int, 1),
    "draft_days": (int, 30),
    "retention_years": (int, 8),
    "backup_days": (int, 1),
    "backups_kept": (int, 14),
    "secure_cookies": (bool, True),
    "hosts": (list, []),
    "tls_proxy": (bool, False),
}


@dataclass(frozen=True)
class Home:
    """The paths of one clinic; nothing is made before `make`."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / "clinic.sqlite3"

    @property
    def photographs(self) -> Path:
        """The folder of photographs, each under a name of its own."""
        return self.path / "photographs"

    @property
    def backups(self) -> Path:
        """Where backups go unless another place is named."""
        return self.path / "backups"

    def made_backups(self) -> list[Path]:
        """The files in the folder of backups, newest first."""
        found = self.backups.glob(f"*{BACKUP_ENDING}") if self.backups.exists() else ()
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)

    @property
    def lock(self) -> Path:
        """Held by the one server of this home."""
        return self.path / "server.lock"

    @property
    def log(self) -> Path:
        """The server's log; it holds no personal data."""
        return self.path / "server.log"

    @property
    def erased(self) -> Path:
        """Ids of clients who were erased: so that a backup from before brings none of them back."""
        return self.path / "erased.json"

    @property
    def recipient(self) -> Path:
        """The public key that backups are encrypted to."""
        return self.path / "backup.recipient"

    def exists(self) -> bool:
        """Whether a clinic was made here."""
        return (self.path / "secret").exists()

    def make(self) -> None:
        """Make the folder, its secret and its sub-folders; raises `CannotWrite` where that cannot be done."""
        try:
            for folder in (self.path, self.photographs, self.backups):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                folder.chmod(0o700)
            if not self.exists():
                write_private(self.path / "secret", secrets.token_urlsafe(64))
        except OSError as error:
            told = error.strerror or str(error)
            raise CannotWrite(f"{self.path}: no clinic can be made there: {told}") from None

    def secret(self) -> str:
        """What sessions are signed with: the file's, or one for this process alone where no clinic was made yet."""
        try:
            return (self.path / "secret").read_text(encoding="ascii")
        except OSError:
            return secrets.token_urlsafe(64)

    def settings(self) -> dict[str, Any]:
        """What `clinic.toml` says, and the usual where it says nothing; raises `InputError` with every mistake."""
        path = self.path / SETTINGS_FILE
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(str(path), [Mistake("file", str(error), "a TOML file")]) from None
        if mistakes := list(_mistakes(said)):
            raise InputError(str(path), mistakes)
        return {name: said.get(name, usual) for name, (_, usual) in KEYS.items()}


def _mistakes(said: dict[str, Any]) -> list[Mistake]:
    found = []
    for name, value in said.items():
        if name not in KEYS:
            found.append(Mistake(name, "an unknown key", " | ".join(KEYS), did_you_mean(name, KEYS)))
        elif not isinstance(value, KEYS[name][0]) or (isinstance(value, bool) and KEYS[name][0] is int):
            found.append(Mistake(name, repr(value)[:60], f"a value of kind {KEYS[name][0].__name__}"))
        elif KEYS[name][0] is int and not 0 <= value <= 10_000:
            found.append(Mistake(name, str(value), "a whole number from 0 to 10000"))
    language = said.get("language", "")
    if isinstance(language, str) and language not in ("", *LANGUAGES):
        allowed = f'{" | ".join(LANGUAGES)}, or "" for the one that each browser asks for'
        found.append(Mistake("language", f'"{language[:20]}"', allowed))
    zone = said.get("time_zone")
    return found + (unknown(zone) if isinstance(zone, str) else [])


def write_private(path: Path, text: str) -> None:
    """Write a new file that its owner alone may read, from its first byte on."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def name_database(path: Path, address: str) -> None:
    """Have a file of settings name another database, or the file of SQLite ("") beside it; all else stays as it was."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if tomllib.loads(text).get("database", "") == address:
        return
    others = [line for line in text.splitlines() if not re.match(r"\s*[\"']?database[\"']?\s*=", line)]
    path.write_text("\n".join([f"database = {json.dumps(address)}", *others, ""]), encoding="utf-8")


def change_settings(home: Home, changes: dict[str, Any]) -> list[str]:
    """Have `clinic.toml` say other values of some keys, every other line as it stood; which of them differ from before.

    They count from the next start on. Raises `InputError` with every mistake, and then nothing is written.
    """
    before = home.settings()
    if mistakes := list(_mistakes(changes)):
        raise InputError(SETTINGS_FILE, mistakes)
    different = [name for name, value in changes.items() if before[name] != value]
    if not different:
        return []
    path = home.path / SETTINGS_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    keys = re.compile(rf"\s*[\"']?({'|'.join(different)})[\"']?\s*=")
    said = [f"{name} = {json.dumps(changes[name], ensure_ascii=False)}" for name in different]
    kept = [line for said_so in _statements(lines) if not keys.match(said_so[0]) for line in said_so]
    part = path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        write_private(part, "\n".join([*said, *kept, ""]))
        part.replace(path)
    except OSError as error:
        raise CannotWrite(f"{path}: the settings cannot be written: {error.strerror or error}") from None
    return different


def _statements(lines: list[str]) -> list[list[str]]:
    """Lines of TOML by statement: a text or list that goes over several lines is one, and goes as one."""
    found: list[list[str]] = []
    whole = True
    for line in lines:
        if whole:
            found.append([])
        found[-1].append(line)
        try:
            tomllib.loads("\n".join(found[-1]))
            whole = True
        except tomllib.TOMLDecodeError:
            whole = False
    return found


def home_of(path: str | Path | None = None) -> Home:
    """The home named, that of `MICRONEEDLING_CLINIC_HOME`, or the usual place of this system."""
    named = path or os.environ.get(PLACE) or _usual_place()
    return Home(Path(named).expanduser().absolute())


def _usual_place() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~")) / "microneedling-clinic"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/microneedling-clinic")
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share") / "microneedling-clinic"


def database_settings(home: Home, address: str) -> dict[str, Any]:
    """Django's settings of a database: the SQLite file of the home, or `postgresql://user:password@host:port/name`.

    SQLite: every transaction takes the write lock when it begins (IMMEDIATE), so none fails half way because another
    wrote; what was acknowledged is on the disc (FULL), also after a power cut; what is deleted is overwritten
    (secure_delete), for an erasure must not leave it in pages that are free.
    """
    if not address:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; "
        pragmas += "PRAGMA secure_delete=ON"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(home.database), "OPTIONS": options}
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        allowed = "postgresql://user:password@host:port/name, or nothing for SQLite"
        raise InputError("the clinic's database", [Mistake("database", "another address", allowed)])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
