"""One client: what there is on record, as a timeline, with the scores drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst as first_up
from django.utils.translation import gettext as _

from ..records.models import Appointment, Plan
from ..records.selectors.banner import whose
from ..records.selectors.clients import client_page
from ..records.selectors.photographs import READ_FROM, hidden_of, photographs_in
from ..records.services.act import Actor
from .asked import asked, see, shown
from .charts import Reading, score_chart
from .grades import scale_in_words, scale_label
from .looking_back.photo_words import label_of

MOST = 60  # entries of a timeline shown at once; the rest opens below


@dataclass(frozen=True)
class Happening:
    """One entry of the timeline."""

    kind: str
    at: datetime
    row: Any


@dataclass(frozen=True)
class Scored:
    """The scores of one concern on one scale, oldest first, with their chart."""

    title: str
    label: str
    better: str
    smallest_change: float
    readings: list[Any]
    chart: Any


def local_day(row: Any) -> date:
    """The day on the wall when something happened."""
    return row.happened_at.astimezone(ZoneInfo(row.time_zone)).date()


@asked("GET")
def client(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """The page of a client; an id of one that was joined with another leads there."""
    row, about = whose(actor=actor, client=client, noted=False)
    if row.pk != client:
        return see(request, f"/clients/{row.pk}/")
    page = client_page(actor=actor, client=client)
    happenings = sorted(_happenings(page), key=lambda item: item.at, reverse=True)
    today = timezone.localdate()
    ahead = [
        item for item in page["appointments"] if item.on_day >= today and item.state in Appointment.AHEAD
    ]
    ended = (Plan.State.FINISHED, Plan.State.STOPPED)
    return shown(
        request,
        "client",
        whose=about,
        client=page["client"],
        newest=happenings[:MOST],
        older=happenings[MOST:],
        scored=list(_scored(page)),
        indications=[item for item in page["indications"] if item.ended_on is None],
        plans=[item for item in page["plans"] if item.state not in ended],
        consents=page["consents"],
        sees_bookings=actor.may("clinic_records.view_appointment"),
        ahead=ahead[::-1],
        today=today,
    )


def _happenings(page: dict[str, Any]) -> Iterator[Happening]:
    taken: dict[UUID, list[Any]] = {}
    for item in page["photographs"]:
        taken.setdefault(item.session_id, []).append(item)
    for session in page["sessions"]:
        session.shots = taken.pop(session.pk, [])
        yield Happening("session", session.happened_at, session)
    for shots in taken.values():
        for shot in shots:
            yield Happening("photograph", shot.happened_at, shot)
    for kind, rows in (("note", page["notes"]), ("event", page["events"]), ("consent", page["consents"])):
        for row in rows:
            yield Happening(kind, row.happened_at, row)
    hidden = hidden_of(page["client"].pk) if page["measurements"] else set()
    for score in page["measurements"]:
        score.from_photograph = score.reason.startswith(READ_FROM)
        score.hidden = not hidden.isdisjoint(photographs_in(score.reason))
        score.scale_label = scale_label(score.scale) or label_of(score.instrument)
        yield Happening("score", score.happened_at, score)


def _scored(page: dict[str, Any]) -> Iterator[Scored]:
    """The scores by zone and scale, where the scale is known."""
    lines: dict[tuple[str, str], list[Any]] = {}
    for row in reversed(page["measurements"]):
        lines.setdefault((row.zone, row.scale), []).append(row)
    concerns = {item.zone: item.concern for item in page["indications"]}
    for number, ((zone, name), rows) in enumerate(lines.items()):
        scale = scale_in_words(name)
        if scale is None:
            continue
        title = first_up(", ".join(_(word) for word in (concerns.get(zone), zone) if word))
        readings = [Reading(local_day(row), row.value, row.baseline) for row in rows]
        done = [
            local_day(item)
            for item in page["sessions"]
            if not hasattr(item, "voided") and any(part.zone == zone for part in item.zones.all())
        ]
        chart = score_chart(f"scores-{number}", title, scale, readings, done)
        yield Scored(title, scale.label, scale.better, scale.smallest_change, rows, chart)
