"""Clients as a list: a leaf at a time, in the order of names, with when they came last and come next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, OuterRef, Subquery, Value
from django.utils import timezone

from ..models import Appointment, Client, Identity, Session
from ..names import age_on
from ..services.act import Actor
from .banner import name_of
from .reading import looked, need

LEAF = 25  # clients of one leaf


@dataclass(frozen=True)
class Listed:
    """One client of the list."""

    id: UUID
    number: int
    name: str
    age: str
    phototype: str
    state: str
    last: datetime | None
    upcoming: date | None


def listed(*, actor: Actor, leaf: int = 1, ids: list[UUID] | None = None) -> dict[str, Any]:
    """A leaf of all clients on record, or those of `ids`: rows, leaf, leaves, count, and whether bookings
    are for who asks. The look is noted."""
    need(actor, "clinic_records.view_client")
    gone = (Client.State.ERASED, Client.State.MERGED)
    rows = Client.objects.exclude(state__in=gone)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    count = rows.count()
    leaves = max(1, -(-count // LEAF))
    leaf = min(max(leaf, 1), leaves)
    named = actor.may("clinic_records.view_identity")
    booked = actor.may("clinic_records.view_appointment")
    rows = rows.annotate(last=_last(), upcoming=_upcoming() if booked else Value(None, DateField()))
    rows = (
        rows.select_related("identity").order_by("identity__folded", "number")
        if named
        else rows.order_by("number")
    )
    page = rows if ids is not None else rows[(leaf - 1) * LEAF : leaf * LEAF]
    found = [_listed(row, getattr(row, "identity", None) if named else None) for row in page]
    looked(actor, "client.list", rows=len(found))
    return {"rows": found, "leaf": leaf, "leaves": leaves, "count": count, "booked": booked}


def _last() -> Subquery:
    done = Session.objects.filter(client=OuterRef("pk"), voided__isnull=True).order_by("-happened_at")
    return Subquery(done.values("happened_at")[:1])


def _upcoming() -> Subquery:
    ahead = Appointment.objects.filter(
        client=OuterRef("pk"), on_day__gte=timezone.localdate(), state__in=Appointment.AHEAD
    )
    return Subquery(ahead.order_by("on_day").values("on_day")[:1])


def _listed(row: Any, identity: Identity | None) -> Listed:
    today = timezone.localdate()
    age = age_on(identity.born_on, identity.born_precision, today) if identity else ""
    name = name_of(row, identity)
    return Listed(row.pk, row.number, name, age, row.phototype, row.state, row.last, row.upcoming)
