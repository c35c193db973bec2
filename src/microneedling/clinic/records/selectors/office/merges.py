"""Merges that hold, newest first, with whom they joined and how many records went over."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import F

from ...models import Merge
from ...services.act import Actor
from ..banner import name_of
from ..reading import looked, need

MOST = 30


def merges_that_hold(*, actor: Actor) -> list[Any]:
    """The last merges that were not undone: `names` of both, `rows` that went over, `by` whom."""
    need(actor, "clinic_records.view_merge")
    rows = Merge.objects.filter(undone=None).select_related("kept__identity", "gone__identity")
    found = list(rows.annotate(by=F("entered_by__username")).order_by("-entered_at")[:MOST])
    may = actor.may("clinic_records.view_identity")
    for row in found:
        row.names = [name_of(c, getattr(c, "identity", None) if may else None) for c in (row.kept, row.gone)]  # type: ignore[attr-defined]
        row.rows = sum(json.loads(row.body).get("rows", {}).values())  # type: ignore[attr-defined]
    looked(actor, "merge.list", rows=len(found))
    return found
