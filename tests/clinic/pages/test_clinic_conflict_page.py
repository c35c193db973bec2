"""Two people changed the same details: what the conflict is about is decided, and nothing else of the form is lost."""

from __future__ import annotations

import re

import pytest

from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_client, actor
from microneedling.clinic.records.models import Client, Draft, Identity

pytestmark = pytest.mark.django_db


def typed_in(browser, page: str) -> dict[str, str]:
    """The fields of the form of details as it is shown."""
    said = browser.get(page).content.decode()
    form = said[said.index('data-draft="client-details"') :]
    fields = dict(re.findall(r'<input type="(?:text|hidden)" name="([a-z_]+)" value="([^"]*)"', form))
    words = re.search(r'name="own_words"[^>]*>\s*([^<]*)<', form)
    return {**fields, "sex": "female", "own_words": words[1].strip() if words else ""}


def test_what_the_conflict_is_not_about_comes_back_in_the_form(owner):
    client = a_client(owner, telephone="020 7946 0000")
    page = f"/clients/{client.pk}/details/"
    mine, theirs = browser_of(owner), browser_of(actor("practitioner"))
    stale = typed_in(mine, page)
    first = typed_in(theirs, page)
    assert theirs.post(page, {**first, "own_words": "Theirs."}).status_code == 303
    said = mine.post(page, {**stale, "own_words": "Mine.", "telephone": "020 7946 0123"})
    where = said.headers["Location"]
    assert where.startswith("/conflicts/client/")
    assert Identity.objects.get(client=client).telephone == "020 7946 0000"
    shown = mine.get(where).content.decode()
    assert "Mine." in shown
    assert "Theirs." in shown
    (version,) = re.findall(r'name="version" value="(\d+)"', shown)
    settled = {"take-own_words": "mine", "own_words": "Mine and theirs.", "version": version}
    assert mine.post(where, settled).headers["Location"] == page
    assert Client.objects.get(pk=client.pk).own_words == "Mine and theirs."
    again = typed_in(mine, page)
    assert again["telephone"] == "020 7946 0123"  # typed before, and put back
    assert again["own_words"] == "Mine and theirs."
    assert mine.post(page, again).status_code == 303
    assert Identity.objects.get(client=client).telephone == "020 7946 0123"
    assert not Draft.objects.exists()


def test_nothing_waits_where_nothing_else_was_typed(owner):
    client = a_client(owner)
    page = f"/clients/{client.pk}/details/"
    mine, theirs = browser_of(owner), browser_of(actor("practitioner"))
    stale = typed_in(mine, page)
    assert theirs.post(page, {**typed_in(theirs, page), "own_words": "Theirs."}).status_code == 303
    where = mine.post(page, {**stale, "own_words": "Mine."}).headers["Location"]
    (version,) = re.findall(r'name="version" value="(\d+)"', mine.get(where).content.decode())
    mine.post(where, {"take-own_words": "theirs", "own_words": "Mine.", "version": version})
    assert not Draft.objects.exists()
    assert "Settled: what you decided on is on record." in mine.get(page).content.decode()
