"""The three consents on their pages: laid before, thought over, signed, asked again by a new version, taken back."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpers.clinic.clock import clock_at
from helpers.clinic.consents import DRAWN, SIGNED, a_sheet, all_words, an_offered_plan, deeper
from helpers.clinic.pages import browser_of
from helpers.clinic.people import COURSE, a_client, a_running_plan, actor, consented
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.pages.consenting.differences import differences
from microneedling.clinic.records.models import Consent, ConsentOffer, ConsentText, Plan, Session
from microneedling.clinic.records.selectors.consents import valid_consent
from microneedling.clinic.records.services import plans
from microneedling.clinic.records.signatures import signature_of
from microneedling.clinic.work import worker
from microneedling.clinic.work.models import Job
from microneedling.clinic.work.queue import claim

pytestmark = pytest.mark.django_db


def text_of(said) -> str:
    return said.content.decode()


def offered(browser, client, words, plan=None, **more):
    """Lay a text before a client by the page; the address of what was laid before them."""
    sent = {"kind": words.kind, "words": str(words.pk), **more} | ({"plan": str(plan.pk)} if plan else {})
    said = browser.post(f"/clients/{client.pk}/consent/offer/", sent)
    assert said.status_code == 303, text_of(said)
    return said.headers["Location"]


def test_from_laying_it_before_somebody_to_the_first_session(owner):
    client, words = a_client(owner), all_words(owner)
    plan, browser = an_offered_plan(owner, client), browser_of(owner)
    page = f"/clients/{client.pk}/consent/"
    said = text_of(browser.get(page))
    assert "has to be worked out first" in said
    assert "Lay before the client" in said  # photographs may be asked for meanwhile
    frozen = a_sheet(owner, plan.current)
    where = offered(browser, client, words["treatment"], plan)
    offer = ConsentOffer.objects.get()
    assert (offer.forecast, offer.forecast_sha256) == (frozen, frozen.sha256)
    assert offer.earliest_on == timezone.localdate() + timedelta(days=1)  # the tests' clinic gives a day
    said = text_of(browser.get(where))
    assert "Your needling plan" in said
    assert words["treatment"].body in said
    assert offer.text_sha256[:16] in said
    early = browser.post(where, SIGNED)
    assert early.status_code == 422
    assert not Consent.objects.exists()
    with clock_at(timezone.now() + timedelta(days=1)):
        assert browser_of(owner).post(where, SIGNED).status_code == 303
    made = Consent.objects.get()
    kept = signature_of(made.signature)
    assert json.dumps([[list(point) for point in stroke] for stroke in kept.strokes]) == DRAWN
    assert kept.read
    assert kept.asked == SIGNED["asked"]
    said = text_of(browser.get(where))
    assert "M100 200L300 80L500 210" in said
    assert "Whether it hurts" in said
    assert "Begin the course" in text_of(browser.get(page))
    assert browser.post(f"/plans/{plan.pk}/begin/").status_code == 303
    assert Plan.objects.get().state == "running"
    assert browser.post(f"/plans/{plan.pk}/begin/").status_code == 303  # clicked twice
    said = browser.post(f"/clients/{client.pk}/sessions/new/", {"plan": str(plan.current.pk)})
    assert said.status_code == 303
    looks = Entry.objects.filter(client=str(client.pk)).values_list("action", flat=True)
    assert {"consent.read", "consent.offer", "consent.decide"} <= set(looks)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"read": ""}, "Tick this once the client has read it"),
        ({"asked": ""}, "Write down what was asked"),
        ({"signed_as": ""}, "Type the name of who signs"),
        ({"drawn": ""}, "Sign in the field"),
        ({"drawn": "[[[1, 2000]]]"}, "what is no drawing"),
        ({"drawn": json.dumps([[[1, 1]] * 5001])}, "too much drawn"),
        ({"decision": ""}, "Choose one of the two"),
    ],
)
def test_a_yes_needs_reading_questions_and_a_signature(owner, change, told):
    client, words, browser = a_client(owner), all_words(owner), browser_of(owner)
    where = offered(browser, client, words["photography"])
    said = browser.post(where, {**SIGNED, **change})
    assert said.status_code == 422
    assert told in text_of(said)
    assert not Consent.objects.exists()


def test_a_typed_name_signs_and_a_no_needs_nothing(owner):
    client, words, browser = a_client(owner), all_words(owner), browser_of(owner)
    where = offered(browser, client, words["photography"])
    typed = {"read": "on", "none_asked": "on", "decision": "given", "signed_as": "A. Example", "typed": "on"}
    assert browser.post(where, typed).status_code == 303
    assert valid_consent(client, "photography") is not None
    assert "the typed name is the signature" in text_of(browser.get(where))
    where = offered(browser, client, words["publication"], purpose="teaching")
    assert browser.post(where, {"decision": "refused"}).status_code == 303
    assert valid_consent(client, "publication") is None
    assert valid_consent(client, "photography") is not None  # each for itself
    assert "The client said no" in text_of(browser.get(f"/clients/{client.pk}/consent/"))


def test_taken_back_on_the_same_page(owner):
    client, browser = a_client(owner), browser_of(owner)
    given = consented(owner, client)
    page = f"/clients/{client.pk}/consent/"
    assert "The client takes this back" in text_of(browser.get(page))
    said = browser.post(f"/consents/{given.pk}/withdraw/", {"reason": "moved away"})
    assert said.headers["Location"] == page
    assert valid_consent(client, "photography") is None
    said = text_of(browser.get(page))
    assert "taken back" in said
    assert "moved away" in said
    assert browser_of(actor("assistant")).post(f"/consents/{given.pk}/withdraw/").status_code == 403


def test_t6_consent_to_version_one_and_a_session_on_a_deeper_version_two(owner):
    """Consent signed on v1; depth raised in v2; session started: a stop with its reason, and v1 stays printable."""
    client, browser = a_client(owner), browser_of(owner)
    plan = a_running_plan(owner, client)
    first = plan.current
    a_sheet(owner, first, "The first promise")
    plans.add_version(actor=owner, plan=plan.pk, made="hand", course=deeper())
    plan.refresh_from_db()
    second = plan.current
    assert (first.number, second.number) == (1, 2)
    begin = f"/clients/{client.pk}/sessions/new/"
    said = text_of(browser.get(begin))
    assert "no consent to the version that stands" in said
    assert f"/clients/{client.pk}/consent/" in said
    refused = browser.post(begin, {"plan": str(second.pk)})
    assert refused.status_code == 422
    assert "No consent to this version of the plan holds" in text_of(refused)
    assert not Session.objects.exists()
    said = text_of(browser.get(f"/clients/{client.pk}/consent/"))
    assert "No session on version 2: the client agreed to version 1." in said
    assert "Depth: 0.5 mm before, 1 mm now." in said
    signed = Consent.objects.get(offer__plan_version=first).offer
    for page in (f"/consent-offers/{signed.pk}/", f"/versions/{first.pk}/sheet/"):
        said = browser.get(page)
        assert said.status_code == 200
        assert "version 1" in text_of(said)
    assert "The first promise" in text_of(said)
    assert "The first promise" not in text_of(browser.get(f"/versions/{second.pk}/sheet/"))
    a_sheet(owner, second)
    where = offered(browser, client, ConsentText.objects.get(kind="treatment"), plan)
    with clock_at(timezone.now() + timedelta(days=2)):
        later = browser_of(owner)
        assert later.post(where, SIGNED).status_code == 303
        assert later.post(begin, {"plan": str(second.pk)}).status_code == 303


def test_words_are_told_apart_by_version(owner):
    browser = browser_of(owner)
    sent = {"kind": "treatment", "language": "en", "title": "Needling", "body": "First words."}
    for body in ("First words.", "Other words.", "Other words."):
        assert browser.post("/consent-texts/", {**sent, "body": body}).status_code == 303
    assert ConsentText.objects.count() == 2
    said = text_of(browser.get("/consent-texts/"))
    assert "version 2 of" in said
    assert all(row.sha256[:16] in said for row in ConsentText.objects.all())
    assert browser.post("/consent-texts/", {**sent, "body": " "}).status_code == 422
    assert browser_of(actor("reader")).post("/consent-texts/", sent).status_code == 403
    client = a_client(owner)
    said = text_of(browser.get(f"/clients/{client.pk}/consent/"))
    assert "There are no words for this consent yet" in said  # of photographs


def test_what_differs_is_told_once():
    changed = deeper()
    changed["session"] = [*changed["session"][:2], {**changed["session"][2], "day": 60}]
    changed["person"] = {**changed["person"], "phototype": "III"}
    told = differences(json.dumps(COURSE), json.dumps(changed))
    assert told == [
        "Person, phototype: II before, III now.",
        "Depth: 0.5 mm before, 1 mm now.",
        "Session 3, day: 56 d before, 60 d now.",
    ]
    fewer = {**COURSE, "session": COURSE["session"][:2]}
    assert differences(json.dumps(COURSE), json.dumps(fewer)) == ["Sessions: 3 before, 2 now."]


def test_the_sheet_is_worked_out_once_and_kept(owner, monkeypatch):
    monkeypatch.setattr(worker, "PULSE_S", 1e6)
    client, browser = a_client(owner), browser_of(owner)
    plan = an_offered_plan(owner, client)
    page = f"/versions/{plan.current.pk}/sheet/"
    monkeypatch.setattr("microneedling.clinic.pages.consenting.sheet.DRAWS", 16)
    assert browser.post(f"{page}work-out/").status_code == 303
    said = text_of(browser.get(page))
    assert "It waits for its turn." in said
    (poll,) = re.findall(r'hx-get="([^"]+)"', said)
    assert browser.get(poll).status_code == 200
    waiting = claim("one")
    assert waiting is not None
    worker.do(waiting)
    assert browser.get(poll, headers={"HX-Request": "true"}).headers["HX-Redirect"] == page
    said = text_of(browser.get(page))
    assert "Of 100 people like you" in said
    assert "check mark" in said
    assert "seed" not in said  # nor any other word that a client need not know
    assert browser.post(f"{page}work-out/").status_code == 303
    assert Job.objects.count() == 1


def test_the_pages_ask_no_more_the_more_there_is(owner):
    client, browser = a_client(owner), browser_of(owner)
    all_words(owner)
    plan = a_running_plan(owner, client)
    a_sheet(owner, plan.current)
    consented(owner, client)
    offer = ConsentOffer.objects.filter(kind="treatment").get()
    pages = [f"/clients/{client.pk}/consent/", f"/consent-offers/{offer.pk}/"]
    pages += [f"/versions/{plan.current.pk}/sheet/", "/consent-texts/"]

    def asked() -> list[int]:
        found = []
        for page in pages:
            assert browser.get(page).status_code == 200
            with CaptureQueriesContext(connection) as queries:
                said = text_of(browser.get(page))
            assert "style=" not in said
            found.append(len(queries))
        return found

    few = asked()
    for _ in range(3):
        consented(owner, client)
        a_running_plan(owner, client)
    a_sheet(owner, plan.current)
    assert asked() == few
    assert max(few) <= 35, few
