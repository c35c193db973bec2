"""Bookings as a calendar file (iCalendar, RFC 5545), to be opened by any calendar program. Nothing is sent.

Times are those on the clinic's wall, with the zone's own rules beside them. Each booking keeps its id and counts its
changes, so that a file opened again moves and cancels what an earlier one brought.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max

from ... import __version__
from ...errors import InputError, Mistake
from ..records.models import Appointment, Client, Former
from ..records.names import isolated
from ..records.selectors.clients import shown_name
from ..records.selectors.reading import looked, need
from ..records.services.act import Actor
from .zone_rules import rules

State = Appointment.State
STATUS = {State.CANCELLED: "CANCELLED"}
LONGEST_OCTETS = 75  # of a line; longer ones are folded
YEARS_ON = 3  # beyond the last booking for which the changes of clocks are looked up
GONE = (Client.State.ERASED, Client.State.MERGED)


def calendar_of(*, actor: Actor, first: date, last: date, names: bool = False) -> bytes:
    """All bookings from one day to another, cancelled ones too, so that they vanish where they were shown before.

    Without `names` each says the number of the client alone: a calendar tends to lie in other people's hands. Raises
    `InputError` for days in the wrong order, `NotAllowed`.
    """
    if last < first:
        raise InputError("calendar", [Mistake("--to", str(last), f"{first} or later")])
    need(actor, "clinic_records.view_appointment")
    if names:
        need(actor, "clinic_records.view_identity")
    rows = Appointment.objects.filter(on_day__range=(first, last)).exclude(client__state__in=GONE)
    found = list(rows.select_related("client__identity", "practitioner").order_by("starts_at", "pk"))
    looked(actor, "calendar.export", bookings=len(found), names=names)
    changed = dict(
        Former.objects.filter(kind="appointment", record__in=[row.pk for row in found])
        .values("record")
        .annotate(at=Max("entered_at"))
        .values_list("record", "at")
    )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//microneedling//clinic {__version__}//EN"]
    lines += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{escaped(settings.CLINIC_NAME)}"]
    for zone in sorted({row.time_zone for row in found}):
        lines += rules(zone, first.year - 1, last.year + YEARS_ON)
    for row in found:
        lines += _event(row, changed.get(row.pk, row.entered_at), names)
    return "".join(map(folded, [*lines, "END:VCALENDAR"])).encode("utf-8")


def _event(row: Appointment, changed: datetime, names: bool) -> list[str]:
    zone = ZoneInfo(row.time_zone)
    client: Any = row.client
    who = f"No. {client.number}"
    if names and (identity := getattr(client, "identity", None)) is not None:
        who = f"{isolated(shown_name(identity))} ({who})"
    told = [row.get_state_display()] if row.state not in (State.BOOKED, State.CANCELLED) else []  # type: ignore[attr-defined]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{row.pk}",
        f"SEQUENCE:{row.version - 1}",
        f"DTSTAMP:{changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={row.time_zone}:{row.starts_at.astimezone(zone):%Y%m%dT%H%M%S}",
        f"DTEND;TZID={row.time_zone}:{row.ends_at.astimezone(zone):%Y%m%dT%H%M%S}",
        f"SUMMARY:{escaped(f'{row.purpose}: {who}')}",
        f"STATUS:{STATUS.get(State(row.state), 'CONFIRMED')}",
        "CLASS:PRIVATE",
    ]
    lines += [f"LOCATION:{escaped(row.room)}"] if row.room else []
    lines += [f"DESCRIPTION:{escaped(', '.join(told))}"] if told else []
    return [*lines, "END:VEVENT"]


def escaped(text: str) -> str:
    """A text as a value: `\\` `;` `,` and ends of lines written out; other control characters left out."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in plain if (sign >= " " and sign != "\x7f") or sign == "\t")


def folded(line: str) -> str:
    """A line with its end, folded so that none is longer than 75 octets; no character is cut in two."""
    parts, size = [""], 0
    for sign in line:
        octets = len(sign.encode("utf-8"))
        if size + octets > LONGEST_OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += octets
    return "\r\n".join(parts) + "\r\n"
