"""What was done: Procedure, Device, DeviceUseStatement, settings of each zone as an Observation, numbing cream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...records.models import Client, Device, LotUse, Product, Session, StockMove
from ..tables.dates import told
from .terms import OURS, at, made_id, own, quantity, ref, resource, text
from .terms import zone as in_zone

SETTINGS = (
    ("depth_mm", "needle depth", "mm"),
    ("passes", "passes", "passes"),
    ("density_per_cm2", "channels per area", "/cm2"),
    ("area_cm2", "area", "cm2"),
    ("pain", "pain, 0 to 10", "points"),
)


def treated(client: Client) -> Iterator[dict[str, Any]]:
    """Sessions with all that belongs to them; what was voided is there and says so."""
    rows = Session.objects.filter(client=client).select_related("device", "voided", "practitioner", "plan")
    devices: dict[Any, dict[str, Any]] = {}
    returned = set(
        StockMove.objects.filter(kind=StockMove.Kind.RETURNED, use__session__client=client).values_list("use")
    )
    for row in rows.prefetch_related("zones", "numbing", "uses__lot__product").order_by("happened_at"):
        voided = hasattr(row, "voided")
        yield _session(row, voided)
        if row.device is not None:
            devices[row.device.pk] = device(row.device)
            yield _use(made_id(row.pk, "device use"), row, row.device.pk, "", voided, "")
        yield from _zones(row, voided)
        for cream in row.numbing.all():
            yield _numbing(row, cream, voided)
        for use in row.uses.all():
            devices[use.lot.pk] = lot(use.lot)
            wrong = voided or (use.pk,) in returned
            yield _use(use.pk, row, use.lot.pk, use.zone, wrong, _quantity_told(use))
    yield from devices.values()


def _session(row: Session, voided: bool) -> dict[str, Any]:
    status = "entered-in-error" if voided else "completed" if row.signed_at else "in-progress"
    notes = [row.note, f"Reaction: {row.reaction}" if row.reaction else ""]
    notes.append(f"Aftercare: {row.aftercare}" if row.aftercare else "")
    notes.append(f"Voided: {row.voided.reason}" if voided else "")  # type: ignore[attr-defined]
    doer = row.practitioner
    return resource(
        "Procedure",
        row.pk,
        status=status,
        code=own("procedure", "microneedling"),
        subject=ref(row.client.pk),
        performedDateTime=at(row),
        basedOn=[ref(row.plan.pk)] if row.plan is not None else [],
        performer=[{"actor": {"display": doer.get_username()}}] if doer is not None else [],
        bodySite=[own("zone", zone.zone) for zone in row.zones.all()],
        usedReference=[ref(row.device.pk)] if row.device is not None else [],
        note=[text(note) for note in notes if note.strip()],
    )


def _zones(row: Session, voided: bool) -> Iterator[dict[str, Any]]:
    for zone in row.zones.all():
        parts = [
            {"code": own("setting", name) | {"text": words}, "valueQuantity": quantity(value, unit)}
            for name, words, unit in SETTINGS
            if (value := getattr(zone, name)) is not None
        ]
        notes = [zone.end_point, zone.reaction, zone.over_label_reason]
        yield resource(
            "Observation",
            zone.pk,
            status="entered-in-error" if voided else "final" if row.signed_at else "preliminary",
            code=own("observation", "settings of a zone"),
            subject=ref(row.client.pk),
            partOf=[ref(row.pk)],
            effectiveDateTime=at(row),
            _effectiveDateTime=in_zone(row),
            bodySite=own("zone", zone.zone),
            component=parts,
            note=[text(note) for note in notes if note.strip()],
        )


def _numbing(row: Session, cream: Any, voided: bool) -> dict[str, Any]:
    words = [cream.product, f"{cream.strength_percent:g} %" if cream.strength_percent is not None else ""]
    words.append(f"{cream.minutes:g} min" if cream.minutes is not None else "")
    words.append(f"on {cream.area_cm2:g} cm2" if cream.area_cm2 is not None else "")
    return resource(
        "MedicationAdministration",
        cream.pk,
        status="entered-in-error" if voided else "completed",
        medicationCodeableConcept=text(cream.product),
        subject=ref(row.client.pk),
        effectiveDateTime=at(row),
        partOf=[ref(row.pk)],
        dosage={
            "text": ", ".join(word for word in words if word),
            "dose": quantity(cream.grams, "g") if cream.grams is not None else None,
        },
    )


def _use(id_: Any, row: Session, of: Any, zone: str, wrong: bool, note: str) -> dict[str, Any]:
    return resource(
        "DeviceUseStatement",
        id_,
        status="entered-in-error" if wrong else "completed",
        subject=ref(row.client.pk),
        derivedFrom=[ref(row.pk)],
        timingDateTime=at(row),
        device=ref(of),
        bodySite=own("zone", zone) if zone else None,
        note=[text(note)] if note else [],
    )


def _quantity_told(use: LotUse) -> str:
    why = f"; used though expired: {use.expired_reason}" if use.expired_reason else ""
    return f"{use.quantity:f} {use.lot.product.unit}{why}"


def device(row: Device) -> dict[str, Any]:
    """A device of the clinic."""
    return resource(
        "Device",
        row.pk,
        status="inactive" if row.retired_on else "active",
        udiCarrier=[{"carrierHRF": row.udi}] if row.udi else [],
        manufacturer=row.maker,
        modelNumber=row.model,
        serialNumber=row.serial,
        deviceName=[{"name": row.name, "type": "user-friendly-name"}],
        type=own("device", row.kind),
    )


def lot(row: Any) -> dict[str, Any]:
    """A lot of a product; an expiry no more exactly than it is printed."""
    product: Product = row.product
    return resource(
        "Device",
        row.pk,
        status="active",
        udiCarrier=[{"carrierHRF": row.udi}] if row.udi else [],
        manufacturer=product.maker,
        lotNumber=row.number,
        expirationDate=None if row.expires_on is None else told(row.expires_on, row.expires_precision),
        deviceName=[{"name": product.name, "type": "user-friendly-name"}],
        type=own("product", product.kind),
        note=[text(f"On hold: {row.hold_reason}")] if row.hold_reason else [],
    )


def program(version: str) -> dict[str, Any]:
    """The program itself, which makes forecasts and bundles; not a medical device."""
    return resource(
        "Device",
        made_id(version, "program"),
        identifier=[{"system": f"{OURS}:program", "value": version}],
        status="active",
        deviceName=[{"name": "microneedling", "type": "user-friendly-name"}],
        version=[{"value": version}],
        note=[text("A program for education, research and consultation support. Not a medical device.")],
    )
