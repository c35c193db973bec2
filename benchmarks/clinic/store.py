"""How quick the clinic's records are with 10,000 clients and 100,000 sessions: search, a page, a recall, a backup.

    python -m benchmarks.clinic.store FOLDER

On PostgreSQL the same behind `python tools/with_postgresql.py`. The store is made in FOLDER, where it is not there
yet; all people in it are invented. A table of the figures is printed.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

CLIENTS, SESSIONS, AT_ONCE = 10_000, 100_000, 5_000
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
    "Proef",
    "Prøve",
)


def fill(actor: Any) -> Any:
    """Clients with identities, sessions with a zone and a cartridge each, spread over 40 lots; the first lot."""
    from django.utils import timezone

    from microneedling.clinic.records.models import Client, Identity, LotUse, Session, SessionZone, StockMove
    from microneedling.clinic.records.names import fold
    from microneedling.clinic.records.services import stock

    chance, now = random.Random(1), timezone.now()
    product = stock.add_product(actor=actor, name="Cartridge", kind="cartridge")
    expires = date.today() + timedelta(days=400)
    lots = [
        stock.receive_lot(
            actor=actor, product=product.pk, number=f"L-{number}", quantity=Decimal(5000), expires_on=expires
        )
        for number in range(40)
    ]
    clients = [Client(number=number, phototype="III") for number in range(1, CLIENTS + 1)]
    Client.objects.bulk_create(clients, batch_size=AT_ONCE)
    people = []
    for client in clients:
        given, family = chance.choice(GIVEN), f"{chance.choice(FAMILY)}{chance.randint(1, 900)}"
        born = date(1960, 1, 1) + timedelta(days=chance.randint(0, 15000))
        person = Identity(
            client=client, given_name=given, family_name=family, born_on=born, born_precision="day"
        )
        person.folded = fold(f"{given} {family}")
        people.append(person)
    Identity.objects.bulk_create(people, batch_size=AT_ONCE)
    pens = [
        stock.add_device(actor=actor, name="Pen", kind="pen", serial=f"SN-{number:03}")
        for number in range(10)
    ]
    sessions = [
        Session(
            device=pens[number % 10],
            client=clients[number % CLIENTS],
            happened_at=now - timedelta(hours=number),
            time_zone="UTC",
            note="x" * 200,
        )
        for number in range(SESSIONS)
    ]
    Session.objects.bulk_create(sessions, batch_size=AT_ONCE)
    zones = [SessionZone(session=row, zone="cheek", depth_mm=1.0, passes=4) for row in sessions]
    SessionZone.objects.bulk_create(zones, batch_size=AT_ONCE)
    uses = [LotUse(session=row, lot=lots[number % 40], quantity=1) for number, row in enumerate(sessions)]
    LotUse.objects.bulk_create(uses, batch_size=AT_ONCE)
    moves = [
        StockMove(lot=use.lot, kind="used", quantity=-1, use=use, client=use.session.client) for use in uses
    ]
    StockMove.objects.bulk_create(moves, batch_size=AT_ONCE)
    return lots[0]


def milliseconds(act: Callable[[], Any], times: int = 15) -> str:
    """Of some goes the median on the wall, and of the processor in this process."""
    taken, busy = [], []
    for _ in range(times):
        begun, began = time.perf_counter(), time.process_time()
        act()
        taken.append(1000 * (time.perf_counter() - begun))
        busy.append(1000 * (time.process_time() - began))
    return f"{statistics.median(taken):.0f} | {statistics.median(busy):.0f}"


def seconds(act: Callable[[], Any]) -> str:
    """The same in seconds, of one go."""
    begun, began = time.perf_counter(), time.process_time()
    act()
    return f"{time.perf_counter() - begun:.1f} | {time.process_time() - began:.1f}"


def measure(actor: Any, lot: Any, home: Any) -> dict[str, str]:
    """What is measured -> its figure."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from microneedling.clinic.audit.record import tail
    from microneedling.clinic.audit.verify import verify
    from microneedling.clinic.exchange.backup import backup, new_key
    from microneedling.clinic.records.models import Client
    from microneedling.clinic.records.selectors import clients, days
    from microneedling.clinic.records.selectors.recall import recall
    from microneedling.clinic.records.services.clients import add_client

    one = Client.objects.get(number=77)
    answers = {
        "search by two words, ms": milliseconds(lambda: clients.search(actor=actor, text="lucja muster1")),
        "search by a common word, ms": milliseconds(lambda: clients.search(actor=actor, text="ample")),
        "who is it like (new client), ms": milliseconds(
            lambda: clients.likely_same(actor=actor, given_name="Lucia", family_name="Muster12")
        ),
        "a client with 10 sessions, ms": milliseconds(
            lambda: clients.client_page(actor=actor, client=one.pk)
        ),
        "the day, ms": milliseconds(lambda: days.day_list(actor=actor, day=date.today()), 5),
        "recall of a lot with 2,500 uses, ms": milliseconds(lambda: recall(actor=actor, text=lot.number), 3),
        "recall of a device with 10,000 sessions, ms": milliseconds(
            lambda: recall(actor=actor, text="SN-003"), 3
        ),
        "a new client, acknowledged, ms": milliseconds(lambda: add_client(actor=actor, family_name="New")),
    }
    with CaptureQueriesContext(connection) as asked:
        clients.client_page(actor=actor, client=one.pk)
    answers["questions to the database for a client's page"] = f"{len(asked)} | "
    answers[f"verify the audit ({tail()[0]:,} entries), s"] = seconds(verify)
    key = home.path / "key"
    if not key.exists():
        new_key(key, home)
    target = home.path / "bench.clinicbackup"
    told = seconds(lambda: backup(home, target, force=True))
    answers[f"backup of {target.stat().st_size / 1e6:.0f} MB, s"] = told
    return answers


def main(folder: str) -> None:
    """Make the store and print the table."""
    from microneedling.clinic.home import DATABASE, Home
    from microneedling.clinic.store import migrate, opened

    if address := os.environ.get("MICRONEEDLING_TEST_DATABASE"):
        os.environ[DATABASE] = address
    home = Home(Path(folder).absolute())
    opened(home, make=True)
    migrate(home)
    from django.contrib.auth.models import Group, User
    from django.db import connection

    from microneedling.clinic.records.models import Lot
    from microneedling.clinic.records.services.act import Actor

    user, _ = User.objects.get_or_create(username="bench")
    user.groups.set([Group.objects.get(name="owner")])
    actor = Actor(user, "page")
    lot = Lot.objects.order_by("entered_at").first() or fill(actor)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"| {connection.vendor} | on the wall | processor |\n|---|---|---|")
    for name, figure in measure(actor, lot, home).items():
        print(f"| {name} | {figure} |")


if __name__ == "__main__":
    main(sys.argv[1])
