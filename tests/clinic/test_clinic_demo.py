"""The demonstration: forty invented clients, half way, the same each time; broken off, it goes on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from helpers.clinic.people import actor
from microneedling.clinic.demo import fill, invent
from microneedling.clinic.records.models import Appointment, Client, Identity, Plan, Session
from microneedling.clinic.wholeness import whole

pytestmark = pytest.mark.django_db


def test_clients_are_invented_half_way(owner):
    invent(owner, count=3)
    names = list(Identity.objects.order_by("client__number").values_list("given_name", "family_name"))
    invent(owner, count=6)  # as after a break
    assert (
        list(Identity.objects.order_by("client__number").values_list("given_name", "family_name"))[:3]
        == names
    )
    assert Client.objects.count() == 6
    assert set(Plan.objects.values_list("state", flat=True)) == {"running", "offered"}
    assert Session.objects.filter(signed_at__isnull=True).count() == 0
    assert Session.objects.count() > 5
    assert Appointment.objects.count() == 6
    assert whole().faults == ()


def test_the_password_is_new_each_time(db, monkeypatch):
    monkeypatch.setattr("microneedling.clinic.demo.COUNT", 0)
    told: list[str] = []
    for _ in range(2):
        fill(told.append)
    assert told[0] != told[1]
    assert User.objects.get(username="demo").check_password(told[1].rsplit(" ", 1)[1])
    assert actor("owner").user is not None
