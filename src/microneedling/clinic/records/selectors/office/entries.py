"""The audit as the office reads it: newest first, by who, by act, by day, a leaf at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from ....audit.models import Entry
from ...services.act import Actor
from ..reading import looked, need
from .subjects import abouts, who_in_words

LEAF = 50


@dataclass(frozen=True)
class Asked:
    """What is looked for: whose acts, which (how they begin), from which day back, before which entry."""

    who: str = ""
    action: str = ""
    until: date | None = None
    before: int = 0


def names_of_users() -> dict[str, str]:
    """What the audit calls somebody -> the name they sign in with."""
    return {f"user:{user.pk}": user.get_username() for user in User.objects.only("pk", "username")}


def entries(*, actor: Actor, asked: Asked) -> dict[str, Any]:
    """A leaf of entries with the names of who acted; `next`: before which number the next leaf begins, 0 for none."""
    need(actor, "clinic_audit.view_entry")
    rows = Entry.objects.order_by("-sequence")
    if asked.who:
        rows = rows.filter(who=asked.who)
    if asked.action:
        rows = rows.filter(action__startswith=asked.action)
    if asked.until is not None:
        rows = rows.filter(at__date__lte=asked.until)
    if asked.before:
        rows = rows.filter(sequence__lt=asked.before)
    found = list(rows[: LEAF + 1])
    names = names_of_users()
    leaf: list[dict[str, Any]] = [
        {"sequence": row.sequence, "at": timezone.localtime(row.at), "who": who_in_words(row.who, names),
         "action": row.action, "subject": row.subject, "client": row.client}
        for row in found[:LEAF]
    ]  # fmt: skip
    for row, about in zip(leaf, abouts(actor, leaf, names), strict=True):
        row["about"] = about
    looked(actor, "audit.read", entries=len(leaf))
    return {"rows": leaf, "next": found[LEAF - 1].sequence if len(found) > LEAF else 0, "users": names}


def last_of(action: str) -> Entry | None:
    """The last entry of an act, none where it was never done."""
    return Entry.objects.filter(action=action).order_by("-sequence").first()
