"""Drafts over the API: kept on the server, for their writer alone."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from ..records.services import bookings
from ..records.services.act import actor_of

router = Router()


class Named(Schema):
    """Which draft: of a form, for a client or none."""

    form: str
    client: UUID | None = None


class Typed(Named):
    """What was typed so far."""

    body: dict[str, Any]


@router.post("/drafts/keep", response=dict[str, Any])
def keep(request: HttpRequest, typed: Typed) -> Any:
    """Keep what is being typed."""
    draft = bookings.keep_draft(actor=actor_of(request.user, "api"), **typed.dict())
    return {"changed_at": draft.changed_at, "expires_at": draft.expires_at}


@router.post("/drafts/find", response=dict[str, Any])
def find(request: HttpRequest, named: Named) -> Any:
    """The user's own draft of a form; `body` is null where there is none."""
    draft = bookings.find_draft(actor=actor_of(request.user, "api"), **named.dict())
    return {"body": json.loads(draft.body) if draft else None}


@router.post("/drafts/drop", response=dict[str, int])
def drop(request: HttpRequest, named: Named) -> Any:
    """Throw the user's own draft away."""
    return {"dropped": bookings.drop_draft(actor=actor_of(request.user, "api"), **named.dict())}
