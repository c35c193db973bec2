"""Two clients who are one: every row goes over, the old id leads on, and all of it comes back when it was a mistake."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from helpers.clinic.full_client import a_forecast, a_full_client, photographed
from helpers.clinic.people import a_client, consented
from helpers.shell import here
from microneedling.clinic.audit.lifting import lifting
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.audit.verify import verify
from microneedling.clinic.records.models import (
    Client,
    Draft,
    Measurement,
    Merge,
    Moved,
    Photograph,
    Plan,
    Session,
)
from microneedling.clinic.records.names import may_be_same_day
from microneedling.clinic.records.owners import client_columns, counts, owned, tables
from microneedling.clinic.records.selectors.clients import client_page, resolved, search
from microneedling.clinic.records.selectors.trail import trail_of
from microneedling.clinic.records.services import bookings, clients, consents, events, plans, sessions
from microneedling.clinic.records.services.assessments import add_measurement
from microneedling.clinic.records.services.conflict import as_it_is
from microneedling.clinic.records.services.merging import STAYS, merge_clients
from microneedling.clinic.records.services.restricting import lift_restriction, restrict_client
from microneedling.clinic.records.services.signing import signature_holds
from microneedling.clinic.records.services.unmerging import undo_merge
from microneedling.clinic.wholeness import whole
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[dict]]:
    """Every row of every table of the records as it stands, but for what tells of merges."""
    apart = ("Merge", "Moved", "MergeUndone", "Entry", "Once")
    return {
        model._meta.label: sorted(
            (as_it_is(row) for row in model.objects.all()), key=lambda row: str(row["id"])
        )
        for model in tables()
        if model.__name__ not in apart
    }


def test_every_column_that_names_a_client_is_moved_or_says_why_not():
    columns = {f"{model._meta.label}.{field}" for model, field in client_columns()}
    assert len(columns) > 20
    assert set(STAYS) <= columns
    assert all(len(why) > 20 for why in STAYS.values())
    for model in tables():
        assert not model._meta.many_to_many, "a table between two is named by no column"
        if model not in owned() and model is not Client:
            links = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
            assert not links & {Client, *owned()}, model


def test_a_merge_moves_every_row_and_undoing_it_brings_each_back(owner):
    """Case T3: photographs, allergy, consent, lot, booking, draft; search by the old id; undone."""
    kept, gone = a_full_client(owner), a_full_client(owner, family_name="Other")
    empty = {name for name, n in counts([gone.pk]).items() if not n}
    never = {"Different", "Merge", "Moved", "MergeUndone", "Restriction", "Erasure", "ErasedFiles"}
    rest = {
        f"clinic_records.{name}"
        for name in (*never, "HiddenPhotograph", "VoidedSession", "ConsentWithdrawal")
    }
    assert empty <= rest, empty - rest  # the client has a row wherever one can be
    before, total = everything(), counts([kept.pk, gone.pk])
    signed = Session.objects.get(client=gone)
    merge = merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="same telephone")
    after = counts([kept.pk])
    for name, n in total.items():
        if not name.endswith((".Merge", ".Moved", ".Identity")):
            assert after[name] == n, name
    assert resolved(gone.pk).pk == kept.pk
    (found,) = search(actor=owner, text=str(gone.number))
    assert (found.id, found.number, found.found_as) == (kept.pk, kept.number, "Ada Other")
    page = client_page(actor=owner, client=gone.pk)
    assert (len(page["sessions"]), len(page["photographs"]), len(page["joined"])) == (2, 2, 1)
    assert {draft.form for draft in Draft.objects.filter(client=kept)} == {
        "note",
        f"note (client {gone.number})",
    }
    signed.refresh_from_db()
    assert signed.client_id == kept.pk
    assert signature_holds(signed)
    assert whole().faults == ()
    with pytest.raises(InputError, match=f"client {kept.number}"):
        events.add_note(actor=owner, client=gone.pk, kind="other", text="late")
    assert {entry["action"] for entry in trail_of(actor=owner, client=gone.pk)} >= {
        "client.add",
        "client.merge",
    }
    undo_merge(actor=owner, merge=merge.pk, reason="two sisters")
    assert everything() == before
    assert whole().faults == ()
    assert resolved(gone.pk).pk == gone.pk


def test_what_was_added_since_goes_with_what_it_hangs_on(owner):
    kept, gone = a_full_client(owner), a_full_client(owner)
    theirs = Plan.objects.get(client=gone)
    merge = merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="same")
    assert theirs.current is not None
    on_theirs = sessions.open_session(actor=owner, client=kept.pk, plan_version=theirs.current.pk)
    sessions.log_zone(actor=owner, session=on_theirs.pk, zone="chin", depth="0.5")
    sessions.sign_session(actor=owner, session=on_theirs.pk, version=1)  # signed for the one who was kept
    picture = photographed(owner, kept, session=on_theirs.pk)
    forecast = a_forecast(owner, kept, seed=9)
    plans.move_plan(actor=owner, plan=theirs.pk, state="finished")
    note = events.add_note(actor=owner, client=kept.pk, kind="other", text="since")
    newest = Photograph.objects.get(pk=picture.pk)
    assert Moved.objects.filter(
        record=str(newest.consent_id)
    ).exists()  # its consent is the newest: of who is gone
    undo_merge(actor=owner, merge=merge.pk, reason="two")
    on_theirs.refresh_from_db()
    note.refresh_from_db()
    newest.refresh_from_db()
    forecast.refresh_from_db()
    assert (on_theirs.client_id, newest.client_id, note.client_id) == (gone.pk, gone.pk, kept.pk)
    assert forecast.client_id == kept.pk  # nothing says for which plan it was made
    assert signature_holds(on_theirs)
    assert whole().faults == ()


def test_new_records_on_both_forbid_the_undoing(owner):
    kept, gone = a_full_client(owner), a_full_client(owner)
    theirs, ours = Plan.objects.get(client=gone), Session.objects.get(client=kept)
    merge = merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="same")
    indication = Moved.objects.get(kind="clinic_records.Indication").record

    mixed = add_measurement(
        actor=owner, client=kept.pk, zone="cheek", value="1", instrument="ruler", unit="mm",
        session=ours.pk, indication=UUID(indication),
    )  # fmt: skip
    with pytest.raises(InputError, match=f"Measurement {mixed.pk}"):
        undo_merge(actor=owner, merge=merge.pk, reason="two")
    assert Plan.objects.get(pk=theirs.pk).client_id == kept.pk
    assert Measurement.objects.get(pk=mixed.pk).client_id == kept.pk


def test_chains_are_undone_from_their_end(owner):
    first, second, third = (a_client(owner) for _ in range(3))
    note = events.add_note(actor=owner, client=first.pk, kind="other", text="of the first")
    one = merge_clients(actor=owner, kept=second.pk, gone=first.pk, reason="same")
    two = merge_clients(actor=owner, kept=third.pk, gone=second.pk, reason="same")
    assert resolved(first.pk).pk == third.pk
    with pytest.raises(InputError, match="later merge"):
        undo_merge(actor=owner, merge=one.pk, reason="no")
    undo_merge(actor=owner, merge=two.pk, reason="no")
    note.refresh_from_db()
    assert note.client_id == second.pk
    undo_merge(actor=owner, merge=one.pk, reason="no")
    note.refresh_from_db()
    assert note.client_id == first.pk
    with pytest.raises(InputError, match="undone"):
        undo_merge(actor=owner, merge=one.pk, reason="no")


def test_what_is_taken_over_is_given_back_unless_it_was_changed(owner):
    kept, gone = a_client(owner, phototype="II"), a_client(owner, phototype="IV", own_words="lines")
    merge = merge_clients(
        actor=owner, kept=kept.pk, gone=gone.pk, reason="same", take=["phototype", "own_words"]
    )
    kept.refresh_from_db()
    assert (kept.phototype, kept.own_words, kept.version) == ("IV", "lines", 2)
    clients.change_client(actor=owner, client=kept.pk, version=2, changes={"own_words": "lines and pores"})
    undo_merge(actor=owner, merge=merge.pk, reason="two")
    kept.refresh_from_db()
    assert (kept.phototype, kept.own_words) == ("II", "lines and pores")


def test_twins_and_odd_wishes_are_refused_with_all_mistakes(owner):
    one, other = a_client(owner), a_client(owner)
    clients.mark_different(actor=owner, client=one.pk, other=other.pk, reason="twins")
    with pytest.raises(InputError) as told:
        merge_clients(actor=owner, kept=other.pk, gone=one.pk, reason=" ", take=["name"])
    assert {item.path for item in told.value.mistakes} == {"gone", "reason", "take"}
    with pytest.raises(InputError, match="the same client"):
        merge_clients(actor=owner, kept=one.pk, gone=one.pk, reason="x")
    assert not Moved.objects.exists()


def test_a_consent_withdrawn_in_one_record_holds_in_neither(owner):
    kept, gone = a_client(owner), a_client(owner)
    consented(owner, kept)
    given = consented(owner, gone)
    consents.withdraw_consent(actor=owner, consent=given.pk, happened_at=timezone.now())
    merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="same")
    with pytest.raises(InputError, match="photographs"):
        photographed(owner, kept)


def test_frozen_rows_move_and_nothing_else_of_them_changes(owner):
    kept, gone = a_client(owner), a_client(owner)
    consented(owner, gone)
    offer = gone.consent_offers.get()  # type: ignore[attr-defined]
    for change in ({"client": kept}, {"purpose": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            gone.consent_offers.update(**change)  # type: ignore[attr-defined]
    for change in ({"purpose": "x"}, {"client": kept, "purpose": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic(), lifting("moved"):
            gone.consent_offers.update(**change)  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError), transaction.atomic(), lifting("moved"):
        gone.consent_offers.all().delete()  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError), transaction.atomic(), lifting("erased"):
        Entry.objects.all().delete()
    offer.refresh_from_db()
    assert (offer.client_id, offer.purpose) == (gone.pk, "")
    assert verify().holds


def test_that_records_rested_once_goes_with_them(owner):
    """Found by the random histories: a restriction that was lifted stayed behind."""
    kept, gone = a_client(owner), a_client(owner)
    rested = restrict_client(actor=owner, client=gone.pk, ground="accuracy")
    lift_restriction(actor=owner, restriction=rested.pk, reason="put right")
    merge = merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="same")
    rested.refresh_from_db()
    assert rested.client_id == kept.pk
    undo_merge(actor=owner, merge=merge.pk, reason="two")
    rested.refresh_from_db()
    assert rested.client_id == gone.pk


def test_a_draft_on_the_old_id_is_kept_for_the_one_it_leads_to(owner):
    kept, gone = a_client(owner), a_client(owner)
    merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="same")
    bookings.keep_draft(actor=owner, client=gone.pk, form="note", body={"text": "typed on"})
    found = bookings.find_draft(actor=owner, client=kept.pk, form="note")
    assert found is not None
    assert "typed on" in found.body


def test_a_table_of_tomorrow_is_covered():
    """Whatever is added with a reference to a client is found by its columns, none of which are listed by hand."""
    names = {model._meta.label for model, _ in client_columns()}
    by_hand = {
        model._meta.label
        for model in tables()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Client
    }
    assert names == by_hand


def test_who_would_be_joined_is_shown_first(owner, monkeypatch):
    monkeypatch.setattr("microneedling.clinic.store.opened", lambda home: None)
    one = a_client(owner, given_name="Ada", family_name="Smith", born_on=date(1980, 2, 14))
    other = a_client(owner, given_name="Bob", family_name="Miller", born_on=date(1991, 3, 1))
    words = ("clinic", "merge", one.number, other.number, "--reason", "x")
    said = here(*words)
    assert said.returncode == 0
    for told in ("Ada Smith, born 1980-02-14", "Bob Miller, born 1991-03-01", "LOOK AGAIN", "--yes"):
        assert told in said.stdout
    assert not Merge.objects.exists()
    assert here(*words, "--yes").returncode == 0
    assert Merge.objects.get().gone_id == other.pk
    again = here(*words, "--yes")
    assert (again.returncode, "GONE: found" in again.stderr) == (2, True), again.stderr


def test_dates_of_birth_that_may_be_the_same():
    day, near = date(1980, 2, 14), date(1980, 2, 1)
    assert may_be_same_day((day, "day"), (near, "month"))
    assert may_be_same_day((day, "day"), (date(1980, 1, 1), "year"))
    assert may_be_same_day((day, "day"), (None, "unknown"))
    assert not may_be_same_day((day, "day"), (near, "day"))
    assert not may_be_same_day((day, "day"), (date(1981, 2, 14), "year"))
