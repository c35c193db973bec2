"""What the API reads: search, a client with all records, a day, lots, the audit of a client."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from ..records.selectors import clients, days, lots, tracked, trail
from ..records.services.act import actor_of
from ..records.services.conflict import as_it_is

router = Router()


class Asked(Schema):
    """What is searched for; in a body, for names do not belong into an address."""

    text: str


class LooksLike(Schema):
    """Who is being entered."""

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    telephone: str = ""


class FoundClient(Schema):
    """One client in a list."""

    id: UUID
    number: int
    name: str
    age: str
    born_on: date | None
    state: str
    found_as: str = ""


@router.post("/search", response=list[FoundClient])
def search(request: HttpRequest, asked: Asked) -> Any:
    """Clients in whose names every word occurs; or by number, telephone, e-mail, birthday."""
    found = clients.search(actor=actor_of(request.user, "api"), text=asked.text)
    return [asdict(item) for item in found]


@router.post("/likely-same", response=list[FoundClient])
def likely_same(request: HttpRequest, asked: LooksLike) -> Any:
    """Clients on record who may be the one that is being entered."""
    found = clients.likely_same(actor=actor_of(request.user, "api"), **asked.dict())
    return [asdict(item) for item in found]


@router.get("/clients/{uuid:client}", response=dict[str, Any])
def client(request: HttpRequest, client: UUID) -> Any:
    """A client with all records; the look is noted."""
    page = clients.client_page(actor=actor_of(request.user, "api"), client=client)
    return {name: _said(value) for name, value in page.items()}


@router.get("/clients/{uuid:client}/trail", response=list[dict[str, Any]])
def client_trail(request: HttpRequest, client: UUID) -> Any:
    """Who looked at and wrote a client's records."""
    return trail.trail_of(actor=actor_of(request.user, "api"), client=client)


@router.get("/clients/{uuid:client}/forecasts", response=list[dict[str, Any]])
def client_forecasts(request: HttpRequest, client: UUID) -> Any:
    """Of each plan that was forecast: what was said first, what is said now; the look is noted."""
    return tracked.tracked_of(actor=actor_of(request.user, "api"), client=client)


@router.get("/days/{day}", response=dict[str, Any])
def day(request: HttpRequest, day: date) -> Any:
    """Bookings of a day, sessions that are not signed, lots that expire soon."""
    found = days.day_list(actor=actor_of(request.user, "api"), day=day)
    return {name: _said(value) for name, value in found.items()}


@router.get("/lots", response=list[dict[str, Any]])
def all_lots(request: HttpRequest) -> Any:
    """Lots with what is left of each."""
    rows = days.lots_in_stock(actor=actor_of(request.user, "api"))
    return [{**as_it_is(row), "left": str(row.left), "product_name": row.product.name} for row in rows]


@router.get("/lots/{uuid:lot}/uses", response=list[dict[str, Any]])
def lot_uses(request: HttpRequest, lot: UUID) -> Any:
    """Every use of a lot, for a recall."""
    return lots.uses_of(actor=actor_of(request.user, "api"), lot=lot)


def _said(value: Any) -> Any:
    """Rows as JSON can say them, sessions with their parts."""
    if isinstance(value, list):
        return [_said(item) for item in value]
    if value is None:
        return None
    said = as_it_is(value)
    for part in ("zones", "numbing", "uses", "addenda"):
        if part in getattr(value, "_prefetched_objects_cache", {}):
            said[part] = [as_it_is(item) for item in getattr(value, part).all()]
    return said
