"""What a newcomer stumbled over on the pages: words shown to the wrong people, words lost, visits begun twice."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_client, a_running_plan, actor
from microneedling.clinic.pages.bookings import clock_of
from microneedling.clinic.pages.looking_back.cause import no_finer
from microneedling.clinic.pages.mistakes import in_words
from microneedling.clinic.pages.planning.remembered import currency_in
from microneedling.clinic.pages.planning.wishes import NO_CURRENCY
from microneedling.clinic.records.models import Appointment, Draft, Measurement, Session
from microneedling.clinic.records.selectors.clients import client_page
from microneedling.clinic.records.services import assessments, bookings, clients, events, sessions, signing
from microneedling.errors import InputError, Mistake

pytestmark = pytest.mark.django_db
SECRET = "Aunt Wilhelmina of Mill Lane"


def text_of(browser: Any, path: str, status: int = 200) -> str:
    """A page as text."""
    said = browser.get(path)
    assert said.status_code == status, path
    return said.content.decode()


def booked(by: Any, client: Any, state: str = "arrived") -> Appointment:
    """A booking of today."""
    row = bookings.book(
        actor=by,
        client=client.pk,
        purpose="session",
        on_day=timezone.localdate(),
        at_time=time(9),
        minutes=60,
    )
    return bookings.settle_appointment(actor=by, appointment=row.pk, version=row.version, state=state)


def test_free_words_and_bookings_are_not_for_research(owner):
    client, session = treated(owner, own_words=SECRET)
    clients.add_alert(actor=owner, client=client.pk, kind="other", text=SECRET)
    assessments.add_indication(
        actor=owner, client=client.pk, concern="fine lines", zone="forehead", own_words=SECRET
    )
    events.add_note(actor=owner, client=client.pk, kind="other", text=SECRET)
    bookings.book(
        actor=owner,
        client=client.pk,
        purpose=SECRET,
        on_day=timezone.localdate() + timedelta(days=1),
        at_time=time(14),
        minutes=30,
    )
    kept = sessions.change_session(
        actor=owner,
        session=session.pk,
        version=session.version,
        changes={"note": SECRET, "reaction": SECRET, "aftercare": SECRET},
    )
    sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="0.5", reaction=SECRET)
    sessions.sign_session(actor=owner, session=session.pk, version=kept.version)
    signing.add_addendum(actor=owner, kind="session", record=session.pk, text=SECRET)
    paths = (
        "/",
        "/clients/",
        f"/clients/{client.pk}/",
        f"/sessions/{session.pk}/",
        f"/api/v1/clients/{client.pk}",
    )
    researcher, reader = browser_of(actor("researcher")), browser_of(actor("reader"))
    for path in paths:
        text = text_of(researcher, path)
        assert SECRET not in text, path
        assert "Next booking" not in text
        assert "Booked" not in text
    assert "0.5 mm" in text_of(researcher, f"/clients/{client.pk}/")  # figures are what research is for
    for path in paths[2:]:
        assert SECRET in text_of(reader, path), path
    assert "Next booking" in text_of(reader, "/clients/")
    session.refresh_from_db()
    client.refresh_from_db()
    assert (session.note, client.own_words) == (SECRET, SECRET)  # withheld, not wiped


def test_tables_that_are_not_for_research_are_empty_in_what_is_read(owner):
    client, _session = treated(owner)
    booked(owner, client)
    found = client_page(actor=actor("researcher"), client=client.pk)
    assert [found[name] for name in ("notes", "photographs", "appointments", "consents")] == [[], [], [], []]
    assert found["sessions"]
    assert found["measurements"]


def test_no_score_to_start_from_once_the_zone_was_treated(owner):
    client, _session = treated(owner)  # the cheek was treated a month ago
    concern = client.indications.get()  # type: ignore[attr-defined]
    fresh = assessments.add_indication(actor=owner, client=client.pk, concern="fine lines", zone="forehead")
    browser, path = browser_of(owner), f"/clients/{client.pk}/consult/"
    page = text_of(browser, path)
    assert "Use Follow-up" in page
    assert f"score-{concern.pk}" not in page
    assert f"score-{fresh.pk}" in page
    count = Measurement.objects.count()
    said = browser.post(f"{path}baseline/", {f"score-{concern.pk}": "1", "key": "b"})
    assert said.status_code == 422
    assert "Cheek: a session is on record" in said.content.decode()
    assert Measurement.objects.count() == count
    about = {"client": client.pk, "zone": "cheek", "value": "3", "scale": "lemperle", "baseline": True}
    with pytest.raises(InputError, match="follow-up"):
        assessments.add_measurement(actor=owner, **about)
    before = timezone.now() - timedelta(days=60)
    assert assessments.add_measurement(actor=owner, happened_at=before, **about).baseline  # entered late
    assert browser.post(f"{path}baseline/", {f"score-{fresh.pk}": "2", "key": "c"}).status_code == 303


def test_words_typed_while_another_tab_signed_wait_as_an_addendum(practitioner):
    client, session = treated(practitioner)
    browser, of = browser_of(practitioner), f"/sessions/{session.pk}/"
    text_of(browser, of)
    keep = {"draft": f"session {session.pk}", "client": str(client.pk), "user": str(practitioner.user.pk)}
    sessions.log_zone(actor=practitioner, session=session.pk, zone="cheek", depth="0.5")
    sent = {"note": "from tab A", "version": "1", "sign": "1", "key": "a"}
    assert browser.post(f"{of}save/", sent).status_code == 303
    typed = {"zone": "forehead", "depth": "0.7", "reaction": "a small bruise"}
    zone = {**keep, "draft": f"session {session.pk} zone", **typed}
    assert browser.post("/drafts/keep/", zone).status_code == 204
    said = browser.post(f"{of}save/", {"note": "only in tab B", "version": "1", "key": "b"})
    page = said.content.decode()
    assert "Signed meanwhile" in page
    assert "Your words are here" in page
    assert "Note: only in tab B" in page
    assert "Reaction: a small bruise" in page
    assert "Throw the draft away" in page
    assert list(Draft.objects.values_list("form", flat=True)) == [f"addendum session {session.pk}"]
    assert "only in tab B" in text_of(browser, of)  # and on any later day
    drop = {"draft": f"addendum session {session.pk}", "client": str(client.pk), "back": of}
    assert browser.post("/drafts/drop/", drop).status_code == 303
    assert "only in tab B" not in text_of(browser, of)
    said = browser.post(f"{of}zones/", {"zone": "chin", "depth": "0.4", "key": "z"})
    assert "Depth, mm: 0.4" in said.content.decode()
    session.refresh_from_db()
    assert session.note == "from tab A"


def test_a_visit_is_begun_once(practitioner):
    client = a_client(practitioner)
    plan, booking = a_running_plan(practitioner, client), booked(practitioner, client)
    browser, new = browser_of(practitioner), f"/clients/{client.pk}/sessions/new/"
    form = {"plan": str(plan.current.pk), "appointment": str(booking.pk), "device": "", "reason": ""}
    where = browser.post(new, {**form, "key": "a"}).headers["Location"]
    assert Session.objects.count() == 1
    today = text_of(browser, "/")
    assert f'href="{where}">Continue' in today
    assert "in session" in today
    assert ">Treat<" not in today
    page = text_of(browser, new)
    assert "Session 1 is open" in page
    assert f'href="{where}">Go on with it' in page
    again = browser.post(new, {**form, "appointment": "", "key": "b"})  # Back, and Begin once more
    assert again.headers["Location"] == where
    assert "Session 1 is open: go on with it." in text_of(browser, where)
    assert Session.objects.count() == 1
    about = {"client": client.pk, "plan_version": plan.current.pk}
    with pytest.raises(InputError, match="go on with that one"):
        sessions.open_session(actor=practitioner, appointment=booking.pk, **about)
    beside = browser.post(new, {**form, "appointment": "", "another": "1", "key": "c"})
    assert beside.headers["Location"] not in ("", where)  # said so, a second one is possible


def test_the_tables_say_no_in_words_and_do_not_go_round_in_circles(owner):
    for group in ("assistant", "researcher"):
        said = browser_of(actor(group)).get("/admin/", follow=True)
        assert said.status_code == 403
        assert "The tables are for the owner" in said.content.decode()
    owner.user.is_staff = True
    owner.user.save()
    assert browser_of(owner).get("/admin/login/", follow=True).status_code == 200


def test_each_text_of_two_tabs_is_kept_and_nothing_is_chosen_beforehand(practitioner):
    client = a_client(practitioner)
    note = events.add_note(actor=practitioner, client=client.pk, kind="other", text="base")
    browser, path = browser_of(practitioner), f"/notes/{note.pk}/"
    for number, words in enumerate(("kept first", "second tab", "third tab")):
        said = browser.post(path, {"text": words, "version": "1", "key": f"k{number}"})
    where = said.headers["Location"]
    page = text_of(browser, where)
    for words in ("kept first", "second tab", "third tab", "You changed this meanwhile, in another tab"):
        assert words in page
    assert "Somebody else" not in page
    assert " checked" not in page
    undecided = browser.post(where, {"text": "third tab, longer", "version": "2"})
    assert undecided.status_code == 422
    assert "Decide: what is on record, or yours." in undecided.content.decode()
    assert "third tab, longer" in undecided.content.decode()
    note.refresh_from_db()
    assert note.text == "kept first"
    assert browser.post(where, {"take-text": "mine", "text": "all three", "version": "2"}).status_code == 303
    note.refresh_from_db()
    assert note.text == "all three"
    other = browser_of(actor("practitioner"))
    said = other.post(path, {"text": "from somebody else", "version": "1", "key": "o"})
    assert "Somebody else changed this" in text_of(other, said.headers["Location"])


def test_a_mistake_says_what_to_do(practitioner):
    _client, session = treated(practitioner)
    browser, of = browser_of(practitioner), f"/sessions/{session.pk}/"

    def wrong(path: str, **fields: str) -> str:
        said = browser.post(path, {"key": path, **fields})
        assert said.status_code == 422
        page = said.content.decode()
        assert "does not fit" not in page
        assert " | " not in page
        return page

    page = wrong(f"{of}zones/", zone="", depth="")
    assert page.count("Choose the zone that was treated.") == 2  # at the head and beside it
    assert page.count("Say how deep, in mm, such as 0.5.") == 2
    assert "or a reason in “Reason for more than the label”" in wrong(f"{of}zones/", zone="chin", depth="2.5")
    page = wrong(f"{of}save/", version=str(session.version), sign="1")
    assert "Keep at least one zone before you sign." in page
    page = wrong("/clients/new/", given_name="x" * 130, sex="unknown")
    assert "Shorten this to 120 signs; now it has 130." in page
    listed = Mistake("zone", '"nose tip"', " | ".join("abcdefgh"), "did you mean nose?")
    assert in_words(listed) == '"nose tip" is not on the list. Choose one that is. did you mean nose?'


@pytest.mark.parametrize("typed", ["14.04.1984", "14/4/1984", "14. 4. 1984", "1984-04-14"])
def test_a_birthday_is_found_as_it_is_written_here(owner, typed):
    client = a_client(owner, born_on=date(1984, 4, 14))
    other = a_client(owner, born_on=date(1984, 4, 15))
    page = browser_of(owner).post("/clients/", {"text": typed}).content.decode()
    assert f"/clients/{client.pk}/" in page
    assert f"/clients/{other.pk}/" not in page


def test_a_time_is_taken_as_people_type_it():
    assert {clock_of(typed) for typed in ("9:30", "9.30", "09.30", "0930", "930", "9h30")} == {time(9, 30)}
    for typed in ("", "25:00", "9:7", "half nine", "9.300"):
        with pytest.raises(ValueError, match="no time of day"):
            clock_of(typed)


def test_the_log_says_what_is_kept_with_the_signature(practitioner):
    _client, session = treated(practitioner)
    page = text_of(browser_of(practitioner), f"/sessions/{session.pk}/")
    (tick,) = [line for line in page.split("<li>") if line.startswith("<span>Aftercare told")]
    assert "above, kept as you sign" in tick
    assert "missing" not in tick


def test_a_reason_without_consent_is_out_of_the_way_where_consent_holds(owner):
    client = a_client(owner)
    browser, new = browser_of(owner), f"/clients/{client.pk}/sessions/new/"
    assert "Treat without plan and consent" not in text_of(
        browser, new
    )  # no plan runs: the reason stands open
    a_running_plan(owner, client)
    assert "<details><summary>Treat without plan and consent" in text_of(browser, new)


def test_a_double_click_is_told_once(practitioner):
    browser = browser_of(practitioner)
    form = {"given_name": "Ines", "family_name": "Twice", "sex": "unknown", "key": "same"}
    where = {browser.post("/clients/new/", form).headers["Location"] for _ in range(2)}
    assert len(where) == 1
    assert text_of(browser, where.pop()).count("The client is on record.") == 1


def test_who_may_not_write_in_a_session_finds_no_form_that_would_refuse(owner):
    _client, session = treated(owner)
    sessions.log_zone(actor=owner, session=session.pk, zone="chin", depth="0.5 mm", passes=2)
    sessions.change_session(actor=owner, session=session.pk, version=1, changes={"note": "Calm throughout."})
    path, zone = f"/sessions/{session.pk}/", session.zones.get(zone="chin")
    save, right = f'action="{path}save/"', f'href="/zones/{zone.pk}/"'
    theirs = text_of(browser_of(actor("assistant")), path)
    assert save not in theirs
    assert right not in theirs
    assert "Calm throughout." in theirs
    mine = text_of(browser_of(owner), path)
    assert save in mine
    assert right in mine


def test_a_price_without_a_currency_is_not_given_one():
    assert currency_in({"price": {"currency": NO_CURRENCY, "session": 100}}) == ""
    assert currency_in({"price": {"currency": "EUR", "session": 100}}) == "EUR"
    assert currency_in({}) == ""


@pytest.mark.parametrize(
    ("value", "detectable", "told"), [(-0.00014, 1.2, 0), (-0.534, 1.2, -0.5), (0.0123, 0.05, 0.012)]
)
def test_a_change_is_told_no_finer_than_it_can_be_read(value, detectable, told):
    assert no_finer(value, detectable) == told
