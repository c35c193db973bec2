"""Forecasts of running courses: one client's with what it knows, and all whose course goes otherwise than was said."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from ..models import Client, Forecast, Measurement, Plan, TrackedForecast
from ..services.act import Actor
from .banner import name_of
from .course_so_far import SoFar
from .reading import looked, need
from .tracked import course_digest, so_far_now

MOST = 30  # clients of the list; it says how many more there are
UNTESTED = ""  # where nothing was read since it was said: no reading tells whether it holds
HELD = 5000  # answers whose few words are held in memory: they never change
_words: OrderedDict[UUID, tuple[tuple[str, str, bool], ...]] = OrderedDict()


@dataclass(frozen=True)
class Followed:
    """One plan that was forecast: what was said first, what is said now, what is known of it today.

    `now` is None before anything was learnt; `learnt` are the times at which it learnt, oldest first.
    """

    plan: Any
    said: Forecast
    now: TrackedForecast | None
    stands: SoFar
    learnt: tuple[datetime, ...]

    @property
    def behind(self) -> bool:
        """Whether more is on record than the forecast knows."""
        return self.now is None or self.now.known_sha256 != self.stands.digest


def forecast_plans(client: Client) -> list[tuple[Any, UUID]]:
    """Plans of a client that were forecast, those that run in front, each with its first forecast."""
    first: dict[str, UUID] = {}
    kept = Forecast.objects.filter(client=client).order_by("entered_at")
    for key, course in kept.values_list("pk", "inputs_sha256"):
        first.setdefault(course, key)
    if not first:
        return []
    found = []
    for plan in Plan.objects.filter(client=client, current__isnull=False).select_related("current__plan"):
        version: Any = plan.current
        said = version.forecast_id or first.get(course_digest(version))
        if said is not None:
            found.append((plan, said))
    found.sort(key=lambda pair: (pair[0].state == Plan.State.RUNNING, pair[0].entered_at), reverse=True)
    return found


def followed(*, actor: Actor, client: Client, plan: Any, said: UUID) -> Followed:
    """One plan with its forecasts; the look is noted."""
    need(actor, "clinic_records.view_trackedforecast")
    looked(actor, "forecast.read", plan, client.pk)
    kept = TrackedForecast.objects.filter(plan_version=plan.current)
    times = tuple(kept.order_by("entered_at").values_list("entered_at", flat=True))
    newest = kept.order_by("-entered_at").first()
    return Followed(plan, Forecast.objects.get(pk=said), newest, so_far_now(plan.current), times)


@dataclass(frozen=True)
class Off:
    """A client whose course goes otherwise than was said, and how."""

    id: UUID
    name: str
    label: str
    place: str
    worse: bool


def off_forecast(*, actor: Actor) -> list[Off]:
    """Clients with a running plan that goes slower or faster than said, or whose last reading is worse than the start.

    Those who are worse come first, then the slower. An answer is read once and never changes, so its few words are
    held in memory.
    """
    if not actor.may("clinic_records.view_trackedforecast"):
        return []
    newest = TrackedForecast.objects.filter(plan_version=OuterRef("current")).order_by("-entered_at")
    rows = list(
        Plan.objects.filter(state=Plan.State.RUNNING, client__state=Client.State.ACTIVE)
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .filter(newest__isnull=False)
        .select_related("client__identity")
    )
    _read([row.newest for row in rows])  # type: ignore[attr-defined]
    named = actor.may("clinic_records.view_identity")
    found = []
    for row in rows:
        identity = getattr(row.client, "identity", None) if named else None
        for label, place, worse in _words.get(row.newest, ()):  # type: ignore[attr-defined]
            if worse or place in ("slower", "faster"):
                found.append(Off(row.client_id, name_of(row.client, identity), label, place, worse))
                break
    found.sort(key=lambda item: (not item.worse, item.place != "slower", item.name))
    return found[: MOST + 1]


def _read(keys: list[UUID]) -> None:
    missing = [key for key in keys if key not in _words]
    rows = TrackedForecast.objects.filter(pk__in=missing)
    found = list(rows.values_list("pk", "answer", "known", "first__entered_at"))
    read = {
        row: [key for key, _read in json.loads(known).get("measurements", ())]
        for row, _a, known, _at in found
    }
    taken = Measurement.objects.filter(pk__in=[key for keys in read.values() for key in keys])
    days = {str(key): at for key, at in taken.values_list("pk", "happened_at")}
    for key, answer, _known, said_at in found:
        tested = any(days[one] > said_at for one in read[key] if one in days)
        _words[key] = tuple(
            (item["label"], item["place"] if tested else UNTESTED, bool(item["measurable_worsening"]))
            for item in json.loads(answer).get("outcomes", ())
            if item["concerns"]
        )
    while len(_words) > max(HELD, len(keys)):
        _words.popitem(last=False)
