"""Several processes write at once: nobody is turned away, no number comes twice, no stock is taken twice."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from helpers.clinic.inside import HEAD, clean_environment, inside
from helpers.shell import ROOT
from microneedling.clinic.home import DATABASE

READY = """
import json
from decimal import Decimal
from django.contrib.auth.models import Group, User
from microneedling.clinic.records.services import sessions, stock
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.clients import add_client
user = User.objects.create_user("writer"); user.groups.set([Group.objects.get(name="owner")])
actor = Actor(user)
product = stock.add_product(actor=actor, name="Cartridge", kind="cartridge")
lot = stock.receive_lot(actor=actor, product=product.pk, number="1", quantity=Decimal(20))
client = add_client(actor=actor, family_name="Example")
session = sessions.open_session(actor=actor, client=client.pk, without_consent_reason="test")
print(json.dumps([str(lot.pk), str(session.pk)]))
"""
WRITE = """
import json
from django.contrib.auth.models import User
from microneedling.clinic.records.services import uses
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.clients import add_client
from microneedling.errors import InputError
actor = Actor(User.objects.get(username="writer"))
taken = 0
for _ in range(15):
    add_client(actor=actor, family_name="Example")
    try:
        uses.use_lot(actor=actor, session=SESSION, lot=LOT)
        taken += 1
    except InputError as error:
        assert "left of this lot" in str(error), error
print(json.dumps(taken))
"""
SEEN = """
import json
from microneedling.clinic.records.models import Client, Lot
from microneedling.clinic.records.services.stock import in_stock
from microneedling.clinic.wholeness import whole
numbers = sorted(Client.objects.values_list("number", flat=True))
print(json.dumps([numbers, float(in_stock(Lot.objects.get())), list(whole().faults)]))
"""


def at_once(home, environment) -> None:
    lot, session = inside(home, READY, environment)
    code = HEAD.format(home=str(home)) + WRITE.replace("SESSION", repr(session)).replace("LOT", repr(lot))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environment,
        )
        for _ in range(3)
    ]
    said = [writer.communicate(timeout=240) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], said
    assert sum(json.loads(out) for out, _ in said) == 20
    numbers, left, faults = inside(home, SEEN, environment)
    assert numbers == list(range(1, 47))
    assert left == 0
    assert faults == []


@pytest.mark.sqlite
@pytest.mark.slow
def test_three_writers_at_once_on_sqlite(tmp_path):
    at_once(tmp_path / "home", clean_environment(tmp_path / "home"))


@pytest.mark.postgres
def test_three_writers_at_once_on_postgresql(tmp_path, empty_database):
    at_once(tmp_path / "home", {**clean_environment(tmp_path / "home"), DATABASE: empty_database})
