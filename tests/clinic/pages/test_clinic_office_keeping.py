"""Backups, drills, audit and settings as pages of the office."""

from __future__ import annotations

import tomllib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from helpers.clinic.pages import browser_of
from helpers.clinic.people import a_client, actor
from helpers.clinic.sent import page_of, refused, sent
from helpers.clinic.worked import worked
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.audit.record import tail
from microneedling.clinic.exchange import drill as drills
from microneedling.clinic.home import SETTINGS_FILE
from microneedling.clinic.work.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    """A home folder without key, backups and settings, before and afterwards."""
    place = settings.HOME
    place.make()
    yield place
    for path in (place.recipient, place.path / SETTINGS_FILE, *place.backups.glob("*")):
        path.unlink(missing_ok=True)


def test_the_key_is_made_once_and_handed_over(owner, home):
    browser, path = browser_of(owner), "/office/backup/"
    assert "There is no key yet" in page_of(browser, path)
    said = browser.post(path, {"act": "key"})
    assert said.content.startswith(b"AGE-SECRET-KEY-")
    assert said.headers["Content-Disposition"] == 'attachment; filename="clinic.key"'
    assert home.recipient.read_text(encoding="ascii").startswith("age1")
    assert not [p for p in home.path.rglob("*") if p.is_file() and b"AGE-SECRET-KEY" in p.read_bytes()]
    assert Entry.objects.filter(action="backup.key").count() == 1
    before = home.recipient.read_bytes()
    browser.post(path, {"act": "key"})  # there is one: nothing is made anew
    assert home.recipient.read_bytes() == before


@pytest.mark.sqlite  # on PostgreSQL the machine does the drill
def test_a_backup_is_made_as_a_job_and_tried_as_a_drill(owner, home, monkeypatch):
    browser, path = browser_of(owner), "/office/backup/"
    key = browser.post(path, {"act": "key"}).content
    sent(browser, path, act="make")
    sent(browser, path, act="make")
    assert Job.objects.count() == 1
    monkeypatch.setattr("microneedling.clinic.work.handing_out.back_up", written)
    assert worked().state == "done"
    page = page_of(browser, path)
    assert "Note this elsewhere" in page
    (name,) = (file.name for file in home.backups.iterdir())
    asked = []
    monkeypatch.setattr(drills, "_restored", lambda *given: asked.append(given) or Answer(0, "Whole.\n"))
    assert "Choose the file" in refused(browser, path, act="drill", name=name)
    wrong = SimpleUploadedFile("clinic.key", b"no key at all")
    page = refused(browser, path, act="drill", name=name, identity=wrong)
    assert "This is no key. Choose the file clinic.key that was handed over when the key was made." in page
    assert "Not taken" not in page
    right = SimpleUploadedFile("clinic.key", key)
    said = browser.post(path, {"act": "drill", "name": name, "identity": right}).content.decode()
    assert "It can be put back." in said
    assert len(asked) == 1
    assert "held on" in page_of(browser, path)
    monkeypatch.setattr(drills, "_restored", lambda *given: Answer(4, "1 fault\n"))
    right = SimpleUploadedFile("clinic.key", key)
    assert (
        "It cannot be put back whole"
        in browser.post(path, {"act": "drill", "name": name, "identity": right}).content.decode()
    )
    assert "failed on" in page_of(browser, path)
    assert not list(home.path.glob(".drill-*"))


class Answer:
    """What a command answered."""

    def __init__(self, returncode: int, stdout: str):
        self.returncode, self.stdout, self.stderr = returncode, stdout, ""


def written(home, target, force=False):
    """A backup of what these tests hold in memory would be one of an empty file: its place alone is taken."""
    from microneedling.clinic.exchange.backup import Written

    target.write_bytes(b"sealed")
    entries, digest = tail()
    return Written(target, 1, 6, entries, digest)


def test_the_audit_is_read_by_leaf_who_and_what_and_walked(owner, practitioner):
    browser = browser_of(owner)
    for _ in range(60):
        a_client(owner)
    page = page_of(browser, "/office/audit/?action=client.")
    assert page.count("client: entered") == 50
    assert "Earlier" in page
    leaf = page.split("before=")[1].split('"')[0]
    assert page_of(browser, f"/office/audit/?action=client.&before={leaf}").count("client: entered") == 10
    none = page_of(browser, f"/office/audit/?who=user:{practitioner.user.pk}&action=client.")
    assert "Nothing of that kind" in none
    said = browser.post("/office/audit/", {}).content.decode()
    assert "<b>Yes.</b>" in said
    entries, digest = tail()
    noted = {"number": str(entries), "digest": digest}
    assert "<b>Yes.</b>" in browser.post("/office/audit/", noted).content.decode()
    assert (
        "is not the one noted"
        in browser.post("/office/audit/", {"number": str(entries), "digest": "0" * 64}).content.decode()
    )
    refused(browser, "/office/audit/", number="7", digest="")
    assert "Last checked on" in page_of(browser, "/office/audit/")
    assert browser_of(practitioner).post("/office/audit/", {}).status_code == 403


def test_settings_are_kept_in_the_file_beside_all_else_it_says(owner, home):
    file = home.path / SETTINGS_FILE
    before = '# ours\nidle_minutes = 20\ncontact = """\nidle_minutes = none\n"""\nhosts = [\n  "clinic.example",\n]\n'
    file.write_text(before, encoding="utf-8")
    browser, path = browser_of(owner), "/office/settings/"
    said = {
        "name": "Praxis “Am Ufer”", "contact": "Uferweg 3\r\n01234 5678",
        "time_zone": "Europe/Vienna", "idle_minutes": "10", "signed_in_hours": "12",
        "consent_wait_days": "1", "draft_days": "30", "retention_years": "10", "backup_days": "2", "backups_kept": "7",
    }  # fmt: skip
    page = refused(browser, path, **{**said, "idle_minutes": "ten", "time_zone": "Wien"})
    assert page.count('class="error"') == 2
    assert "Give a whole number." in page
    assert "kind int" not in page
    assert "idle_minutes = 20" in file.read_text(encoding="utf-8")
    sent(browser, path, **said)
    text = file.read_text(encoding="utf-8")
    found = tomllib.loads(text)
    assert (found["name"], found["idle_minutes"], found["hosts"]) == (
        "Praxis “Am Ufer”",
        10,
        ["clinic.example"],
    )
    assert (found["backup_days"], found["backups_kept"]) == (2, 7)
    assert found["contact"] == "Uferweg 3\n01234 5678"
    assert "# ours" in text
    assert file.stat().st_mode & 0o077 == 0
    assert "Not in force yet" in page_of(browser, path)
    assert Entry.objects.filter(action="settings.change").count() == 1
    assert browser_of(actor("practitioner")).get(path).status_code == 403
