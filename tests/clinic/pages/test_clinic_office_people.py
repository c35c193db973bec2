"""Merge, duplicates, recall and rights as pages of the office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_client, a_lot, actor
from helpers.clinic.sent import page_of, questions, refused, sent
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import (
    Client,
    Different,
    Erasure,
    Merge,
    MergeUndone,
    Restriction,
    Session,
)
from microneedling.clinic.records.services import clients, stock, uses

pytestmark = pytest.mark.django_db
BORN = date(1984, 5, 3)


@pytest.fixture
def pair(owner):
    """A treated client, and the same person entered once more."""
    kept, _session = treated(owner, given_name="José", family_name="Muster", born_on=BORN)
    gone = a_client(owner, given_name="Jose", family_name="Muster", born_on=BORN, sex="male")
    return kept, gone


def test_two_are_seen_side_by_side_joined_and_told_apart_again(owner, pair):
    kept, gone = pair
    browser = browser_of(owner)
    here = f"/office/merge/?kept={kept.number}&gone={gone.number}"
    page = page_of(browser, here)
    for words in ("José", "Jose", "zones that were treated", "Take over from the one that goes"):
        assert words in page
    assert "Look again" not in page
    assert f"Type the number {gone.number}" in refused(browser, here, reason="twice", typed="7777")
    assert "Say why" in refused(browser, here, reason="", typed=str(gone.number))
    assert not Merge.objects.exists()
    where = sent(browser, here, reason="entered twice", typed=str(gone.number), take=["sex"], key="m")
    assert where == f"/clients/{kept.pk}/"
    kept.refresh_from_db()
    assert (Merge.objects.get().gone, kept.sex) == (gone, "male")
    merge = Merge.objects.get()
    listed = page_of(browser, "/office/merge/")
    assert f"({gone.number})" in listed
    undo = f"/office/merge/{merge.pk}/undo/"
    assert "Say why" in refused(browser, undo, reason="", typed=str(gone.number))
    sent(browser, undo, reason="two cousins", typed=str(gone.number), key="u")
    assert MergeUndone.objects.get().merge == merge
    assert Client.objects.get(pk=gone.pk).state == "active"
    assert "Nobody was joined" in page_of(browser, "/office/merge/")


def test_who_cannot_be_joined_or_differs_much_is_said_before(owner, pair):
    kept, gone = pair
    other = a_client(owner, given_name="Bob", family_name="Miller", born_on=date(1991, 3, 1))
    browser = browser_of(owner)
    page = page_of(browser, f"/office/merge/?kept={kept.number}&gone={other.number}")
    assert "the names are not like one another" in page
    clients.mark_different(actor=owner, client=kept.pk, other=gone.pk, reason="twins")
    page = page_of(browser, f"/office/merge/?kept={kept.number}&gone={gone.number}")
    assert "known to be another person" in page
    assert "Join them" not in page
    said = browser.get("/office/merge/?kept=4711&gone=x")
    assert said.status_code == 422
    assert "which no client has" in said.content.decode()


def test_duplicates_are_found_and_told_apart_for_good(owner, pair):
    kept, gone = pair
    a_client(owner, given_name="Zoë", family_name="Quark", born_on=date(1970, 1, 1))
    browser = browser_of(owner)
    page = page_of(browser, "/office/duplicates/")
    assert page.count("Side by side") == 1
    assert "same birthday" in page
    both = {"one": str(kept.pk), "other": str(gone.pk)}
    refused(browser, "/office/duplicates/", **both, reason="")
    sent(browser, "/office/duplicates/", **both, reason="twins, both were here")
    assert Different.objects.get().reason == "twins, both were here"
    assert "Nobody looks like anybody else" in page_of(browser, "/office/duplicates/")


def test_a_recall_begins_with_a_number_and_tells_near_spellings(owner):
    _client, session = treated(owner)
    lot = a_lot(owner)
    uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, quantity=Decimal(1), zone="cheek")
    browser, path = browser_of(owner), "/office/recall/"
    assert sent(browser, path, number="lot-7 A") == f"/recall/{lot.pk}/"
    assert "No lot or device" in refused(browser, path, number="nothing like it")
    near = refused(browser, path, number="LOT-7 4")
    assert f"/recall/{lot.pk}/" in near
    refused(browser, path, number="")
    page = page_of(browser, f"/recall/{lot.pk}/")
    assert "1 use on 1 client;" in page
    table = browser.get(f"/recall/{lot.pk}/table/")
    assert table.content.decode("utf-8-sig").count("\r\n") == 2
    assert browser_of(actor("assistant")).get(path).status_code == 200


def test_records_are_left_at_rest_and_used_again_on_the_page_of_rights(owner):
    client, _session = treated(owner)
    browser, of = browser_of(owner), f"/clients/{client.pk}/rights/"
    assert of in page_of(browser, f"/clients/{client.pk}/details/")
    refused(browser, of, act="rest", ground="")
    sent(browser, of, act="rest", ground="accuracy", reason="birthday", key="r")
    row = Restriction.objects.get()
    assert "They rest since" in page_of(browser, of)
    refused(browser, of, act="lift", restriction=str(row.pk), reason="")
    sent(browser, of, act="lift", restriction=str(row.pk), reason="put right", key="l")
    assert Client.objects.get(pk=client.pk).state == "active"


def test_an_erasure_says_what_stays_and_why_and_wants_the_number(owner):
    settings.HOME.make()
    client, _session = treated(owner, telephone="0151 2345678")
    browser, of = browser_of(owner), f"/clients/{client.pk}/rights/"
    page = page_of(browser, of)
    assert "The record of care is kept until" in page
    assert "part of the record of care" in page
    refused(browser, of, act="erase", typed="")
    assert not Erasure.objects.exists()
    sent(browser, of, act="erase", typed=str(client.number), key="e")
    client.identity.refresh_from_db()
    assert (Erasure.objects.get().stage, client.identity.telephone) == ("part", "")
    assert Session.objects.filter(client=client).count() == 2
    other = a_client(owner)
    sent(browser, f"/clients/{other.pk}/rights/", act="erase", typed=str(other.number), key="w")
    assert Client.objects.get(pk=other.pk).state == "erased"
    assert browser.get(f"/clients/{other.pk}/rights/").status_code == 404


def test_the_log_of_one_client_says_who_looked_by_name(owner, practitioner):
    client, _session = treated(owner)
    page_of(browser_of(practitioner), f"/clients/{client.pk}/")
    page = page_of(browser_of(owner), f"/clients/{client.pk}/rights/log/")
    assert practitioner.user.username in page
    assert "client: seen" in page
    assert browser_of(practitioner).get(f"/clients/{client.pk}/rights/log/").status_code == 403
    assert Entry.objects.filter(action="trail.read", client=str(client.pk)).count() == 1


@pytest.mark.parametrize(
    ("group", "may"),
    [
        (
            "owner",
            {"imports", "exports", "merge", "duplicates", "recall", "backup", "audit", "settings", "rights"},
        ),
        ("practitioner", {"imports", "exports", "merge", "duplicates", "recall", "rights"}),
        ("assistant", {"imports", "exports", "duplicates", "recall"}),
        ("reader", {"exports", "duplicates", "recall"}),
        ("researcher", {"exports", "recall"}),
    ],
)
def test_each_group_opens_the_doors_that_are_its_own(owner, group, may):
    settings.HOME.make()
    client = a_client(owner)
    browser = browser_of(actor(group))
    doors = {name: f"/office/{name}/" for name in ("imports", "exports", "merge", "duplicates", "recall")}
    doors |= {name: f"/office/{name}/" for name in ("backup", "audit", "settings")}
    doors["rights"] = f"/clients/{client.pk}/rights/"
    assert {name for name, where in doors.items() if browser.get(where).status_code == 200} == may
    front = page_of(browser, "/office/")
    shown = {name for name, where in doors.items() if name != "rights" and f'href="{where}"' in front}
    assert shown == may - {"rights"}


@pytest.mark.slow
def test_pages_of_people_ask_as_many_questions_however_many_there_are(owner, pair):
    settings.HOME.make()
    kept, gone = pair
    browser = browser_of(owner)
    paths = [
        "/office/duplicates/",
        "/office/merge/",
        "/office/audit/",
        "/office/exports/",
        "/office/imports/",
    ]
    paths += ["/office/backup/", "/office/settings/", "/office/", f"/clients/{kept.pk}/rights/"]
    paths += [f"/office/merge/?kept={kept.number}&gone={gone.number}", f"/clients/{kept.pk}/rights/log/"]
    for path in paths:
        page_of(browser, path)
    before = {path: questions(browser, path) for path in paths}
    for number in range(4):
        a_client(owner, given_name="Ada", family_name=f"Same{number}", born_on=BORN)
        one, other = a_client(owner), a_client(owner)
        sent(
            browser,
            f"/office/merge/?kept={one.number}&gone={other.number}",
            reason="x",
            typed=str(other.number),
        )
        stock.count_lot(actor=owner, lot=a_lot(owner).pk, counted=Decimal(number), reason="again")
    browser.get("/office/merge/")  # what was said once is shown
    assert {path: questions(browser, path) for path in paths} == before
