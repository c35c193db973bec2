"""Photographs of a client in sets that can be set beside each other: one zone, one view, several days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from ..models import Client, HiddenPhotograph, Measurement, Photograph
from ..services.act import Actor
from .reading import need

READ_FROM = "read from photograph "  # begins the reason of a score that was read from one; its id follows


@dataclass(frozen=True)
class Set:
    """Photographs of one zone from one side, the oldest first."""

    zone: str
    view: str
    shots: tuple[Any, ...]

    @property
    def days(self) -> int:
        """On how many days they were taken."""
        return len({shot.happened_at.date() for shot in self.shots})


def sets_of(*, actor: Actor, client: Client) -> list[Set]:
    """All photographs that are shown, by zone and view, those with most days in front."""
    need(actor, "clinic_records.view_photograph")
    hidden = HiddenPhotograph.objects.values("photograph")
    rows = Photograph.objects.filter(client=client).exclude(pk__in=hidden).order_by("happened_at")
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows.annotate(session_number=F("session__number")):
        found.setdefault((row.zone, row.view), []).append(row)
    sets = [Set(zone, view, tuple(shots)) for (zone, view), shots in found.items()]
    return sorted(sets, key=lambda one: (-one.days, one.zone, one.view))


def read_from_photographs(*, actor: Actor, client: Client) -> list[Any]:
    """Scores that were read from photographs and stand, the newest reading first; each with its `photograph`'s id."""
    if not actor.may("clinic_records.view_measurement"):
        return []
    rows = Measurement.objects.filter(
        client=client, reason__startswith=READ_FROM, replaced_by__isnull=True
    ).annotate(rater_name=F("rater__username"))
    found: list[Any] = list(rows.order_by("-entered_at", "happened_at"))
    for row in found:
        row.photograph = UUID(row.reason.removeprefix(READ_FROM)[:36])
    return found


def pair_to_rate(one: Set, rated: set[UUID]) -> tuple[Any, Any] | None:
    """The first photograph of a set and the newest of another day that is not `rated` yet; None where none is left."""
    first = one.shots[0]
    later = [shot for shot in one.shots if shot.happened_at.date() > first.happened_at.date()]
    left = [shot for shot in later if shot.pk not in rated]
    return (first, left[-1]) if left else None
