"""Photographs for pages: whole, or small for a banner and a row; seen by who may, and noted."""

from __future__ import annotations

import io
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from PIL import Image

from ..records.models import HiddenPhotograph, Photograph
from ..records.selectors.reading import looked, need
from ..records.services.act import Actor, NotFound, one
from ..records.services.photographs import picture_of
from .asked import asked

SMALL_PX = 240


def _seen(actor: Actor, photograph: UUID, action: str) -> Photograph:
    need(actor, "clinic_records.view_photograph")
    row = one(Photograph, photograph)
    if HiddenPhotograph.objects.filter(photograph=row).exists():
        raise NotFound("this photograph is not shown any more")
    looked(actor, action, row, row.client_id)  # type: ignore[attr-defined]
    return row


def _sent(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@asked("GET")
def photograph(request: HttpRequest, actor: Actor, photograph: UUID) -> HttpResponse:
    """The whole picture."""
    return _sent(picture_of(_seen(actor, photograph, "photograph.read")))


@asked("GET")
def small(request: HttpRequest, actor: Actor, photograph: UUID) -> HttpResponse:
    """The picture made small: a page of thirty stays light."""
    whole = Image.open(
        io.BytesIO(picture_of(_seen(actor, photograph, "photograph.glance"))), formats=("JPEG",)
    )
    whole.draft("RGB", (SMALL_PX * 2, SMALL_PX * 2))
    whole.thumbnail((SMALL_PX, SMALL_PX))
    written = io.BytesIO()
    whole.convert("RGB").save(written, "JPEG", quality=80)
    return _sent(written.getvalue())
