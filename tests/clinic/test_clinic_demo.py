"""The demonstration: forty invented clients, half way, the same each time; broken off, it goes on."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image

from helpers.clinic.pages import browser_of
from helpers.clinic.people import actor
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.demo import WHOLE, WORSE, fill, invent, promise
from microneedling.clinic.demo_pictures import patch
from microneedling.clinic.records.models import (
    Appointment,
    Client,
    Consent,
    Forecast,
    Identity,
    Measurement,
    Photograph,
    Plan,
    Screening,
    Session,
    TrackedForecast,
)
from microneedling.clinic.records.selectors.attention import scores_due
from microneedling.clinic.records.selectors.days import expiring
from microneedling.clinic.records.selectors.following import off_forecast
from microneedling.clinic.records.selectors.screening import standing
from microneedling.clinic.wholeness import whole
from microneedling.clinic.work.models import Job
from microneedling.clinic.work.queue import claim
from microneedling.clinic.work.worker import do

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


def test_one_client_has_everything_that_is_written_down(owner):
    invent(owner, count=WHOLE + 1)
    client = Client.objects.get(number=WHOLE + 1)
    stands = standing(actor=owner, client=client)
    assert stands is not None
    assert stands.whole
    assert stands.row.signed_at is not None
    assert Screening.objects.filter(client=client).count() == 1
    kinds = Consent.objects.filter(client=client, decision="given").values_list("offer__kind", flat=True)
    assert set(kinds) == {"treatment", "photography"}
    sessions = Session.objects.filter(client=client, signed_at__isnull=False)
    assert sessions.count() == 3
    shots = Photograph.objects.filter(client=client).order_by("happened_at")
    assert shots.count() == 5  # before, at each session, after
    assert max(shot.size for shot in shots) < 60_000
    blind = Measurement.objects.filter(client=client, blinded="yes").order_by("happened_at")
    assert [(row.value, row.baseline) for row in blind] == [(3.0, True), (2.0, False)]
    banner = browser_of(owner).get(f"/clients/{client.pk}/").content.decode()
    assert "allergy: creams, serums, plasters or disinfectants" in banner
    assert "not asked yet" not in banner


@pytest.mark.slow
def test_the_first_four_are_forecast_and_who_got_worse_is_off_it(owner):
    invent(owner, count=7)
    promise(owner)
    promise(owner)  # as at the next start: the same jobs
    assert Job.objects.filter(state="waiting").count() == 4
    names = {number: Client.objects.get(number=number + 1) for number in (WHOLE, WORSE)}
    while (job := claim("test")) is not None:
        if job.client in names.values():
            do(job)
    done = Job.objects.filter(state="done", user=owner.user)
    assert done.count() == 2
    kept = {row.client_id: json.loads(row.answer) for row in TrackedForecast.objects.order_by("entered_at")}
    assert set(kept) == {client.pk for client in names.values()}
    for client in names.values():
        began = (
            Session.objects.filter(client=client)
            .order_by("happened_at")
            .values_list("happened_at", flat=True)[0]
        )
        said = Forecast.objects.get(client=client)  # promised before the first session: results came after it
        assert said.entered_at < began
        assert TrackedForecast.objects.filter(client=client, entered_at=said.entered_at).count() == 1
        assert "set_back_to" in Entry.objects.get(action="forecast.add", client=str(client.pk)).body
        page = browser_of(owner).get(f"/clients/{client.pk}/forecast/").content.decode()
        assert "it is no promise" not in page
    whole_one = kept[names[WHOLE].pk]["outcomes"][0]
    assert len(whole_one["measurements"]) >= 2
    assert kept[names[WHOLE].pk]["advice"] is not None
    assert next((item.id, item.worse) for item in off_forecast(actor=owner)) == (names[WORSE].pk, True)
    page = browser_of(owner).get(f"/clients/{names[WHOLE].pk}/forecast/").content.decode()
    assert "now-band" in page
    today = timezone.localdate()
    assert expiring(actor=owner, day=today)
    assert scores_due(actor=owner, day=today)


def test_pictures_show_shallower_lines_later_and_are_small():
    def contrast(depth: float) -> float:
        picture = Image.open(patch(3, "II", depth)["upload"]).convert("L")
        values = list(picture.tobytes())
        mean = sum(values) / len(values)
        return sum((value - mean) ** 2 for value in values) / len(values)

    assert patch(3, "II", 1.0)["upload"].read() == patch(3, "II", 1.0)["upload"].read()
    assert contrast(1.0) > 1.2 * contrast(0.6) > 0
    assert patch(3, "V", 1.0)["size"] < 60_000
