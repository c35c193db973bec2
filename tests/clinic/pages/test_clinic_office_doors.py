"""What comes in and goes out by the office: tables tried, asked about and brought in; files made, guarded, fetched."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from helpers.clinic.pages import browser_of, treated
from helpers.clinic.people import a_client, a_lot, actor
from helpers.clinic.sent import fetched, page_of, refused, sent
from helpers.clinic.worked import worked
from microneedling.clinic import tray
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.records.models import Client, ImportRun
from microneedling.clinic.records.services.restricting import restrict_client
from microneedling.clinic.work.models import Job

pytestmark = pytest.mark.django_db
SHEET = "Vorname;Nachname;Geburtsdatum;Telefon\n"
CLEAR = SHEET + "Ada;Muster;14.02.1980;0151 2345678\nBo;Beispiel;31.12.1990;\n;;;\n ; ;24.12.1999;7;\n"
UNCLEAR = SHEET + "Ada;Muster;03.04.1980;1\nBo;Beispiel;05.06.1990;2\n"


@pytest.fixture(autouse=True)
def home():
    """A home folder for the trays; what was put there is gone afterwards."""
    settings.HOME.make()
    yield settings.HOME
    tray.empty()


def given(browser, text: str, kind: str = "clients", encoding: str = "utf-8") -> str:
    """A table handed in; the page of its trial."""
    table = SimpleUploadedFile("kunden.csv", text.encode(encoding))
    return sent(browser, "/office/imports/", kind=kind, table=table)


def test_a_table_is_tried_looked_at_and_brought_in(owner):
    browser = browser_of(owner)
    where = given(browser, CLEAR, encoding="cp1252")
    assert "It waits for its turn" in page_of(browser, where)
    job = worked()
    assert (job.state, json.loads(job.result)) == (
        "done",
        {"rows": 3, "added": 2, "known": 0, "rejected": 1, "trial": True},
    )
    assert "Muster" not in job.inputs + job.result + job.told
    page = page_of(browser, where)
    assert "Bring 2 rows in" in page
    assert "Nachname" in page
    assert Client.objects.count() == 0
    rows = fetched(browser, f"{where}rejected/").decode("utf-8-sig")
    assert "24.12.1999" in rows
    done = sent(browser, where, act="do", key="k")
    assert sent(browser, where, act="do", key="k") == done  # a double click is one import
    worked()
    assert Client.objects.count() == 2
    assert "Done." in page_of(browser, done)
    assert "2 of 3 added" in page_of(browser, "/office/imports/")
    again = given(browser, CLEAR, encoding="cp1252")
    worked()
    assert "known already</dt><dd>2<" in page_of(browser, again)
    assert ImportRun.objects.count() == 1


def test_the_order_of_dates_is_asked_and_remembered(owner):
    browser = browser_of(owner)
    where = given(browser, UNCLEAR)
    worked()
    page = page_of(browser, where)
    assert "Something has to be said first" in page
    (field,) = re.findall(r'name="(dates-\d)" value="dmy"', page)
    assert "Bring" not in re.sub("Bring in|Bring it", "", page)
    said = sent(browser, where, act="again", **{field: "dmy"})
    worked()
    assert "Bring 2 rows in" in page_of(browser, said)
    sent(browser, said, act="do")
    worked()
    assert sorted(str(row.identity.born_on) for row in Client.objects.all()) == ["1980-04-03", "1990-06-05"]


def test_columns_are_mapped_by_hand(owner):
    browser = browser_of(owner)
    where = given(browser, "Wer;Rest\nAda Muster;x\n")
    worked()
    page = page_of(browser, where)
    assert "no name that is known" in page
    said = sent(browser, where, act="again", **{"column-family_name": "Wer", "column-given_name": "-"})
    worked()
    assert "Bring 1 row in" in page_of(browser, said)


def test_what_is_no_table_says_so_and_nothing_is_kept_of_who_may_not(owner):
    browser = browser_of(owner)
    assert "Choose the file" in refused(browser, "/office/imports/", kind="clients")
    assert "empty" in refused(
        browser, "/office/imports/", kind="clients", table=SimpleUploadedFile("x.csv", b"")
    )
    where = given(browser, "\n\n")
    worked()
    assert "an empty file" in page_of(browser, where)
    reader = browser_of(actor("reader"))
    assert reader.get("/office/imports/").status_code == 403
    assert browser_of(actor("practitioner")).get(where).status_code == 404  # another one's


def test_an_assistant_brings_in_clients_and_no_sessions(db):
    browser = browser_of(actor("assistant"))
    page = page_of(browser, "/office/imports/")
    assert 'value="clients"' in page
    assert 'value="sessions"' not in page
    given(browser, CLEAR)
    assert worked().state == "done"


def test_a_table_goes_out_to_who_asked_alone_and_is_noted(owner):
    a_client(owner, family_name="=cmd")
    browser = browser_of(owner)
    sent(browser, "/office/exports/", sort="table", what="clients", separator=";", key="k")
    sent(browser, "/office/exports/", sort="table", what="clients", separator=";", key="k")
    assert Job.objects.count() == 1
    assert "is being" in page_of(browser, "/office/exports/") or "waits" in page_of(
        browser, "/office/exports/"
    )
    job = worked()
    where = f"/office/exports/{job.pk}/"
    assert where in page_of(browser, "/office/exports/")
    text = fetched(browser, where).decode("utf-8-sig")
    assert "'=cmd" in text
    assert ";" in text
    assert Entry.objects.filter(action="export.fetch", subject=f"job:{job.pk}").count() == 1
    assert browser_of(actor("owner")).get(where).status_code == 404
    owner.user.groups.clear()
    assert browser_of(owner).get(where).status_code == 403


@pytest.mark.parametrize(
    ("fields", "name", "holds"),
    [
        ({"sort": "calendar"}, "bookings.ics", b"BEGIN:VCALENDAR"),
        ({"sort": "reminders", "booked": "Dear {name}"}, "reminders.csv", b"text"),
        ({"sort": "clinic", "word": "all"}, "clinic.zip", b"PK"),
        ({"sort": "table", "what": "lots", "separator": ","}, "lots.csv", b"LOT-7 a"),
    ],
)
def test_each_kind_is_made(owner, fields, name, holds):
    a_lot(owner)
    browser = browser_of(owner)
    sent(browser, "/office/exports/", **fields)
    job = worked()
    assert (job.state, job.told) == ("done", "")
    assert json.loads(job.result)["file"] == name
    assert holds in fetched(browser, f"/office/exports/{job.pk}/")


def test_what_cannot_be_made_is_said_at_the_field_or_by_the_job(owner):
    browser, path = browser_of(owner), "/office/exports/"
    assert "Say of what" in refused(browser, path, sort="table")
    assert "before the day" in refused(browser, path, sort="calendar", first="2026-02-02", last="2026-02-01")
    assert "Type the word all" in refused(browser, path, sort="clinic", word="everything")
    assert "whole number" in refused(browser, path, sort="anonymous", k="many")
    assert "which no client has" in refused(browser, path, sort="person", number="4711")
    assert Job.objects.count() == 0
    sent(browser, path, sort="anonymous", k="5")
    assert worked().state == "failed"
    assert "rows that may go out" in page_of(browser, path)


def test_one_client_is_handed_out_though_the_records_rest(owner):
    client, _session = treated(owner)
    restrict_client(actor=owner, client=client.pk, ground="claim")
    browser, of = browser_of(owner), f"/clients/{client.pk}/rights/"
    assert sent(browser, "/office/exports/", sort="person", number=str(client.number)) == of
    for what, name in (
        ("person", f"client-{client.number}.zip"),
        ("fhir", f"client-{client.number}.fhir.json"),
    ):
        sent(browser, f"{of}export/", what=what, key=what)
        job = worked()
        assert (job.state, job.client, json.loads(job.result)["file"]) == ("done", client, name)
    of_person = Job.objects.get(inputs__contains="person")
    found = fetched(browser, f"/office/exports/{of_person.pk}/")
    assert "start-here.html" in zipfile.ZipFile(io.BytesIO(found)).namelist()
    assert Entry.objects.get(action="export.fetch").client == str(client.pk)
    assert browser.post(f"{of}export/", {"what": "clinic"}).status_code == 400
    assert browser_of(actor("practitioner")).post(f"{of}export/", {"what": "person"}).status_code == 303
    assert browser_of(actor("assistant")).post(f"{of}export/", {"what": "person"}).status_code == 403


def test_files_are_for_their_owner_alone_and_cleared_away(owner, home):
    browser = browser_of(owner)
    sent(browser, "/office/exports/", sort="table", what="lots", separator=",")
    job = worked()
    (folder,) = (home.path / "tray").iterdir()
    assert [path.stat().st_mode & 0o777 for path in (folder.parent, folder)] == [0o700, 0o700]
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    assert tray.clear() == 0
    import os

    old = (timezone.now() - tray.KEPT - timedelta(hours=1)).timestamp()
    os.utime(folder, (old, old))
    assert tray.clear() == 1
    assert browser.get(f"/office/exports/{job.pk}/").status_code == 404
    assert "cleared away" in page_of(browser, "/office/exports/")


def test_a_job_of_the_office_is_stopped_by_whose_it_is(db):
    assistant = actor("assistant")
    browser = browser_of(assistant)
    where = given(browser, CLEAR)
    job = Job.objects.get()
    assert browser.get(f"/office/jobs/{job.pk}/").status_code == 200
    assert browser_of(actor("owner")).post(f"/office/jobs/{job.pk}/stop/").status_code == 404
    sent(browser, f"/office/jobs/{job.pk}/stop/")
    said = browser.get(f"/office/jobs/{job.pk}/")
    assert (said.status_code, said.headers["HX-Refresh"]) == (204, "true")
    assert "It was stopped" in page_of(browser, where)
