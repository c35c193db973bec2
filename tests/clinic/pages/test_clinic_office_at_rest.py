"""Records that rest: commands that say so and end it, one consent taken back; what every page of the client says."""

from __future__ import annotations

import pytest

from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_client, actor, consented
from helpers.shell import here
from microneedling.clinic.records.models import Client, ConsentWithdrawal, Restriction
from microneedling.clinic.records.services.merging import merge_clients
from microneedling.clinic.records.services.restricting import restrict_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(monkeypatch):
    """A command of the clinic in this process, on the records of this test."""
    monkeypatch.setattr("microneedling.clinic.store.opened", lambda home: None)
    return lambda *words: here("clinic", *map(str, words))


def test_records_rest_by_command_and_are_used_again(command):
    owner = actor("owner")
    client = a_client(owner)
    said = command("restrict", client.number)
    assert (said.returncode, "one of the two" in said.stderr) == (2, True)
    said = command("restrict", client.number, "--ground", "accuracy", "--reason", "birthday")
    assert said.returncode == 0, said.stderr
    row = Restriction.objects.get()
    assert (row.client, row.ground, row.reason) == (client, "accuracy", "birthday")
    assert Client.objects.get(pk=client.pk).state == "restricted"
    said = command("restrict", client.number, "--ground", "claim")
    assert (said.returncode, "restricted" in said.stderr) == (2, True)
    said = command("restrict", client.number, "--lift")
    assert (said.returncode, "why they are used again" in said.stderr) == (2, True)
    said = command("restrict", client.number, "--lift", "--reason", "put right")
    assert (said.returncode, "Tell the client" in said.stderr) == (0, True)
    assert Client.objects.get(pk=client.pk).state == "active"
    said = command("restrict", client.number, "--lift", "--reason", "again")
    assert (said.returncode, "do not rest" in said.stderr) == (2, True)
    assert command("restrict", 99_999, "--ground", "claim").returncode == 2


def test_one_consent_is_taken_back_by_command_and_the_others_hold(command):
    owner = actor("owner")
    client = a_client(owner)
    consented(owner, client, "photography")
    said = command("withdraw", client.number, "treatment")
    assert (said.returncode, "no consent to treatment" in said.stderr) == (2, True)
    said = command("withdraw", client.number, "photography", "--reason", "her wish")
    assert said.returncode == 0, said.stderr
    assert ConsentWithdrawal.objects.get().reason == "her wish"
    assert command("withdraw", client.number, "photographs").returncode == 2


def test_every_page_of_a_client_says_that_the_records_rest(owner):
    client, _session = treated(owner)
    browser, path = browser_of(owner), f"/clients/{client.pk}/"
    assert "These records rest" not in browser.get(path).content.decode()
    restrict_client(actor=owner, client=client.pk, ground="objection", reason="about her photographs")
    for page in ("", "details/", "consult/", "notes/new/"):
        text = browser.get(path + page).content.decode()
        assert "These records rest" in text
        assert "the client objects, and it is not decided yet" in text
        assert "about her photographs" in text
    research = browser_of(actor("researcher")).get(path).content.decode()
    assert "These records rest" in research
    assert "about her photographs" not in research


def test_a_search_says_by_which_name_a_joined_client_was_found(owner):
    kept, gone = a_client(owner, family_name="Newname"), a_client(owner, family_name="Oldname")
    merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="married")
    browser = browser_of(owner)
    page = browser.post("/clients/", {"text": "oldname"}).content.decode()
    assert "Newname" in page
    assert "found as" in page
    assert "Oldname" in page
    assert "found as" not in browser.post("/clients/", {"text": "newname"}).content.decode()
