"""Erased, then a backup from before put back: nobody who was erased is in it, nor in the free pages of its file."""

from __future__ import annotations

import json

import pytest

from helpers.clinic.inside import clinic, inside

FILL = """
import json
from django.contrib.auth.models import Group, User
from microneedling.clinic.demo import invent
from microneedling.clinic.exchange.backup import backup, new_key
from microneedling.clinic.records.models import Client
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.clients import add_client, change_identity
user, _ = User.objects.get_or_create(username="demo")
user.groups.set([Group.objects.get(name="owner")])
invent(Actor(user), count=3)
one = add_client(actor=Actor(user), family_name="Zqwanderer", address="Zqwanderer Road 1")
change_identity(actor=Actor(user), client=one.pk, version=1, changes={"address": "Zqwanderer Road 2"})
new_key(home.path.parent / "key", home)
backup(home, home.path.parent / "before.clinicbackup")
print(json.dumps([one.number, Client.objects.exclude(pk=one.pk).order_by("number").first().number]))
"""
STATES = """
import json
from microneedling.clinic.records.models import Client, Identity
print(json.dumps([{c.number: c.state for c in Client.objects.all()},
                  Identity.objects.filter(folded__contains="zqwanderer").count()]))
"""


@pytest.mark.sqlite
@pytest.mark.slow
def test_erased_stays_erased(tmp_path):
    home, back = tmp_path / "home", tmp_path / "back"
    whole, part = inside(home, FILL)
    said = clinic(home, "erase", whole)
    assert (said.returncode, "Nothing was done yet" in said.stdout) == (0, True), said.stderr
    assert b"Zqwanderer" in (home / "clinic.sqlite3").read_bytes() + _log(home)
    said = clinic(home, "erase", whole, "--yes")
    assert (said.returncode, "Done:" in said.stdout) == (0, True), said.stderr
    assert clinic(home, "erase", part, "--yes").returncode == 0
    assert clinic(home, "erase", part, "--yes").returncode == 2  # nothing more to erase before its time
    assert b"Zqwanderer" not in (home / "clinic.sqlite3").read_bytes() + _log(home)
    assert clinic(home, "verify").returncode == 0
    words = ("restore", tmp_path / "before.clinicbackup", "--identity", tmp_path / "key", "--into")
    said = clinic(home, *words, back)  # the register of the clinic at work is found by itself
    assert (said.returncode, "Erased again, for they were erased after this backup: 2" in said.stdout) == (
        0,
        True,
    )
    assert b"Zqwanderer" not in (back / "clinic.sqlite3").read_bytes() + _log(back)
    states, left = inside(back, STATES)
    assert (states[str(whole)], states[str(part)], left) == ("erased", "restricted", 0)
    assert set(json.loads((back / "erased.json").read_text(encoding="utf-8"))["erased"]) == set(
        json.loads((home / "erased.json").read_text(encoding="utf-8"))["erased"]
    )
    register = tmp_path / "kept elsewhere.json"  # the machine was lost with its folder
    (home / "erased.json").rename(register)
    other = tmp_path / "nowhere"
    said = clinic(other, *words, tmp_path / "second", "--erased", register)
    assert (said.returncode, "erased after this backup: 2" in said.stdout) == (0, True), said.stderr
    said = clinic(other, *words, tmp_path / "third")
    assert (said.returncode, "No register of erasures was found" in said.stderr) == (0, True)
    assert inside(tmp_path / "third", STATES)[1] == 1  # and so it was said
    register.write_text("{}", encoding="utf-8")
    assert clinic(other, *words, tmp_path / "fourth", "--erased", register).returncode == 2
    assert not (tmp_path / "fourth").exists()


def _log(home) -> bytes:
    path = home / "clinic.sqlite3-wal"
    return path.read_bytes() if path.exists() else b""


@pytest.mark.sqlite
@pytest.mark.slow
def test_the_commands_of_a_person_and_a_recall(tmp_path):
    home = tmp_path / "home"
    _, number = inside(home, FILL)
    lots = inside(home, "import json\nfrom microneedling.clinic.records.models import LotUse\n"
                        "print(json.dumps([u.lot.number for u in LotUse.objects.all()]))")  # fmt: skip
    said = clinic(
        home, "recall", lots[0], "--letters", tmp_path / "letters.html", "--csv", tmp_path / "recall.csv"
    )
    assert (said.returncode, "count, on" in said.stdout) == (0, True), said.stderr
    assert '<article class="letter"' in (tmp_path / "letters.html").read_text(encoding="utf-8")
    assert (tmp_path / "letters.html").stat().st_mode & 0o077 == 0
    assert (tmp_path / "recall.csv").read_text(encoding="utf-8-sig").startswith("kind,")
    said = clinic(home, "recall", "no such lot")
    assert (said.returncode, "recall" in said.stderr) == (2, True)
    said = clinic(home, "export-person", number, tmp_path / "person")
    assert (said.returncode, (tmp_path / "person" / "start-here.html").exists()) == (0, True), said.stderr
    assert clinic(home, "export-person", number, tmp_path / "person").returncode == 2
    assert clinic(home, "export-person", 999, tmp_path / "nobody").returncode == 2
    said = clinic(home, "merge", number, number + 1, "--reason", "one person")
    assert (said.returncode, "Nothing was done yet" in said.stdout) == (0, True), said.stderr
    said = clinic(home, "merge", number, number + 1, "--reason", "one person", "--yes")
    assert (said.returncode, f"Client {number + 1} is client {number} now" in said.stdout) == (0, True), (
        said.stderr
    )
    assert clinic(home, "merge", number, number + 1, "--reason", "again", "--yes").returncode == 2
    assert clinic(home, "merge", number, number + 1, "--reason", "two", "--undo").returncode == 0
    assert clinic(home, "merge", number, number + 1, "--reason", "two", "--undo").returncode == 2
    assert clinic(home, "anonymise", tmp_path / "table.csv").returncode == 2  # too few to name nobody
    assert not (tmp_path / "table.csv").exists()
    assert clinic(home, "verify").returncode == 0
