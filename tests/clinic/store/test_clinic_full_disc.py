"""On a disc that is really full, read-only or damaged: nothing acknowledged is lost, and words tell a way back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.clinic.inside import clean_environment, clinic, inside
from helpers.clinic.small_disc import on_a_small_disc
from helpers.shell import ROOT

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]
STORY = "helpers.clinic.full_disc"


def check(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["acknowledged"] > 20
    assert (told["lost"], told["extra"], told["faults"], told["leftover"]) == ([], [], [], [])
    assert told["identities"] == told["acknowledged"]
    assert (told["photographs"], told["left_behind"]) == (1, 0)
    assert told["key_kept"]
    assert told["backup"] == 2  # the records and the one photograph
    # Who looked is noted in a page or two, and room for those may be left where a client found none: then it is noted.
    assert told["searches"] == (told["said"].get("read") == "it was done")
    for what in {"write", "again", "read"} & set(told["said"]):
        assert words in told["said"][what] or (what, told["said"][what]) == ("read", "it was done")
    for what in set(told["said"]) - {"write", "again", "read"}:
        assert told["said"][what].startswith("CannotWrite: ")
        assert "None" not in told["said"][what]


def test_a_small_disc_that_fills_up(tmp_path):
    disc = tmp_path / "disc"
    disc.mkdir()
    check(on_a_small_disc(disc, 16, str(disc / "home"), "disc", module=STORY), "the disc is full")


def test_files_that_may_not_grow(tmp_path):
    home = tmp_path / "inner" / "home"
    done = subprocess.run(
        [sys.executable, "-m", STORY, str(home), "limit"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=clean_environment(home), timeout=300,
    )  # fmt: skip
    check(done, "nothing was written")


COMMANDS = """
import json, subprocess, sys
home, change = sys.argv[1:]
def clinic(*words):
    line = [sys.executable, "-m", "microneedling", "clinic", *words, "--home", home]
    done = subprocess.run(line, capture_output=True, text=True, input="correct horse battery\\n")
    return [done.returncode, done.stdout + done.stderr]
before = [clinic("init", "--no-warm-up"), clinic("user", "anna", "--group", "owner")]
disc = home.rsplit("/", 1)[0]
if change == "full":
    with open(f"{disc}/ballast", "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"0" * 512)
        except OSError:
            pass
else:
    subprocess.run(["mount", "-o", "remount,ro", disc], check=True)
words = (["unlock", "anna"], ["user", "bob", "--group", "reader"], ["serve", "--port", "0"], ["verify"])
then = {line[0]: clinic(*line) for line in words}
if change == "full":
    subprocess.run(["rm", f"{disc}/ballast"], check=True)
else:
    subprocess.run(["mount", "-o", "remount,rw", disc], check=True)
print(json.dumps([before, then, [clinic("user"), clinic("unlock", "anna"), clinic("verify")]]))
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [("full", ("full", "No space left")), ("read-only", ("cannot be written", "Read-only"))],
)
def test_every_command_says_so(tmp_path, change, words):
    disc = tmp_path / "disc"
    disc.mkdir()
    done = on_a_small_disc(disc, 6, COMMANDS, str(disc / "home"), change)
    assert done.returncode == 0, done.stderr
    before, then, after = json.loads(done.stdout)
    assert [code for code, _ in before] == [0, 0]
    for name in ("unlock", "user", "serve", "verify"):
        code, said = then[name]
        assert (code, "internal error" in said, "damaged" in said) == (5, False, False), said
        assert any(word in said for word in words), said
    assert then["verify"][0] == 5
    assert [code for code, _ in after] == [0, 0, 0]
    assert [line.split() for line in after[0][1].splitlines()] == [["anna", "owner"]]


MANY = """
from microneedling.clinic.records.services.act import Actor
from microneedling.clinic.records.services.clients import add_client
for number in range(60):
    add_client(actor=Actor(), family_name="Example", own_words="x" * 3000)
import json
from microneedling.clinic.exchange.backup import backup, new_key
new_key(home.path.parent / "key", home)
print(json.dumps(backup(home, home.path.parent / "one.clinicbackup").entries))
"""


def test_a_page_damaged_in_the_middle_is_told_and_the_backup_is_the_way_back(tmp_path):
    home = tmp_path / "home"
    entries = inside(home, MANY)
    path: Path = home / "clinic.sqlite3"
    data = bytearray(path.read_bytes())
    place = data.index(b"x" * 2000)
    page = place // 4096 * 4096
    data[page : page + 4096 * 8] = b"\xff" * (4096 * 8)
    path.write_bytes(data)
    for words in (("verify",), ("check",), ("backup", tmp_path / "two.clinicbackup")):
        said = clinic(home, *words)
        text = said.stdout + said.stderr
        assert said.returncode in (4, 5), text
        assert "internal error" not in text
        assert any(word in text for word in ("damaged", "records: ")), text
    assert not (tmp_path / "two.clinicbackup").exists()
    said = clinic(
        tmp_path, "restore", tmp_path / "one.clinicbackup", "--into", tmp_path / "back", "--identity",
        tmp_path / "key",
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    assert f"Audit: {entries} entries" in said.stdout
