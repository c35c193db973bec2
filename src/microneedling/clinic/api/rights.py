"""What belongs to recalls and to the rights of a client, over the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from ..exchange.person import person_zip
from ..records.selectors.history import changes_of
from ..records.selectors.recall import recall
from ..records.services.act import actor_of
from ..records.services.erasing import outlook
from .refusals import file_of

router = Router()


class Recalled(Schema):
    """The number of a lot, the serial number of a device, a UDI, or an id."""

    text: str


@router.post("/recall", response=dict[str, Any])
def find_all(request: HttpRequest, recalled: Recalled) -> Any:
    """Every session, zone, photograph and client that a lot or device touched; near spellings apart."""
    found = recall(actor=actor_of(request.user, "api"), text=recalled.text)
    return {**asdict(found), "clients": found.clients}


@router.post("/clients/{uuid:client}/export", response={200: bytes}, openapi_extra=file_of("application/zip"))
def hand_out(request: HttpRequest, client: UUID) -> Any:
    """All that is kept of a client as one zip file; that it was handed out is noted."""
    answer = HttpResponse(
        person_zip(actor=actor_of(request.user, "api"), client=client), content_type="application/zip"
    )
    answer.headers["Content-Disposition"] = "attachment; filename=records.zip"
    return answer


@router.get("/clients/{uuid:client}/changes", response=list[dict[str, Any]])
def what_was_changed(request: HttpRequest, client: UUID) -> Any:
    """What a client's records said before something was put right."""
    return [asdict(item) for item in changes_of(actor=actor_of(request.user, "api"), client=client)]


@router.get("/clients/{uuid:client}/erasure-outlook", response=dict[str, Any])
def what_would_go(request: HttpRequest, client: UUID) -> Any:
    """What erasing a client would do today: what goes, what stays, until when and why."""
    return asdict(outlook(actor=actor_of(request.user, "api"), client=client))
