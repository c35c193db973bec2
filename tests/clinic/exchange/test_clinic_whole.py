"""A whole clinic goes out, is read without the program, and comes in again the same: on one database and the other."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from helpers.clinic.emptied import empty_the_store
from helpers.clinic.full_client import a_full_client
from helpers.clinic.inside import clean_environment, clinic, inside
from helpers.clinic.people import a_client
from microneedling.clinic.audit.verify import verify
from microneedling.clinic.exchange.folder import checked
from microneedling.clinic.exchange.whole import export_clinic, ours, table_digest
from microneedling.clinic.exchange.whole_in import fill
from microneedling.clinic.records.models import Client, Photograph
from microneedling.clinic.records.services.act import NotAllowed
from microneedling.clinic.records.services.erasing import erase_client, finish_erasures
from microneedling.clinic.records.services.merging import merge_clients
from microneedling.clinic.wholeness import whole
from microneedling.errors import InputError

FILL = """
import json
from django.contrib.auth.models import Group, User
from microneedling.clinic.demo import invent
from microneedling.clinic.records.models import Client
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.merging import merge_clients
user, _ = User.objects.get_or_create(username="demo")
user.groups.set([Group.objects.get(name="owner")])
invent(Actor(user), count=5)
one, other = Client.objects.order_by("number")[:2]
merge_clients(actor=Actor(user), kept=one.pk, gone=other.pk, reason="one person")
print(json.dumps(0))
"""
DIGESTS = """
import json
from microneedling.clinic.exchange.whole import ours, table_digest
print(json.dumps({m._meta.model_name: table_digest(m) for m in ours() if m._meta.model_name != "entry"}))
"""


@pytest.fixture
def store(owner, tmp_path):
    """A clinic with full clients, two who were joined and one who was erased; and where its export goes."""
    kept, gone, rest = (
        a_full_client(owner),
        a_full_client(owner, family_name="=Formula"),
        a_full_client(owner),
    )
    merge_clients(actor=owner, kept=kept.pk, gone=gone.pk, reason="same")
    erase_client(actor=owner, client=rest.pk)
    erase_client(actor=owner, client=a_client(owner).pk)
    finish_erasures(actor=owner)
    return tmp_path / "out"


@pytest.mark.django_db
def test_it_is_read_without_the_program(owner, store):
    out = export_clinic(actor=owner, home=settings.HOME, target=store)
    manifest = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    assert {table["name"] for table in manifest["tables"]} == {model._meta.model_name for model in ours()}
    for table in manifest["tables"]:
        with (store / "tables" / f"{table['name']}.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == [column["name"] for column in table["columns"]]
        assert len(rows) == table["rows"] == out.rows[table["name"]]
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    for line in (store / "checksums.sha256").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((store / name).read_bytes()).hexdigest() == digest
    pictures = {path.name for path in (store / "photographs").iterdir()}
    assert pictures == set(Photograph.objects.values_list("file", flat=True))
    page = (store / "start-here.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', page)
    assert len(links) > 30
    assert all((store / link).is_file() for link in links)
    assert out.last_digest in page
    everything = b"".join(path.read_bytes() for path in store.rglob("*") if path.is_file())
    assert b"argon2" not in everything
    assert owner.user.password.encode() not in everything
    for path in store.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match="holds something"):
        export_clinic(actor=owner, home=settings.HOME, target=store)


@pytest.mark.django_db
def test_what_comes_in_is_what_went_out(owner, store):
    out = export_clinic(actor=owner, home=settings.HOME, target=store)
    manifest = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    before = {model: table_digest(model) for model in ours()}
    with pytest.raises(InputError, match="an empty one"):
        fill(store, manifest)
    empty_the_store()
    rows = fill(store, manifest)
    assert rows == {name: n for name, n in out.rows.items() if name != "user"}
    assert {model for model in ours() if table_digest(model) != before[model]} == {
        model for model in ours() if model.__name__ == "Entry"
    }  # the audit goes on with the import
    assert whole((out.entries, out.last_digest)).faults == ()
    assert Client.objects.filter(state="merged").count() == 1


@pytest.mark.django_db
def test_one_changed_byte_a_lost_file_and_one_too_many_are_each_told(owner, store):
    export_clinic(actor=owner, home=settings.HOME, target=store)
    data = store / "data" / "client.jsonl"
    data.write_text(data.read_text(encoding="utf-8").replace("female", "male", 1) + " ", encoding="utf-8")
    (store / "data" / "note.jsonl").unlink()
    (store / "more").write_text("x", encoding="utf-8")
    with pytest.raises(InputError) as told:
        checked(store)
    assert {item.path for item in told.value.mistakes} == {"data/client.jsonl", "data/note.jsonl", "more"}
    with pytest.raises(InputError, match="which is none"):
        checked(store / "data")


@pytest.mark.django_db
@pytest.mark.slow
def test_rows_that_were_put_together_by_hand_are_not_taken(owner, store):
    """Checksums made to fit do not help: each table is read back and compared with the manifest."""
    export_clinic(actor=owner, home=settings.HOME, target=store)
    manifest = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
    data = store / "data" / "alert.jsonl"
    lines = data.read_text(encoding="utf-8")
    empty_the_store()
    for wrong in (lines.replace("lidocaine", "nothing"), "{}\n", "no JSON\n"):
        data.write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError):
            fill(store, manifest)
        assert not Client.objects.exists()


@pytest.mark.django_db
def test_the_owner_alone_takes_everything_out(practitioner, tmp_path):
    with pytest.raises(NotAllowed):
        export_clinic(actor=practitioner, home=settings.HOME, target=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert verify().holds


@pytest.mark.sqlite
@pytest.mark.slow
def test_the_commands_on_sqlite(tmp_path):
    home, out = tmp_path / "home", tmp_path / "out"
    inside(home, FILL)
    (home / "clinic.toml").write_text('name = "Ours"\nidle_minutes = 20\n', encoding="utf-8")
    done = clinic(home, "export-clinic", out)
    assert done.returncode == 0, done.stderr
    done = clinic(home, "import-clinic", out, "--into", tmp_path / "back")
    assert (done.returncode, "Whole: nothing was changed." in done.stdout) == (0, True), done.stderr
    assert inside(tmp_path / "back", DIGESTS) == inside(home, DIGESTS)
    assert 'name = "Ours"' in (tmp_path / "back" / "clinic.toml").read_text(encoding="utf-8")
    said = clinic(tmp_path / "back", "user", "demo", "--password", given="correct horse battery\n")
    assert said.returncode == 0, said.stderr
    assert clinic(home, "import-clinic", out, "--into", tmp_path / "back").returncode == 2
    (out / "data" / "client.jsonl").write_text("", encoding="utf-8")
    done = clinic(home, "import-clinic", out, "--into", tmp_path / "no")
    assert (done.returncode, (tmp_path / "no").exists()) == (2, False)


@pytest.mark.postgres
def test_from_sqlite_to_postgresql_and_back(tmp_path, empty_database):
    home, out, back = tmp_path / "home", tmp_path / "out", tmp_path / "back"
    inside(home, FILL)
    assert clinic(home, "export-clinic", out).returncode == 0
    done = clinic(home, "import-clinic", out, "--into", back, "--database", empty_database)
    assert (done.returncode, "Whole: nothing was changed." in done.stdout) == (0, True), done.stderr
    assert inside(back, DIGESTS, clean_environment(back)) == inside(home, DIGESTS)
    assert inside(back, 'from microneedling.clinic.records.services.clients import add_client\n'
                  'from microneedling.clinic.records.services.act import Actor\n'
                  'import json; print(json.dumps(add_client(actor=Actor(), family_name="New").number))',
                  clean_environment(back)) > 5  # fmt: skip
    again: Path = tmp_path / "again"
    done = clinic(back, "export-clinic", tmp_path / "out2")
    assert done.returncode == 0, done.stderr
    files = [path for path in (tmp_path / "out2").rglob("*") if path.is_file()]
    assert not any(empty_database.encode() in path.read_bytes() for path in files)  # it holds a password
    done = clinic(back, "import-clinic", tmp_path / "out2", "--into", again)
    assert (done.returncode, "Whole: nothing was changed." in done.stdout) == (0, True), done.stderr
    assert inside(again, DIGESTS) == inside(back, DIGESTS, clean_environment(back))
