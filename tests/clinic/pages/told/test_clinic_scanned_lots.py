"""A lot in the log of a session: chosen from what is in stock, or found by the number that a scanner types."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_lot, a_session
from microneedling.clinic.records.models import LotUse
from microneedling.clinic.records.services import stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(owner):
    """A browser, the address of an open session, and a lot with the number LOT-7 a."""
    session = a_session(owner)
    return browser_of(owner), f"/sessions/{session.pk}/", a_lot(owner)


def sent(browser, where: str, **typed: str):
    return browser.post(f"{where}lots/", {"key": "k", "lot": "", "quantity": "1", "lot_zone": "", **typed})


def test_what_is_in_stock_is_a_list_to_choose_from(room):
    browser, where, lot = room
    page = browser.get(where).content.decode()
    assert f'<option value="{lot.pk}">' in page
    assert sent(browser, where, lot=str(lot.pk)).status_code == 303
    assert LotUse.objects.get().lot == lot


@pytest.mark.parametrize("typed", ["LOT-7 a", "lot-7a", "  LOT-7A "])
def test_a_number_as_scanned_finds_its_lot(room, typed):
    browser, where, lot = room
    told = browser.post(f"{where}warn/", {"lot": "", "scanned": typed}).content.decode()
    assert "Found: Cartridge" in told
    assert "message well" in told
    assert sent(browser, where, scanned=typed).status_code == 303
    assert LotUse.objects.get().lot == lot


def test_nothing_near_is_taken_for_it_and_what_is_near_is_named(room):
    browser, where, _lot = room
    for typed, words in (
        ("LOT-1 a", "Spelt like it: LOT-7 a"),
        ("quite another", "No lot with something left"),
    ):
        said = sent(browser, where, scanned=typed)
        assert said.status_code == 422
        page = said.content.decode()
        assert words in page
        assert 'href="#id_scanned"' in page
        assert words in browser.post(f"{where}warn/", {"lot": "", "scanned": typed}).content.decode()
    assert not LotUse.objects.exists()


def test_several_of_a_number_and_a_number_beside_another_choice_are_asked_about(room, owner):
    browser, where, lot = room
    other = a_lot(owner)  # of another product, with the same number on it
    assert "Several lots have this number" in sent(browser, where, scanned="LOT-7 a").content.decode()
    stock.count_lot(actor=owner, lot=other.pk, counted=Decimal(0), reason="gone")
    third = a_lot(owner)
    stock.correct_lot(actor=owner, lot=third.pk, version=1, changes={"number": "X-1"}, reason="typed wrongly")
    said = sent(browser, where, scanned="LOT-7 a", lot=str(third.pk))
    assert "another lot than the one chosen" in said.content.decode()
    assert sent(browser, where, scanned="LOT-7 a", lot=str(lot.pk)).status_code == 303
    assert LotUse.objects.get().lot == lot
