"""Clients found and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from ..models import (
    Addendum,
    Alert,
    Appointment,
    Client,
    Different,
    HiddenPhotograph,
    Identity,
    LotUse,
    Measurement,
    Photograph,
    PlanVersion,
    Session,
)
from ..names import age_on, digits, fold, may_be_one
from ..owners import family
from ..services.act import Actor, NotFound, one
from .reading import looked, need
from .withheld import as_allowed

DAY = re.compile(r"\d{4}-\d\d-\d\d")
SPOKEN = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})", re.ASCII)  # 14.04.1984, 14/4/1984
MOST = 50  # found at once; whoever searches types more


@dataclass(frozen=True)
class Found:
    """One client in a list."""

    id: UUID
    number: int
    name: str
    age: str
    born_on: date | None
    state: str
    found_as: str = ""  # the name that was found, where it is of a record that was joined with this one


def shown_name(identity: Identity) -> str:
    """A name as its bearer writes it; what they are known as in front where it differs."""
    name = " ".join(part.strip() for part in (identity.given_name, identity.family_name) if part.strip())
    known = identity.known_as.strip()
    return f"{known} ({name})" if known and name and known != name else name or known


def search(*, actor: Actor, text: str) -> list[Found]:
    """Clients in whose names every word typed occurs, in any order; or by number (here, or in the records before
    these), telephone however it is spaced, e-mail or birthday.

    What was searched for is noted by its number of hits alone.
    """
    need(actor, "clinic_records.view_identity")
    rows = Identity.objects.select_related("client").exclude(client__state=Client.State.ERASED)
    rows = rows.filter(_asked(text.strip())).order_by("folded")[:MOST]
    found = _each_once(rows)
    looked(actor, "client.search", hits=len(found))
    return found


def _asked(text: str) -> Q:
    if text.isdigit() and len(text) < 7:
        return Q(client__number=int(text)) | Q(old_number=text)
    if (born := _day(text)) is not None:
        asked = Q(born_on=born)
        return (
            asked if DAY.fullmatch(text) else asked | Q(dialled__endswith=digits(text)) | Q(old_number=text)
        )
    if "@" in text:
        return Q(email__iexact=text)
    if len(digits(text)) >= 7 and not any(sign.isalpha() for sign in text):
        return Q(dialled__endswith=digits(text)) | Q(old_number=text)
    asked = Q()
    for word in fold(text).split():
        asked &= Q(folded__contains=word)
    return asked | Q(old_number=text) if asked else Q(pk__isnull=True)


def _day(text: str) -> date | None:
    """A day as it is typed here: the day first, or as ISO writes it; None for what is none."""
    spoken = SPOKEN.fullmatch(text)
    try:
        if spoken is not None:
            return date(int(spoken[3]), int(spoken[2]), int(spoken[1]))
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _found(row: Identity) -> Found:
    client = row.client
    age = age_on(row.born_on, row.born_precision, timezone.localdate())
    return Found(client.pk, client.number, shown_name(row), age, row.born_on, client.state)


def _each_once(rows: Iterable[Identity]) -> list[Found]:
    """Each client once, those of joined records by the one they were joined with."""
    found: dict[UUID, Found] = {}
    for row in rows:
        kept = led_to(row.client)
        if kept.pk == row.client_id:
            found[kept.pk] = _found(row)
        elif kept.state != Client.State.ERASED and kept.pk not in found:
            found[kept.pk] = replace(_found(kept.identity), found_as=shown_name(row))
    return list(found.values())


def likely_same(
    *,
    actor: Actor,
    given_name: str = "",
    family_name: str = "",
    born_on: date | None = None,
    telephone: str = "",
) -> list[Found]:
    """Clients on record who may be the one that is being entered. A hint: it never stops anybody."""
    need(actor, "clinic_records.view_identity")
    name = fold(f"{given_name} {family_name}")
    near = Q()
    if born_on is not None:
        near |= Q(born_on=born_on)
    for word in name.split():
        near |= Q(folded__contains=word[:4])
    if len(digits(telephone)) >= 7:
        near |= Q(dialled=digits(telephone))
    rows = Identity.objects.filter(near).select_related("client")[:2000] if near else []
    asked = (name, born_on, digits(telephone))
    found = [row for row in rows if may_be_one(asked, (row.folded, row.born_on, row.dialled))]
    looked(actor, "client.likeness", hits=len(found))
    return _each_once(found[:MOST])


def known_different(client: UUID) -> set[UUID]:
    """Clients who are known to be other people than this one, or than who was joined with them."""
    own = family(one(Client, client))
    pairs = Different.objects.filter(Q(one__in=own) | Q(other__in=own)).values_list("one", "other")
    return {item for pair in pairs for item in pair} - {*own}


def led_to(row: Client) -> Client:
    """The client that an old id leads to, through however many merges; one that was never joined leads to itself."""
    seen = set()
    while row.merged_into is not None and row.pk not in seen:
        seen.add(row.pk)
        row = row.merged_into
    return row


def resolved(client: UUID) -> Client:
    """The client of an id; of one that was joined with another that other. Raises `NotFound`."""
    row = led_to(one(Client, client))
    if row.state == Client.State.ERASED:
        raise NotFound("no such client: the records were erased")
    return row


def session_parts(actor: Actor) -> list[Prefetch]:
    """What is fetched with a session of what not everybody sees: its lots, addenda and photographs."""
    hidden = HiddenPhotograph.objects.values("photograph")
    tables = (
        ("uses", LotUse.objects.select_related("lot__product"), "lotuse"),
        ("addenda", Addendum.objects.all(), "addendum"),
        ("photographs", Photograph.objects.exclude(pk__in=hidden), "photograph"),
    )
    return [
        Prefetch(name, rows if actor.may(f"clinic_records.view_{table}") else rows.none())
        for name, rows, table in tables
    ]


def client_page(*, actor: Actor, client: UUID) -> dict[str, Any]:
    """All that a client's page shows, in a number of queries that does not grow with it; the look is noted.

    A table that who asks may not look at is empty here, and free text is withheld with notes.
    """
    need(actor, "clinic_records.view_client")
    row = resolved(client)
    may_know = actor.may("clinic_records.view_identity")

    def seen(table: str, rows: Any) -> list[Any]:
        return list(rows) if actor.may(f"clinic_records.view_{table}") else []

    looked(actor, "client.read", row, row.pk)
    sessions = (
        Session.objects.filter(client=row)
        .select_related("device", "voided", "plan")
        .prefetch_related("zones", "numbing", *session_parts(actor))
        .order_by("-happened_at")
    )
    last = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number").values("number")[:1]
    hidden = HiddenPhotograph.objects.values("photograph")
    alerts = Alert.objects.filter(client=row, ended_on__isnull=True).order_by("kind")
    plans = row.plans.annotate(last=Subquery(last)).order_by("-entered_at")  # type: ignore[attr-defined]
    photographs = row.photographs.exclude(pk__in=hidden).order_by("-happened_at")  # type: ignore[attr-defined]
    notes = row.notes.prefetch_related("addenda").order_by("-happened_at")  # type: ignore[attr-defined]
    consents = row.consents.select_related("offer", "withdrawal").order_by("-happened_at")  # type: ignore[attr-defined]
    return {
        "client": as_allowed(actor, [row])[0],
        "identity": Identity.objects.filter(client=row).first() if may_know else None,
        "joined": list(Identity.objects.filter(client__in=family(row)[1:])) if may_know else [],
        "alerts": as_allowed(actor, alerts),
        "indications": as_allowed(actor, row.indications.order_by("zone")),  # type: ignore[attr-defined]
        "plans": as_allowed(actor, plans),
        "sessions": as_allowed(actor, sessions),
        "measurements": as_allowed(actor, _readings(row)),
        "photographs": seen("photograph", photographs),
        "events": as_allowed(actor, row.events.order_by("-onset_on")),  # type: ignore[attr-defined]
        "notes": seen("note", notes),
        "appointments": seen(
            "appointment", Appointment.objects.filter(client=row).order_by("-starts_at")[:20]
        ),
        "consents": seen("consent", consents),
    }


def _readings(client: Client) -> Any:
    """Measurements that stand: none that was put right."""
    return (
        Measurement.objects.filter(client=client, replaced_by__isnull=True)
        .annotate(rater_name=F("rater__username"))
        .order_by("-happened_at")
    )
