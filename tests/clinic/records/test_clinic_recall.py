"""From a lot or device to all it touched: what was voided, put right or joined is told, near spellings stand apart."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client as Browser

from helpers.clinic.full_client import a_full_client, photographed
from helpers.clinic.people import a_client, a_lot, consented
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.pages.letters import letters, letters_file
from microneedling.clinic.records.models import Session
from microneedling.clinic.records.selectors.recall import recall
from microneedling.clinic.records.services import sessions, stock, uses
from microneedling.clinic.records.services.merging import merge_clients
from microneedling.clinic.records.spellings import bones, near
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def used(by, client, lot, zone: str = "cheek", sign: bool = True, device=None) -> Session:
    session = sessions.open_session(
        actor=by, client=client.pk, without_consent_reason="a test", device=device and device.pk
    )
    sessions.log_zone(actor=by, session=session.pk, zone=zone, depth="0.5")
    uses.use_lot(actor=by, session=session.pk, lot=lot.pk, zone=zone, quantity=Decimal(1))
    return sessions.sign_session(actor=by, session=session.pk, version=1) if sign else session


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("LOT-7 a", "lot 7A", True),
        ("B0815", "8O8IS", True),
        ("A1234", "A1243", True),
        ("A1234", "A124", True),
        ("A1234", "A12345", True),
        ("A1234", "A9934", False),
        ("A1", "A2", False),
        ("A1234", "A1", False),
    ],
)
def test_near_spellings(one, other, like):
    assert near(one, other) is near(other, one) is like
    assert near(one, one)
    assert bones(one) == bones(f" {one.lower()} ")


def test_every_use_is_found_with_what_became_of_it(owner):
    lot = a_lot(owner)
    full = a_full_client(owner, lot)
    merged, voided, returned = (a_client(owner) for _ in range(3))
    kept = a_client(owner, family_name="Kept")
    used(owner, merged, lot)
    sessions.void_session(actor=owner, session=used(owner, voided, lot).pk, reason="wrong client")
    open_one = used(owner, returned, lot, sign=False)
    uses.void_use(actor=owner, use=open_one.uses.get().pk, reason="not opened")
    merge_clients(actor=owner, kept=kept.pk, gone=merged.pk, reason="same")
    other = a_lot(owner)
    used(owner, a_client(owner), other)
    found = recall(actor=owner, text=str(lot.pk))
    assert {use.client for use in found.uses} == {full.pk, kept.pk, voided.pk, returned.pk}
    by = {use.client: use for use in found.uses}
    assert found.clients == 2
    assert (by[full.pk].zones, len(by[full.pk].photographs), by[full.pk].counts) == (("cheek",), 1, True)
    assert "1 addendum" in by[full.pk].told[0]
    assert f"entered for client {merged.number}, joined with client {kept.number}" in by[kept.pk].told[0]
    assert (by[voided.pk].counts, "wrong client" in " ".join(by[voided.pk].told)) == (False, True)
    assert (by[returned.pk].counts, "not opened" in by[returned.pk].told[0]) == (False, True)
    assert [event["kind"] for event in found.events] == ["erythema"]
    assert Entry.objects.filter(action="recall.read").count() == 1


def test_a_number_put_right_is_found_by_the_wrong_one_too_and_others_stand_apart(owner):
    product = stock.add_product(actor=owner, name="Serum", kind="serum")
    take = {"actor": owner, "product": product.pk, "quantity": Decimal(5)}
    right, alike = stock.receive_lot(**take, number="B0815"), stock.receive_lot(**take, number="BO8I5")
    used(owner, a_client(owner), right)
    used(owner, a_client(owner), alike)
    found = recall(actor=owner, text="b0815")
    assert ([item.id for item in found.items], [item.id for item in found.near]) == ([right.pk], [alike.pk])
    assert len(found.uses) == 1
    found = recall(actor=owner, text=str(right.pk))  # asked for by its id, as the page does
    assert [item.id for item in found.near] == [alike.pk]
    stock.correct_lot(
        actor=owner, lot=right.pk, version=1, changes={"number": "C9999"}, reason="read off the wrong box"
    )
    found = recall(actor=owner, text="B0815")
    assert [(item.id, item.formerly) for item in found.items] == [(right.pk, "B0815")]
    with pytest.raises(InputError, match="Spelt like it: Serum, lot C9999"):
        recall(actor=owner, text="C99999")


def test_a_device_by_its_serial_number(owner):
    device = stock.add_device(actor=owner, name="Pen", kind="pen", serial="SN 001")
    one = used(owner, a_client(owner), a_lot(owner), device=device)
    found = recall(actor=owner, text="sn-001")
    assert [(use.session, use.zones) for use in found.uses] == [(one.pk, ("cheek",))]


def test_letters_go_to_those_whom_it_came_to(owner):
    lot = a_lot(owner)
    full = a_full_client(owner, lot, family_name="<b>O’Sample</b>")
    lost = a_client(owner)
    used(owner, lost, lot)
    sessions.void_session(actor=owner, session=used(owner, a_client(owner), lot).pk, reason="x")
    consented(owner, lost)
    photographed(owner, lost)
    found = recall(actor=owner, text=str(lot.pk))
    made, without = letters(actor=owner, found=found)
    assert [item.client for item in made] == [full.pk, lost.pk]
    assert [(item.number, item.name) for item in without] == [(lost.number, made[1].name)]  # handed over
    text, count, _ = letters_file(actor=owner, found=found, why="needles may break", please="")
    assert (count, text.count('<article class="letter" lang="en-gb">')) == (2, 2)
    assert "&lt;b&gt;O’Sample" in text
    assert "1 Example Road" in text
    assert "needles may break" in text
    assert f'<li><bdi dir="auto">{made[1].name}</bdi>, client {lost.number}: no address' in text
    assert "carry no address or telephone" in text
    assert "@page letter { @bottom-right { content: none; }" in text  # no count over the letters of others
    assert ".letter { page: letter;" in text
    assert text.count('<div class="whose">') == 2
    assert "http" not in text  # opens without the clinic, and asks nobody
    assert Entry.objects.filter(action="recall.letter", client=str(full.pk)).count() == 2


def test_letters_bear_address_and_telephone_of_the_clinic_and_staff_hear_where_there_is_none(
    owner, monkeypatch
):
    lot = a_lot(owner)
    a_full_client(owner, lot)
    browser, where = Browser(), f"/recall/{lot.pk}/"
    browser.force_login(owner.user, backend=BACKEND)
    none = "The letters carry no address or telephone of the clinic"
    for page in (browser.get(where), browser.post(where, {})):
        assert none in page.content.decode()
        assert 'href="/office/settings/"' in page.content.decode().split(none)[1].split("</p>")[0]
    monkeypatch.setitem(settings.SAID, "contact", "2 Harbour <Lane>\n\n+44 20 7946 0000\n")
    assert none not in browser.get(where).content.decode()
    page = browser.post(where, {}).content.decode()
    assert none not in page
    head = page.split('<p class="from">')[1].split("</p>")[0]
    assert head.count("<br>") == 2
    assert "2 Harbour &lt;Lane&gt;" in head
    assert "+44 20 7946 0000" in head


def test_a_lot_that_went_to_nobody_is_on_record(owner):
    lot = a_lot(owner)
    browser = Browser()
    browser.force_login(owner.user, backend=BACKEND)
    said = browser.post("/office/recall/", {"number": lot.number})
    assert said.headers["Location"] == f"/recall/{lot.pk}/"
    page = browser.get(f"/recall/{lot.pk}/").content.decode()
    assert "It is on record, and no session used it: it came to nobody." in page
    assert "those that were voided" not in page
    empty = browser.post("/office/recall/", {"number": " "}).content.decode()
    assert "Type the number that is recalled." in empty
    assert "No lot or device on record" not in empty


def test_the_page_and_the_api_of_a_recall(owner):
    lot = a_lot(owner)
    a_full_client(owner, lot)
    browser = Browser()
    browser.force_login(owner.user, backend=BACKEND)
    page = browser.get(f"/recall/{lot.pk}/").content.decode()
    assert "on 1 client;" in page
    page = browser.post(f"/recall/{lot.pk}/", {"why": "a fault"}).content.decode()
    assert "Dear <bdi" in page
    said = browser.post("/api/v1/recall", json.dumps({"text": str(lot.pk)}), content_type="application/json")
    assert (said.status_code, said.json()["clients"]) == (200, 1)
    said = browser.post("/api/v1/recall", json.dumps({"text": "none"}), content_type="application/json")
    assert said.status_code == 422
