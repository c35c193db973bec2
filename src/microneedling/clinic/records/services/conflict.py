"""Two people changed one record: both texts are told, and the second one's is kept as a draft of theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import serializers
from django.db import models
from django.utils import timezone

from ....errors import MicroneedlingError
from ...audit.record import canonical
from ..models import Draft, Former


@dataclass
class Conflict(MicroneedlingError):
    """Somebody else changed the record meanwhile. Nothing is written, and nothing lost: both versions are here.

    `mine` is what was to be written, `theirs` what stands now, `base` what both began with (None where not kept).
    """

    kind: str
    record: str
    mine: dict[str, Any]
    theirs: dict[str, Any]
    base: dict[str, Any] | None

    def __post_init__(self) -> None:
        super().__init__(f"{self.kind}: somebody else changed it meanwhile; both versions are kept")

    __str__ = MicroneedlingError.__str__
    __hash__ = MicroneedlingError.__hash__


def as_it_is(row: models.Model) -> dict[str, Any]:
    """All fields of a row as JSON can say them."""
    (said,) = json.loads(serializers.serialize("json", [row]))
    return {"id": said["pk"], **said["fields"]}


def conflict_of(row: models.Model, version: int, changes: Mapping[str, Any]) -> Conflict:
    """The conflict of changes meant for a version with the row as it stands now."""
    former = Former.objects.filter(kind=row._meta.model_name, record=row.pk, version=version).first()
    base = json.loads(former.body) if former else None
    mine = json.loads(canonical({name: _said(value) for name, value in changes.items()}))
    return Conflict(str(row._meta.model_name), str(row.pk), mine, as_it_is(row), base)


def _said(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(getattr(value, "pk", value))


def _earlier(before: dict[str, Any], mine: dict[str, Any]) -> list[dict[str, Any]]:
    """Texts of the same writer, from other pages of theirs, that wait already: none goes for a newer one."""
    known = [*before.get("earlier", []), before["mine"]]
    return [text for place, text in enumerate(known) if text != mine and text not in known[:place]]


def keep_conflict(conflict: Conflict, user: User | None) -> Draft | None:
    """The losing writer's text as a draft of their own, beside any that waits; done once the transaction failed."""
    if user is None:
        return None
    now = timezone.now()
    form = f"conflict {conflict.kind} {conflict.record}"
    before = Draft.objects.filter(user=user, client=None, form=form, expires_at__gt=now).first()
    earlier = _earlier(json.loads(before.body), conflict.mine) if before is not None else []
    texts = {"mine": conflict.mine, "theirs": conflict.theirs, "base": conflict.base, "earlier": earlier}
    kept = {
        "body": canonical(texts),
        "changed_at": now,
        "expires_at": now + timedelta(days=settings.DRAFT_DAYS),
        "entered_by": user,
    }
    draft, _ = Draft.objects.update_or_create(user=user, client=None, form=form, defaults=kept)
    return draft
