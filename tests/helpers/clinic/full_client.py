"""An invented client with a row in every table that can hold one, written through the services."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from PIL import Image

from microneedling.clinic.records.models import Client, Plan
from microneedling.clinic.records.services import (
    assessments,
    bookings,
    clients,
    events,
    forecasts,
    photographs,
    sessions,
    signing,
    uses,
)
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.tracked import keep_tracked
from microneedling.clinic.work.queue import put_in

from .people import COURSE, a_client, a_lot, a_running_plan, consented


def a_picture(shade: int = 120) -> io.BytesIO:
    """A photograph of nobody."""
    written = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 100, 90)).save(written, "JPEG")
    written.seek(0)
    return written


def photographed(by: Actor, client: Client, **more: Any) -> Any:
    """One more photograph of a client, who consented before."""
    picture = a_picture()
    size = len(picture.getvalue())
    return photographs.add_photograph(
        actor=by, client=client.pk, zone="cheek", upload=picture, size=size, **more
    )


def a_forecast(by: Actor, client: Client, seed: int = 1) -> Any:
    """A forecast as one is kept, its numbers made up."""
    answer = {"course": COURSE, "model_number": 5, "manifest": {"draws": 16}, "outcomes": []}
    return forecasts.keep_forecast(actor=by, client=client.pk, answer=answer, seed=seed)


def a_full_client(by: Actor, lot: Any = None, **who: Any) -> Client:
    """A client with identity, alert, plan, consents, a signed session with a lot, photographs, bookings, drafts ..."""
    client = a_client(by, telephone="020 7946 0123", email="ada@example.org", address="1 Example Road", **who)
    clients.add_alert(actor=by, client=client.pk, kind="allergy", text="lidocaine")
    clients.change_identity(actor=by, client=client.pk, version=1, changes={"telephone": "020 7946 0999"})
    indication = assessments.add_indication(
        actor=by, client=client.pk, concern="fine lines", zone="cheek", own_words="the lines here"
    )
    answers = [{"question": "Isotretinoin?", "answer": "no"}]
    assessments.add_screening(actor=by, client=client.pk, outcome="clear", answers=answers)
    first = a_forecast(by, client)
    plan: Plan = a_running_plan(by, client)
    consented(by, client)
    assert plan.current is not None
    said = {"registry_sha256": "0" * 64, "draws": 16, "seed": 1}
    keep_tracked(
        actor=by, plan_version=plan.current.pk, first=first.pk, known="{}",
        answer={"model_number": 5, "manifest": said}, promises=[], studies_sha256="",
    )  # fmt: skip
    booked = bookings.book(
        actor=by, client=client.pk, purpose="needling", on_day=date(2027, 3, 1), at_time=time(10),
        minutes=45, plan=plan.pk, double_booked_reason="invented",
    )  # fmt: skip
    session = sessions.open_session(actor=by, client=client.pk, plan_version=plan.current.pk)
    sessions.log_zone(actor=by, session=session.pk, zone="cheek", depth="0,5")
    sessions.log_numbing(actor=by, session=session.pk, product="cream", grams=5)
    uses.use_lot(actor=by, session=session.pk, lot=(lot or a_lot(by)).pk, zone="cheek", quantity=Decimal(1))
    sessions.sign_session(actor=by, session=session.pk, version=session.version)
    signing.add_addendum(actor=by, kind="session", record=session.pk, text="slept well after")
    photographed(by, client, session=session.pk)
    reading = assessments.add_measurement(
        actor=by, client=client.pk, zone="cheek", value="3", scale="", instrument="ruler", unit="mm",
        indication=indication.pk, session=session.pk,
    )  # fmt: skip
    assessments.correct_measurement(actor=by, measurement=reading.pk, value="2", reason="read wrongly")
    events.add_note(actor=by, client=client.pk, kind="telephone", text="asked about redness")
    event = events.report_event(
        actor=by, client=client.pk, kind="erythema", description="red for a week", severity="mild",
        onset_on=timezone.now().date() - timedelta(days=1), session=session.pk,
    )  # fmt: skip
    events.report_to(actor=by, event=event.pk, reported_to="the maker", reported_on=timezone.now().date())
    bookings.keep_draft(actor=by, client=client.pk, form="note", body={"text": "half a sente"})
    put_in(actor=by, kind="forecast", inputs={"plan_version": str(plan.current.pk)}, client=client.pk)
    assert booked.client_id == client.pk
    return client
