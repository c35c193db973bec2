"""What one client is handed: every table that holds a row of theirs, and nothing of anybody else's."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from django.test import Client as Browser

from helpers.clinic.full_client import a_full_client, photographed
from helpers.clinic.people import a_client, actor
from microneedling.clinic.audit.models import Entry
from microneedling.clinic.exchange.folder import checked
from microneedling.clinic.exchange.person import export_person
from microneedling.clinic.exchange.table_words import WORDS, in_words
from microneedling.clinic.records.models import Client, Photograph
from microneedling.clinic.records.owners import counts, owned, tables
from microneedling.clinic.records.selectors.clients import client_page
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.clinic.records.services.clients import mark_different
from microneedling.clinic.records.services.merging import merge_clients
from microneedling.clinic.records.services.photographs import hide_photograph

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def table(folder, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_of_one_client_and_nothing_of_another(owner, tmp_path):
    client, joined = a_full_client(owner, family_name="Ours"), a_client(owner, family_name="Maiden")
    other = a_full_client(owner, family_name="Stranger")
    mark_different(actor=owner, client=client.pk, other=other.pk, reason="cousins")
    merge_clients(actor=owner, kept=client.pk, gone=joined.pk, reason="married")
    hidden = photographed(owner, client)
    hide_photograph(actor=owner, photograph=hidden.pk, reason="somebody else's")
    client_page(actor=owner, client=client.pk)
    folder = tmp_path / "out"
    out = export_person(actor=owner, client=joined.pk, target=folder)
    assert len(checked(folder)) == out.files
    for name, number in counts([client.pk, joined.pk]).items():
        short = name.rsplit(".", 1)[-1].lower()
        assert out.rows.get(short, 0) == number, name
        if number:
            assert len(table(folder, f"tables/{short}.csv")) == number
    assert {"lot", "product", "consenttext"} <= set(out.rows)
    (picture,) = (folder / "photographs").iterdir()
    kept = Photograph.objects.get(client=client, hidden=None)
    assert picture.read_bytes()[:2] == b"\xff\xd8"
    assert str(kept.pk) in picture.name
    assert out.held_back == ((str(hidden.pk), "somebody else's"),)
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Stranger" not in everything
    assert str(other.pk).encode() not in everything
    assert b"another client" in everything
    assert b"Maiden" in everything
    log = table(folder, "who-looked.csv")
    assert len(log) == Entry.objects.filter(client__in=[str(client.pk), str(joined.pk)]).count()
    assert {"client.read", "client.export"} <= {line["what"] for line in log}
    assert {line["who"] for line in log} == {owner.user.username}
    (changed,) = [row for row in table(folder, "what-was-changed.csv") if row["field"] == "telephone"]
    assert (changed["before"], changed["after"]) == ("020 7946 0123", "020 7946 0999")
    forecast, learnt = sorted((folder / "forecasts").iterdir(), key=lambda path: "learnt" in path.name)
    assert "learnt" in learnt.name
    assert json.loads(forecast.read_text(encoding="utf-8"))["model_number"] == 5
    consents = [path.read_text(encoding="utf-8") for path in (folder / "consents").iterdir()]
    assert any("I was told what it may do" in text and "strokes 1 2 3" in text for text in consents)
    page = (folder / "start-here.html").read_text(encoding="utf-8")
    assert all((folder / link).is_file() for link in re.findall(r'(?:href|src)="([^"]+)"', page))


def test_it_comes_as_one_file_and_is_noted(owner, practitioner):
    client = a_full_client(owner)
    browser = Browser()
    browser.force_login(owner.user, backend=BACKEND)
    said = browser.post(f"/api/v1/clients/{client.pk}/export")
    names = set(zipfile.ZipFile(io.BytesIO(said.content)).namelist())
    assert {"start-here.html", "everything.json", "who-looked.csv", "tables/session.csv"} <= names
    assert Entry.objects.filter(action="client.export", client=str(client.pk)).count() == 1
    assert browser.get(f"/api/v1/clients/{client.pk}/export").status_code == 405  # nothing is noted by GET
    said = browser.get(f"/api/v1/clients/{client.pk}/erasure-outlook").json()
    assert (said["whole"], "recall" in said["stays"]["clinic_records.LotUse"][1]) == (False, True)
    assert browser.get(f"/api/v1/clients/{client.pk}/changes").json()[0]["field"] == "telephone"


def test_tables_are_told_in_words_that_a_client_knows():
    told = {str(model._meta.model_name): in_words(model) for model in [Client, *owned()]}
    assert set(WORDS) <= {str(model._meta.model_name) for model in tables()}
    assert not any(word in text for text in told.values() for word in ("`", "frozen", "Frozen", "_"))


def test_not_by_everybody(owner, tmp_path):
    client = a_client(owner)
    for group in ("assistant", "reader", "researcher"):
        with pytest.raises(NotAllowed):
            export_person(actor=actor(group), client=client.pk, target=tmp_path / group)
    assert not list(tmp_path.iterdir())
