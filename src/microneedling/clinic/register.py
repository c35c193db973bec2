"""The register of erasures, kept apart from the records: a backup from before must bring nobody back.

It holds ids that say nothing, the stage and the time. It is written from the records whenever one is erased, a backup
is made or the clinic starts, and never loses an entry that it had.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from ..errors import CannotWrite, InputError, Mistake
from .home import Home

WHOLE = "whole"
FORMAT = 1
Register = dict[str, dict[str, str]]


def sync_register(home: Home) -> Register:
    """Bring the register of a home up to what its records say; returns it. Raises `CannotWrite`."""
    known = read_register(home.erased) if home.erased.exists() else {}
    found = joined(known, of_records())
    if found != known:
        _write(home.erased, found)
    return found


def of_records() -> Register:
    """What the records of the clinic that is open say was erased, those who were joined with others among them."""
    from .records.models import Erasure

    found: Register = {}
    for row in Erasure.objects.order_by("entered_at"):
        entry = {"stage": str(row.stage), "at": row.entered_at.isoformat(timespec="seconds")}
        for client in (str(row.client_id), *json.loads(row.body)["with"]):
            found = joined(found, {client: entry})
    return found


def joined(one: Register, other: Register) -> Register:
    """Two registers as one; who was erased as a whole stays so."""
    found = dict(one)
    for client, entry in other.items():
        there = found.get(client)
        if there is None or (there["stage"] != WHOLE and entry["stage"] == WHOLE):
            found[client] = entry
    return found


def read_register(path: Path) -> Register:
    """The register in a file; raises `InputError` for a file that is none."""
    allowed = "the register that the clinic keeps: erased.json of its folder"
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return {str(UUID(key)): _entry(entry) for key, entry in said["erased"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError("erasures", [Mistake("file", f'"{path}", which is no register', allowed)]) from None


def _entry(said: Any) -> dict[str, str]:
    if said["stage"] not in ("part", WHOLE):
        raise ValueError
    return {"stage": str(said["stage"]), "at": str(said["at"])}


def _write(path: Path, found: Register) -> None:
    part = path.with_suffix(".part")
    text = json.dumps({"format": FORMAT, "erased": found}, indent=1, sort_keys=True) + "\n"
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise CannotWrite(f"{path}: the register of erasures: {error.strerror or error}") from None
