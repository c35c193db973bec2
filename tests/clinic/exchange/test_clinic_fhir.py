"""A client as a FHIR R4 bundle: an independent validator takes it, our own rules hold, and it is read back."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from helpers.clinic.emptied import empty_the_records
from helpers.clinic.people import a_client, actor
from helpers.clinic.told_in_fhir import told_in_fhir
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.exchange.fhir.bundle import as_bytes, bundle_of
from microneedling.clinic.exchange.fhir.check import faults
from microneedling.clinic.exchange.fhir.reading import tables_of
from microneedling.clinic.exchange.tables.importing import bring_in
from microneedling.clinic.records.models import Identity, Measurement, SessionZone
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
EXPECTED = {
    *("Patient", "Condition", "Procedure", "Device", "DeviceUseStatement", "Observation", "Media"),
    *("DocumentReference", "Consent", "CarePlan", "RiskAssessment", "AdverseEvent", "QuestionnaireResponse"),
    *("Provenance", "AllergyIntolerance", "List", "MedicationStatement", "MedicationAdministration"),
}


def test_an_independent_validator_takes_every_resource(owner):
    client = told_in_fhir(owner)
    bundle = bundle_of(actor=owner, client=client.pk, pictures=True)
    assert faults(bundle) == []
    get_fhir_model_class("Bundle").model_validate(json.loads(as_bytes(bundle)))
    kinds = {}
    for entry in bundle["entry"]:
        item = entry["resource"]
        get_fhir_model_class(item["resourceType"]).model_validate(item)
        kinds.setdefault(item["resourceType"], []).append(item)
    assert set(kinds) >= EXPECTED
    (patient,) = kinds["Patient"]
    assert (patient["name"][0]["family"], patient["birthDate"]) == ("O’Brien", "1980-02-29")
    assert {item["status"] for item in kinds["Procedure"]} == {"in-progress", "entered-in-error"}
    assert kinds["RiskAssessment"][0]["prediction"][0]["probabilityDecimal"] == 51.0
    assert {item["status"] for item in kinds["Consent"]} == {"active", "inactive"}
    times = [item["effectiveDateTime"] for item in kinds["Observation"] if "effectiveDateTime" in item]
    assert "2026-03-29T12:30:00+02:00" in times  # on the wall, an hour after clocks changed
    assert kinds["Media"][0]["content"]["data"]
    entry = Entry.objects.filter(action="client.fhir").last()
    assert entry is not None
    assert "Brien" not in entry.body


def _wrong(bundle: dict[str, Any], kind: str, **fields: Any) -> dict[str, Any]:
    spoilt = copy.deepcopy(bundle)
    item = next(entry["resource"] for entry in spoilt["entry"] if entry["resource"]["resourceType"] == kind)
    for name, value in fields.items():
        if value is None:
            item.pop(name)
        else:
            item[name] = value
    return spoilt


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("Patient", {"birthDate": "1980-02-30"}),
        ("Consent", {"scope": None}),
        ("DeviceUseStatement", {"device": None}),
        ("RiskAssessment", {"prediction": [{"probabilityDecimal": 130}]}),
        ("Procedure", {"status": "done"}),
        ("Procedure", {"status": None}),
        ("CarePlan", {"intent": None}),
        ("Procedure", {"performedDateTime": "2026-03-29T12:30:00"}),
        ("Procedure", {"subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000000"}}),
        (
            "Observation",
            {"valueQuantity": {"value": 1, "system": "http://unitsofmeasure.org", "code": "points"}},
        ),
        ("Procedure", {"sessionDepth": 1}),
        ("Media", {"note": []}),
        ("AdverseEvent", {"actuality": "real"}),
    ],
)
def test_what_is_wrong_is_caught_by_one_of_both(owner, kind, fields):
    spoilt = _wrong(bundle_of(actor=owner, client=told_in_fhir(owner).pk), kind, **fields)
    theirs = ""
    for entry in spoilt["entry"]:
        try:
            get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])
        except ValidationError as error:
            theirs = str(error)
    assert theirs or faults(spoilt)


def test_a_bundle_is_read_back_into_an_empty_clinic(owner):
    client = told_in_fhir(owner)
    data = as_bytes(bundle_of(actor=owner, client=client.pk))
    before = _kept()
    for kind, table in tables_of(data).items():
        assert bring_in(actor=owner, kind=kind, data=table).added == 0, kind  # all of it is here
    empty_the_records()
    left = 0
    for kind in ("clients", "lots", "sessions", "measurements"):
        table = tables_of(data)[kind]
        token = bring_in(actor=owner, kind=kind, data=table).token
        left += len(bring_in(actor=owner, kind=kind, data=table, token=token).rejected)
    assert left == 1  # the voided session
    assert _kept() == before


def _kept() -> Any:
    zones = SessionZone.objects.filter(session__voided__isnull=True)
    return (
        sorted(
            Identity.objects.values_list("given_name", "family_name", "born_on", "telephone", "old_number")
        ),
        sorted(zones.values_list("zone", "depth_mm", "passes", "session__happened_at", "session__time_zone")),
        sorted(
            Measurement.objects.filter(replaced_by__isnull=True).values_list(
                "zone", "scale", "value", "happened_at"
            )
        ),
    )


def test_what_is_no_bundle_is_refused():
    for wrong in (b"", b"{}", b'{"resourceType": "Patient"}', b"\xff\xfe", b"[1]"):
        with pytest.raises(InputError, match="Bundle"):
            tables_of(wrong)


def test_who_may_hand_out_a_bundle(owner):
    client = a_client(owner)
    for group in ("reader", "researcher"):
        with pytest.raises(NotAllowed):
            bundle_of(actor=actor(group), client=client.pk)
