"""The commands as people type them: one that makes and serves, users, unlocking, checking."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tomllib
from importlib import metadata

import psutil
import pytest

from helpers.clinic.inside import clinic
from helpers.clinic.served import Server, wait_for
from helpers.shell import ROOT, here
from microneedling.clinic.commands.options import LIBRARIES

pytestmark = [pytest.mark.sqlite]


def test_help_tells_every_command():
    said = here("clinic", "--help")
    assert said.returncode == 0
    words = (
        "serve",
        "init",
        "user",
        "unlock",
        "import",
        "export",
        "backup",
        "restore",
        "verify",
        "audit",
        "check",
    )
    for name in words:
        assert f"  {name} " in said.stdout
    assert "Not a medical device" in said.stdout
    said = here("clinic", "servce")
    assert (said.returncode, 'did you mean "serve"?' in said.stderr) == (2, True)


def test_other_commands_load_nothing_of_it():
    code = "import sys; from microneedling.__main__ import main; main(['devices'])\n"
    code += "sys.exit(bool({'django', 'microneedling.clinic'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False).returncode
        == 0
    )


@pytest.mark.slow
def test_users(tmp_path):
    home = tmp_path / "home"
    assert clinic(home, "init", "--no-warm-up").returncode == 0
    assert "Nobody yet" in clinic(home, "user").stdout
    said = clinic(home, "user", "anna", "--group", "owner", given="short\n")
    assert (said.returncode, "12 characters" in said.stderr) == (2, True)
    said = clinic(home, "user", "anna", "--group", "owner", given="correct horse battery\n")
    assert said.returncode == 0, said.stderr
    assert "horse" not in said.stdout + said.stderr
    assert clinic(home, "user", "bert").returncode == 2
    assert clinic(home, "user", "anna", "--disable").returncode == 0
    assert re.search(r"anna +owner, disabled", clinic(home, "user").stdout)
    assert clinic(home, "unlock", "anna").returncode == 0
    for words, told in (
        (("user", "ann"), 'did you mean "anna"?'),
        (("user", "an na!", "--group", "reader"), "letters, digits"),
        (("user", "anna", "--enable", "--disable"), "one of the two"),
        (("user", "--group", "reader"), "whom to make or change"),
        (("unlock", "ana"), 'did you mean "anna"?'),
        (("backup", tmp_path / "no" / "where", "--new-key", tmp_path / "key"), "an existing folder"),
    ):
        said = clinic(home, *words)
        assert (said.returncode, told in said.stderr) == (2, True), said.stderr
    assert not (tmp_path / "key").exists()
    assert "Audit: 3 entries" in clinic(home, "verify").stdout
    assert clinic(home, "check").stdout.strip() == "Nothing amiss."
    (home / "secret").chmod(0o644)
    said = clinic(home, "check")
    assert (said.returncode, "others may read secret" in said.stdout) == (4, True)
    clinic(home, "check", "--repair")
    assert clinic(home, "check").returncode == 0


@pytest.mark.slow
def test_one_command_makes_and_serves_and_ends(tmp_path, record_property):
    home = tmp_path / "home"
    server = Server(home)
    record_property("processor_seconds_to_first_answer", round(server.busy, 2))
    try:
        assert "Made a clinic in" in server.told[0]
        assert server.busy < 4
        assert b"Sign in" in server.answer("/")
        assert b"Unauthorized" in server.answer("/api/v1/lots")
        said = clinic(home, "serve", "--port", "0", "--home", home)
        assert (said.returncode, "another server" in said.stderr) == (4, True)
        said = clinic(
            tmp_path / "b", "serve", "--port", server.address.rsplit(":", 1)[1], "--home", tmp_path / "b"
        )
        assert (said.returncode, "a port that is free" in said.stderr) == (2, True)
        assert wait_for(server.workers)
        (worker,) = server.workers()
        worker.kill()
        assert wait_for(lambda: [w for w in server.workers() if w.pid != worker.pid and w.is_running()])
    finally:
        code = server.end(signal.SIGINT)
    assert code in (0, 130)
    again = Server(home)
    try:
        assert not any("Made" in line for line in again.told)
        record_property("processor_seconds_later", round(again.busy, 2))
        assert wait_for(again.workers)
        (worker,) = again.workers()
    finally:
        again.end(signal.SIGKILL)
    assert wait_for(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)  # the leash


@pytest.mark.slow
def test_a_demonstration_fills_beside_its_first_answers(tmp_path):
    home = tmp_path / "home"
    server = Server(home, "--demo")
    try:
        told = "".join(server.told)
        assert "invented" in told
        assert server.busy < 5
    finally:
        code = server.end(signal.SIGTERM)  # broken off while it fills, or done already
    assert code == 143 or os.name == "nt"
    assert clinic(home, "verify").returncode == 0


def test_without_its_libraries_the_clinic_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "waitress", None)
    for words in (("--demo",), ("init",), ("verify",)):
        done = here("clinic", *words, "--home", tmp_path / "none")
        assert done.returncode == 2
        assert "waitress is not installed" in done.stderr
        assert 'pip install "microneedling[clinic]"' in done.stderr
        assert not (tmp_path / "none").exists()
    assert here("clinic", "--help").returncode == 0


def test_the_libraries_looked_for_are_those_of_the_extra():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.match(r"[\w-]+", line)[0].lower() for line in declared["optional-dependencies"]["clinic"]}
    brought = metadata.packages_distributions()
    assert {brought[name][0].lower() for name in LIBRARIES} == names


@pytest.mark.slow
def test_a_table_without_a_result_is_not_written(tmp_path):
    home, table = tmp_path / "home", tmp_path / "results.csv"
    assert clinic(home, "init", "--no-warm-up").returncode == 0
    said = clinic(home, "audit", str(table))
    assert (said.returncode, "none that was promised before" in said.stderr) == (2, True), said.stderr
    assert not table.exists()
    table.write_text("mine", encoding="utf-8")
    said = clinic(home, "audit", str(table))
    assert (said.returncode, table.read_text(encoding="utf-8")) == (2, "mine")
