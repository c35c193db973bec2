"""A clinic for tests: who works there, an invented client, a plan that runs, a lot. Django must be set up before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from microneedling.clinic.records.models import Client, ConsentText, Lot, Plan, Session
from microneedling.clinic.records.services import clients, consents, plans, sessions, stock
from microneedling.clinic.records.services.act import Actor

COURSE: dict[str, Any] = {
    "format": 2,
    "title": "Fine lines, cheek",
    "person": {"age_year": 44, "sex": "female", "phototype": "II", "site": "cheek"},
    "concern": [{"kind": "fine lines"}],
    "device": {
        "pen": {
            "kind": "pen",
            "needle_count": 12,
            "needle_diameter_mm": 0.25,
            "needle_length_mm": 2.0,
            "frequency_hz": 90,
            "tip_width_mm": 8,
        }
    },
    "session": [
        {"day": day, "device": "pen", "depth_mm": 0.5, "passes": 4, "glide_speed_mm_per_s": 20}
        for day in (0, 28, 56)
    ],
    "follow_up": {"until_day": 180},
}
_numbers = count(1)


def actor(group: str = "owner", **more: Any) -> Actor:
    """Somebody of a group, from a page."""
    user = User.objects.create_user(f"{group}{next(_numbers)}", password="correct horse battery")
    user.groups.add(Group.objects.get(name=group))
    return Actor(user, "page", **more)


def a_client(by: Actor, **more: Any) -> Client:
    """An invented client."""
    who = {"given_name": "Ada", "family_name": f"Example{next(_numbers)}", "born_on": date(1980, 2, 29)}
    return clients.add_client(actor=by, **{**who, **more})


def a_text(by: Actor, kind: str = "treatment") -> ConsentText:
    """The words of a consent."""
    return consents.add_consent_text(
        actor=by, kind=kind, title="Needling", body=f"I was told what it may do and what it may not ({kind})."
    )


def consented(by: Actor, client: Client, kind: str = "photography", **more: Any) -> Any:
    """A consent of a kind, offered three days ago and given yesterday."""
    now = timezone.now()
    offer = consents.offer_consent(
        actor=by, client=client.pk, text=a_text(by, kind).pk, happened_at=now - timedelta(days=3), **more
    )
    return consents.decide_consent(
        actor=by,
        offer=offer.pk,
        decision="given",
        signature="strokes 1 2 3",
        signed_as="A. Example",
        happened_at=now - timedelta(days=1),
    )


def a_running_plan(by: Actor, client: Client) -> Plan:
    """A plan with one version, agreed to and begun."""
    plan = plans.add_plan(actor=by, client=client.pk, name="Fine lines")
    version = plans.add_version(actor=by, plan=plan.pk, made="hand", course=COURSE)
    plans.move_plan(actor=by, plan=plan.pk, state="offered")
    consented(by, client, "treatment", plan_version=version.pk)
    plans.move_plan(actor=by, plan=plan.pk, state="accepted")
    return plans.move_plan(actor=by, plan=plan.pk, state="running")


def a_session(by: Actor, client: Client | None = None) -> Session:
    """An open session of a running plan."""
    whose = client or a_client(by)
    plan = a_running_plan(by, whose)
    assert plan.current is not None
    return sessions.open_session(actor=by, client=whose.pk, plan_version=plan.current.pk)


def a_lot(by: Actor, days: int = 200, quantity: int = 10, kind: str = "cartridge") -> Lot:
    """A lot that expires in so many days."""
    product = stock.add_product(actor=by, name=f"Cartridge {next(_numbers)}", kind=kind)
    expires = timezone.now().date() + timedelta(days=days)
    return stock.receive_lot(
        actor=by, product=product.pk, number="LOT-7 a", quantity=Decimal(quantity), expires_on=expires
    )
