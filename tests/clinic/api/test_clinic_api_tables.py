"""Tables over the API: a trial, its token, the rejected rows; files out that no cache keeps."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from helpers.clinic.people import a_client, actor
from microneedling.clinic.records.models import Client

pytestmark = pytest.mark.django_db
TABLE = "Name;Geburtstag\nO’Brien;03.04.1980\nTwin;05.06.1981\nShort\n".encode("cp1252")


def browser(by) -> Browser:
    found = Browser()
    found.force_login(by.user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def sent(by, kind: str = "clients", **form):
    file = SimpleUploadedFile("list.csv", TABLE, content_type="text/csv")
    return browser(by).post(f"/api/v1/import/{kind}", {"file": file, **form})


def test_a_table_is_asked_about_tried_and_brought_in(owner):
    asked = sent(owner)
    assert asked.status_code == 422
    assert "date-order" in asked.json()["mistakes"][0]["allowed"]
    trial = sent(owner, date_orders="Geburtstag=dmy").json()
    assert (trial["rows"], trial["accepted"], len(trial["rejected"])) == (3, 2, 1)
    assert trial["rejects"].startswith("rejected line;rejected because;Name;Geburtstag")
    assert not Client.objects.exists()
    done = sent(owner, date_orders="dmy", confirm=trial["token"]).json()
    assert (done["added"], Client.objects.count()) == (2, 2)
    assert sent(owner, confirm="0" * 16).status_code == 422
    assert sent(owner, kind="people").status_code == 422
    assert sent(actor("reader")).status_code == 403


def test_tables_go_out_as_files_that_nothing_keeps(owner):
    a_client(owner, given_name="=1+1", family_name="José")
    said = browser(owner).get("/api/v1/export/clients.csv")
    assert said.status_code == 200
    assert "'=1+1" in said.content.decode("utf-8-sig")
    assert said.headers["Content-Disposition"] == 'attachment; filename="clients.csv"'
    assert "no-store" in said.headers["Cache-Control"]
    assert browser(actor("researcher")).get("/api/v1/export/clients.csv").status_code == 403
    assert Browser().get("/api/v1/export/clients.csv").status_code == 401
