"""Imports that were done, newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from ...models import ImportRun
from ...services.act import Actor
from ..reading import need

MOST = 20


def imports_done(*, actor: Actor) -> list[Any]:
    """The last imports: of what, by whom, how many rows; `open` where one broke off before all of them were in."""
    need(actor, "clinic_records.view_importrun")
    rows = list(ImportRun.objects.annotate(by=F("entered_by__username")).order_by("-entered_at")[:MOST])
    for row in rows:
        row.open = row.added + row.known + row.rejected < row.rows  # type: ignore[attr-defined]
    return rows
