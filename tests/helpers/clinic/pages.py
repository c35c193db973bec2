"""Pages of the clinic for tests: a browser with somebody signed in, a client with records, the addresses of pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from helpers.clinic.people import a_client, a_running_plan, consented
from microneedling.clinic.records.models import Client, Session
from microneedling.clinic.records.services import assessments, clients, events, sessions, stock
from microneedling.clinic.records.services.act import Actor

BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = ("/", "/close/", "/clients/", "/clients/new/")


def browser_of(who: Actor) -> Browser:
    """A browser in which somebody is signed in."""
    browser = Browser()
    assert who.user is not None
    browser.force_login(who.user, backend=BACKEND)
    return browser


def pages_of(client: Client, session: Session) -> list[str]:
    """The addresses of all pages of a client and of one of their sessions."""
    of = f"/clients/{client.pk}/"
    parts = ("", "details/", "consult/", "follow-up/", "notes/new/", "sessions/new/", "book/")
    parts += ("consent/", "forecast/", "photographs/")
    return [*(of + part for part in parts), f"/sessions/{session.pk}/"]


def a_pen(by: Actor, most_depth_mm: float = 2.0) -> Any:
    """A pen with a label."""
    return stock.add_device(actor=by, name="Pen 1", kind="pen", most_depth_mm=most_depth_mm)


def treated(by: Actor, **more: Any) -> tuple[Client, Session]:
    """A client with alerts, a concern, scores, a signed session and an open one; the open one comes back."""
    client = a_client(by, **more)
    clients.add_alert(actor=by, client=client.pk, kind="allergy", text="lidocaine: rash")
    concern = assessments.add_indication(actor=by, client=client.pk, concern="fine lines", zone="cheek")
    consented(by, client)
    plan, pen, now = a_running_plan(by, client), a_pen(by), timezone.now()
    about: dict[str, Any] = {
        "client": client.pk,
        "zone": "cheek",
        "scale": "lemperle",
        "indication": concern.pk,
    }
    for days, value in ((40, "3"), (38, "3"), (2, "2")):
        at = now - timedelta(days=days)
        assessments.add_measurement(actor=by, value=value, baseline=days > 30, happened_at=at, **about)
    events.add_note(actor=by, client=client.pk, kind="telephone", text="Asked about make-up.")
    first, second = (
        sessions.open_session(
            actor=by,
            client=client.pk,
            plan_version=plan.current.pk,
            device=pen.pk,
            happened_at=now - timedelta(days=days),
        )
        for days in (30, 0)
    )
    sessions.log_zone(
        actor=by, session=first.pk, zone="cheek", depth="0.5 mm", passes=4, end_point="even redness"
    )
    sessions.sign_session(actor=by, session=first.pk, version=first.version)
    return client, second


def treated_again(by: Actor, client: Client) -> None:
    """The same client once more: another session of another plan, more scores, another note."""
    concern = client.indications.get()  # type: ignore[attr-defined]
    about: dict[str, Any] = {
        "client": client.pk,
        "zone": "cheek",
        "scale": "lemperle",
        "indication": concern.pk,
    }
    for value in ("2", "1"):
        assessments.add_measurement(actor=by, value=value, **about)
    events.add_note(actor=by, client=client.pk, kind="telephone", text="Asked again.")
    plan = a_running_plan(by, client)
    session = sessions.open_session(actor=by, client=client.pk, plan_version=plan.current.pk)
    sessions.log_zone(actor=by, session=session.pk, zone="forehead", depth="0.5")
