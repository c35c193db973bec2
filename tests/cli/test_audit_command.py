"""`microneedling audit`: the answer, its JSON and page, and refusals that leave nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.shell import here
from helpers.tracking.clinic_results import clinic
from microneedling import audit
from microneedling.errors import InputError
from microneedling.report.audit import render_audit

EXAMPLE = Path(__file__).parents[2] / "examples" / "clinic_records.csv"


def test_it_answers_first_and_says_what_it_is_not():
    told = here("audit", EXAMPLE, "--local")
    assert told.returncode == 0
    assert "clients" in told.stdout.splitlines()[2]
    for words in ("ALARM", "too hopeful", "With the clinic's own effect", "NOT A MEDICAL DEVICE"):
        assert words in told.stdout


def test_json_and_page(tmp_path):
    page = tmp_path / "audit.html"
    told = here("audit", EXAMPLE, "--json", "--report", page)
    answer = json.loads(told.stdout)
    assert told.returncode == 0
    assert answer["audit"]["clients"] == 76
    assert answer["with_local_effect"] is None
    text = page.read_text(encoding="utf-8")
    assert "Do the forecasts hold here?" in text
    assert text.count("<svg") == 9  # four charts in two widths, one in one
    assert "NaN" not in text
    assert "nan" not in text.replace("dominan", "")


def test_the_page_is_the_same_bytes_each_time_and_holds_without_raters_or_alarm():
    found = audit(clinic(30, 1))
    assert render_audit(found) == render_audit(found)
    assert "No rater is named" in render_audit(found)


def test_one_client_is_told_about_without_a_verdict():
    found = audit(clinic(1, 1))
    assert "Too few clients" in found.summary()
    assert "<svg" in render_audit(found)


def test_mistakes_leave_nothing_behind(tmp_path):
    bad = tmp_path / "r.csv"
    bad.write_text("client,date\nC-1,2026-01-01\n", encoding="utf-8")
    page = tmp_path / "audit.html"
    told = here("audit", bad, "--report", page)
    assert told.returncode == 2
    assert told.stdout == ""
    assert not page.exists()
    assert here("audit", tmp_path / "nowhere.csv").returncode == 2
    assert here("audit", EXAMPLE, "--report", bad).returncode == 2


def test_the_same_refusals_from_python():
    for wrong in ([], ["a row"], None, 3):
        with pytest.raises(InputError, match="records of a clinic"):
            audit(wrong)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="local_effect"):
        audit(clinic(3, 1), local_effect="yes")  # type: ignore[arg-type]


def test_the_answer_as_rows_and_card():
    found = audit(clinic(40, 1, visits=2))
    assert {row["sessions"] for row in found.tidy()} == {1, 2}
    assert "No alarm" in repr(found)
