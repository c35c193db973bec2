"""Forty invented clients with courses half way, to try the clinic with; always in a folder of their own.

The first of them has everything that a course brings, up to a forecast that learnt from scores read blind; the fourth
got worse. What is worked out (their forecasts and those of two more) is put in as jobs once these four are there: the
worker does them while the pages answer and the others are written.
"""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.utils import timezone

from ..skin.concern import USUAL_SCALE
from .demo_course import course_of
from .demo_whole import (
    BASELINE_AGO,
    JUDGED_AGO,
    SESSIONS_AGO,
    get_worse,
    photograph,
    score_blind,
    screen_in_full,
)
from .records.models import Client, Device, Lot, Plan
from .records.screened import RULE_OF
from .records.services import (
    assessments,
    bookings,
    clients,
    consents,
    events,
    plans,
    sessions,
    stock,
    uses,
)
from .records.services.act import Actor
from .work.queue import put_in

COUNT = 40
PROMISED = 4  # plans that are forecast: a few seconds of work each
WHOLE, WORSE = 0, 3  # who has everything, and who got worse; both among the first, which are forecast
SIGN_IN = "demo"
GIVEN = (
    "Ada",
    "José",
    "Łucja",
    "Noor",
    "Wei",
    "Siân",
    "Olu",
    "Anaïs",
    "Mirja",
    "Kwame",
    "Ines",
    "Tomasz",
    "Aoife",
)
FAMILY = (
    "Example",
    "O’Sample",
    "Muster",
    "Exemple",
    "Ejemplo",
    "Smith-Test",
    "Esempio",
    "Próba",
    "van Proef",
    "Prøve",
)
# Who has everything; then names that pages have to bear: from right to left, and longer than a line of a telephone.
SPECIAL = {
    WHOLE: ("Vera", "Example"),
    2: ("ليلى", "مثال"),
    5: ("Maria Magdalena Konstantina", "Papadopoulou-Featherstonehaugh"),
    11: ("ליאורה", "דוגמה"),
}
HOPES = (
    "To look less tired.",
    "My daughter's wedding is in May.",
    "I do not want to see them in every mirror.",
    "",
)
WANTS = (("fine lines", "cheek", 0.5), ("atrophic acne scar", "cheek", 1.5), ("texture", "forehead", 0.5))
WANTS += (("fine lines", "periorbital", 0.25), ("laxity", "neck", 1.0))
PHOTOTYPES = ("I", "II", "III", "IV", "V")


def fill(say: Callable[[str], None]) -> None:
    """Give the demonstration a new password, say it, and begin to fill the clinic beside the server's first answers.

    Where it broke off it goes on at the next start.
    """
    owner, _ = User.objects.get_or_create(username=SIGN_IN, defaults={"is_staff": True})
    owner.groups.set([Group.objects.get(name="owner")])
    password = secrets.token_urlsafe(12)
    owner.set_password(password)
    owner.save()
    say(f"All clients are invented. Sign in as {SIGN_IN} with the password {password}")
    if Client.objects.count() < COUNT:
        threading.Thread(target=_beside, args=(Actor(owner, "command line"),), daemon=True).start()


def _beside(actor: Actor) -> None:
    try:
        invent(actor, count=PROMISED, pause_s=0.25)
        promise(actor)
        invent(actor, pause_s=0.25)
    finally:
        connection.close()


def invent(actor: Actor, count: int = COUNT, seed: int = 7, pause_s: float = 0.0) -> None:
    """Invented clients up to so many, each somewhere on the way of a course; the same ones for the same seed."""
    with transaction.atomic():
        things = _things(actor)
    for number in range(Client.objects.count(), count):
        with transaction.atomic():
            _invent_one(actor, random.Random(seed * 1000 + number), number, things)
        time.sleep(pause_s)  # whoever waits to write has a turn


def promise(actor: Actor, count: int = PROMISED) -> None:
    """Have the first plans that run forecast, as if before their first session: a promise that results came after."""
    running = Plan.objects.filter(state=Plan.State.RUNNING, current__isnull=False).order_by("entered_at")
    for plan in running.select_related("current", "client")[:count]:
        assert plan.current is not None
        inputs: dict[str, Any] = {"plan_version": str(plan.current.pk), "draws": 64, "seed": 1}
        inputs["invented"] = True
        inputs["advise"] = plan.client.number - 1 in (WHOLE, WORSE)
        put_in(actor=actor, kind="forecast", inputs=inputs, client=plan.client_id)


def _things(actor: Actor) -> dict[str, Any]:
    """The pen, the lots and the texts; made where they are not there yet."""
    text, pictures = (
        consents.add_consent_text(actor=actor, kind=kind, title=title, body=body)
        for kind, title, body in (
            (
                "treatment",
                "Microneedling",
                "I was told what it may do, what it may not, and what can go wrong.",
            ),
            ("photography", "Photographs", "Photographs may be kept with my records."),
        )
    )
    pen = Device.objects.filter(serial="P-0001").first() or stock.add_device(
        actor=actor, name="Pen 1", kind="pen", maker="Invented Devices", serial="P-0001", most_depth_mm=2.0
    )
    lots = list(Lot.objects.order_by("entered_at")) or _lots(actor)
    return {"pen": pen, "lots": lots, "text": text, "pictures": pictures}


def _lots(actor: Actor) -> list[Lot]:
    today, found = timezone.localdate(), []
    for name, kind, days, quantity in (
        ("Cartridge, 12 needles", "cartridge", 400, 200),
        ("Cartridge, 12 needles", "cartridge", 20, 8),
        ("Glide gel", "gel", 200, 200),
    ):
        product = stock.add_product(actor=actor, name=name, kind=kind, single_use=kind == "cartridge")
        found.append(
            stock.receive_lot(
                actor=actor,
                product=product.pk,
                number=f"DEMO-{days}",
                quantity=Decimal(quantity),
                expires_on=today + timedelta(days=days),
            )
        )
    return found


def _invent_one(actor: Actor, chance: random.Random, number: int, things: dict[str, Any]) -> None:
    age, phototype = chance.randint(22, 66), chance.choice(PHOTOTYPES)
    concern, zone, depth = WANTS[number % len(WANTS)]
    given, family = SPECIAL.get(number) or (chance.choice(GIVEN), chance.choice(FAMILY))
    client = clients.add_client(
        actor=actor,
        given_name=given,
        family_name=family,
        born_on=date(timezone.localdate().year - age, chance.randint(1, 12), chance.randint(1, 28)),
        sex=chance.choice(("female", "male")),
        phototype=phototype,
        own_words=HOPES[number % len(HOPES)],
        telephone=f"01632 960{number:03}",  # a range kept for fiction
    )
    indication = assessments.add_indication(actor=actor, client=client.pk, concern=concern, zone=zone)
    if number == WHOLE:
        screen_in_full(actor, client)
    else:
        _screen(actor, client, number)
    plan = plans.add_plan(actor=actor, client=client.pk, name=f"{concern.capitalize()}, {zone}")
    course = course_of(concern, zone, age, phototype, depth)
    version = plans.add_version(actor=actor, plan=plan.pk, made="hand", course=course)
    _consulted(actor, client, number)
    if number % 5 == 4:  # still thinking about it
        plans.move_plan(actor=actor, plan=plan.pk, state="offered")
        _book(actor, client, plan, number, "second consultation")
        return
    if number == WHOLE:
        _go_all_the_way(actor, client, indication, version, things, depth)
        _book(actor, client, plan, number, "follow-up")
        return
    done, long_ago = 1 + number % 3, 100 if number % 10 == 6 else 0  # some nobody has seen since
    first = 28 * done + long_ago
    _agree(actor, client, plan, version, things, first=first)
    _score(actor, client, indication, concern, days_ago=first, step=0, baseline=True)
    for back in range(done, 0, -1):
        _treat(
            actor,
            client,
            version,
            things,
            number,
            days_ago=28 * back - 14 + long_ago,
            depth=depth,
            zone=zone,
        )
    if number % 13 == 0:
        _went_wrong(actor, client, zone)
    if not long_ago:
        if number == WORSE:
            get_worse(actor, client, indication)
        else:
            _score(actor, client, indication, concern, days_ago=6, step=1 if number % 3 else 0)
        _book(actor, client, plan, number, f"session {done + 1}")
    if number == 7:  # begun, and not signed yet
        _begun(actor, client, version, things, zone, depth)


def _screen(actor: Actor, client: Client, number: int) -> None:
    """Alerts entered by hand, and a screening of two questions: to ask all of everybody would take long to write."""
    if number % 3:
        clients.add_alert(actor=actor, client=client.pk, kind="allergy", none_known=True)
    else:
        clients.add_alert(actor=actor, client=client.pk, kind="allergy", text="plasters: rash")
    asked = [
        {"question": question, "answer": "no", "rule": RULE_OF[condition]}
        for question, condition in (("Pregnant?", "pregnancy"), ("Blood thinners?", "anticoagulants"))
    ]
    assessments.add_screening(actor=actor, client=client.pk, outcome="clear", answers=asked)


def _go_all_the_way(
    actor: Actor, client: Client, indication: Any, version: Any, things: dict[str, Any], depth: float
) -> None:
    """Agreed, scored, photographed, three sessions, and both ends of it scored blind from the photographs."""
    zone, concern = indication.zone, indication.concern
    _agree(actor, client, version.plan, version, things, first=BASELINE_AGO)
    _score(actor, client, indication, concern, days_ago=BASELINE_AGO + 1, step=0, baseline=True)
    before = photograph(actor, client, WHOLE, zone, BASELINE_AGO, 1.0)
    for days_ago in SESSIONS_AGO:
        _treat(actor, client, version, things, WHOLE, days_ago=days_ago, depth=depth, zone=zone)
    after = photograph(actor, client, WHOLE, zone, JUDGED_AGO, 0.6)
    _score(
        actor, client, indication, concern, days_ago=JUDGED_AGO + 1, step=1
    )  # no two of one rater on one day
    score_blind(actor, client, indication, before, after)


def _agree(
    actor: Actor, client: Client, plan: Plan, version: Any, things: dict[str, Any], first: int
) -> None:
    now = timezone.now()
    for text, about in ((things["text"], {"plan_version": version.pk}), (things["pictures"], {})):
        offered, decided = now - timedelta(days=first + 10), now - timedelta(days=first + 5)
        offer = consents.offer_consent(
            actor=actor, client=client.pk, text=text.pk, happened_at=offered, **about
        )
        consents.decide_consent(
            actor=actor,
            offer=offer.pk,
            decision="given",
            signature="invented strokes",
            signed_as="invented",
            happened_at=decided,
        )
    for state in ("offered", "accepted", "running"):
        plans.move_plan(actor=actor, plan=plan.pk, state=state)


def _treat(
    actor: Actor,
    client: Client,
    version: Any,
    things: dict[str, Any],
    number: int,
    *,
    days_ago: int,
    depth: float,
    zone: str,
) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    session = sessions.open_session(
        actor=actor, client=client.pk, plan_version=version.pk, device=things["pen"].pk, happened_at=at
    )
    sessions.log_zone(
        actor=actor, session=session.pk, zone=zone, depth=f"{depth} mm", passes=4, end_point="even redness"
    )
    sessions.log_numbing(
        actor=actor,
        session=session.pk,
        product="lidocaine 4 %",
        strength_percent=4,
        grams=5,
        area_cm2=80,
        minutes=45,
    )
    uses.use_lot(actor=actor, session=session.pk, lot=things["lots"][0].pk)
    sessions.sign_session(actor=actor, session=session.pk, version=session.version)
    if number % 4 == 0:
        photograph(actor, client, number, zone, days_ago, 0.9, session=session.pk)


def _went_wrong(actor: Actor, client: Client, zone: str) -> None:
    events.report_event(
        actor=actor,
        client=client.pk,
        kind="redness for longer than three days",
        description="Red for five days, then gone. Invented.",
        onset_on=timezone.localdate() - timedelta(days=7),
        severity="mild",
        zone=zone,
    )


def _consulted(actor: Actor, client: Client, number: int) -> None:
    """What was said; every ninth of these notes is not signed yet."""
    text = "Asked what the course may do and what it may not, and how long redness lasts. Invented."
    note = events.add_note(actor=actor, client=client.pk, kind="consultation", text=text)
    if number % 9:
        events.sign_note(actor=actor, note=note.pk, version=note.version)


def _score(
    actor: Actor,
    client: Client,
    indication: Any,
    concern: str,
    *,
    days_ago: int,
    step: int,
    baseline: bool = False,
) -> None:
    """A score so many steps better than at the start, on the concern's usual scale; two of them to start from."""
    for more in (3, 0) if baseline else (0,):
        assessments.add_measurement(
            actor=actor,
            client=client.pk,
            zone=indication.zone,
            value=str(3 - step),
            scale=USUAL_SCALE[concern],
            indication=indication.pk,
            baseline=baseline,
            happened_at=timezone.now() - timedelta(days=days_ago + more),
        )


def _begun(
    actor: Actor, client: Client, version: Any, things: dict[str, Any], zone: str, depth: float
) -> None:
    session = sessions.open_session(
        actor=actor, client=client.pk, plan_version=version.pk, device=things["pen"].pk
    )
    sessions.log_zone(actor=actor, session=session.pk, zone=zone, depth=f"{depth} mm", passes=4)


def _book(actor: Actor, client: Client, plan: Plan, number: int, purpose: str) -> None:
    """Eight a day from today on, from nine o'clock; who comes first today is there already."""
    day, slot = divmod(number, 8)
    booked = bookings.book(
        actor=actor,
        client=client.pk,
        purpose=purpose,
        on_day=timezone.localdate() + timedelta(days=day),
        at_time=clock(9 + slot),
        minutes=45 if purpose.endswith("consultation") else 60,
        practitioner=actor.user.pk if actor.user is not None else None,
        plan=plan.pk,
        time_zone="Europe/London",
    )
    if number == 0:
        bookings.settle_appointment(
            actor=actor, appointment=booked.pk, version=booked.version, state="arrived"
        )
