"""Reminders as a table for letters, e-mails or messages that somebody else's program sends. Nothing is sent here.

Two kinds: of a booking, and of a session that the plan has due and nobody has booked. Texts go through gettext: a
catalogue in `clinic/locale` is all that another language needs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext

from ...course.reading import course_from_tables
from ...errors import InputError, Mistake, did_you_mean, visible
from ..access.languages import language_of
from ..records.called import purpose_in_words
from ..records.models import Appointment, Client, Identity, Plan, Session
from ..records.names import isolated
from ..records.selectors.clients import shown_name
from ..records.selectors.reading import looked, need
from ..records.services.act import Actor
from .cells import csv_bytes, rows_of

COLUMNS = (
    "kind",
    "clinic_number",
    "name",
    "telephone",
    "email",
    "address",
    "language",
    "day",
    "time",
    "text",
)
PLACES = ("name", "day", "time", "purpose", "clinic")
PLACE = re.compile(r"\{(\w*)\}")
BRACE = re.compile(r"\{[^{}]*\}?|\}")  # a place, or what is none
STAYS_AWAY = (Client.State.ERASED, Client.State.MERGED, Client.State.RESTRICTED)


def booked_text() -> str:
    """What reminds of a booking, in the language at hand."""
    return gettext(
        "Dear {name}, we expect you on {day} at {time} ({purpose}). If you cannot come, please tell us. {clinic}"
    )


def due_text() -> str:
    """What reminds of a session that is due, in the language at hand."""
    return gettext(
        "Dear {name}, your next session is due from {day} on. Please book a time that suits you. {clinic}"
    )


def reminders_of(*, actor: Actor, first: date, last: date, booked: str = "", due: str = "") -> bytes:
    """A row for each booking of those days and each session that falls due in them, with its text, as CSV.

    `booked` and `due` are texts of the clinic's own with the places {name} {day} {time} {purpose} {clinic}.
    Clients whose records are restricted are left out. Raises `InputError` for an unknown place, `NotAllowed`.
    """
    _check(first, last, booked, due)
    for permission in ("view_appointment", "view_identity", "view_plan", "view_session"):
        need(actor, f"clinic_records.{permission}")
    rows = [*_bookings(first, last, booked), *_due(first, last, due)]
    looked(actor, "reminders.export", rows=len(rows))
    return csv_bytes(COLUMNS, rows_of(COLUMNS, rows))


def _check(first: date, last: date, *texts: str) -> None:
    mistakes = [] if first <= last else [Mistake("--to", str(last), f"{first} or later")]
    allowed = " ".join(f"{{{name}}}" for name in PLACES)
    for text in texts:
        wrong = [word for word in BRACE.findall(text) if word not in allowed.split()]
        mistakes += [
            Mistake("text", visible(word[:40]), allowed, did_you_mean(word.strip("{}"), PLACES))
            for word in wrong
        ]
    if mistakes:
        raise InputError("reminders", mistakes)


def _bookings(first: date, last: date, own: str) -> Iterator[dict[str, str]]:
    rows = Appointment.objects.filter(on_day__range=(first, last), state=Appointment.State.BOOKED)
    rows = rows.exclude(client__state__in=STAYS_AWAY).select_related("client__identity")
    for row in rows.order_by("starts_at"):
        with _spoken(row.client):
            said = {"day": date_format(row.on_day, "l j F Y"), "time": time_format(row.at_time, "H:i")}
            text = own or booked_text()
            yield _row(
                "booking",
                row.client,
                text,
                row.on_day,
                f"{row.at_time:%H:%M}",
                said | {"purpose": purpose_in_words(row.purpose)},
            )


def _due(first: date, last: date, own: str) -> Iterator[dict[str, str]]:
    for client, day in due_sessions(first, last):
        with _spoken(client):
            said = {"day": date_format(day, "l j F Y"), "time": "", "purpose": ""}
            yield _row("due", client, own or due_text(), day, "", said)


def due_sessions(first: date, last: date) -> list[tuple[Any, date]]:
    """Clients whose running plan has a session due in some days, and nothing booked from the day of that list on.

    Due is the day of the first session and as many calendar days as the course says lie between: a change of clocks
    moves no day. Sessions that were voided do not count.
    """
    running = Plan.objects.filter(state=Plan.State.RUNNING).exclude(client__state__in=STAYS_AWAY)
    found = []
    for plan in running.select_related("current", "client__identity"):
        if plan.current is None:
            continue
        days = _days_of(json.loads(plan.current.course))
        done = list(Session.objects.filter(plan=plan, voided__isnull=True).order_by("happened_at"))
        if not done or len(done) >= len(days):
            continue
        began = done[0].happened_at.astimezone(ZoneInfo(done[0].time_zone)).date()
        day = began + timedelta(days=days[len(done)] - days[0])
        waiting = Appointment.objects.filter(client=plan.client, state=Appointment.State.BOOKED)
        if first <= day <= last and not waiting.filter(on_day__gte=date.today()).exists():
            found.append((plan.client, day))
    return found


def _days_of(course: dict[str, Any]) -> list[int]:
    """The days on which a course has sessions, repeats written out; zones of one day are one session."""
    return sorted({session.day for session in course_from_tables(course, "the plan", "").sessions})


def _row(kind: str, client: Any, text: str, day: date, clock: str, said: dict[str, str]) -> dict[str, str]:
    identity: Identity | None = getattr(client, "identity", None)
    name = shown_name(identity) if identity is not None else ""
    words = {**said, "name": isolated(name), "clinic": str(settings.CLINIC_NAME)}
    reach = {field: getattr(identity, field, "") for field in ("telephone", "email", "address", "language")}
    row = {
        "kind": kind,
        "clinic_number": str(client.number),
        "name": name,
        "day": day.isoformat(),
        "time": clock,
    }
    return {**row, **reach, "text": PLACE.sub(lambda place: words[place[1]], text).strip()}


def _spoken(client: Any) -> translation.override:
    """The client's language where a catalogue has it, else the clinic's: no letter speaks two at once."""
    return translation.override(language_of(getattr(client, "identity", None)))
