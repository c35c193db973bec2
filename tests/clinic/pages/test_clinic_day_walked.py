"""A practitioner's Monday through the forms, as a browser sends them: from a new client to a signed session."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from helpers.clinic.pages import a_pen, browser_of, treated
from helpers.clinic.people import a_client, a_lot, a_running_plan, actor
from microneedling.clinic.pages.phototype import suggested
from microneedling.clinic.records.models import (
    Appointment,
    Client,
    Draft,
    Indication,
    Measurement,
    Note,
    Session,
    SessionZone,
)
from microneedling.clinic.records.services import bookings, events

pytestmark = pytest.mark.django_db


def hidden(text: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', text)
    assert found is not None, name
    return found[1] or found[2] or ""


def sent(browser: Any, path: str, **fields: Any) -> str:
    """Send a form; it must be taken. Where it led to."""
    said = browser.post(path, fields)
    assert said.status_code == 303, re.findall(
        r'class="(?:message )?error.*?>(.*?)</(?:p|ul)', said.content.decode(), re.S
    )
    return said.headers["Location"]


def test_from_a_new_client_to_a_consultation(practitioner):
    browser = browser_of(practitioner)
    of = sent(
        browser, "/clients/new/", given_name="Ines", family_name="Example", month="5", year="1980", key="k1"
    )
    client = Client.objects.get()
    assert of == f"/clients/{client.pk}/"
    assert (client.identity.born_precision, client.identity.born_on.year) == ("month", 1980)
    assert "born May 1980" in browser.get(of).content.decode()  # no day is made up
    assert (
        sent(
            browser,
            "/clients/new/",
            given_name="Ines",
            family_name="Example",
            month="5",
            year="1980",
            key="k1",
        )
        == of
    )
    assert Client.objects.count() == 1  # a second click
    wrong = browser.post("/clients/new/", {"family_name": "X", "day": "31", "month": "2", "year": "1980"})
    assert wrong.status_code == 422
    assert "This is no date" in wrong.content.decode()
    alike = browser.post(
        "/clients/new/alike/", {"given_name": "Inès", "family_name": "Example"}
    ).content.decode()
    assert of in alike
    sent(browser, f"{of}alerts/", kind="allergy", text="")
    assert "no allergy known" in browser.get(of).content.decode()
    sent(browser, f"{of}consult/concern/", concern="fine lines", zone=["cheek", "forehead"], key="k2")
    assert Indication.objects.count() == 2
    said = browser.post(f"{of}consult/concern/", {"concern": "", "subtype": "rolling"}).content.decode()
    assert "Choose at least one zone" in said
    page = browser.get(f"{of}consult/").content.decode()
    version = hidden(page, "version")
    types = {"burns": "usually", "tans": "little", "marks": "never", "decided": "II"}
    sent(browser, f"{of}consult/phototype/", **types, version=version)
    client.refresh_from_db()
    assert client.phototype == "II"
    assert "The answers point to type II." in Note.objects.get().text
    first, second = Indication.objects.order_by("entered_at")
    scores = {f"score-{first.pk}": "3", f"score-{second.pk}": "", f"scale-{first.pk}": "lemperle"}
    sent(browser, f"{of}consult/baseline/", **scores, key="k3")
    row = Measurement.objects.get()
    assert (row.value, row.scale, row.baseline, row.rater) == (3, "lemperle", True, practitioner.user)
    told = browser.post(f"{of}consult/baseline/", {f"score-{first.pk}": "9"})
    assert told.status_code == 422
    assert "0 to 5 in steps of 1" in told.content.decode()
    assert Measurement.objects.count() == 1


def test_from_a_booking_to_a_signature(practitioner):
    browser, client = browser_of(practitioner), a_client(practitioner)
    plan, pen, lot = a_running_plan(practitioner, client), a_pen(practitioner, 1.0), a_lot(practitioner)
    of, today = f"/clients/{client.pk}/", timezone.localdate()
    booked = {"purpose": "session 1", "on_day": today.isoformat(), "at_time": "9.30", "minutes": "60"}
    over = {**booked, "on_day": (today - timedelta(days=1)).isoformat()}
    assert "That day is over" in browser.post(f"{of}book/", {**over, "plan": str(plan.pk)}).content.decode()
    sent(browser, f"{of}book/", **booked, plan=str(plan.pk), key="k")
    booking = Appointment.objects.get()
    assert f"{booking.at_time:%H:%M}" == "09:30"
    sent(browser, f"/bookings/{booking.pk}/", state="arrived", version=booking.version)
    begun = {"plan": str(plan.current.pk), "device": str(pen.pk), "appointment": str(booking.pk)}
    here = sent(browser, f"{of}sessions/new/", **begun, key="b")
    session = Session.objects.get()
    assert here == f"/sessions/{session.pk}/"
    warned = browser.post(f"{here}warn/", {"zone": "cheek", "depth": "1,2 mm"}).content.decode()
    assert "over the 1 mm of the device" in warned
    assert "deeper than the plan (0.5 mm)" in warned
    refused = browser.post(f"{here}zones/", {"zone": "cheek", "depth": "1,2"})
    assert refused.status_code == 422
    assert "label" in refused.content.decode()
    sent(browser, f"{here}zones/", zone="cheek", depth="0,5", passes="4", end_point="even redness", key="z")
    zone = SessionZone.objects.get()
    sent(browser, f"/zones/{zone.pk}/", depth="0.6", passes="4", version=zone.version)
    zone.refresh_from_db()
    assert zone.depth_mm == 0.6
    numbing = {
        "product": "lidocaine",
        "strength_percent": "7",
        "grams": "60",
        "minutes": "90",
        "area_cm2": "500",
    }
    warned = browser.post(f"{here}warn/", {**numbing, "under_film": "on"}).content.decode()
    assert warned.count("message care") == 5
    sent(browser, f"{here}numbing/", **{**numbing, "strength_percent": "4"})
    sent(browser, f"{here}lots/", lot=str(lot.pk), quantity="1", lot_zone="cheek", key="l")
    use = session.uses.get()
    sent(browser, f"/uses/{use.pk}/void/", reason="fell on the floor")
    again = browser.get(here).content.decode()
    story = {
        "note": "Calm.",
        "reaction": "",
        "pain": "3",
        "aftercare": "Told.",
        "version": hidden(again, "version"),
    }
    assert sent(browser, f"{here}save/", **story, sign="1", key="s") == of
    session.refresh_from_db()
    booking.refresh_from_db()
    assert (session.signed_by, session.pain, booking.state) == (practitioner.user, 3, "done")
    assert "Calm." in browser.get(here).content.decode()
    sent(browser, f"/addenda/session/{session.pk}/", text="Called: all well.")
    assert "Called: all well." in browser.get(here).content.decode()
    assert browser.get("/close/").status_code == 200


def test_the_last_settings_are_copied_and_what_was_seen_is_not(owner):
    _client, session = treated(owner)
    page = browser_of(owner).get(f"/sessions/{session.pk}/").content.decode()
    assert "Copied from the last session" in page
    assert re.search(r'name="depth" value="0.5"', page)
    assert re.search(r'<option value="cheek" selected>', page)
    assert '<option value="even redness" selected>' not in page


def test_a_session_without_consent_needs_the_right_and_a_reason(owner, practitioner):
    client = a_client(owner)
    path = f"/clients/{client.pk}/sessions/new/"
    assert "An owner may treat with a reason" in browser_of(practitioner).get(path).content.decode()
    assert browser_of(practitioner).post(path, {"reason": "urgent"}).status_code == 403
    assert browser_of(owner).post(path, {"reason": ""}).status_code == 422
    assert sent(browser_of(owner), path, reason="training on a colleague").startswith("/sessions/")


def test_a_follow_up_asks_whether_it_was_blind_and_hides_earlier_scores(owner):
    client, _session = treated(owner)
    browser, path = browser_of(owner), f"/clients/{client.pk}/follow-up/"
    page = browser.get(path).content.decode()
    assert "On record" not in page
    concern = Indication.objects.get()
    scored = {f"score-{concern.pk}": "2", "text": "Pleased."}
    before = Measurement.objects.count()
    assert browser.post(path, scored).status_code == 422
    assert Measurement.objects.count() == before
    sent(browser, path, **scored, blinded="yes", key="k")
    assert Measurement.objects.order_by("-entered_at")[0].blinded == "yes"
    assert browser.post(path, {"blinded": "no"}).status_code == 422  # nothing in it


def test_a_draft_is_put_back_for_its_writer_alone(owner, practitioner):
    client, _session = treated(owner)
    browser, path = browser_of(owner), f"/clients/{client.pk}/notes/new/"
    typed = {"draft": "note-new", "client": str(client.pk), "user": str(owner.user.pk), "kind": "telephone"}
    assert browser.post("/drafts/keep/", {**typed, "text": "half a sent"}).status_code == 204
    page = browser.get(path).content.decode()
    assert "half a sent" in page
    assert "It was put back" in page
    assert "You were writing" in browser.get("/").content.decode()
    other = browser_of(practitioner)
    assert "half a sent" not in other.get(path).content.decode()
    assert other.post("/drafts/keep/", {**typed, "text": "mine now"}).status_code == 409  # a page left open
    sent(browser, path, kind="telephone", text="half a sentence, whole now", key="n")
    assert Draft.objects.count() == 0
    assert browser.post("/drafts/keep/", {**typed, "text": "x"}).status_code == 204
    back = browser.post("/drafts/drop/", {**typed, "back": "https://elsewhere.example/"})
    assert back.headers["Location"] == "/"
    assert Draft.objects.count() == 0


def test_two_who_change_a_note_lose_neither_text(owner, practitioner):
    client = a_client(owner)
    note = events.add_note(actor=owner, client=client.pk, kind="other", text="base")
    path, mine = f"/notes/{note.pk}/", browser_of(practitioner)
    version = hidden(mine.get(path).content.decode(), "version")
    sent(browser_of(owner), path, text="theirs, first", version=version)
    where = sent(mine, path, text="mine, later", version=version)
    assert where == f"/conflicts/note/{note.pk}/"
    page = mine.get(where).content.decode()
    assert "theirs, first" in page
    assert "mine, later" in page
    assert browser_of(owner).get(where).status_code == 404  # it is the second writer's alone
    assert "what two people wrote at once" in mine.get("/").content.decode()
    sent(mine, where, **{"take-text": "mine", "text": "both, together", "version": hidden(page, "version")})
    note.refresh_from_db()
    assert (note.text, note.version) == ("both, together", 3)
    assert mine.get(where).status_code == 404


def test_two_who_change_details_keep_both(owner, practitioner):
    client = a_client(owner, telephone="1")
    path, mine = f"/clients/{client.pk}/details/", browser_of(practitioner)
    page = mine.get(path).content.decode()
    kept = {name: hidden(page, name) for name in ("version", "identity_version")}
    who = {
        "given_name": "Ada",
        "family_name": client.identity.family_name,
        "day": "29",
        "month": "2",
        "year": "1980",
    }
    sent(browser_of(owner), path, **who, **kept, sex="unknown", telephone="22222222")
    where = sent(mine, path, **who, **kept, sex="female", telephone="33333333")
    assert where.startswith("/conflicts/identity/")
    client.refresh_from_db()
    assert client.sex == "unknown"  # all or nothing of a form
    found = mine.get(where).content.decode()
    assert "22222222" in found
    assert "33333333" in found
    sent(mine, where, **{"take-telephone": "theirs", "version": hidden(found, "version")})
    client.identity.refresh_from_db()
    assert client.identity.telephone == "22222222"


def test_an_alert_that_somebody_changed_is_not_ended_behind_their_back(owner):
    client, _session = treated(owner)
    alert = client.alerts.get()
    path = f"/clients/{client.pk}/alerts/{alert.pk}/end/"
    where = sent(browser_of(owner), path, version="7")
    assert where == f"/conflicts/alert/{alert.pk}/"
    page = browser_of(owner).get(where).content.decode()
    taken = {
        "take-ended_on": "mine",
        "ended_on": timezone.localdate().isoformat(),
        "version": hidden(page, "version"),
    }
    sent(browser_of(owner), where, **taken)
    alert.refresh_from_db()
    assert alert.ended_on == timezone.localdate()
    sent(browser_of(owner), path, version="nonsense")  # no version at all is an old one too


def test_the_close_of_day_counts_what_is_open(owner):
    client, session = treated(owner)
    bookings.book(
        actor=owner,
        client=client.pk,
        purpose="x",
        on_day=timezone.localdate(),
        at_time=timezone.datetime(2026, 1, 1, 9).time(),
        minutes=30,
    )
    text = browser_of(owner).get("/close/").content.decode()
    assert f"/sessions/{session.pk}/" in text
    assert "Did not come" in text
    assert "All is closed" not in text
    sent(browser_of(owner), f"/sessions/{session.pk}/void/", reason="entered twice")
    booking = Appointment.objects.get()
    sent(browser_of(owner), f"/bookings/{booking.pk}/", state="missed", version=booking.version)
    sent(browser_of(owner), f"/notes/{Note.objects.get().pk}/", text="Asked.", version=1, sign="1")
    assert "All is closed" in browser_of(owner).get("/close/").content.decode()


@pytest.mark.parametrize(
    ("burns", "tans", "types", "agree"),
    [
        ("always", "never", ("I",), True),
        ("sometimes", "evenly", ("III",), True),
        ("never", "always", ("VI",), True),
        ("rarely", "evenly", ("III", "IV"), True),
        ("always", "easily", ("I", "II", "III", "IV", "V"), False),
    ],
)
def test_the_phototype_is_suggested_only_as_far_as_answers_agree(burns, tans, types, agree):
    found = suggested(burns, tans)
    assert (found.types, found.agree) == (types, agree)


def test_a_signed_photograph_is_shown_small_to_who_may(owner):
    import io

    from PIL import Image

    client, session = treated(owner)
    written = io.BytesIO()
    Image.new("RGB", (1600, 1200), (200, 160, 140)).save(written, "PNG")
    written.seek(0)
    written.name = "shot.png"
    where = f"/sessions/{session.pk}/photographs/"
    said = browser_of(owner).post(where, {"picture": written, "shot_zone": "cheek", "view": "front"})
    assert said.status_code == 303
    shot = client.photographs.get()
    small = browser_of(owner).get(f"/photographs/{shot.pk}/small/")
    assert Image.open(io.BytesIO(small.content)).size == (240, 180)
    assert "no-store" in small.headers["Cache-Control"]
    assert browser_of(actor("researcher")).get(f"/photographs/{shot.pk}/small/").status_code == 403
