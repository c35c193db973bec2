"""What belongs to recalls and to the rights of a client, over the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from ..records.selectors.recall import recall
from ..records.services.act import actor_of

router = Router()


class Recalled(Schema):
    """The number of a lot, the serial number of a device, a UDI, or an id."""

    text: str


@router.post("/recall", response=dict[str, Any])
def find_all(request: HttpRequest, recalled: Recalled) -> Any:
    """Every session, zone, photograph and client that a lot or device touched; near spellings apart."""
    found = recall(actor=actor_of(request.user, "api"), text=recalled.text)
    return {**asdict(found), "clients": found.clients}
