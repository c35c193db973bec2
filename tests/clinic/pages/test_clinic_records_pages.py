"""The practitioner's pages: each opens for who may, says no to who may not, and asks no more the more there is."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpers.clinic.pages import DAY, browser_of, pages_of, treated, treated_again
from helpers.clinic.people import a_client, actor
from microneedling.clinic.audit.models import Entry

pytestmark = pytest.mark.django_db
MOST_BYTES = 500_000


def test_every_page_opens(owner):
    client, session = treated(owner)
    owner.user.is_staff = True
    owner.user.save()
    browser = browser_of(owner)
    for path in [*DAY, "/components/", *pages_of(client, session)]:
        said = browser.get(path)
        assert said.status_code == 200, path
        assert len(said.content) < MOST_BYTES
        text = said.content.decode()
        assert re.search(r" on[a-z]+=", text) is None, path  # nothing that the policy would refuse
        assert "style=" not in text, path
        assert "<style" not in text
        assert re.search(r"(?:src|href|action)=\"https?:", text) is None


@pytest.mark.slow
def test_a_page_asks_no_more_the_more_there_is(owner):
    """The number of questions to the database: the same for one client as for six, one score as for many."""
    client, session = treated(owner)
    paths = [*DAY, *pages_of(client, session)]
    browser = browser_of(owner)

    def asked() -> dict[str, int]:
        found = {}
        for path in paths:
            browser.get(path)  # what is known by heart from then on
            with CaptureQueriesContext(connection) as queries:
                browser.get(path)
            found[path] = len(queries)
        return found

    few = asked()
    for number in range(5):
        treated(owner, family_name=f"More{number}")
    treated_again(owner, client)
    assert asked() == few
    assert max(few.values()) <= 45


def test_who_may_not_sees_nothing_of_it(owner):
    client, session = treated(owner, family_name="Hidden")
    reader, researcher = browser_of(actor("reader")), browser_of(actor("researcher"))
    of = f"/clients/{client.pk}/"
    assert reader.get(of).status_code == 200
    for path in (f"{of}details/", f"{of}consult/", f"{of}notes/new/", f"{of}sessions/new/", "/components/"):
        assert reader.get(path).status_code == 403, path
    assert reader.post(f"{of}alerts/", {"kind": "allergy", "text": "x"}).status_code == 403
    for path in ("/clients/", of, f"/sessions/{session.pk}/"):
        said = researcher.get(path)
        assert said.status_code == 200
        assert b"Hidden" not in said.content, path
    assert researcher.post("/clients/", {"text": "Hidden"}).status_code == 403
    assert browser_of(owner).get("/clients/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_the_banner_stands_on_every_page_and_sheet(owner):
    client, session = treated(owner, family_name="Example", given_name="ליאורה")
    for path in pages_of(client, session):
        text = browser_of(owner).get(path).content.decode()
        assert text.count('<bdi dir="auto">ליאורה Example</bdi>') >= 2, (
            path
        )  # the screen's head and the sheet's
        assert text.count("29 February 1980") >= 2
        assert "lidocaine: rash" in text
    alone = a_client(owner)
    assert "not asked yet" in browser_of(owner).get(f"/clients/{alone.pk}/").content.decode()


def test_a_search_goes_in_the_body_and_a_look_is_noted(owner):
    client, _session = treated(owner, family_name="Łukasiewicz")
    browser = browser_of(owner)
    said = browser.post("/clients/", {"text": "lukasiewicz"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in said
    assert f"/clients/{client.pk}/" in said
    assert "Nobody of this name" in browser.post("/clients/", {"text": "nobody"}).content.decode()
    before = Entry.objects.filter(action="client.read", client=str(client.pk)).count()
    browser.get(f"/clients/{client.pk}/")
    assert Entry.objects.filter(action="client.read", client=str(client.pk)).count() == before + 1
