"""A client with a record in every table that a FHIR bundle tells of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image

from helpers.clinic.people import a_client, a_lot, a_running_plan, consented
from microneedling.clinic.records.services import (
    assessments,
    clients,
    consents,
    events,
    sessions,
    stock,
    uses,
)
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.forecasts import keep_forecast
from microneedling.clinic.records.services.photographs import add_photograph

WHEN: dict[str, Any] = {
    "happened_at": datetime(2026, 3, 29, 10, 30, tzinfo=UTC),
    "time_zone": "Europe/Berlin",
}
ANSWER: dict[str, Any] = {
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


def told_in_fhir(owner: Actor) -> Any:
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


def _came_with(owner: Actor, client: Any) -> None:
    who = {"actor": owner, "client": client.pk}
    clients.add_alert(**who, kind="allergy", text="latex")
    clients.add_alert(**who, kind="condition", none_known=True)
    clients.add_alert(**who, kind="medicine", text="example drug")
    assessments.add_indication(**who, concern="fine lines", zone="cheek", since=date(2020, 1, 1))
    asked = [{"question": "Pregnant?", "answer": "no"}, {"question": "Latex?", "answer": "yes"}]
    assessments.add_screening(**who, outcome="caution", answers=asked, reason="latex", **WHEN)


def _treated(owner: Actor, client: Any) -> Any:
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


def _seen(owner: Actor, client: Any, session: Any) -> None:
    who = {"actor": owner, "client": client.pk}
    given: dict[str, Any] = {"zone": "cheek", "scale": "lemperle", "session": session.pk, **WHEN}
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
    told: dict[str, Any] = {
        "kind": "redness",
        "description": "five days",
        "severity": "mild",
        "zone": "cheek",
    }
    events.report_event(**who, session=session.pk, onset_on=date(2026, 3, 30), **told)
