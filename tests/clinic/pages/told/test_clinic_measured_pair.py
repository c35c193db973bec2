"""The pair's page and the instrument: a button, words with errors, refusals as they are, one click into the record."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone, translation
from PIL import Image

from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_client, actor, consented
from helpers.clinic.worked import worked
from microneedling.clinic.records.models import Measurement
from microneedling.clinic.records.services import consents, photographs
from microneedling.clinic.work import measuring, worker
from microneedling.clinic.work.models import Job
from microneedling.errors import InputError, Mistake
from microneedling.imaging import photo as instrument
from microneedling.imaging.index import Index
from microneedling.imaging.photos import Photos

pytestmark = pytest.mark.django_db
NOW = timezone.now()
READ = Photos(
    before="before", after="after", zone="cheek", days=None, parts=(),
    indices=(
        Index("typology_angle", 40.0, 40.02, 1.5, 1.5),
        Index("melanin_index", 104.0, 90.0, 6.0, 5.5),
        Index("erythema_index", 100.0, 101.2, 7.0, 7.0),
        Index("pore_diameter", 366.0, 310.0, 4.0, 3.4),
    ),
    not_measured=(Mistake("fine_relief", "light that falls otherwise by 40 %", "at most 20 %", "Put it back."),),
    pixels_per_mm=(14.0, 14.0), tilt_deg=(1.0, 2.0), registration_mm=0.02, turn_deg=1.0, shift_mm=(0.1, 0.2),
    common=0.9, pair=None, measured=None,  # type: ignore[arg-type]
)  # fmt: skip


@pytest.fixture(autouse=True)
def reads(monkeypatch):
    """The instrument's answer, without its work; no second thread beside a job."""
    monkeypatch.setattr(worker, "PULSE_S", 1e6)
    held: dict[str, Any] = {"says": READ}

    def said(*_pictures: Any, zone: str) -> Photos:
        assert zone == "cheek"
        if isinstance(held["says"], InputError):
            raise held["says"]
        return held["says"]

    monkeypatch.setattr(instrument, "photo", said)
    return held


def kept(by, client, days: int, view: str = "front"):
    written = io.BytesIO()
    Image.new("RGB", (40, 30), (100 + days, 100, 90)).save(written, "JPEG")
    size = written.tell()
    written.seek(0)
    more = {"zone": "cheek", "view": view, "happened_at": NOW - timedelta(days=days)}
    return photographs.add_photograph(actor=by, client=client.pk, upload=written, size=size, **more)


@pytest.fixture
def pair(practitioner):
    """A browser, a client with two photographs, the page, and what its forms send."""
    client = a_client(practitioner)
    consented(practitioner, client)
    shots = [kept(practitioner, client, days) for days in (90, 3)]
    sent = {"first": str(shots[0].pk), "second": str(shots[1].pk), "key": "k"}
    return browser_of(practitioner), client, f"/clients/{client.pk}/photographs/", sent


def text_of(said) -> str:
    return re.sub(r"\s+", " ", said.content.decode())


def measured_part(browser: Browser, page: str, sent: dict[str, str]) -> str:
    said = text_of(browser.get(page, sent))
    return said[said.index('id="measured"') :]


def test_from_the_button_to_the_record(pair):
    browser, client, page, sent = pair
    assert "Measure these two" in measured_part(browser, page, sent)
    answer = browser.post(f"{page}measure/", sent)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"?first={sent['first']}&second={sent['second']}#measured")
    waits = measured_part(browser, page, sent)
    assert "It waits for its turn." in waits
    assert f'hx-get="{page}measured/?first={sent["first"]}&amp;second={sent["second"]}"' in waits
    assert worked().state == "done"
    said = text_of(browser.get(f"{page}measured/", sent))  # what the page asks for while it waits
    assert "hx-trigger" not in said
    for words in (
        "no difference that it can tell",
        "less pigment by 14 % of phototype III, which is less than this instrument can tell (15)",
        "redder by 1 % of calm skin, which is less than this instrument can tell (19)",
        "narrower pores by 56 µm, more than its errors make",
        "Contrast of fine relief:",
        "light that falls otherwise by 40 %; allowed: at most 20 %. Put it back.",
        "<b>104</b> ± 6 % of phototype III",
        "Enter these readings into the record",
    ):
        assert words in said, words
    assert "Measure these two" not in said
    job = Job.objects.get(kind="photo")
    assert browser.post(f"{page}measured/{job.pk}/enter/", sent).status_code == 303
    assert Measurement.objects.filter(client=client, error__isnull=False).count() == 4
    said = text_of(browser.get(page, sent))
    assert "4 readings are on record." in said
    assert said.count('<span class="chip well">on record</span>') == 4
    assert "Enter these readings" not in said
    assert "To the forecast, which learns from them" in said
    assert browser.post(f"{page}measured/{job.pk}/enter/", sent).status_code == 303
    assert "All of it was on record already." in text_of(browser.get(page, sent))
    assert Measurement.objects.count() == 4
    timeline = text_of(browser.get(f"/clients/{client.pk}/"))
    assert "measured from a photograph, ± 4" in timeline
    assert "is hidden by now" not in timeline


def test_a_refusal_is_told_as_the_instrument_tells_it(pair, reads):
    browser, _client, page, sent = pair
    reads["says"] = InputError(
        "photographs",
        [
            Mistake("before", "a blurred picture (edges of 0.31 mm)", "at most 0.2 mm", "Steady the camera."),
            Mistake("after", "a camera 31 degrees aslant", "at most 20", "Hold it square above the card."),
        ],
    )
    browser.post(f"{page}measure/", sent)
    assert worked().state == "done"
    said = measured_part(browser, page, sent)
    assert "These two cannot be measured." in said
    blurred = "a blurred picture (edges of 0.31 mm); allowed: at most 0.2 mm. Steady the camera."
    assert f'<b>Earlier photograph:</b> <span lang="en">{blurred}</span>' in said
    assert '<b>Later photograph:</b> <span lang="en">a camera 31 degrees aslant' in said
    assert "Enter these readings" not in said
    assert "<table" not in said[: said.index("</section>")]


def test_in_german_numbers_and_words_are_german(pair, practitioner):
    browser, _client, page, sent = pair
    browser.post(f"{page}measure/", sent)
    worked()
    with translation.override("de"):
        said = text_of(browser.get(page, sent, headers={"Accept-Language": "de"}))
    assert "weniger Pigment, um 14 % von Hauttyp III, weniger als dieses Messverfahren" in said
    assert "Porendurchmesser" in said
    assert "steht hier in dessen eigenen Worten, auf Englisch" in said
    assert "its own words, in English" not in measured_part(browser, page, sent)


def test_who_may_not_measure_is_not_offered_it(pair):
    _browser, client, page, sent = pair
    reader = browser_of(actor("reader"))
    assert 'id="measured"' not in text_of(reader.get(page, sent))
    assert reader.post(f"{page}measure/", sent).status_code == 403
    assert not Job.objects.filter(kind="photo", client=client).exists()


def test_without_consent_nothing_is_measured(pair, practitioner):
    browser, client, page, sent = pair
    browser.post(f"{page}measure/", sent)
    job = worked()
    given = client.consents.get(offer__kind="photography")
    consents.withdraw_consent(actor=practitioner, consent=given.pk, reason="asked")
    said = measured_part(browser, page, sent)
    assert "No consent to photographs for the records holds" in said
    assert "Enter these readings" not in said
    browser.post(f"{page}measured/{job.pk}/enter/", sent)
    assert not Measurement.objects.exists()
    assert "consent to photographs for the records" in text_of(browser.get(page, sent))


def test_without_the_extra_the_page_names_the_command(pair, monkeypatch):
    browser, _client, page, sent = pair
    monkeypatch.setattr(measuring, "LIBRARIES", ("no_such_library",))
    said = measured_part(browser, page, sent)
    assert "Measuring needs the extra “photo”, which is not installed here." in said
    assert re.search(r"<code>\S+ -m pip install &quot;microneedling\[photo\]&quot;", said)
    assert "Measure these two" not in said
    assert browser.post(f"{page}measure/", sent).status_code == 303
    assert not Job.objects.filter(kind="photo").exists()


def test_a_pair_of_two_sides_and_of_another_client_is_not_measured(pair, practitioner):
    browser, client, page, sent = pair
    aside = kept(practitioner, client, 2, view="left")
    said = measured_part(browser, page, {**sent, "second": str(aside.pk)})
    assert "Only two photographs of one zone from the same side are measured." in said
    other = a_client(practitioner)
    browser.post(f"{page}measure/", sent)
    job = worked()
    for where in (f"measured/{job.pk}/enter/", "measure/"):
        assert browser.post(f"/clients/{other.pk}/photographs/{where}", sent).status_code == 404


def test_a_hidden_photograph_is_told_where_its_reading_stands(pair, practitioner):
    browser, client, page, sent = pair
    browser.post(f"{page}measure/", sent)
    browser.post(f"{page}measured/{worked().pk}/enter/", sent)
    photographs.hide_photograph(actor=practitioner, photograph=sent["second"], reason="of somebody else")
    assert "its photograph is hidden by now" in text_of(browser.get(page))
    assert "its photograph is hidden by now" in text_of(browser.get(f"/clients/{client.pk}/"))


def test_the_same_over_the_api(pair, practitioner):
    browser, client, _page, sent = pair

    def post(by: Browser, way: str, body: dict[str, str]):
        return by.post(f"/api/v1/photographs/{way}", json.dumps(body), content_type="application/json")

    asked = {"first": sent["second"], "second": sent["first"]}
    assert post(browser_of(actor("reader")), "measure", asked).status_code == 403
    said = post(browser, "measure", asked)
    assert said.status_code == 202
    job = said.json()["id"]
    assert post(browser, "measured", {"job": job}).status_code == 404  # not done yet
    worked()
    told = browser.get(f"/api/v1/jobs/{job}").json()["result"]
    assert [item["name"] for item in told["indices"]] == [one.name for one in READ.indices]
    assert told["not_measured"][0]["index"] == "fine_relief"
    entered = post(browser, "measured", {"job": job})
    assert entered.status_code == 201
    assert sorted(item["error"] for item in entered.json()) == [4.0, 4.0, 6.0, 6.0]
    assert {item["client"] for item in entered.json()} == {str(client.pk)}
    assert post(browser, "measured", {"job": job}).json() == []
