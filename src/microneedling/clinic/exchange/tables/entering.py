"""A row of each kind made a record, by the very services that pages use: the same checks, the same audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from ....errors import InputError, Mistake
from ...audit.record import canonical, digest_of
from ...records.models import Alert, Client, Device, Identity, Lot, LotUse, Product, Session, SessionZone
from ...records.names import fold
from ...records.services import assessments, clients, sessions, stock, uses
from ...records.services.act import Actor
from ...records.services.bookings import instant
from ...records.services.many import add_clients
from ...records.services.rows import all_checked
from ...records.words import number_of, zone_of
from .fields import PRODUCT
from .people import People, person_of

NOON = time(12)
NO_CLOCK = "The time of day was not recorded; noon stands for it."
NONE_KNOWN = {
    "none",
    "none known",
    "nka",
    "nkda",
    "no known allergies",
    "keine",
    "keine bekannt",
    "aucune",
    "ninguna",
}
ALERTS = {"allergies": "allergy", "conditions": "condition", "medicines": "medicine"}


@dataclass
class Entering:
    """What rows of one import share: who does it, the clients, sessions that this import opened, what it is called."""

    actor: Actor
    source: str
    people: People
    line: int = 0
    opened: dict[tuple[UUID, datetime], UUID] = field(default_factory=dict)
    alike: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def when(self, values: dict[str, Any]) -> dict[str, Any]:
        """When it happened, by the clock on the wall of the zone that is named, the clinic's unless one is."""
        day, clock = values["happened_at"]
        clock = values.get("at_time", clock)
        zone = values.get("time_zone", "").strip() or settings.TIME_ZONE
        return {"happened_at": instant(day, clock or NOON, zone), "time_zone": zone}

    def whose(self, values: dict[str, Any]) -> UUID:
        """The client that a row names."""
        record = str(values.get("client_record", "")).lower()
        return self.people.of(values, digest_of(canonical(["clients", "record", record])))


def a_client(values: dict[str, Any], on: Entering) -> tuple[Client, Identity, list[Alert]]:
    """A client with identity and alerts, checked and not yet written.

    That somebody is of like name is told and kept, and stops nobody.
    """
    person = person_of(values, f"line {on.line}")
    like = ", ".join(other.told for other in on.people.like(person)[:5])
    took = {name: values[name] for name in CLIENT if name in values}
    if "born_on" in values:
        took |= {"born_on": values["born_on"].day, "born_precision": values["born_on"].precision}
    lines = [values[name].strip() for name in ("address", "address_2") if name in values]
    lines.append(" ".join(values[name].strip() for name in ("postcode", "city") if name in values))
    took["address"] = "\n".join(line for line in [*lines, values.get("country", "").strip()] if line)
    if like:
        took["despite_likeness"] = f"imported from a table beside: {like}"[:300]
    client, identity = clients.client_and_identity(**took)
    alerts = []
    for name, kind in ALERTS.items():
        if text := values.get(name, "").strip():
            none = fold(text) in NONE_KNOWN
            alerts.append(Alert(client=client, kind=kind, none_known=none, text="" if none else text))
    all_checked(*alerts, without=("client",), alone=True)
    if like:
        on.alike.append(f"line {on.line} is like {like}")
    on.people.add(client, identity, person.told)
    return client, identity, alerts


def enter_clients(rows: Sequence[tuple[int, dict[str, Any]]], on: Entering) -> dict[int, UUID | InputError]:
    """Clients of many rows, each with its line: what was made of each, or why nothing was."""
    made: dict[int, Any] = {}
    whole = []
    for line, values in rows:
        on.line = line
        try:
            whole.append((line, a_client(values, on)))
        except InputError as error:
            made[line] = error
    people = [(client, identity) for _, (client, identity, _) in whole]
    add_clients(actor=on.actor, people=people, alerts=[alert for _, row in whole for alert in row[2]])
    return made | {line: client.pk for line, (client, _, _) in whole}


CLIENT = (
    *("given_name", "family_name", "known_as", "sex", "phototype", "telephone", "email", "language"),
    *("emergency_contact", "own_words", "old_number"),
)


def enter_session(values: dict[str, Any], on: Entering) -> Any:
    """One zone of a session: rows of the same client and time are zones of one session, which is opened by the first.

    It rests on no plan of this clinic, so it needs the permission for that and says where consent lies. What a lot
    is named for comes out of its stock, so lots come in first.
    """
    if values.get("state") == "voided":
        raise InputError("session", [Mistake("state", "voided", "a session that counts: leave this row out")])
    client, when = on.whose(values), on.when(values)
    key = client, when["happened_at"]
    session = on.opened.get(key) or _begun(*key) or _open(values, client, when, on)
    if _logged(values, session) is not None:
        return _use(values, session, on)
    numbers: dict[str, Any] = {
        name: float(values[name]) for name in ("passes", "density_per_cm2", "area_cm2") if name in values
    }
    zone = sessions.log_zone(
        actor=on.actor,
        session=session,
        zone=values["zone"],
        depth=values["depth_mm"],
        end_point=values.get("end_point", ""),
        over_label_reason=values.get("over_label_reason", ""),
        **numbers,
    )
    if "lot" in values:
        _use(values, session, on)
    on.opened[key] = session
    return zone


def _logged(values: dict[str, Any], session: UUID) -> SessionZone | None:
    """The zone, where it is logged already with the same depth: then the row names a further lot used on it."""
    zone = SessionZone.objects.filter(session=session, zone=zone_of(values["zone"])).first()
    same = zone is not None and "lot" in values and zone.depth_mm == float(values["depth_mm"])
    return zone if same else None


def _begun(client: UUID, at: datetime) -> UUID | None:
    """A session of the same client and time that is on record: a table put right adds to what came in before."""
    rows = Session.objects.filter(client=client, happened_at=at, voided__isnull=True)
    return rows.values_list("pk", flat=True).first()


def _open(values: dict[str, Any], client: UUID, when: dict[str, Any], on: Entering) -> UUID:
    timed = "at_time" in values or values["happened_at"][1] is not None
    row = sessions.open_session(
        actor=on.actor,
        client=client,
        device=_device(values),
        note="\n".join(text for text in (values.get("note", ""), "" if timed else NO_CLOCK) if text),
        without_consent_reason=values.get("without_consent_reason")
        or f"imported from {on.source[:120]}: consent lies in the records before these",
        **when,
    )
    more = {name: values[name] for name in ("reaction", "pain", "aftercare") if name in values}
    if more:
        sessions.change_session(actor=on.actor, session=row.pk, version=1, changes=more)
    return row.pk


def _device(values: dict[str, Any]) -> UUID | None:
    """The device that a row names by serial number or name; raises `InputError` for none and for several."""
    if not (word := values.get("device", "").strip()):
        return None
    found = {row.pk for row in Device.objects.all() if fold(word) in (fold(row.serial), fold(row.name))}
    if len(found) != 1:
        allowed = "the serial number, or the name where one device alone bears it"
        raise InputError("session", [Mistake("device", f'{len(found)} called "{word[:40]}"', allowed)])
    return found.pop()


def _use(values: dict[str, Any], session: UUID, on: Entering) -> LotUse:
    """What was used of a lot; a piece of single use that another zone of the session has in use goes on at 0."""
    lots = Lot.objects.filter(folded=fold(values["lot"])).select_related("product")
    named = [
        row for row in lots if "product" not in values or fold(row.product.name) == fold(values["product"])
    ]
    if len(named) != 1:
        allowed = "one on record: import lots first; name its product where two bear the number"
        raise InputError("session", [Mistake("lot", f"{len(named)} lots of that number", allowed)])
    lot = named[0]
    again = lot.product.single_use and LotUse.objects.filter(session=session, lot=lot).exists()
    quantity = values.get("quantity", "0" if again else "1")
    return uses.use_lot(
        actor=on.actor,
        session=session,
        lot=lot.pk,
        quantity=Decimal(quantity),
        zone=values["zone"],
        expired_reason=values.get("expired_reason", ""),
    )


def enter_measurement(values: dict[str, Any], on: Entering) -> Any:
    """One reading; it belongs to a session of the same client that began on the same day, where there is just one."""
    client, when = on.whose(values), on.when(values)
    same = Session.objects.filter(Q(client=client), happened_at=when["happened_at"]).values_list(
        "pk", flat=True
    )
    names = (
        "zone",
        "scale",
        "instrument",
        "value",
        "unit",
        "rated_by",
        "blinded",
        "baseline",
        "between_steps",
    )
    took = {name: values[name] for name in (*names, "own_scale") if name in values}
    session = same[0] if len(same) == 1 else None
    if values.get("error"):
        took["error"] = number_of(values["error"], "error")
    return assessments.add_measurement(actor=on.actor, client=client, session=session, **took, **when)


def enter_lot(values: dict[str, Any], on: Entering) -> Any:
    """Stock received: of a product known by name and maker, else a new one; an expiry of month and year stays one."""
    name, maker = values["product"].strip(), values.get("maker", "").strip()
    of = [
        row
        for row in Product.objects.all()
        if fold(row.name) == fold(name) and (not maker or fold(row.maker) == fold(maker))
    ]
    if len(of) > 1:
        raise InputError("lot", [Mistake("product", f"{len(of)} of that name", "one: name its maker")])
    if of:
        product = of[0]
    elif "product_kind" in values:
        product = stock.add_product(
            actor=on.actor,
            name=name,
            maker=maker,
            kind=values["product_kind"],
            unit=values.get("unit", "piece").strip(),
        )
    else:
        kinds = " | ".join(word for word, _ in PRODUCT)
        allowed = f"a product on record; of a new one the column product_kind says what it is: {kinds}"
        raise InputError("lot", [Mistake("product", f'"{name[:40]}", which is none here', allowed)])
    expires = values.get("expires_on")
    if expires is not None and expires.precision == "year":
        raise InputError("lot", [Mistake("expires_on", "a year alone", "a day, or a month and year")])
    lot = stock.receive_lot(
        actor=on.actor,
        product=product.pk,
        number=values["number"],
        quantity=Decimal(values["quantity"]),
        expires_on=None if expires is None else expires.day,
        udi=values.get("udi", ""),
        supplier=values.get("supplier", ""),
    )
    if expires is not None and lot.expires_precision != expires.precision:
        change, why = {"expires_precision": expires.precision}, "the month alone is printed"
        lot = stock.correct_lot(actor=on.actor, lot=lot.pk, version=lot.version, changes=change, reason=why)
    if expires is None:
        on.noted.append(
            f"line {on.line}: lot {lot.number} without an expiry: nothing will warn that it is over"
        )
    return lot


# Kind -> what makes a record of a row; clients are made many at once.
ENTER: dict[str, Callable[[dict[str, Any], Entering], Any]] = {
    "lots": enter_lot,
    "sessions": enter_session,
    "measurements": enter_measurement,
}
NEEDS = {
    "clients": ("add_client", "add_alert", "view_identity"),
    "lots": ("add_lot", "add_product", "change_lot"),
    "sessions": (
        *("add_session", "add_sessionzone", "change_session", "add_lotuse"),
        *("treat_without_consent", "view_identity"),
    ),
    "measurements": ("add_measurement", "view_identity"),
}
