"""The server that tests run beside: found whatever is installed, never root's, gone with its command."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.shell import ROOT
from tools import with_postgresql as tool

TOOL = ROOT / "tools" / "with_postgresql.py"


def install(root: Path, version: str, *programs: str) -> Path:
    folder = root / version / "bin"
    folder.mkdir(parents=True)
    for name in programs:
        (folder / name).write_text("", encoding="utf-8")
    return folder


def test_the_newest_server_is_taken_and_a_client_alone_is_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tool.programs(str(tmp_path)) is None
    install(tmp_path, "17", "psql", "pg_dump")
    assert tool.programs(str(tmp_path)) is None
    install(tmp_path, "9.6", "initdb", "pg_ctl")
    newest = install(tmp_path, "15", "initdb", "pg_ctl")
    install(tmp_path, "16", "initdb")
    assert tool.programs(str(tmp_path)) == newest


def test_programs_on_the_search_path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "here"))
    folder = install(tmp_path / "elsewhere", "15", "initdb", "pg_ctl")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "initdb").symlink_to(folder / "initdb")
    (folder / "initdb").chmod(0o755)
    assert tool.programs(str(tmp_path / "nothing")) == folder


def test_it_is_never_roots(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert tool.servant() is None
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    people = {"nobody": pwd.getpwnam("nobody")}
    monkeypatch.setattr(pwd, "getpwnam", people.__getitem__)
    assert tool.servant() == people["nobody"]
    people.clear()
    with pytest.raises(SystemExit, match="neither"):
        tool.servant()


def test_where_none_is_installed_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(tool, "programs", lambda: None)
    assert tool.main(["true"]) == 1
    assert "apt-get install postgresql" in capsys.readouterr().err


@pytest.mark.postgres
def test_a_server_of_its_own_ends_with_its_command(tmp_path):
    """Its address answers while the command runs, in the command's environment alone; its code is passed on."""
    code = (
        "import os, sys, psycopg\n"
        "address = os.environ['MICRONEEDLING_TEST_DATABASE']\n"
        "with psycopg.connect(address) as store:\n"
        "    for name in ('data_directory', 'server_encoding'):\n"
        "        print(store.execute(f'SHOW {name}').fetchone()[0])\n"
        "sys.exit(7)"
    )
    done = subprocess.run(
        [sys.executable, str(TOOL), sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 7, done.stderr
    folder, encoding = done.stdout.split()
    assert (encoding, Path(folder).exists(), Path(folder).parent.exists()) == ("UTF8", False, False)
