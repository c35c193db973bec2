"""A list brought in and taken out as people type it: a trial, the token, rejected rows, a file that is not replaced."""

from __future__ import annotations

import json

import pytest

from helpers.clinic.inside import clinic

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]
LIST = "Name;Vorname;Geburtsdatum;Telefon\r\n"
LIST += "O’Brien;José;03.04.1980;0151 1\r\nTwin;Ada;13.04.1980;0151 2\r\nShort;Row\r\n"


def test_a_list_is_tried_brought_in_and_taken_out(tmp_path):
    home, table, rejects, out = (tmp_path / name for name in ("home", "list.csv", "rejects.csv", "out.csv"))
    table.write_bytes(LIST.encode("cp1252"))
    assert clinic(home, "init", "--no-warm-up").returncode == 0
    said = clinic(home, "import", "clients", table, "--rejects", rejects)
    assert said.returncode == 0, said.stderr
    assert "3 rows = 2 accepted + 1 rejected" in said.stdout
    assert rejects.read_text(encoding="utf-8-sig").startswith("rejected line;rejected because;Name;Vorname")
    token = said.stderr.strip().rsplit(" ", 1)[-1]
    trial = json.loads(clinic(home, "import", "clients", table, "--json").stdout)
    assert (trial["token"], trial["added"]) == (token, 2)
    done = clinic(home, "import", "clients", table, "--confirm", token)
    assert (done.returncode, "2 added" in done.stdout) == (0, True)
    assert clinic(home, "export", "clients", out).returncode == 0
    assert "José,O’Brien" in out.read_text(encoding="utf-8-sig")
    assert out.stat().st_mode & 0o077 == 0
    for words, told in (
        (("import", "clients", table, "--confirm", "0" * 16), "--confirm"),
        (("import", "clients", tmp_path / "none.csv"), "No such file"),
        (("import", "clients", table, "--column", "born=Geburtsdatum"), 'did you mean "born_on"'),
        (("import", "clients", table, "--encoding", "latin"), "cp1252"),
        (("import", "clients", table, "--date-order", "dym"), "dmy"),
        (("import", "people", table), "clients"),
        (("export", "clients", out), "--force"),
    ):
        said = clinic(home, *words)
        assert (said.returncode, told in said.stderr) == (2, True), said.stderr
    bundle, tables = tmp_path / "bundle.json", tmp_path / "tables"
    assert clinic(home, "fhir", bundle, "--client", "1").returncode == 0
    said = clinic(home, "fhir", tables, "--read", bundle)
    assert "clinic import clients" in said.stdout
    assert "1 known already" in clinic(home, "import", "clients", tables / "clients.csv").stdout
    assert clinic(home, "fhir", tmp_path / "b", "--client", "9").returncode == 2
    assert clinic(home, "fhir", tmp_path / "b").returncode == 2
    calendar, letters = tmp_path / "bookings.ics", tmp_path / "letters.csv"
    assert clinic(home, "export", "calendar", calendar, "--names").returncode == 0
    assert calendar.read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    assert clinic(home, "export", "reminders", letters, "--from", "2027-01-01").returncode == 0
    assert "Whole" in clinic(home, "verify").stdout
