"""Clients: names as typed, dates with what is known of them, a second writer who loses nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from helpers.clinic.people import a_client, actor
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Alert, Client, Draft, Former, Identity
from microneedling.clinic.records.services import clients
from microneedling.clinic.records.services.act import NotAllowed, NotFound
from microneedling.clinic.records.services.conflict import Conflict
from microneedling.errors import InputError

pytestmark = pytest.mark.django_db


def test_a_client_is_kept_apart_from_who_they_are(owner):
    client = a_client(owner, family_name="O’Brien-Łuć", phototype="III")
    own = {field.name for field in Client._meta.concrete_fields}
    assert not own & {"given_name", "family_name", "born_on", "email", "telephone", "address"}
    assert client.identity.family_name == "O’Brien-Łuć"
    assert client.identity.folded == "ada obrien luc"
    assert str(client) == f"client:{client.pk}"


def test_numbers_follow_one_another(owner):
    assert a_client(owner).number + 1 == a_client(owner).number


def test_all_mistakes_are_told_at_once_and_nothing_is_kept(owner):
    with pytest.raises(InputError) as told:
        clients.add_client(actor=owner, family_name="Example", sex="woman", email="no address")
    paths = {mistake.path for mistake in told.value.mistakes}
    assert paths == {"sex", "email"}
    with pytest.raises(InputError) as told:
        clients.add_client(
            actor=owner,
            family_name="Example",
            email="no address",
            born_precision="daily",
            born_on=date(1990, 1, 1),
        )
    assert {mistake.path for mistake in told.value.mistakes} == {"email", "born_precision"}
    assert not Client.objects.exists()
    assert not Entry.objects.exists()


def test_why_somebody_was_entered_beside_a_like_name_is_kept(owner):
    """With who they are, for the reason may name somebody; the audit holds that there was one."""
    made = a_client(owner, despite_likeness="sister of the other one")
    assert Identity.objects.get(client=made).despite_likeness == "sister of the other one"
    entry = Entry.objects.get(action="client.add")
    assert ('"despite_likeness":true' in entry.body, "sister" in entry.body) == (True, False)


def test_what_was_typed_is_not_repeated_in_a_mistake(owner):
    with pytest.raises(InputError) as told:
        clients.add_client(actor=owner, family_name="Example", email="secret@nowhere")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"given_name": "", "family_name": " "}, "family_name"),
        ({"born_on": date.today() + timedelta(days=1)}, "born_on"),
        ({"born_on": None, "born_precision": "year"}, "born_precision"),
        ({"phototype": "VII"}, "phototype"),
    ],
)
def test_what_cannot_be_is_refused(owner, more, path):
    with pytest.raises(InputError) as told:
        a_client(owner, **more)
    assert told.value.mistakes[0].path == path


def test_a_change_keeps_what_was_before_and_names_only_its_fields(owner):
    client = a_client(owner)
    identity = clients.change_identity(
        actor=owner, client=client.pk, version=1, changes={"telephone": "0151 12345", "family_name": "Other"}
    )
    assert (identity.version, identity.telephone, identity.folded) == (2, "0151 12345", "ada other")
    former = Former.objects.get(record=identity.pk)
    assert json.loads(former.body)["family_name"].startswith("Example")
    entry = Entry.objects.last()
    assert entry is not None
    assert json.loads(entry.body)["detail"]["fields"] == ["dialled", "family_name", "folded", "telephone"]
    assert "Other" not in entry.body
    assert "0151" not in entry.body


def test_a_change_of_nothing_makes_no_version(owner):
    client = a_client(owner)
    before = Entry.objects.count()
    assert (
        clients.change_client(actor=owner, client=client.pk, version=1, changes={"sex": "unknown"}).version
        == 1
    )
    assert Entry.objects.count() == before


def test_a_second_writer_loses_nothing(owner):
    client = a_client(owner)
    other = actor("practitioner")
    clients.change_client(actor=owner, client=client.pk, version=1, changes={"own_words": "first"})
    with pytest.raises(Conflict) as told:
        clients.change_client(actor=other, client=client.pk, version=1, changes={"own_words": "second"})
    conflict = told.value
    assert conflict.mine == {"own_words": "second"}
    assert conflict.theirs["own_words"] == "first"
    assert conflict.base is not None
    assert conflict.base["own_words"] == ""
    client.refresh_from_db()
    assert (client.own_words, client.version) == ("first", 2)
    draft = Draft.objects.get(user=other.user)
    assert json.loads(draft.body)["mine"] == {"own_words": "second"}


def test_a_repeated_request_is_answered_and_not_done_again(owner):
    asked = {"given_name": "Twin", "family_name": "One", "born_on": date(1999, 9, 9)}
    keyed = replace(owner, key="form-1")
    first = clients.add_client(actor=keyed, **asked)
    again = clients.add_client(actor=keyed, **asked)
    assert first.pk == again.pk
    assert Client.objects.count() == 1
    with pytest.raises(InputError, match="used for something else"):
        clients.add_client(actor=keyed, **{**asked, "given_name": "Other"})
    assert clients.add_client(actor=replace(actor("owner"), key="form-1"), **asked).pk != first.pk


def test_twins_are_two(owner):
    for name in ("Ada", "Eda"):
        a_client(owner, given_name=name, family_name="Twin")
    assert Client.objects.count() == 2


def test_none_known_is_said_and_is_no_silence(owner):
    client = a_client(owner)
    alert = clients.add_alert(actor=owner, client=client.pk, kind="allergy", none_known=True)
    assert alert.none_known
    for wrong in ({"none_known": True, "text": "latex"}, {"text": ""}):
        with pytest.raises(InputError):
            clients.add_alert(actor=owner, client=client.pk, kind="allergy", **wrong)
    ended = clients.end_alert(actor=owner, alert=alert.pk, version=1, ended_on=date.today())
    assert ended.ended_on == date.today()
    assert Alert.objects.count() == 1


def test_known_to_be_two(owner):
    one, other = a_client(owner), a_client(owner)
    said = clients.mark_different(actor=owner, client=other.pk, other=one.pk, reason="twins")
    assert (said.one, said.other) == (one, other)
    with pytest.raises(InputError):
        clients.mark_different(actor=owner, client=one.pk, other=other.pk, reason="again")
    with pytest.raises(InputError):
        clients.mark_different(actor=owner, client=one.pk, other=one.pk, reason="self")


@pytest.mark.parametrize("group", ["reader", "researcher"])
def test_readers_write_nothing(owner, group):
    client = a_client(owner)
    reader = actor(group)
    with pytest.raises(NotAllowed, match="add_client"):
        a_client(reader)
    with pytest.raises(NotAllowed, match="change_identity"):
        clients.change_identity(actor=reader, client=client.pk, version=1, changes={"email": "a@example.org"})
    assert Identity.objects.get().email == ""


def test_an_unknown_id_is_told_as_such(owner):
    for wrong in (uuid4(), "no id at all"):
        with pytest.raises(NotFound):
            clients.change_client(actor=owner, client=wrong, version=1, changes={})
