"""The jobs `export` and `backup`: files made by the very functions that the commands call, left on a tray."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from ..exchange.anonymous import anonymous_table
from ..exchange.backup import backup as back_up
from ..exchange.calendar import calendar_of
from ..exchange.fhir.bundle import as_bytes, bundle_of
from ..exchange.person import person_zip
from ..exchange.reminders import reminders_of
from ..exchange.tables.exporting import resting, table_of
from ..exchange.whole import export_clinic
from ..home import BACKUP_ENDING
from ..records.models import Client
from ..records.services.act import Actor, one
from ..tray import Tray
from .daily import thin_out

Step = Callable[[float], None]
Asked = dict[str, Any]
TABLES = ("clients", "sessions", "measurements", "lots")
RECORDS = "clinic_records."


@dataclass(frozen=True)
class Made:
    """One file: its name, its bytes (none where it was written already), and what is to be told of it."""

    name: str
    data: bytes | None
    told: tuple[str, ...] = ()


def _table(asked: Asked, tray: Tray, actor: Actor) -> Made:
    kind = asked["what"]
    data = table_of(actor=actor, kind=kind, separator=asked.get("separator", ","))
    left = resting(kind)
    told = (f"{left} whose records rest or were erased in part are not in it",) if left else ()
    return Made(f"{kind}.csv", data, told)


def _days(asked: Asked, usual: int) -> tuple[date, date]:
    first = date.fromisoformat(asked["first"]) if asked.get("first") else timezone.localdate()
    return first, date.fromisoformat(asked["last"]) if asked.get("last") else first + timedelta(days=usual)


def _calendar(asked: Asked, tray: Tray, actor: Actor) -> Made:
    first, last = _days(asked, 365)
    return Made(
        "bookings.ics", calendar_of(actor=actor, first=first, last=last, names=bool(asked.get("names")))
    )


def _reminders(asked: Asked, tray: Tray, actor: Actor) -> Made:
    first, last = _days(asked, 7)
    words = {"booked": asked.get("booked", ""), "due": asked.get("due", "")}
    return Made("reminders.csv", reminders_of(actor=actor, first=first, last=last, **words))


def _person(asked: Asked, tray: Tray, actor: Actor) -> Made:
    row = one(Client, UUID(asked["client"]))
    told = ("look through it before it is handed out: free text may speak of others",)
    return Made(f"client-{row.number}.zip", person_zip(actor=actor, client=row.pk), told)


def _fhir(asked: Asked, tray: Tray, actor: Actor) -> Made:
    row = one(Client, UUID(asked["client"]))
    bundle = bundle_of(actor=actor, client=row.pk, pictures=bool(asked.get("pictures")))
    return Made(f"client-{row.number}.fhir.json", as_bytes(bundle), (f"{len(bundle['entry'])} resources",))


def _anonymous(asked: Asked, tray: Tray, actor: Actor) -> Made:
    more = {"scale": asked.get("scale", ""), "smoker": bool(asked.get("smoker"))}
    data, told = anonymous_table(actor=actor, k=int(asked.get("k") or 5), **more)
    words = [f"{told.rows} rows; whoever knows age, sex and phototype finds at least {told.smallest}"]
    words += list(told.joined) + [f"not in it: {number} {reason}" for reason, number in told.left_out.items()]
    return Made("anonymous.csv", data, tuple(words))


def _clinic(asked: Asked, tray: Tray, actor: Actor) -> Made:
    """The whole clinic as one file: the folder that the command writes, packed, and taken away again."""
    tray.path.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder, target = tray.path / "clinic", tray.path / "clinic.zip"
    shutil.rmtree(folder, ignore_errors=True)  # of a try that broke off
    out = export_clinic(actor=actor, home=settings.HOME, target=folder)
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, Path("clinic") / path.relative_to(folder))
    part.chmod(0o600)
    part.replace(target)
    shutil.rmtree(folder)
    told = f"{out.files} files, {sum(out.rows.values())} rows in {len(out.rows)} tables; not encrypted"
    return Made("clinic.zip", None, (told,))


@dataclass(frozen=True)
class Kind:
    """One thing that goes out: how it is made, and what who asks must be allowed."""

    make: Callable[[Asked, Tray, Actor], Made]
    needs: str
    of_client: bool = False


EXPORTS: dict[str, Kind] = {
    **{name: Kind(_table, f"{RECORDS}export_clinic") for name in TABLES},
    "calendar": Kind(_calendar, f"{RECORDS}view_appointment"),
    "reminders": Kind(_reminders, f"{RECORDS}view_appointment"),
    "person": Kind(_person, f"{RECORDS}export_person", True),
    "fhir": Kind(_fhir, f"{RECORDS}export_person", True),
    "anonymous": Kind(_anonymous, f"{RECORDS}export_anonymous"),
    "clinic": Kind(_clinic, f"{RECORDS}export_clinic"),
}


def hand_out(inputs: Asked, step: Step, actor: Actor) -> Asked:
    """Make a file and leave it on the tray; inputs: tray, what, and what that kind asks for."""
    tray, kind = Tray(inputs["tray"]), EXPORTS[inputs["what"]]
    actor.need(kind.needs)
    step(0.1)
    made = kind.make(inputs, tray, actor)
    step(0.9)
    if made.data is not None:
        tray.put(made.name, made.data)
    return {"file": made.name, "size": (tray.path / made.name).stat().st_size, "told": list(made.told)}


def keep_backup(inputs: Asked, step: Step, actor: Actor) -> Asked:
    """Write a backup into the clinic's folder of backups; inputs: at. Of those that made themselves the oldest go."""
    actor.need(f"{RECORDS}export_clinic")
    step(0.1)
    target = settings.HOME.backups / f"clinic-{inputs['at']}{BACKUP_ENDING}"
    written = back_up(settings.HOME, target, force=True)  # a second try of this job writes it anew
    noted = {"entries": written.entries, "last_digest": written.last_digest}
    gone = thin_out(settings.HOME, settings.SAID["backups_kept"])
    return {"file": target.name, "files": written.files, "size": written.size, "gone": gone, **noted}
