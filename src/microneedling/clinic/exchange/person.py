"""All that is kept of one client, for them: tables, photographs, forecasts, who looked; read without the program."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import models, transaction
from django.template import loader
from django.utils import timezone, translation

from ... import __version__
from ..access.languages import language_of
from ..audit.models import Entry
from ..audit.record import record
from ..records.models import (
    Client,
    Consent,
    Forecast,
    HiddenPhotograph,
    Identity,
    Photograph,
    TrackedForecast,
)
from ..records.owners import family, owned, tables
from ..records.retention import TELLS
from ..records.selectors.clients import led_to, shown_name
from ..records.selectors.history import changes
from ..records.selectors.reading import need
from ..records.services.act import Actor, one
from ..records.services.photographs import picture_of
from .cells import csv_bytes
from .folder import CHECKSUMS, Going, check_new, written
from .plainly import cell, columns_of, plain
from .table_words import in_words
from .whole import at_one_moment

PAGE, ALL = "start-here.html", "everything.json"
SOMEBODY = "another client"
# In the words of whoever reads it; what is not here is said as it stands.
WORDS = {
    "read": "looked at",
    "list": "looked at in a list",
    "add": "entered",
    "change": "changed",
    "sign": "signed",
    "erase": "erased",
    "export": "handed out",
    "merge": "joined with another record",
    "unmerge": "told apart again",
}
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class HandedOut:
    """What was written: files, rows by table, photographs that are not in it and why."""

    files: int
    rows: dict[str, int]
    held_back: tuple[tuple[str, str], ...]


def export_person(*, actor: Actor, client: UUID, target: Path) -> HandedOut:
    """Write all that is kept of a client, and of who was joined with them, into a new folder.

    Whoever hands it out looks through it before: free text may speak of others. Other clients are named by no id;
    photographs that were hidden are not in it, with the reason. That it was handed out is noted. Raises `InputError`
    for a folder that holds something, `CannotWrite`, `NotAllowed`.
    """
    need(actor, "clinic_records.export_person")
    check_new(target, "FOLDER")
    row = led_to(one(Client, client))
    with transaction.atomic():
        record(actor.name, "client.export", f"client:{row.pk}", str(row.pk), {"where": actor.where})
    said: dict[str, Any] = {}

    def fill(going: Going) -> None:
        with at_one_moment():
            said.update(_fill(going, row))

    count = written(target, fill)
    return HandedOut(count, said["counts"], tuple(said["held_back"]))


def person_zip(*, actor: Actor, client: UUID) -> bytes:
    """The same as one file, for a browser."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "records"
        export_person(actor=actor, client=client, target=folder)
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder).as_posix())
        return sink.getvalue()


def _fill(going: Going, row: Client) -> dict[str, Any]:
    people = family(row)
    users = {user.pk: user.get_username() for user in User.objects.all()}
    found = rows_of(people, users)
    for name, some in found.items():
        if some:
            going.put(f"tables/{name}.csv", _csv(some))
    pictures, held_back = _pictures(going, people)
    for forecast in Forecast.objects.filter(client__in=people).order_by("entered_at"):
        going.put(f"forecasts/{forecast.entered_at:%Y-%m-%d}-{forecast.pk}.json", forecast.quantiles)
    for learnt in TrackedForecast.objects.filter(client__in=people).order_by("entered_at"):
        going.put(f"forecasts/{learnt.entered_at:%Y-%m-%d}-{learnt.pk}-learnt.json", learnt.answer)
    forecasts = sum(name.startswith("forecasts/") for name in going.digests)
    consents = [_consent(going, consent) for consent in _consents(people)]
    log = log_of(people, users)
    going.put("who-looked.csv", _csv(log) if log else b"")
    told = [
        {"kind": item.kind, "record": item.record, "field": item.field, "before": cell(item.before),
         "after": cell(item.after), "at": item.at.isoformat(), "by": item.by}
        for item in changes(people)
    ]  # fmt: skip
    if told:
        going.put("what-was-changed.csv", _csv(told))
    whole = {"tables": found, "who_looked": log, "changed": told, "made_at": timezone.now().isoformat()}
    going.put(ALL, json.dumps(whole, indent=1, ensure_ascii=False, default=str) + "\n")
    counts = {name: len(some) for name, some in found.items() if some}
    identity = Identity.objects.filter(client=row).first()
    shown = {
        "name": shown_name(identity) if identity else "", "identity": identity, "client": row,
        "counts": _told(found), "pictures": pictures, "held_back": held_back, "consents": consents,
        "looks": len(log), "forecasts": forecasts, "changed": len(told), "now": timezone.now(), "version": __version__,
        "checksums": CHECKSUMS,
    }  # fmt: skip
    with translation.override(language_of(identity)):
        going.put(PAGE, loader.render_to_string("clinic/person_page.html", shown))
    return {"counts": counts, "held_back": held_back}


def rows_of(people: list[UUID], users: dict[int, str]) -> dict[str, Rows]:
    """Table -> its rows of some clients, every table that holds such; and what these rows name besides."""
    found: dict[str, Rows] = {
        "client": [_said(row, people, users) for row in Client.objects.filter(pk__in=people)]
    }
    named: dict[type[models.Model], set[Any]] = {}
    for model, there in owned().items():
        rows = list(there.of(people).order_by("pk"))
        found[str(model._meta.model_name)] = [_said(row, people, users) for row in rows]
        for row in rows:
            _names(row, named)
    waiting = dict(named)
    while waiting:  # a lot names its product
        model, keys = waiting.popitem()
        rows = list(model._default_manager.filter(pk__in=keys).order_by("pk"))
        found[str(model._meta.model_name)] = [_said(row, people, users) for row in rows]
        more: dict[type[models.Model], set[Any]] = {}
        for row in rows:
            _names(row, more)
        for to, some in more.items():
            if new := some - named.get(to, set()):
                named.setdefault(to, set()).update(new)
                waiting[to] = named[to]
    return found


def _names(row: models.Model, found: dict[type[models.Model], set[Any]]) -> None:
    """Rows of tables that belong to no client and that a row refers to: devices, lots, the words of a consent."""
    for field in columns_of(type(row)):
        to, key = field.related_model, getattr(row, field.attname)
        if (
            key is not None
            and isinstance(to, type)
            and to in tables()
            and to not in owned()
            and to is not Client
        ):
            found.setdefault(to, set()).add(key)


def _said(row: models.Model, people: list[UUID], users: dict[int, str]) -> dict[str, Any]:
    """A row in plain values: who works here by their name, other clients by none, choices in words."""
    said = plain(row)
    own = {str(key) for key in people}
    hide = type(row).__name__ in TELLS
    for field in columns_of(type(row)):
        value = said[field.attname]
        if value is None:
            continue
        if field.related_model is User:
            said[field.attname] = users.get(value, str(value))
        elif (field.related_model is Client or field.get_internal_type() == "UUIDField") and value not in own:
            if field.related_model is Client or (hide and not field.primary_key):
                said[field.attname] = SOMEBODY
        elif field.choices:
            said[field.attname] = str(dict(field.flatchoices).get(value, value))
    return said


def log_of(people: list[UUID], users: dict[int, str]) -> Rows:
    """Who looked at and wrote the records, from the audit, oldest first; who by the name they sign in with."""
    rows = Entry.objects.filter(client__in=[str(key) for key in people]).order_by("sequence")
    return [
        {
            "at": row.at.isoformat(),
            "who": _who(row.who, users),
            "what": row.action,
            "in_words": WORDS.get(row.action.split(".")[-1], ""),
            "record": row.subject,
            "number": row.sequence,
        }
        for row in rows
    ]


def _who(who: str, users: dict[int, str]) -> str:
    number = who.removeprefix("user:")
    return users.get(int(number), who) if who.startswith("user:") and number.isdigit() else who


def _csv(rows: Rows) -> bytes:
    return csv_bytes(list(rows[0]), [[cell(value) for value in row.values()] for row in rows])


def _pictures(going: Going, people: list[UUID]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    made, held_back = [], []
    hidden = dict(HiddenPhotograph.objects.values_list("photograph", "reason"))
    for row in Photograph.objects.filter(client__in=people).order_by("happened_at"):
        if row.pk in hidden:
            held_back.append((str(row.pk), hidden[row.pk]))
            continue
        name = f"photographs/{row.happened_at:%Y-%m-%d}-{row.zone.replace(' ', '-')}-{row.pk}.jpg"
        going.put(name, picture_of(row))
        made.append({"file": name, "row": row})
    return made, held_back


def _consents(people: list[UUID]) -> Any:
    rows = Consent.objects.filter(client__in=people).select_related("offer__text", "withdrawal")
    return rows.order_by("happened_at")


def _consent(going: Going, row: Consent) -> dict[str, Any]:
    """A consent as a page of text: the words as they were, the decision, the signature, the withdrawal."""
    withdrawn = getattr(row, "withdrawal", None)
    words = row.offer.text
    lines = [
        words.title,
        "=" * len(words.title),
        "",
        words.body,
        "",
        f"Decision: {row.decision}, {row.happened_at.isoformat()}",
        f"Signed as: {row.signed_as}" if row.signed_as else "",
        f"Signature: {row.signature}" if row.signature else "",
        f"Purpose: {row.offer.purpose}" if row.offer.purpose else "",
        f"Taken back: {withdrawn.happened_at.isoformat()} {withdrawn.reason}" if withdrawn else "",
        f"The words' SHA-256: {row.offer.text_sha256}",
    ]
    name = f"consents/{row.happened_at:%Y-%m-%d}-{row.offer.kind}-{row.pk}.txt"
    going.put(name, "\n".join(lines) + "\n")
    return {"file": name, "row": row, "withdrawn": withdrawn}


def _told(found: dict[str, Rows]) -> list[dict[str, Any]]:
    by_name = {str(model._meta.model_name): model for model in tables()}
    return [
        {"name": name, "rows": len(some), "about": in_words(by_name[name])}
        for name, some in found.items()
        if some
    ]
