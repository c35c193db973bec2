"""The shelf and the users of the office, as pages: what came in, what was counted, held back; who may sign in."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_lot, actor
from helpers.clinic.sent import questions, refused, sent, value_of
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Device, Draft, Lot, Product
from microneedling.clinic.records.services import stock, uses

pytestmark = pytest.mark.django_db


def test_what_comes_in_lies_on_the_shelf_and_a_near_spelling_is_asked_about(owner):
    browser, path = browser_of(actor("assistant")), "/office/lots/new/"
    new = {"product": "new", "name": "Cartridge 12", "kind": "cartridge", "low_at": "5", "quantity": "10"}
    where = sent(browser, path, **new, number="LOT-7 O1", expires_on="2099-02", key="a")
    lot = Lot.objects.get()
    assert where == f"/office/lots/{lot.pk}/"
    assert (lot.expires_on, lot.product.low_at, stock.in_stock(lot)) == (date(2099, 2, 28), 5, 10)
    again = {"product": str(lot.product.pk), "quantity": "2,5", "expires_on": "28.2.2099"}
    asked = refused(browser, path, **again, number="lot 7 01")
    assert "Is it the same one?" in asked
    assert Lot.objects.count() == 1
    sent(browser, path, **again, number="lot 7 01", another="on", key="b")
    sent(browser, path, **again, number="LOT-7 O1", another="on", key="c")
    sent(browser, path, **again, number="LOT-7 O1", another="on", key="c")  # a double click
    assert (Lot.objects.count(), stock.in_stock(lot)) == (2, Decimal("12.5"))
    page = browser.get("/office/lots/").content.decode()
    assert page.count("Cartridge 12") == 2
    assert "Spelt like it" in browser.get(where).content.decode()
    for wrong, told in (
        ({**again, "number": "x", "expires_on": "Feb"}, "This is no date"),
        ({**again, "number": "x", "quantity": "many"}, "Give a number"),
        ({**new, "name": "", "number": "x", "quantity": "1"}, "Name the product"),
        ({**again, "number": ""}, "the number printed on the lot"),
    ):
        assert told in refused(browser, path, **wrong)
    assert (Lot.objects.count(), Product.objects.count()) == (2, 1)


def looked_at(browser, path, **fields):
    """The form after its bar code was read: nothing is kept, nothing is wrong yet."""
    said = browser.post(path, fields)
    assert said.status_code == 200
    page = said.content.decode()
    assert 'class="error"' not in page
    return page


def test_a_bar_code_fills_in_what_it_says_and_must_agree_with_what_was_typed(owner):
    browser, path = browser_of(actor("assistant")), "/office/lots/new/"
    code = "(01)04012345678901(17)990331(10)AB-7"
    new = {"product": "new", "name": "Cartridge 12", "kind": "cartridge", "quantity": "10", "udi": code}
    for more in ({}, {"read": "1"}):  # a scanner, or the button below
        page = looked_at(browser, path, **new, **more)
        assert "Read off the bar code" in page
        found = [value(page, name) for name in ("number", "expires_on", "quantity")]
        assert found == ["AB-7", "2099-03-31", "10"]
    assert Lot.objects.count() == 0  # it is looked at first
    wrong = refused(browser, path, **new, number="AB-1", expires_on="2099-02")
    assert "The bar code says AB-7." in wrong
    assert "The bar code says 31 March 2099." in wrong
    sent(browser, path, **new, number="ab-7", expires_on="2099-03")
    lot = Lot.objects.get()
    assert (lot.number, lot.expires_on, lot.udi) == ("ab-7", date(2099, 3, 31), code)
    again = looked_at(
        browser, path, udi="01040123456789011799033110B2", read="1"
    )  # the same product, known by now
    assert f'<option value="{lot.product.pk}" selected>' in again
    assert value(again, "number") == "B2"


def test_a_bar_code_that_cannot_be_read_or_has_expired_says_so(owner):
    browser, path = browser_of(actor("assistant")), "/office/lots/new/"
    for code in ("hello", "(01)04012345678902(10)AB-7", "(01)04012345678901(17)271300(10)AB-7"):
        assert "This cannot be read" in looked_at(browser, path, udi=code, read="1", quantity="3")
    assert "has expired" in looked_at(browser, path, udi="(01)04012345678901(17)240331(10)AB-7", read="1")
    assert "Read off" not in refused(browser, path, udi="of another kind", quantity="3", number="C3")


def value(page: str, name: str) -> str:
    """What stands in a field of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def test_what_expires_is_held_back_or_runs_short_is_said(owner):
    for days in (-3, 12, 400):
        a_lot(owner, days=days, quantity=4)
    Product.objects.update(low_at=6)
    held = a_lot(owner)
    stock.correct_lot(actor=owner, lot=held.pk, version=1, changes={"hold_reason": "smell"}, reason="smell")
    page = browser_of(owner).get("/office/lots/").content.decode()
    words = (">expired<", ">expires soon<", ">held back<", ">runs short<")
    assert [page.count(word) for word in words] == [1, 1, 1, 3]
    assert "smell" in browser_of(owner).get(f"/office/lots/{held.pk}/").content.decode()


def test_a_lot_is_counted_thrown_away_put_right_held_back_and_freed(owner):
    lot, browser = a_lot(owner), browser_of(owner)
    of = f"/office/lots/{lot.pk}/"
    sent(browser, f"{of}count/", counted="9", reason="one fell down", key="1")
    sent(browser, f"{of}discard/", quantity="4", reason="box was wet", key="2")
    assert stock.in_stock(lot) == 5
    assert "at most 5" in refused(browser, f"{of}discard/", quantity="6", reason="all")
    assert "Say why" in refused(browser, f"{of}discard/", quantity="1", reason="")
    version = value_of(browser.get(of).content.decode(), "version")
    right = {"number": "LOT-8", "expires_on": "2098-01-31", "supplier": "", "udi": "", "reason": "misread"}
    sent(browser, f"{of}correct/", **right, version=version, key="3")
    lot.refresh_from_db()
    assert (lot.number, lot.expires_on) == ("LOT-8", date(2098, 1, 31))
    late = refused(browser, f"{of}correct/", **{**right, "number": "LOT-9"}, version=version)
    assert "Somebody else changed this meanwhile" in late
    assert 'value="LOT-9"' in late
    assert not Draft.objects.filter(form__startswith="conflict").exists()
    sent(browser, f"{of}correct/", **{**right, "number": "LOT-9"}, version=value_of(late, "version"))
    lot.refresh_from_db()
    sent(browser, f"{of}hold/", hold_reason="warning of the maker", version=lot.version)
    lot.refresh_from_db()
    assert (lot.number, lot.hold_reason) == ("LOT-9", "warning of the maker")
    sent(browser, f"{of}hold/", free="1", version=lot.version)
    lot.refresh_from_db()
    assert lot.hold_reason == ""


def test_a_lot_says_whom_it_came_to_and_what_was_voided(owner):
    client, session = treated(owner)
    lot = a_lot(owner)
    use = uses.use_lot(actor=owner, session=session.pk, lot=lot.pk, quantity=Decimal(1), zone="cheek")
    of, browser = f"/office/lots/{lot.pk}/", browser_of(owner)
    page = browser.get(of).content.decode()
    assert f"client {client.number}" in page
    assert f"/sessions/{session.pk}/" in page
    uses.void_use(actor=owner, use=use.pk, reason="fell on the floor")
    assert "voided, back in stock" in browser.get(of).content.decode()


def test_the_shelf_asks_as_many_questions_however_long_it_is(owner):
    browser = browser_of(owner)
    first = a_lot(owner)
    paths = ("/office/lots/", "/office/", f"/office/lots/{first.pk}/", "/office/devices/", "/office/users/")
    for path in paths:
        browser.get(path)
    before = [questions(browser, path) for path in paths]
    for number in range(6):
        a_lot(owner, days=5)
        stock.count_lot(actor=owner, lot=first.pk, counted=Decimal(number), reason="again")
        stock.add_device(actor=owner, name=f"Pen {number}", kind="pen")
        actor("reader")
    assert [questions(browser, path) for path in paths] == before


def test_a_device_is_put_on_record_and_retired(owner):
    browser = browser_of(owner)
    told = refused(browser, "/office/devices/", name="", kind="", most_depth_mm="deep")
    assert told.count('class="error"') == 3
    sent(browser, "/office/devices/", name="Pen 2", kind="pen", serial="P-2", most_depth_mm="2,5", key="d")
    device = Device.objects.get()
    assert device.most_depth_mm == 2.5
    sent(browser, f"/office/devices/{device.pk}/retire/", version="7")
    device.refresh_from_db()
    assert device.retired_on is None
    sent(browser, f"/office/devices/{device.pk}/retire/", version="1")
    device.refresh_from_db()
    assert device.retired_on == timezone.localdate()


@pytest.mark.parametrize(
    ("group", "may"),
    [
        ("owner", {"lots", "lots/new", "devices", "users"}),
        ("practitioner", {"lots", "lots/new", "devices"}),
        ("assistant", {"lots", "lots/new", "devices"}),
        ("reader", {"lots", "devices"}),
        ("researcher", {"lots", "devices"}),
    ],
)
def test_each_group_opens_its_own_doors(db, group, may):
    browser = browser_of(actor(group))
    doors = ("lots", "lots/new", "devices", "users")
    assert {door for door in doors if browser.get(f"/office/{door}/").status_code == 200} == may
    assert browser.get("/office/").status_code == 200


def test_somebody_new_signs_in_with_what_an_owner_set(owner):
    browser = browser_of(owner)
    new = {
        "name": "berta",
        "group": "assistant",
        "password": "four words do well",
        "again": "four words do well",
    }
    for wrong, told in (
        ({"again": "other"}, "The two differ"),
        ({"password": "short", "again": "short"}, "12 characters"),
        ({"name": "an na!"}, "letters, digits"),
        ({"name": owner.user.username}, "Somebody has this name"),
        ({"group": ""}, "Choose what they may do"),
    ):
        page = refused(browser, "/office/users/", **{**new, **wrong})
        assert told in page
        assert "four words" not in page
    sent(browser, "/office/users/", **new)
    berta = User.objects.get(username="berta")
    assert (berta.groups.get().name, berta.check_password("four words do well")) == ("assistant", True)
    of = f"/office/users/{berta.pk}/"
    assert browser.get(of).status_code == 200
    sent(browser, of, act="group", group="practitioner")
    sent(browser, of, act="disable")
    berta.refresh_from_db()
    assert (berta.groups.get().name, berta.is_active) == ("practitioner", False)
    sent(browser, of, act="enable")
    sent(browser, of, act="password", password="another four words", again="another four words")
    sent(browser, of, act="unlock")
    berta.refresh_from_db()
    assert berta.check_password("another four words")
    done = [entry.action for entry in Entry.objects.filter(subject=f"user:{berta.pk}")]
    assert done.count("user.change") == 5
    assert "four words" not in "".join(Entry.objects.values_list("body", flat=True))


def test_nobody_takes_their_own_rights_away_in_the_browser(owner):
    browser, of = browser_of(owner), f"/office/users/{owner.user.pk}/"
    assert "yourself" in refused(browser, of, act="disable")
    assert "yourself" in refused(browser, of, act="group", group="reader")
    owner.user.refresh_from_db()
    assert owner.user.is_active


def test_ones_own_password_ends_the_other_sessions(db):
    berta = actor("assistant")
    here, elsewhere = browser_of(berta), browser_of(berta)
    new = {"before": "correct horse battery", "password": "another four words", "again": "another four words"}
    assert "the password you signed in with" in refused(here, "/own/", **{**new, "before": "x"})
    sent(here, "/own/", **new)
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
