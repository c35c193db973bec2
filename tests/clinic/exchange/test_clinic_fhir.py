"""A client as a FHIR R4 bundle: an independent validator takes it, our own rules hold, and it is read back."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from PIL import Image
from pydantic import ValidationError

from helpers.clinic.emptied import empty_the_records
from helpers.clinic.people import a_client, a_lot, a_running_plan, actor, consented
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.exchange.fhir.bundle import as_bytes, bundle_of
from microneedling.clinic.exchange.fhir.check import faults
from microneedling.clinic.exchange.fhir.reading import tables_of
from microneedling.clinic.exchange.tables.importing import bring_in
from microneedling.clinic.records.models import Identity, Measurement, SessionZone
from microneedling.clinic.records.services import (
    assessments,
    clients,
    consents,
    events,
    sessions,
    stock,
    uses,
)
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.clinic.records.services.forecasts import keep_forecast
from microneedling.clinic.records.services.photographs import add_photograph
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
WHEN = {"happened_at": datetime(2026, 3, 29, 10, 30, tzinfo=UTC), "time_zone": "Europe/Berlin"}
ANSWER = {
    "course": {"title": "x"},
    "model_number": 5,
    "manifest": {"draws": 64},
    "chances": [
        {
            "concern": "fine lines",
            "scale": "lemperle",
            "day": 146.0,
            "chance": 0.51,
            "low80": 0.03,
            "high80": 0.94,
        }
    ],
}
EXPECTED = {
    *("Patient", "Condition", "Procedure", "Device", "DeviceUseStatement", "Observation", "Media"),
    *("DocumentReference", "Consent", "CarePlan", "RiskAssessment", "AdverseEvent", "QuestionnaireResponse"),
    *("Provenance", "AllergyIntolerance", "List", "MedicationStatement", "MedicationAdministration"),
}


def a_full_client(owner) -> Any:
    """A client with a record in every table that a bundle tells of."""
    client = a_client(
        owner,
        given_name="José",
        family_name="O’Brien",
        telephone="0151 1",
        language="de",
        old_number="00012",
        address="1 Test Road\nTestville",
        email="jose@example.org",
        phototype="III",
    )
    _came_with(owner, client)
    session = _treated(owner, client)
    _seen(owner, client, session)
    return client


def _came_with(owner, client) -> None:
    who = {"actor": owner, "client": client.pk}
    clients.add_alert(**who, kind="allergy", text="latex")
    clients.add_alert(**who, kind="condition", none_known=True)
    clients.add_alert(**who, kind="medicine", text="example drug")
    assessments.add_indication(**who, concern="fine lines", zone="cheek", since=date(2020, 1, 1))
    asked = [{"question": "Pregnant?", "answer": "no"}, {"question": "Latex?", "answer": "yes"}]
    assessments.add_screening(**who, outcome="caution", answers=asked, reason="latex", **WHEN)


def _treated(owner, client) -> Any:
    who = {"actor": owner, "client": client.pk}
    plan = a_running_plan(owner, client)
    assert plan.current is not None
    keep_forecast(**who, answer=ANSWER, seed=1)
    device = stock.add_device(actor=owner, name="Pen", kind="pen", maker="Example", serial="SN1", udi="(01)1")
    session = sessions.open_session(
        **who, plan_version=plan.current.pk, device=device.pk, note="calm", **WHEN
    )
    of = {"actor": owner, "session": session.pk}
    sessions.log_zone(**of, zone="cheek", depth="0,5", passes=4, area_cm2=60)
    sessions.log_numbing(**of, product="cream", strength_percent=4, grams=5, minutes=30)
    uses.use_lot(**of, lot=a_lot(owner).pk, zone="cheek")
    uses.use_lot(**of, lot=a_lot(owner, kind="serum").pk, quantity=Decimal("1.5"))
    after = WHEN["happened_at"] + timedelta(days=1)
    other = sessions.open_session(**who, without_consent_reason="elsewhere", happened_at=after)
    sessions.log_zone(actor=owner, session=other.pk, zone="chin", depth="1")
    sessions.void_session(actor=owner, session=other.pk, reason="wrong client")
    return session


def _seen(owner, client, session) -> None:
    who = {"actor": owner, "client": client.pk}
    given = {"zone": "cheek", "scale": "lemperle", "session": session.pk, **WHEN}
    assessments.add_measurement(**who, value="2", baseline=True, **given)
    row = assessments.add_measurement(**who, value="2,5", between_steps="mean of two", **given)
    assessments.correct_measurement(actor=owner, measurement=row.pk, value="3", reason="misread")
    photo = BytesIO()
    Image.new("RGB", (40, 30), "pink").save(photo, "JPEG")
    photo.seek(0)
    consented(owner, client)
    size = len(photo.getvalue())
    add_photograph(**who, upload=photo, size=size, zone="cheek", session=session.pk)
    taken = consented(owner, client, "publication", purpose="a talk")
    consents.withdraw_consent(actor=owner, consent=taken.pk, reason="changed my mind")
    told = {"kind": "redness", "description": "five days", "severity": "mild", "zone": "cheek"}
    events.report_event(**who, session=session.pk, onset_on=date(2026, 3, 30), **told)


def test_an_independent_validator_takes_every_resource(owner):
    client = a_full_client(owner)
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
    spoilt = _wrong(bundle_of(actor=owner, client=a_full_client(owner).pk), kind, **fields)
    theirs = ""
    for entry in spoilt["entry"]:
        try:
            get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])
        except ValidationError as error:
            theirs = str(error)
    assert theirs or faults(spoilt)


def test_a_bundle_is_read_back_into_an_empty_clinic(owner):
    client = a_full_client(owner)
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
