"""Who a client is and what they came with: Patient, Condition, AllergyIntolerance, MedicationStatement, List."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...records.models import Alert, Client, Identity, Indication
from ...records.selectors.clients import shown_name
from ..tables.dates import told
from .terms import HL7, OURS, coded, day, made_id, own, ref, resource, text

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CLINICAL, ALLERGY = f"{HL7}/condition-clinical", f"{HL7}/allergyintolerance-clinical"


def patient(client: Client, identity: Identity | None) -> dict[str, Any]:
    """The client; a birthday no more exactly than it is known."""
    identifiers = [{"system": f"{OURS}:clinic-number", "value": str(client.number)}]
    who: dict[str, Any] = {}
    if identity is not None:
        if identity.old_number:
            identifiers.append({"system": f"{OURS}:old-number", "value": identity.old_number})
        born = identity.born_on
        spoken = identity.language if LANGUAGE.fullmatch(identity.language) else ""
        who = {
            "name": [
                {
                    "use": "official",
                    "text": shown_name(identity),
                    "family": identity.family_name.strip(),
                    "given": [identity.given_name.strip()],
                },
                {"use": "usual", "text": identity.known_as} if identity.known_as.strip() else {},
            ],
            "telecom": [
                {"system": "phone", "value": identity.telephone} if identity.telephone else {},
                {"system": "email", "value": identity.email} if identity.email else {},
            ],
            "birthDate": None if born is None else told(born, identity.born_precision),
            "address": [{"text": identity.address}],
            "communication": [{"language": coded("urn:ietf:bcp:47", spoken)}] if spoken else [],
            "contact": [{"name": text(identity.emergency_contact)}] if identity.emergency_contact else [],
        }
    rests = client.state == Client.State.RESTRICTED
    return resource(
        "Patient",
        client.pk,
        meta={"security": [{"system": f"{HL7}/v3-Confidentiality", "code": "R"}] if rests else []},
        identifier=identifiers,
        active=client.state in (Client.State.ACTIVE, Client.State.RESTRICTED),
        gender=client.sex,
        **who,
    )


def came_with(client: Client) -> Iterator[dict[str, Any]]:
    """What is to become better, and what everybody must know; that none is known is a list said to be empty."""
    for row in Indication.objects.filter(client=client).order_by("entered_at"):
        yield resource(
            "Condition",
            row.pk,
            clinicalStatus=coded(CLINICAL, "resolved" if row.ended_on else "active"),
            code=own("concern", row.concern) | {"text": " ".join((row.subtype, row.concern)).strip()},
            bodySite=[own("zone", row.zone)],
            subject=ref(client.pk),
            onsetDateTime=day(row.since),
            abatementDateTime=day(row.ended_on),
            note=[text(row.own_words)] if row.own_words else [],
        )
    for row in Alert.objects.filter(client=client).order_by("entered_at"):
        yield _none_known(row) if row.none_known else _alert(row)
    if client.phototype:
        yield resource(
            "Observation",
            made_id(client.pk, "phototype"),
            status="final",
            code=own("observation", "phototype"),
            subject=ref(client.pk),
            valueCodeableConcept=own("phototype", client.phototype),
        )


def _alert(row: Alert) -> dict[str, Any]:
    whose, held = ref(row.client.pk), row.ended_on is None
    if row.kind == Alert.Kind.ALLERGY:
        status = coded(ALLERGY, "active" if held else "resolved")
        return resource(
            "AllergyIntolerance",
            row.pk,
            clinicalStatus=status,
            code=text(row.text),
            patient=whose,
            onsetDateTime=day(row.since),
        )
    if row.kind == Alert.Kind.MEDICINE:
        return resource(
            "MedicationStatement",
            row.pk,
            status="active" if held else "completed",
            medicationCodeableConcept=text(row.text),
            subject=whose,
            effectivePeriod={"start": day(row.since), "end": day(row.ended_on)},
        )
    return resource(
        "Condition",
        row.pk,
        clinicalStatus=coded(CLINICAL, "active" if held else "resolved"),
        code=text(row.text),
        subject=whose,
        onsetDateTime=day(row.since),
        abatementDateTime=day(row.ended_on),
    )


def _none_known(row: Alert) -> dict[str, Any]:
    return resource(
        "List",
        row.pk,
        status="current" if row.ended_on is None else "retired",
        mode="snapshot",
        title=f"{row.get_kind_display()}: none known",  # type: ignore[attr-defined]
        code=own("alert", row.kind),
        subject=ref(row.client.pk),
        emptyReason=coded(f"{HL7}/list-empty-reason", "nilknown", "Nil Known"),
    )
