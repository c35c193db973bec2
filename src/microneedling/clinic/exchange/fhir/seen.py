"""What was seen: Observation of each reading, Media and DocumentReference of each photograph, notes, adverse events."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from ...records.models import AdverseEvent, Client, Measurement, Note, Photograph, Screening
from ...records.services.photographs import picture_of
from ..tables.dates import told
from .terms import (
    HL7,
    LOINC,
    NOTE,
    PHOTOGRAPH,
    at,
    coded,
    made_id,
    own,
    quantity,
    ref,
    resource,
    text,
    utc,
    zone,
)

OUTCOMES = {
    "ongoing": "ongoing",
    "resolved": "resolved",
    "resolved with sequelae": "resolvedWithSequelae",
    "death": "fatal",
    "unknown": "unknown",
}


def readings(client: Client) -> Iterator[dict[str, Any]]:
    """Every reading; one that was put right is there, marked, beside the one that stands for it."""
    rows = Measurement.objects.filter(client=client).select_related("rater", "session", "replaced_by")
    for row in rows.order_by("happened_at"):
        status = (
            "entered-in-error" if hasattr(row, "replaced_by") else "corrected" if row.replaces else "final"
        )
        rater = row.rated_by or (row.rater.get_username() if row.rater is not None else "")
        error = "" if row.error is None else f"standard error {row.error:g} {row.unit}"
        notes = [row.reason, f"{row.get_blinded_display()}", error]  # type: ignore[attr-defined]
        yield resource(
            "Observation",
            row.pk,
            status=status,
            code=own("scale", row.scale) if row.scale else own("instrument", row.instrument),
            subject=ref(client.pk),
            effectiveDateTime=at(row),
            _effectiveDateTime=zone(row),
            performer=[{"display": rater}] if rater else [],
            valueQuantity=quantity(row.value, row.unit),
            bodySite=own("zone", row.zone),
            partOf=[ref(row.session.pk)] if row.session is not None else [],
            interpretation=[own("reading", "baseline")] if row.baseline else [],
            note=[text(note) for note in notes if note.strip()],
        )


def photographs(client: Client, pictures: bool) -> Iterator[dict[str, Any]]:
    """Each photograph as Media and, for programs of R5, as DocumentReference; the picture itself only if asked for.

    One that was hidden is named as entered in error, and its picture stays here.
    """
    for row in (
        Photograph.objects.filter(client=client).select_related("hidden", "session").order_by("happened_at")
    ):
        hidden = hasattr(row, "hidden")
        data = base64.b64encode(picture_of(row)).decode() if pictures and not hidden else None
        content = {
            "contentType": "image/jpeg",
            "url": None if data or hidden else f"photographs/{row.file}",
            "data": data,
            "size": row.size,
            "title": f"SHA-256 {row.sha256}",
            "creation": at(row),
        }
        note = [text(row.note)] if row.note else []
        yield resource(
            "Media",
            row.pk,
            status="entered-in-error" if hidden else "completed",
            type=coded(f"{HL7}/media-type", "image", "Image"),
            view=text(row.view) if row.view else None,
            subject=ref(client.pk),
            partOf=[ref(row.session.pk)] if row.session is not None else [],
            createdDateTime=at(row),
            bodySite=own("zone", row.zone),
            width=row.width,
            height=row.height,
            content=content,
            note=note,
        )
        yield resource(
            "DocumentReference",
            made_id(row.pk, "photograph"),
            status="entered-in-error" if hidden else "current",
            type=coded(LOINC, *PHOTOGRAPH),
            subject=ref(client.pk),
            date=utc(row.entered_at),
            description=row.note,
            content=[{"attachment": content}],
        )


def notes(client: Client) -> Iterator[dict[str, Any]]:
    """Notes with their addenda, as text."""
    for row in Note.objects.filter(client=client).prefetch_related("addenda").order_by("happened_at"):
        whole = "\n\n".join([row.text, *(f"Addendum: {item.text}" for item in row.addenda.all())])  # type: ignore[attr-defined]
        data = base64.b64encode(whole.encode("utf-8")).decode()
        attachment = {"contentType": "text/plain; charset=utf-8", "data": data, "creation": at(row)}
        yield resource(
            "DocumentReference",
            row.pk,
            status="current",
            docStatus="final" if row.signed_at else "preliminary",
            type=coded(LOINC, *NOTE),
            category=[own("note", row.kind)],
            subject=ref(client.pk),
            date=utc(row.entered_at),
            content=[{"attachment": attachment}],
        )


def events(client: Client) -> Iterator[dict[str, Any]]:
    """Adverse events, with the device and lots that may have to do with them."""
    rows = AdverseEvent.objects.filter(client=client).select_related("device", "session")
    for row in rows.prefetch_related("lots__lot").order_by("onset_on"):
        related = row.get_related_display()  # type: ignore[attr-defined]
        suspects = [] if row.device is None else [row.device.pk]
        suspects += [item.lot.pk for item in row.lots.all()]  # type: ignore[attr-defined]
        yield resource(
            "AdverseEvent",
            row.pk,
            actuality="actual",
            event=text(f"{row.kind}: {row.description}"),
            subject=ref(client.pk),
            date=told(row.onset_on, row.onset_precision) if row.onset_precision != "unknown" else None,
            recordedDate=utc(row.entered_at),
            seriousness=own("seriousness", "serious" if row.serious else "not serious"),
            severity=coded(f"{HL7}/adverse-event-severity", row.severity),
            outcome=coded(f"{HL7}/adverse-event-outcome", OUTCOMES[row.outcome]),
            suspectEntity=[
                {"instance": ref(pk), "causality": [{"assessment": text(related)}]} for pk in suspects
            ],
        )


def screenings(client: Client) -> Iterator[dict[str, Any]]:
    """Screenings with every question as it was put and every answer as it was given."""
    for row in Screening.objects.filter(client=client).prefetch_related("answers").order_by("happened_at"):
        asked = sorted(row.answers.all(), key=lambda answer: (answer.entered_at, str(answer.pk)))  # type: ignore[attr-defined]
        items = [
            {"linkId": str(place), "text": item.question, "answer": [{"valueString": item.answer}]}
            for place, item in enumerate(asked, 1)
        ]
        found = {"linkId": "outcome", "text": "Outcome", "answer": [{"valueString": row.outcome}]}
        why = {"linkId": "reason", "text": "Reason", "answer": [{"valueString": row.reason}]}
        yield resource(
            "QuestionnaireResponse",
            row.pk,
            status="completed" if row.signed_at else "in-progress",
            subject=ref(client.pk),
            authored=at(row),
            item=[*items, found, *([why] if row.reason.strip() else [])],
        )
