"""Imports that break off, lists that cannot come in, lists that leave out whose records rest."""

from __future__ import annotations

import pytest

from helpers.clinic.people import a_client, a_session
from helpers.shell import here
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.audit.verify import verify
from microneedling.clinic.exchange.tables import importing
from microneedling.clinic.exchange.tables.exporting import resting, table_of
from microneedling.clinic.exchange.tables.importing import bring_in
from microneedling.clinic.exchange.tables.telling import as_json, in_words
from microneedling.clinic.records.models import Client, ImportRun, Lot
from microneedling.clinic.records.services import sessions
from microneedling.clinic.records.services.erasing import erase_client
from microneedling.clinic.records.services.restricting import restrict_client
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
TEN = ("name,birthday\n" + "".join(f"Person{n},13/04/{1980 + n}\n" for n in range(10))).encode()


@pytest.fixture
def small_portions(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)


def test_an_import_that_is_interrupted_is_on_record_and_goes_on(owner, small_portions):
    token = bring_in(actor=owner, kind="clients", data=TEN).token
    heard: list[tuple[int, int]] = []

    def stop_at_six(rows: int, of: int) -> None:
        heard.append((rows, of))
        if len(heard) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(actor=owner, kind="clients", data=TEN, token=token, reached=stop_at_six)
    assert heard == [(2, 10), (4, 10), (6, 10), (6, 10)]
    assert Client.objects.count() == 6
    (broken,) = ImportRun.objects.all()
    assert (broken.rows, broken.added, broken.known, broken.rejected) == (10, 6, 0, 0)
    heard.clear()
    done = bring_in(
        actor=owner, kind="clients", data=TEN, token=token, reached=lambda *told: heard.append(told)
    )
    assert (done.added, len(done.known), heard[-1]) == (4, 6, (10, 10))
    assert Client.objects.count() == 10
    assert sorted(ImportRun.objects.values_list("added", "known")) == [(4, 6), (6, 0)]
    begun = Entry.objects.filter(body__contains='"import.clients.begin"').count()
    assert (begun, verify().faults) == (2, ())


def test_the_command_says_how_many_rows_are_in(owner, small_portions, tmp_path, monkeypatch):
    monkeypatch.setattr("microneedling.clinic.store.opened", lambda home: None)
    table = tmp_path / "ten.csv"
    table.write_bytes(TEN)
    token = bring_in(actor=owner, kind="clients", data=TEN).token
    done = importing._batch

    def interrupted(kind, batch, on, run):
        if run.added == 4:
            raise KeyboardInterrupt
        return done(kind, batch, on, run)

    monkeypatch.setattr(importing, "_batch", interrupted)
    said = here("clinic", "import", "clients", table, "--confirm", token)
    assert said.returncode == 130
    assert "4 of 10 rows are in" in said.stderr
    assert "give the same command again" in said.stderr


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Smith,Ann,13/04/1980\nJones,Bob,14/04/1981\n", "looks like a row, not like column names"),
        (b"Smith,Ann\nJones,Bob\n", "no name that is known"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture, no table of text"),
        (b"MZ\x00\x90\x00\x03\x00\xd8\xdc\x00\x04\xd9\x00", "no table of text"),
    ],
)
def test_what_is_no_list_with_names_is_told(owner, data, told):
    with pytest.raises(InputError, match=told):
        bring_in(actor=owner, kind="clients", data=data)


def test_where_no_row_can_come_in_there_is_no_token(owner):
    for data in (b"name,birthday\n", b"name,birthday\n,13/04/1980\n"):
        trial = bring_in(actor=owner, kind="clients", data=data)
        assert (trial.accepted, trial.token) == (0, "")


def test_a_lot_without_an_expiry_and_a_new_product_are_told(owner):
    rows = b"Produkt;product_kind;Charge;Verfall;Menge\nNeedle;cartridge;A1;03/2027;10\nGel;gel;B2;;5\nNew;;C3;;1\n"
    trial = bring_in(actor=owner, kind="lots", data=rows)
    assert as_json(trial)["noted"] == ["line 3: lot B2 without an expiry: nothing will warn that it is over"]
    assert "lot B2 without an expiry" in in_words(trial)
    assert "cartridge | serum | numbing | gel | other" in trial.rejected[0].reasons[0]
    bring_in(actor=owner, kind="lots", data=rows, token=trial.token)
    assert Lot.objects.get(number="A1").expires_precision == "month"


def test_whose_records_rest_is_in_no_list(owner):
    kept, resting_one = a_client(owner, given_name="Kept"), a_client(owner, given_name="Resting")
    session = a_session(owner, a_client(owner, given_name="Erased"))
    sessions.log_zone(actor=owner, session=session.pk, zone="cheek", depth="1")
    sessions.sign_session(actor=owner, session=session.pk, version=session.version)
    restrict_client(actor=owner, client=resting_one.pk, ground="objection")
    erase_client(actor=owner, client=session.client.pk, ground="asked")
    assert Client.objects.get(pk=session.client.pk).state == "restricted"
    listed = table_of(actor=owner, kind="clients").decode("utf-8-sig")
    assert str(kept.pk) in listed
    assert "Resting" not in listed
    assert "Erased" not in listed
    assert str(session.client.pk) not in table_of(actor=owner, kind="sessions").decode("utf-8-sig")
    assert (resting("clients"), resting("sessions"), resting("lots")) == (2, 1, 0)
