"""Keep and sign, sent twice, or after a refusal: one session signed once, and no word of a second record."""

from __future__ import annotations

import re

import pytest

from helpers.clinic.pages import browser_of, treated

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(owner):
    """A browser, the open session of a client, the address of its page."""
    client, _done = treated(owner)
    opened = client.sessions.filter(signed_at=None).latest("happened_at")
    browser, where = browser_of(owner), f"/sessions/{opened.pk}/"
    zone = {"key": "z", "zone": "cheek", "depth": "0.5"}
    assert browser.post(f"{where}zones/", zone).status_code == 303
    return browser, opened, where


def story(browser, where: str, **more: str) -> dict[str, str]:
    """The form as its page has it, with words."""
    page = browser.get(where).content.decode()
    form = page[page.index('name="draft" value="session ') - 2000 :]
    found = re.search(r'name="version" value="(\d+)"', page)
    key = re.findall(r'name="key" value="(\w+)"', form)
    assert found is not None
    return {"key": key[-1], "version": found[1], "note": "Calm.", "sign": "1", **more}


def test_a_second_click_finds_what_the_first_one_did(room):
    browser, session, where = room
    sent = story(browser, where)
    answers = [browser.post(f"{where}save/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303], answers[-1].content.decode()
    session.refresh_from_db()
    assert session.signed_at is not None


def test_other_words_under_a_key_that_was_used_are_kept_or_found_to_differ(room):
    browser, session, where = room
    sent = {**story(browser, where), "sign": ""}
    assert browser.post(f"{where}save/", sent).status_code == 303
    other = browser.post(
        f"{where}save/", {**sent, "note": "Calm, said in another tab."}
    )  # which knows the old version
    assert "/conflicts/" in other.headers["Location"]
    now = {**story(browser, where), "key": sent["key"], "note": "Calm. Then itching."}
    assert browser.post(f"{where}save/", now).status_code == 303
    session.refresh_from_db()
    assert (session.note, session.signed_at is not None) == ("Calm. Then itching.", True)


def test_after_a_refusal_the_first_sending_signs(room):
    browser, session, where = room
    sent = story(browser, where)
    assert browser.post(f"{where}save/", {**sent, "pain": "eleven"}).status_code == 422
    kept = {
        "draft": f"session {session.pk}",
        "client": str(session.client_id),
        "note": "Calm.",
        "key": sent["key"],
    }
    browser.post("/drafts/keep/", {**kept, "pain": "eleven", "version": sent["version"]})
    again = story(browser, where)
    assert browser.post(f"{where}save/", {**again, "pain": "3"}).status_code == 303
    session.refresh_from_db()
    assert session.signed_at is not None
