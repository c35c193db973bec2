"""Notes and adverse events written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..models import AdverseEvent, Client, Device, EventLot, EventReport, Lot, Note, Session
from ..words import zone_of
from .act import Actor, one, service
from .rows import added, changed, happened, refused
from .signing import signed

TOLD = (
    "serious",
    "serious_because",
    "related",
    "expected",
    "action_taken",
    "outcome",
    "resolved_on",
    "device_kept",
    "device_problem",
    "operator",
)


@service("clinic_records.add_note")
def add_note(
    *,
    actor: Actor,
    client: UUID,
    kind: str,
    text: str,
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> Note:
    """A note of a consultation, a call, a follow-up; open until it is signed."""
    whose = one(Client, client)
    if not text.strip():
        raise refused("note", ("text", "nothing", "what was said or seen"))
    row = Note(client=whose, kind=kind, text=text, **happened(happened_at, time_zone))
    return added(row, actor, "note.add", whose)


@service("clinic_records.change_note")
def change_note(*, actor: Actor, note: UUID, version: int, text: str) -> Note:
    """Change an open note; raises `Conflict` on an old version, `InputError` for a signed one."""
    _unsigned(one(Note, note, lock=True))
    return changed(Note, note, version, {"text": text}, actor, "note.change")


@service("clinic_records.sign_note")
def sign_note(*, actor: Actor, note: UUID, version: int) -> Note:
    """Sign a note: frozen from now on."""
    row = one(Note, note, lock=True)
    _unsigned(row)
    if row.version != version:
        return changed(Note, note, version, {"text": row.text}, actor, "note.sign")  # tells the conflict
    return signed(row, actor)


@service("clinic_records.add_adverseevent")
def report_event(
    *,
    actor: Actor,
    client: UUID,
    kind: str,
    description: str,
    onset_on: date,
    severity: str,
    session: UUID | None = None,
    zone: str = "",
    onset_precision: str = "day",
    lots: list[UUID] | None = None,
    more: dict[str, Any] | None = None,
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> AdverseEvent:
    """An unwanted effect, with device and lots as they are called now; those of the session unless others are named.

    `more` holds what a report on a device asks for besides (`TOLD`). A serious event says why it is one.
    """
    whose = one(Client, client)
    when = happened(happened_at, time_zone)
    row = AdverseEvent(client=whose, kind=kind, description=description, onset_on=onset_on, **when)
    row.severity, row.onset_precision, row.zone = severity, onset_precision, zone_of(zone) if zone else ""
    row.session = None if session is None else one(Session, session)
    if row.session is not None and row.session.client_id != whose.pk:
        raise refused("event", ("session", "one of another client", "one of this client"))
    if onset_on > when["happened_at"].date():
        raise refused("event", ("onset_on", str(onset_on), "no later than it was reported"))
    _tell(row, more or {})
    device = row.session.device if row.session is not None else None
    if device is not None:
        _copy(row, device)
    added(row, actor, "event.add", whose, serious=row.serious, severity=severity)
    named = [one(Lot, lot) for lot in lots or ()]
    if not named and row.session is not None:
        named = list(Lot.objects.filter(uses__session=row.session).distinct())
    for lot in named:
        part = EventLot(event=row, lot=lot, product_name=lot.product.name, number=lot.number)
        part.expires_on = lot.expires_on
        added(part, actor, "event.lot", whose)
    return row


def _tell(row: AdverseEvent, more: dict[str, Any]) -> None:
    if unknown := [name for name in more if name not in TOLD]:
        raise refused("event", *((name, "no such field", " | ".join(TOLD)) for name in unknown))
    for name, value in more.items():
        setattr(row, name, value)
    if row.serious and not row.serious_because.strip():
        raise refused("event", ("serious_because", "nothing", "why it is serious"))


def _copy(row: AdverseEvent, device: Device) -> None:
    row.device, row.device_name, row.device_maker = device, device.name, device.maker
    row.device_model, row.device_serial, row.device_udi = device.model, device.serial, device.udi


@service("clinic_records.change_adverseevent")
def change_event(*, actor: Actor, event: UUID, version: int, changes: dict[str, Any]) -> AdverseEvent:
    """What became of an event; raises `InputError` once it is signed: then it is an addendum."""
    row = one(AdverseEvent, event, lock=True)
    _unsigned(row)
    _tell(row, changes)
    return changed(AdverseEvent, event, version, changes, actor, "event.change")


@service("clinic_records.change_adverseevent")
def sign_event(*, actor: Actor, event: UUID) -> AdverseEvent:
    """Sign an event: frozen from now on."""
    return signed(one(AdverseEvent, event, lock=True), actor)


@service("clinic_records.add_eventreport")
def report_to(
    *, actor: Actor, event: UUID, reported_to: str, reported_on: date, reference: str = ""
) -> EventReport:
    """That an event was reported elsewhere; nothing is sent from here."""
    of = one(AdverseEvent, event)
    row = EventReport(event=of, reported_to=reported_to, reported_on=reported_on, reference=reference)
    return added(row, actor, "event.report", of.client)


def _unsigned(row: Note | AdverseEvent) -> None:
    if row.signed_at is not None:
        raise refused(str(row._meta.verbose_name), ("record", "a signed one", "an addendum to it"))
