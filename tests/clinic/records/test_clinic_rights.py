"""What a client may ask for: erased, at rest, put right, one consent taken back; and what is said of it is true."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import settings as ours
from django.db import models
from django.utils import timezone

from helpers.clinic.full_client import a_full_client, photographed
from helpers.clinic.people import a_client, a_lot, consented
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import (
    Client,
    Draft,
    ErasedFiles,
    Erasure,
    Identity,
    Photograph,
    Restriction,
    Session,
)
from microneedling.clinic.records.owners import owned, tables
from microneedling.clinic.records.retention import BLANKED_AT_ONCE, GOES_AT_ONCE, LEFT, WHY
from microneedling.clinic.records.selectors.clients import resolved, search
from microneedling.clinic.records.selectors.consents import valid_consent
from microneedling.clinic.records.selectors.history import changes_of
from microneedling.clinic.records.selectors.recall import recall
from microneedling.clinic.records.services import bookings, clients, events, photographs
from microneedling.clinic.records.services.act import NotAllowed, NotFound
from microneedling.clinic.records.services.conflict import Conflict
from microneedling.clinic.records.services.erasing import (
    due,
    erase_again,
    erase_client,
    finish_erasures,
    outlook,
)
from microneedling.clinic.records.services.merging import merge_clients
from microneedling.clinic.records.services.restricting import (
    lift_restriction,
    restrict_client,
    withdraw_kind,
)
from microneedling.clinic.records.services.stock import in_stock
from microneedling.clinic.records.services.unmerging import undo_merge
from microneedling.clinic.register import of_records, read_register
from microneedling.clinic.wholeness import whole
from microneedling.clinic.work.queue import put_in
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db
SAID = (
    "Lovelace",
    *(
        "020 7946",
        "79460123",
        "79460999",
    ),  # as typed, and as it is compared; no digest holds either by chance
    "ada@example.org",
    "1 Example Road",
    "half a sente",
    "slept well",
    "red for a week",
)


def said_anywhere(*words: str) -> set[tuple[str, str]]:
    """Tables and columns of the whole store in which a word stands."""
    return {
        (model.__name__, field.name)
        for model in tables()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        for word in words
        if model._default_manager.filter(**{f"{field.name}__icontains": word}).exists()
    }


@pytest.fixture
def over(settings):
    """Nothing has to be kept: the time for it is none."""
    settings.RETENTION_YEARS = -1


def test_what_is_said_of_tables_is_of_tables_that_are_there():
    names = {model._meta.label for model in tables()}
    assert set(GOES_AT_ONCE) | set(LEFT) | set(WHY) <= names
    assert set(BLANKED_AT_ONCE) <= {field.name for field in Identity._meta.concrete_fields}
    for label, columns in LEFT.items():
        (model,) = (model for model in tables() if model._meta.label == label)
        assert set(columns) <= {field.name for field in model._meta.concrete_fields}


def test_while_the_record_of_care_is_kept_all_else_goes(owner):
    client = a_full_client(owner, given_name="Ada", family_name="Lovelace")
    hidden = photographed(owner, client)
    photographs.hide_photograph(actor=owner, photograph=hidden.pk, reason="of somebody else")
    path, stays = photographs.path_of(hidden), Photograph.objects.exclude(pk=hidden.pk).get()
    told = outlook(actor=owner, client=client.pk)
    assert (told.whole, told.goes["clinic_records.Photograph"], told.files) == (False, 1, 1)
    assert "recall" in told.stays["clinic_records.LotUse"][1]
    made = erase_client(actor=owner, client=client.pk)
    assert json.loads(made.body)["goes"] == told.goes
    assert path.exists()  # said to be gone only once it is
    assert not ErasedFiles.objects.exists()
    assert any("check --repair" in fault for fault in whole().faults)
    finish_erasures(actor=owner)
    assert (path.exists(), photographs.path_of(stays).exists()) == (False, True)
    assert made.files.count == 1
    assert Entry.objects.filter(action="client.erase.files", client=str(client.pk)).count() == 1
    assert not said_anywhere("020 7946", "79460999", "ada@example.org", "Example Road", "half a sente")
    client.refresh_from_db()
    identity = Identity.objects.get(client=client)
    assert (client.state, identity.family_name, identity.telephone) == ("restricted", "Lovelace", "")
    year = timezone.now().year + ours.RETENTION_YEARS
    assert made.kept_until is not None
    assert made.kept_until.year == year
    assert Session.objects.filter(client=client).exists()
    assert whole().faults == ()
    with pytest.raises(InputError, match="to wait until"):
        erase_client(actor=owner, client=client.pk)
    with pytest.raises(InputError, match="records rest"):
        clients.change_identity(actor=owner, client=client.pk, version=3, changes={"telephone": "1"})
    with pytest.raises(InputError, match="erased but for"):
        lift_restriction(actor=owner, restriction=Restriction.objects.get().pk, reason="x")
    assert due() == []
    assert [row.pk for row in due(made.kept_until + timedelta(days=1))] == [made.pk]


def test_once_nothing_is_kept_nobody_can_be_told(owner, over):
    lot = a_lot(owner)
    left = in_stock(lot)
    client = a_full_client(owner, lot, given_name="Ada", family_name="Lovelace")
    other = a_full_client(owner, lot)
    with pytest.raises(Conflict):  # whose draft, of no client, holds what was typed
        clients.change_identity(
            actor=owner, client=client.pk, version=1, changes={"address": "9 Lovelace Road"}
        )
    files = [photographs.path_of(row) for row in Photograph.objects.filter(client=client)]
    assert Draft.objects.filter(client=None).count() == 1
    made = erase_client(actor=owner, client=client.pk)
    finish_erasures(actor=owner)
    assert (made.stage, made.kept_until) == ("whole", None)
    assert not any(path.exists() for path in files)
    assert not said_anywhere("Lovelace")
    tells = {"Session", "LotUse", "StockMove", "Erasure", "ErasedFiles"}
    assert {model.__name__ for model, there in owned().items() if there.of([client.pk]).exists()} == tells
    session = Session.objects.get(client=client)
    assert (session.note, session.plan, session.happened_at.astimezone().minute) == ("", None, 0)
    with pytest.raises(NotFound, match="erased"):
        resolved(client.pk)
    assert search(actor=owner, text="lovelace") == search(actor=owner, text=str(client.number)) == []
    found = recall(actor=owner, text=str(lot.pk))
    (use,) = [use for use in found.uses if use.client == client.pk]
    assert (use.counts, "erased on" in use.told[0], use.name) == (True, True, f"client {client.number}")
    assert in_stock(lot) == left - 2
    assert whole().faults == ()
    erase_client(actor=owner, client=other.pk)
    assert not said_anywhere(*SAID)
    with pytest.raises(InputError, match="were erased"):
        events.add_note(actor=owner, client=client.pk, kind="other", text="x")
    with pytest.raises(InputError, match="were erased"):
        erase_client(actor=owner, client=client.pk)


def test_who_never_was_treated_is_erased_at_once(owner):
    client = a_client(owner)
    assert erase_client(actor=owner, client=client.pk).stage == "whole"
    assert not Identity.objects.filter(client=client).exists()


@pytest.mark.slow
def test_who_was_joined_is_erased_as_one(owner, over):
    kept, gone = a_full_client(owner), a_full_client(owner, family_name="Lovelace")
    merge = merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="Lovelace by marriage")
    erase_client(actor=owner, client=gone.pk)
    assert not said_anywhere("Lovelace")
    assert {row.state for row in Client.objects.all()} == {"erased"}
    assert set(of_records()) == {str(kept.pk), str(gone.pk)}
    finish_erasures(actor=owner)
    with pytest.raises(InputError, match="erased"):
        undo_merge(actor=owner, merge=merge.pk, reason="x")
    assert whole().faults == ()


def test_erased_stays_erased_after_an_older_backup_comes_back(owner):
    client, other = a_full_client(owner), a_full_client(owner)  # the store as an older backup has it
    register = {
        str(client.pk): {"stage": "whole", "at": "2027-01-01T00:00:00+00:00"},
        str(other.pk): {"stage": "part", "at": "2027-01-01T00:00:00+00:00"},
        "00000000-0000-4000-8000-000000000000": {"stage": "whole", "at": "2027-01-01T00:00:00+00:00"},
    }
    done, left = erase_again(actor=owner, register=register)
    assert left == []
    assert {(row.client_id, row.stage, row.ground) for row in done} == {
        (client.pk, "whole", "again"),
        (other.pk, "part", "again"),
    }
    assert erase_again(actor=owner, register=register) == ([], [])
    finish_erasures(actor=owner)
    assert set(read_register(ours.HOME.erased)) >= {str(client.pk), str(other.pk)}
    assert whole().faults == ()


@pytest.mark.slow
def test_somebody_who_was_joined_when_the_backup_was_made_is_not_erased_with_them(owner):
    """Joined in the backup, told apart since, one of the two erased: the other stays."""
    client, other, third = a_full_client(owner, family_name="Lovelace"), a_full_client(owner), a_client(owner)
    merge_clients(actor=owner, kept=other.pk, gone=client.pk, reason="same")
    merge_clients(actor=owner, kept=other.pk, gone=third.pk, reason="same")
    sessions = Session.objects.count()
    register = {str(client.pk): {"stage": "whole", "at": "2027-01-01T00:00:00+00:00"}}
    done, left = erase_again(actor=owner, register=register)
    assert ([row.client_id for row in done], left) == ([client.pk], [])
    finish_erasures(actor=owner)
    other.refresh_from_db()
    assert (other.state, Session.objects.filter(client=other).count(), sessions) == ("active", 1, 2)
    assert not said_anywhere("Lovelace")
    assert whole().faults == ()


def test_a_register_is_read_or_refused(tmp_path):
    for text in ("", "{}", '{"erased": {"x": {}}}', '{"erased": []}'):
        (tmp_path / "erased.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="no register"):
            read_register(tmp_path / "erased.json")


def test_the_owner_alone_erases_and_a_refusal_leaves_everything(practitioner):
    client = a_client(practitioner)
    with pytest.raises(NotAllowed):
        erase_client(actor=practitioner, client=client.pk)
    assert not Erasure.objects.exists()


def test_records_at_rest_are_kept_and_nothing_new_is_done(owner):
    client = a_full_client(owner)
    made = restrict_client(actor=owner, client=client.pk, ground="accuracy", reason="says the date is wrong")
    client.refresh_from_db()
    assert client.state == "restricted"
    with pytest.raises(InputError, match="records rest"):
        events.add_note(actor=owner, client=client.pk, kind="other", text="x")
    with pytest.raises(InputError, match="records rest"):
        photographed(owner, client)
    with pytest.raises(InputError, match="records rest"):
        put_in(actor=owner, kind="forecast", inputs={"other": 1}, client=client.pk)
    with pytest.raises(InputError, match="in use"):
        merge_clients(actor=owner, kept=a_client(owner).pk, gone=client.pk, reason="x")
    identity = Identity.objects.get(client=client)
    clients.change_identity(
        actor=owner, client=client.pk, version=identity.version, changes={"family_name": "Right"}
    )
    withdraw_kind(actor=owner, client=client.pk, kind="photography")
    assert Session.objects.filter(client=client).count() == 1
    with pytest.raises(InputError, match="in use"):
        restrict_client(actor=owner, client=client.pk, ground="claim")
    lift_restriction(actor=owner, restriction=made.pk, reason="it was put right")
    client.refresh_from_db()
    assert client.state == "active"
    events.add_note(actor=owner, client=client.pk, kind="other", text="x")


def test_what_is_put_right_keeps_what_it_was(owner):
    client = a_client(owner, family_name="Smiht", born_on=None)
    clients.change_identity(actor=owner, client=client.pk, version=1, changes={"family_name": "Smyth"})
    clients.change_identity(actor=owner, client=client.pk, version=2, changes={"family_name": "Smith"})
    clients.change_client(actor=owner, client=client.pk, version=1, changes={"phototype": "III"})
    found = [(item.field, item.before, item.after) for item in changes_of(actor=owner, client=client.pk)]
    assert found == [
        ("family_name", "Smiht", "Smyth"),
        ("family_name", "Smyth", "Smith"),
        ("phototype", "", "III"),
    ]


def test_one_of_three_consents_is_taken_back_and_two_hold(owner):
    client = a_full_client(owner)
    consented(owner, client)  # given twice: both go
    consented(owner, client, "publication", purpose="a talk")
    with pytest.raises(InputError, match="photography"):
        withdraw_kind(actor=owner, client=client.pk, kind="all")
    withdraw_kind(actor=owner, client=client.pk, kind="photography", reason="changed my mind")
    assert valid_consent(client, "photography") is None
    assert valid_consent(client, "treatment") is not None
    assert valid_consent(client, "publication") is not None
    assert Photograph.objects.filter(client=client).count() == 1  # what was done under it stays on record
    with pytest.raises(InputError, match="that holds"):
        withdraw_kind(actor=owner, client=client.pk, kind="photography")
    with pytest.raises(InputError, match="photographs"):
        photographed(owner, client)
    assert bookings.find_draft(actor=owner, client=client.pk, form="note") is not None
