"""Photographs of a client in sets that can be set beside each other: one zone, one view, several days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from ..models import Client, HiddenPhotograph, Measurement, Photograph
from ..services.act import Actor
from .reading import need

READ_FROM = "read from photograph "  # begins the reason of a reading that was taken from one; its id follows
BESIDE = ", laid beside photograph "  # follows it where an instrument measured a pair; the other's id follows
ID_LONG = 36


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
    """Readings that were taken from photographs and stand, the newest first.

    Each with its `photograph`'s id, that of the one `beside` it where there is one, and whether one of them is
    `hidden` by now.
    """
    if not actor.may("clinic_records.view_measurement"):
        return []
    rows = Measurement.objects.filter(
        client=client, reason__startswith=READ_FROM, replaced_by__isnull=True
    ).annotate(rater_name=F("rater__username"))
    found: list[Any] = list(rows.order_by("-entered_at", "happened_at"))
    hidden = hidden_of(client.pk) if found else set()
    for row in found:
        row.photograph, row.beside = photographs_in(row.reason)
        row.hidden = not hidden.isdisjoint((row.photograph, row.beside))
    return found


def read_from(photograph: UUID, beside: UUID | None = None) -> str:
    """How a reading names its photographs."""
    return f"{READ_FROM}{photograph}" + (f"{BESIDE}{beside}" if beside is not None else "")


def photographs_in(reason: str) -> tuple[UUID | None, UUID | None]:
    """The photograph that a reading was taken from, and the one that was laid beside it; None for none.

    A reason may be words that somebody typed.

    >>> photographs_in("between two steps: a mean of two")
    (None, None)
    """
    if not reason.startswith(READ_FROM):
        return None, None
    first, _rest, other = reason.removeprefix(READ_FROM).partition(BESIDE)
    try:
        return UUID(first[:ID_LONG]), UUID(other[:ID_LONG]) if other else None
    except ValueError:
        return None, None


def hidden_of(client: UUID) -> set[UUID]:
    """The photographs of a client that are not shown any more."""
    rows = HiddenPhotograph.objects.filter(photograph__client=client)
    return set(rows.values_list("photograph", flat=True))


def own_scores(*, actor: Actor, client: Client | UUID) -> list[Any]:
    """What this rater scored from photographs, each with its `photograph`'s id: also what was put right since.

    Whoever scored a pair was told its dates, whatever became of the scores.
    """
    if actor.user is None:
        return []
    rows = Measurement.objects.filter(client=client, reason__startswith=READ_FROM, rater=actor.user)
    found: list[Any] = list(rows.order_by("happened_at", "entered_at"))
    for row in found:
        row.photograph, row.beside = photographs_in(row.reason)
    return found


def next_pair(sets: list[Set], zone: str, rated: set[UUID]) -> tuple[Any, Any] | None:
    """The next pair of a zone to score; None where none is left."""
    found = (pair_to_rate(one, rated) for one in sets if one.zone == zone)
    return next((pair for pair in found if pair is not None), None)


def pair_to_rate(one: Set, rated: set[UUID]) -> tuple[Any, Any] | None:
    """The first and the newest photograph of a set, taken on two days, that are not `rated` yet, the older first.

    A picture that was scored is known, and with it the dates: one comes again only beside the last that has no other
    partner. None where none is left.
    """
    left = [shot for shot in one.shots if shot.pk not in rated]
    if not left:
        return None
    fresh = _another_day(left[0], left)
    other = fresh or _another_day(left[0], list(one.shots))
    if other is None:
        return None
    first, second = sorted((left[0], other), key=lambda shot: shot.happened_at)
    return first, second


def _another_day(shot: Any, among: list[Any]) -> Any:
    """The one furthest in time from a photograph among those of other days; None where there is none."""
    others = [one for one in among if one.happened_at.date() != shot.happened_at.date()]
    return max(others, key=lambda one: abs(one.happened_at - shot.happened_at), default=None)
