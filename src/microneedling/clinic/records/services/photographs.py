"""Photographs written: with consent, under a name that says nothing, in the home folder."""

from __future__ import annotations

import hashlib
import os
import uuid
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from ....errors import CannotWrite
from ...home import Home
from ..models import Client, HiddenPhotograph, Photograph, Session
from ..pictures import cleaned
from ..selectors.consents import valid_consent
from ..words import zone_of
from .act import Actor, one, service
from .rows import added, happened, refused


@service("clinic_records.add_photograph")
def add_photograph(
    *,
    actor: Actor,
    client: UUID,
    zone: str,
    upload: BinaryIO,
    size: int,
    session: UUID | None = None,
    view: str = "",
    light: str = "",
    note: str = "",
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> Photograph:
    """Keep a photograph; needs the client's consent to photographs for the records. The picture is cleaned first.

    The file is on the disc before the record is committed: none is acknowledged without its picture. Where the record
    fails in the end a file is left over, which `check --repair` takes away.
    """
    whose = one(Client, client)
    consent = valid_consent(whose, "photography")
    if consent is None:
        raise refused("photograph", ("consent", "none that holds", "consent to photographs for the records"))
    row = Photograph(client=whose, consent=consent, zone=zone_of(zone), view=view, light=light, note=note)
    row.session = None if session is None else one(Session, session)
    if row.session is not None and row.session.client_id != whose.pk:
        raise refused("photograph", ("session", "one of another client", "one of this client"))
    for name, value in happened(happened_at, time_zone).items():
        setattr(row, name, value)
    picture = cleaned(upload, size)
    row.file, row.size = f"{uuid.uuid4().hex}.jpg", len(picture.data)
    row.sha256, row.original_sha256 = picture.sha256, picture.original_sha256
    row.width, row.height = picture.width, picture.height
    added(row, actor, "photograph.add", whose, sha256=row.sha256)
    _write(path_of(row), picture.data)
    return row


def path_of(row: Photograph) -> Path:
    """Where the picture of a photograph lies."""
    return home().photographs / row.file


def home() -> Home:
    """The home folder of the clinic that is set up."""
    return settings.HOME


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotWrite(f"the photograph cannot be kept: {error.strerror or error}") from None


def picture_of(row: Photograph) -> bytes:
    """The picture, checked against its digest; raises `CannotWrite` where it is missing or another."""
    try:
        data = path_of(row).read_bytes()
    except OSError as error:
        raise CannotWrite(f"the photograph cannot be read: {error.strerror or error}") from None
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise CannotWrite("the photograph is not the one that was kept: restore it from a backup")
    return data


@service("clinic_records.add_hiddenphotograph")
def hide_photograph(*, actor: Actor, photograph: UUID, reason: str) -> HiddenPhotograph:
    """A photograph that is shown no longer, and why; it stays on record."""
    row = one(Photograph, photograph)
    if not reason.strip():
        raise refused("photograph", ("reason", "nothing", "why it is hidden"))
    return added(HiddenPhotograph(photograph=row, reason=reason), actor, "photograph.hide", row.client)


def left_behind() -> list[Path]:
    """Files of the photographs' folder that no record names: of an upload that broke off."""
    known = set(Photograph.objects.values_list("file", flat=True))
    folder = home().photographs
    return sorted(path for path in folder.glob("*") if path.is_file() and path.name not in known)
