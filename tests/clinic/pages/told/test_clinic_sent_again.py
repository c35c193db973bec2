"""Forms of records that have versions, sent twice or again after going back: the thing done is found, or both texts.

No page speaks of a second record where none can come of it, nor of somebody else where it was a second click.
"""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import timezone

from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_client
from helpers.clinic.sent import page_of, refused, sent, value_of
from microneedling.clinic.records.models import Addendum, Appointment, Draft, Note, SessionZone
from microneedling.clinic.records.services import assessments, bookings, clients, events, sessions, stock

pytestmark = pytest.mark.django_db
CLASH = "/conflicts/"


@pytest.fixture
def desk(owner):
    """A browser and a new client."""
    return browser_of(owner), a_client(owner)


def again(browser, path: str, form: dict[str, str]) -> list[str]:
    """Where a form leads that is sent twice as it stands."""
    return [sent(browser, path, **form) for _ in range(2)]


def test_details_sent_twice_and_changed_after_going_back(desk):
    browser, client = desk
    path = f"/clients/{client.pk}/details/"
    page = page_of(browser, path)
    names = ("key", "version", "identity_version")
    form = {name: value_of(page, name) for name in names}
    form |= {"given_name": "Ada", "family_name": "Again", "year": "1980", "own_words": "Calmer."}
    assert again(browser, path, form) == [f"/clients/{client.pk}/"] * 2
    said = sent(browser, path, **{**form, "own_words": "Calmer, said after going back."})
    assert CLASH in said
    client.refresh_from_db()
    assert client.own_words == "Calmer."


def test_a_draft_that_brings_back_a_used_key_is_kept(desk):
    browser, client = desk
    path = f"/clients/{client.pk}/details/"
    page = page_of(browser, path)
    form = {name: value_of(page, name) for name in ("key", "version", "identity_version")}
    form |= {"given_name": "Ada", "family_name": "Again", "own_words": "Calmer."}
    sent(browser, path, **form)
    now = page_of(browser, path)
    fresh = {name: value_of(now, name) for name in ("version", "identity_version")}
    sent(browser, path, **{**form, **fresh, "own_words": "Calmer. And less red."})
    client.refresh_from_db()
    assert client.own_words == "Calmer. And less red."


def test_a_phototype_kept_twice_and_changed_after_going_back(desk):
    browser, client = desk
    path = f"/clients/{client.pk}/consult/"
    page = page_of(browser, path)
    form = {"key": "skin", "version": value_of(page, "version"), "decided": "II"}
    again(browser, f"{path}phototype/", form)
    assert CLASH in sent(browser, f"{path}phototype/", **{**form, "decided": "III"})
    client.refresh_from_db()
    assert client.phototype == "II"


@pytest.mark.parametrize("sign", ["", "1"])
def test_an_open_note_kept_twice(desk, owner, sign):
    browser, client = desk
    note = events.add_note(actor=owner, client=client.pk, kind="telephone", text="Asked.")
    path = f"/notes/{note.pk}/"
    form = {"key": "n", "version": str(note.version), "text": "Asked again.", "sign": sign}
    again(browser, path, form)
    note.refresh_from_db()
    assert (note.text, note.signed_at is not None) == ("Asked again.", bool(sign))


def test_a_note_changed_after_going_back_shows_both_texts(desk, owner):
    browser, client = desk
    note = events.add_note(actor=owner, client=client.pk, kind="telephone", text="Asked.")
    form = {"key": "n", "version": str(note.version), "text": "Asked again."}
    sent(browser, f"/notes/{note.pk}/", **form)
    assert CLASH in sent(browser, f"/notes/{note.pk}/", **{**form, "text": "Asked, and was told."})


def test_words_for_a_note_that_was_signed_meanwhile_are_not_lost(desk, owner):
    browser, client = desk
    note = events.add_note(actor=owner, client=client.pk, kind="telephone", text="Asked.")
    form = {"key": "n", "version": str(note.version), "text": "Asked again.", "sign": "1"}
    sent(browser, f"/notes/{note.pk}/", **form)
    said = refused(browser, f"/notes/{note.pk}/", **{**form, "text": "Asked, and was told why."})
    assert "Signed meanwhile" in said
    assert "Asked, and was told why." in said
    assert Draft.objects.get().form == f"addendum note {note.pk}"
    assert not Addendum.objects.exists()


def test_a_new_note_signed_by_two_clicks_is_one(desk):
    browser, client = desk
    form = {"key": "n", "kind": "telephone", "text": "Asked.", "sign": "1"}
    again(browser, f"/clients/{client.pk}/notes/new/", form)
    assert Note.objects.get().signed_at is not None


def test_what_holds_no_longer_is_ended_by_two_clicks(desk, owner):
    browser, client = desk
    alert = clients.add_alert(actor=owner, client=client.pk, kind="allergy", text="lidocaine")
    concern = assessments.add_indication(actor=owner, client=client.pk, concern="fine lines", zone="cheek")
    of = f"/clients/{client.pk}"
    for path, row in (
        (f"{of}/alerts/{alert.pk}/end/", alert),
        (f"{of}/consult/concern/{concern.pk}/end/", concern),
    ):
        assert [CLASH in where for where in again(browser, path, {"version": str(row.version)})] == [
            False,
            False,
        ]
        row.refresh_from_db()
        assert row.ended_on == timezone.localdate()


def test_a_booking_settled_by_two_clicks(desk, owner):
    browser, client = desk
    booked = bookings.book(
        actor=owner,
        client=client.pk,
        purpose="session",
        on_day=timezone.localdate(),
        at_time=time(12),
        minutes=30,
    )
    form = {"version": str(booked.version), "state": "arrived", "back": "/close/"}
    assert again(browser, f"/bookings/{booked.pk}/", form) == ["/close/"] * 2
    booked.refresh_from_db()
    assert booked.state == "arrived"
    other = sent(browser, f"/bookings/{booked.pk}/", **{**form, "state": "missed"})  # of the old page
    assert CLASH in other


def test_a_booking_sent_twice_is_one_and_another_day_is_told_as_another(desk):
    browser, client = desk
    path = f"/clients/{client.pk}/book/"
    day = timezone.localdate() + timedelta(days=3)
    form = {"key": "b", "purpose": "session", "on_day": day.isoformat(), "at_time": "9:30", "minutes": "60"}
    again(browser, path, form)
    assert Appointment.objects.count() == 1
    said = refused(browser, path, **{**form, "at_time": "11:00"})
    assert "Sending it again adds a second record." in said  # it does: that is another booking
    sent(browser, path, **{**form, "at_time": "11:00", "key": value_of(said, "key")})
    assert Appointment.objects.count() == 2


def test_a_zone_put_right_twice_and_changed_after_going_back(owner):
    client, _first = treated(owner)
    session = client.sessions.filter(signed_at=None).latest("happened_at")
    zone = sessions.log_zone(actor=owner, session=session.pk, zone="chin", depth="0.5")
    browser, path = browser_of(owner), f"/zones/{zone.pk}/"
    form = {"key": "z", "version": str(zone.version), "depth": "0.6"}
    again(browser, path, form)
    assert CLASH in sent(browser, path, **{**form, "depth": "0.7"})
    assert SessionZone.objects.get(pk=zone.pk).depth_mm == 0.6


def test_scores_to_start_from_sent_again_with_others_are_told_in_words(desk, owner):
    browser, client = desk
    row = assessments.add_indication(actor=owner, client=client.pk, concern="fine lines", zone="cheek")
    name = f"score-{row.pk}"
    path = f"/clients/{client.pk}/consult/"
    assert name in page_of(browser, path)
    form = {"key": "s", name: "2", f"scale-{row.pk}": "lemperle"}
    again(browser, f"{path}baseline/", form)
    said = refused(browser, f"{path}baseline/", **{**form, name: "3"})
    assert "a new key" not in said
    assert "Sending it again adds a second record." in said


def test_a_device_retired_and_a_lot_put_right_by_two_clicks(owner):
    browser = browser_of(owner)
    pen = stock.add_device(actor=owner, name="Pen", kind="pen")
    path = f"/office/devices/{pen.pk}/retire/"
    again(browser, path, {"version": str(pen.version)})
    said = page_of(browser, "/office/devices/")
    assert "Somebody changed this device meanwhile" not in said


def test_a_follow_up_changed_after_going_back_says_so_and_can_be_sent(desk, owner):
    browser, client = desk
    row = assessments.add_indication(actor=owner, client=client.pk, concern="fine lines", zone="cheek")
    path = f"/clients/{client.pk}/follow-up/"
    name = f"score-{row.pk}"
    form = {"key": "f", "blinded": "no", name: "2", f"scale-{row.pk}": "lemperle", "text": "Calm."}
    again(browser, path, form)
    said = refused(browser, path, **{**form, name: "1"})
    assert said.count("Sending it again adds a second record.") == 1
    assert "a new key" not in said
    sent(browser, path, **{**form, name: "1", "key": value_of(said, "key")})
    assert row.measurements.count() == 2
