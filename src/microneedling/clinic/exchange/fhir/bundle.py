"""All of a client as one FHIR R4 bundle, checked against code lists and rules of our own before it is handed out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.utils import timezone

from .... import __version__
from ...records.models import Identity
from ...records.selectors.clients import resolved
from ...records.selectors.reading import looked, need
from ...records.services.act import Actor
from .agreed import consents, forecasts, plans
from .check import faults
from .people import came_with, patient
from .seen import events, notes, photographs, readings, screenings
from .terms import made_id, ref, resource, text, utc
from .treated import device, lot, program, treated

NEEDS = ("export_person", "view_client", "view_identity", "view_session", "view_measurement")


class NotFhir(RuntimeError):
    """A bundle of ours breaks its own rules: a mistake of the program, told before anybody gets it."""


def bundle_of(*, actor: Actor, client: UUID, pictures: bool = False) -> dict[str, Any]:
    """A collection of all that FHIR has a resource for; the look is noted.

    Bookings, drafts and the audit are not in it. With `pictures` photographs are in the bundle itself, else they
    are named by file and digest. Raises `NotAllowed`, `NotFound`.
    """
    for permission in NEEDS:
        need(actor, f"clinic_records.{permission}")
    if pictures:
        need(actor, "clinic_records.view_photograph")
    row = resolved(client)
    now = timezone.now()
    found = [patient(row, Identity.objects.filter(client=row).first()), program(__version__)]
    for part in (came_with, screenings, plans, forecasts, consents, treated, readings, notes, events):
        found += part(row)
    found += photographs(row, pictures)
    found += _suspects(row, {item["id"] for item in found})
    found.append(
        resource(
            "Provenance",
            made_id(f"{row.pk}:{now.isoformat()}", "provenance"),
            target=[ref(item["id"]) for item in found],
            recorded=utc(now),
            activity=text("exported"),
            agent=[{"who": ref(made_id(__version__, "program"))}],
        )
    )
    looked(actor, "client.fhir", row, row.pk, resources=len(found), pictures=pictures)
    bundle = {
        "resourceType": "Bundle",
        "id": made_id(f"{row.pk}:{now.isoformat()}", "bundle"),
        "type": "collection",
        "timestamp": utc(now),
        "entry": [{"fullUrl": f"urn:uuid:{item['id']}", "resource": item} for item in found],
    }
    if wrong := faults(bundle):
        raise NotFhir("; ".join(wrong[:5]))
    return bundle


def _suspects(client: Any, there: set[str]) -> list[dict[str, Any]]:
    """Devices and lots that adverse events name and no session does."""
    from ...records.models import AdverseEvent

    found: dict[str, dict[str, Any]] = {}
    for row in (
        AdverseEvent.objects.filter(client=client)
        .select_related("device")
        .prefetch_related("lots__lot__product")
    ):
        if row.device is not None:
            found[str(row.device.pk)] = device(row.device)
        for item in row.lots.all():  # type: ignore[attr-defined]
            found[str(item.lot.pk)] = lot(item.lot)
    return [item for id_, item in found.items() if id_ not in there]


def as_bytes(bundle: dict[str, Any]) -> bytes:
    """The bundle as it is written."""
    return (json.dumps(bundle, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
