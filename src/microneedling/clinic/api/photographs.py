"""Photographs over the API: uploaded, shown to who may see them, hidden."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema, Status, UploadedFile

from ..records.models import HiddenPhotograph, Photograph
from ..records.pictures import MOST_BYTES
from ..records.selectors.reading import looked
from ..records.services.act import NotFound, actor_of, one
from ..records.services.photographs import add_photograph, hide_photograph, picture_of
from .bodies import schema_of
from .refusals import file_of

router = Router()


class Taken(Schema):
    """What is known of a photograph besides its picture."""

    client: UUID
    zone: str
    session: UUID | None = None
    view: str = ""
    light: str = ""
    note: str = ""
    happened_at: datetime | None = None
    time_zone: str = ""


class Hide(Schema):
    """Why a photograph is hidden."""

    reason: str


@router.post("/photographs", response={201: schema_of(Photograph)})
def upload(request: HttpRequest, taken: Form[Taken], file: File[UploadedFile]) -> Any:
    """Keep a photograph: turned, stripped and encoded anew."""
    actor = actor_of(request.user, "api")
    sent = BytesIO(file.read(MOST_BYTES + 1))
    row = add_photograph(actor=actor, upload=sent, size=file.size or 0, **taken.dict())
    return Status(201, row)


@router.get("/photographs/{uuid:photograph}", response={200: bytes}, openapi_extra=file_of("image/jpeg"))
def show(request: HttpRequest, photograph: UUID) -> Any:
    """The picture of a photograph, to who may see it; the look is noted."""
    actor = actor_of(request.user, "api")
    actor.need("clinic_records.view_photograph")
    row = one(Photograph, photograph)
    if hasattr(row, "hidden"):
        raise NotFound("no such photograph: it was hidden")
    looked(actor, "photograph.read", row, row.client.pk)
    answer = HttpResponse(picture_of(row), content_type="image/jpeg")
    answer.headers["Content-Disposition"] = "inline; filename=photograph.jpg"
    return answer


@router.post("/photographs/{uuid:photograph}/hide", response={201: schema_of(HiddenPhotograph)})
def hide(request: HttpRequest, photograph: UUID, why: Hide) -> Any:
    """Show a photograph no longer."""
    return Status(
        201, hide_photograph(actor=actor_of(request.user, "api"), photograph=photograph, reason=why.reason)
    )
