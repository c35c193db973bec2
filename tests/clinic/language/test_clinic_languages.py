"""Each reader's language: chosen, the clinic's or the browser's; dates and numbers its way; programs in English."""

from __future__ import annotations

import html
import re
from datetime import time

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone, translation
from django.utils.formats import date_format

from helpers.clinic.pages import BACKEND, browser_of, pages_of, treated
from helpers.clinic.people import a_client, a_lot, actor
from microneedling.clinic.access.languages import language_of
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.exchange.person import export_person
from microneedling.clinic.exchange.reminders import reminders_of
from microneedling.clinic.pages.letters import letters_file
from microneedling.clinic.records.models import Appointment, Identity
from microneedling.clinic.records.selectors.recall import recall
from microneedling.clinic.records.services import bookings, sessions, uses

pytestmark = pytest.mark.django_db
GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}


def spoken(answer) -> str:
    """The language that a page says it is in."""
    found = re.search(r'<html lang="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_before_the_sign_in_the_browser_is_asked_and_what_is_chosen_there_is_kept_there():
    browser = Browser()
    assert spoken(browser.get("/sign-in/")) == "en-gb"
    answer = browser.get("/sign-in/", headers=GERMAN)
    assert spoken(answer) == "de"
    assert "Anmelden" in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]
    assert spoken(browser.get("/sign-in/", headers={"accept-language": "xx, *"})) == "en-gb"
    assert browser.post("/language/", {"language": "fr"}).status_code == 400
    assert browser.get("/language/").status_code == 405
    said = browser.post("/language/", {"language": "de", "back": "//elsewhere.example/"})
    assert said.headers["Location"] == "/"
    cookie = said.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Strict", True)
    assert spoken(browser.get("/sign-in/", secure=True)) == "de"


def test_what_somebody_chose_is_theirs_on_every_machine_and_nobody_elses(owner):
    browser = browser_of(owner)
    said = browser.post("/language/", {"language": "de", "back": "/clients/"})
    assert (said.status_code, said.headers["Location"]) == (303, "/clients/")
    assert settings.LANGUAGE_COOKIE_NAME not in said.cookies
    assert "Neuer Klient" in browser.get("/clients/").content.decode()
    assert "Neuer Klient" in browser_of(owner).get("/clients/").content.decode()
    other = actor("assistant").user
    assert other is not None
    browser.force_login(other, backend=BACKEND)  # the same browser, somebody else
    assert "New client" in browser.get("/clients/").content.decode()
    entry = Entry.objects.get(action="user.language")
    assert entry.who == f"user:{owner.user.pk}"


def test_who_chose_nothing_reads_the_clinics_language_before_the_browsers(owner, settings):
    browser = browser_of(owner)
    assert spoken(browser.get("/", headers=GERMAN)) == "de"
    settings.CLINIC_LANGUAGE = "en"
    assert spoken(browser.get("/", headers=GERMAN)) == "en-gb"
    assert spoken(Browser().get("/sign-in/", headers=GERMAN)) == "de"
    settings.CLINIC_LANGUAGE = "de"
    assert spoken(browser.get("/", headers={"accept-language": "en-GB"})) == "de"
    assert spoken(Browser().get("/sign-in/")) == "de"


def test_the_api_speaks_english_to_everybody(owner):
    browser = browser_of(owner)
    browser.post("/language/", {"language": "de"})
    body = '{"family_name": "X", "sex": "f"}'
    said = browser.post("/api/v1/add_client", body, content_type="application/json", headers=GERMAN)
    assert said.headers["Content-Language"] == "en-gb"
    assert said.json()["mistakes"][0]["allowed"] == "female | male | unknown"
    told = browser.post(
        "/api/v1/add_client", '{"born_on": "3000-01-01", "family_name": "X"}', content_type="application/json"
    )
    assert told.json()["mistakes"][0]["allowed"] == "a day in the past"


def test_numbers_and_dates_are_written_and_read_as_the_language_does(owner):
    client, session = treated(owner)
    browser = browser_of(owner)
    browser.post("/language/", {"language": "de"})
    page = browser.get(f"/clients/{client.pk}/").content.decode()
    assert "Wange: 0,5 mm, 4 Durchgänge, gleichmäßige Rötung" in page
    assert "geboren 29. Februar 1980" in page
    here = f"/sessions/{session.pk}/"
    assert re.search(r'name="depth" value="0,5"', browser.get(here).content.decode())
    warned = browser.post(f"{here}warn/", {"zone": "cheek", "depth": "2,5"}).content.decode()
    assert "2,5 mm ist mehr als die 2 mm" in warned
    refused = browser.post(f"{here}zones/", {"zone": "cheek", "depth": "halb"})
    assert "Möglich ist: eine Zahl wie 1,5 oder 1.5." in refused.content.decode()
    assert browser.post(f"{here}zones/", {"zone": "cheek", "depth": "0.75"}).status_code == 303
    assert "0,75 mm" in browser.get(here).content.decode()


def test_every_page_of_a_client_answers_in_german(owner):
    client, session = treated(owner)
    browser = browser_of(owner)
    browser.post("/language/", {"language": "de"})
    for path in ["/", "/close/", "/clients/", "/clients/new/", *pages_of(client, session)]:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        text = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
        assert not re.findall(r"\b(?:the|and|of|with|not|is|are|has|have|their)\b", text), path


def test_what_a_booking_is_for_is_read_in_german_and_stays_as_it_was_booked(owner):
    client = a_client(owner)
    said = {"session 2": "Sitzung 2", "follow-up": "Kontrolle", "second consultation": "zweite Beratung"}
    kept = [*said, "Anna’s “own” words"]
    for hour, purpose in enumerate(kept, 9):
        booked = {"on_day": timezone.localdate(), "at_time": time(hour), "minutes": 30}
        bookings.book(actor=owner, client=client.pk, purpose=purpose, **booked)
    browser = browser_of(owner)
    browser.post("/language/", {"language": "de"})
    for path in ("/", "/close/", f"/clients/{client.pk}/", f"/clients/{client.pk}/sessions/new/"):
        page = re.sub(r"<[^>]+>", " ", html.unescape(browser.get(path).content.decode()))
        assert [words for words in said if words in page] == [], path
        assert path == "/close/" or [words for words in (*said.values(), kept[-1]) if words not in page] == []
    told = reminders_of(actor=owner, first=timezone.localdate(), last=timezone.localdate()).decode()
    assert "(session 2)" in told  # the client's own language
    assert list(Appointment.objects.order_by("at_time").values_list("purpose", flat=True)) == kept


def test_shapes_of_dates_have_their_german(owner):
    from datetime import date

    with translation.override("de"):
        said = [date_format(date(1984, 4, 14), shape) for shape in ("j F Y", "j M Y", "l, j F Y", "Y")]
    assert said == ["14. April 1984", "14.04.1984", "Samstag, 14. April 1984", "1984"]


def test_what_a_client_is_handed_speaks_their_language(owner, tmp_path):
    lot = a_lot(owner)
    berta = a_client(owner, given_name="Berta", language="de-CH", address="Beispielweg 1")
    ada = a_client(owner, language="en", address="1 Example Road")
    for client in (ada, berta):
        session = sessions.open_session(actor=owner, client=client.pk, without_consent_reason="training")
        sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="0,5")
        uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, zone="cheek")
    text, count, _ = letters_file(actor=owner, found=recall(actor=owner, text=str(lot.pk)), why="", please="")
    assert count == 2
    german, english = re.findall(r"<article.*?</article>", text, re.S)
    for letter, words in (
        (english, ('lang="en-gb"', "Dear", "cheek")),
        (german, ('lang="de"', "Guten Tag", "Wange")),
    ):
        assert [word for word in words if word not in letter] == []
    export_person(actor=owner, client=berta.pk, target=tmp_path / "berta")
    page = (tmp_path / "berta" / "start-here.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "Worin Sie" not in page  # nothing was agreed to
    assert "Alles, was gespeichert ist über" in page


@pytest.mark.parametrize(
    ("said", "found"), [("de", "de"), ("DE_ch", "de"), ("en-US", "en-gb"), ("", "en-gb"), ("fr", "en-gb")]
)
def test_a_language_that_the_clinic_does_not_speak_falls_back_on_its_own(said, found):
    assert language_of(Identity(language=said)) == found
    assert language_of(None) == "en-gb"
