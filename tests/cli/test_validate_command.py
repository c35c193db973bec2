"""`microneedling validate`: shipped results at once and in the agreed shape, misses first, losses said plainly."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from helpers.validation_results import make_results
from microneedling.cli.commands import validate
from microneedling.cli.main import main
from microneedling.studies import published as rows
from microneedling.validation import held_out as computed
from microneedling.validation import words

RESULTS = make_results()


@pytest.fixture(autouse=True)
def _shipped(monkeypatch):
    monkeypatch.setattr(validate, "shipped", lambda: RESULTS)


def out(capsys, *options) -> str:
    assert main(["validate", *map(str, options)]) == 0
    return capsys.readouterr().out


def test_json_has_the_agreed_shape(capsys):
    answer = json.loads(out(capsys, "--json"))
    left = answer["leave_one_study_out"]
    assert set(left["coverage"]) == {"50", "80"}
    assert set(left["crps"]) == {"model", "family_mean", "sessions_only"}
    assert "sign_agreement" in left
    assert len(answer["studies"]) == len(rows.reported())
    for line in answer["studies"]:
        assert {"id", "reading", "observed", "quantiles", "split"} <= set(line)


def test_the_summary_names_every_miss_and_nothing_but_misses(capsys):
    text = out(capsys)
    told = {line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2:3].isupper()}
    assert told == {line["id"] for line in RESULTS["studies"] if words.missed(line)}
    assert len(told) > 5
    assert max(map(len, text.splitlines())) <= 110


def test_the_summary_says_where_the_model_does_not_win(capsys):
    text = " ".join(out(capsys).split())
    assert "the model beats both: CRPS 9.20" in text
    assert "It does not beat both in: Fine lines and wrinkles." in text


def test_a_model_that_loses_is_said_to_lose(capsys, monkeypatch):
    lost = make_results()
    lost["leave_one_study_out"]["crps"]["model"] = 11.7
    monkeypatch.setattr(validate, "shipped", lambda: lost)
    assert "the model does NOT beat the number of sessions alone:" in " ".join(out(capsys).split())


def test_without_shipped_results_it_says_how_to_get_them(capsys, monkeypatch):
    monkeypatch.setattr(validate, "shipped", dict)
    for options in ((), ("--json",)):
        assert main(["validate", *options]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "microneedling calibrate" in printed.err


def test_the_summary_needs_no_array_library(tmp_path):
    (tmp_path / "results.json").write_text(json.dumps(RESULTS), encoding="utf-8")
    code = (
        "import json, sys\nfrom pathlib import Path\n"
        "from microneedling.cli.main import main\nfrom microneedling.cli.commands import validate\n"
        "validate.shipped = lambda: json.loads(Path(sys.argv[1]).read_text())\n"
        "code = main(['validate'])\n"
        "heavy = [name for name in ('numpy', 'scipy', 'numba', 'jinja2') if name in sys.modules]\n"
        "sys.exit(str(heavy) if heavy else code)"
    )
    path = str(tmp_path / "results.json")
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def lines_of(study: str) -> list[dict]:
    return [line for line in RESULTS["studies"] if line["study"] == study]


def test_a_study_is_predicted_now_and_its_left_out_prediction_stands_beside_it(capsys, monkeypatch):
    asked = []

    def recomputed(ids, draws):
        asked.extend(ids)
        return [line | {"how": "fitted or unseen"} for line in lines_of("dogra2014")]

    monkeypatch.setattr(computed, "recomputed", recomputed)
    text = " ".join(out(capsys, "--study", "dogra2014").split())
    assert asked == [line["id"] for line in lines_of("dogra2014")]
    assert "Dogra" in text
    assert text.count("(of a study learnt from)") == len(asked)
    assert text.count("(left out)") == sum(line["how"] == "left out" for line in lines_of("dogra2014")) > 0
    answer = json.loads(out(capsys, "--study", "dogra2014", "--json"))
    assert [line["id"] for line in answer["studies"]] == [line["id"] for line in lines_of("dogra2014")]


@pytest.mark.slow
def test_a_row_is_predicted_with_the_model_itself(capsys):
    answer = json.loads(out(capsys, "--study", "C047", "--json"))
    (line,) = answer["studies"]
    assert line["study"] == "dogra2014"
    assert line["observed"] == rows.reported()[[row.row for row in rows.reported()].index("C047")].observed
    assert line["quantiles"]["0.1"] < line["quantiles"]["0.9"]


def test_a_row_of_the_tables_stands_for_all_its_lines():
    several = next(row.row for row in rows.reported() if row.row != rows.table_row(row.row))
    found = validate.chosen(rows.table_row(several))
    assert several in found
    assert {rows.table_row(row) for row in found} == {rows.table_row(several)}


def test_unknown_studies_and_rows_that_are_not_compared_are_refused_with_a_reason(capsys):
    assert main(["validate", "--study", "dogra2041"]) == 2
    assert 'did you mean "dogra2014"?' in capsys.readouterr().err
    unused = next(line for line in rows.lines() if line["usable"] == "no")
    assert main(["validate", "--study", unused["row"]]) == 2
    assert unused["reason"] in capsys.readouterr().err


def test_options_that_do_not_go_together_are_told_together(capsys):
    assert main(["validate", "--study", "dogra2014", "--html", "x.html", "--checkpoints", "x"]) == 2
    err = capsys.readouterr().err
    assert "--html" in err
    assert "--checkpoints" in err


def test_the_page_is_written_and_an_old_one_kept_unless_forced(tmp_path, capsys):
    path = tmp_path / "page.html"
    path.write_text("mine", encoding="utf-8")
    assert main(["validate", "--html", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == "mine"
    capsys.readouterr()
    assert f"Page: {path}" in out(capsys, "--html", path, "--force")
    assert "Published studies beside the model" in path.read_text(encoding="utf-8")


def line(kind: str, observed, sign=None, inside=None) -> dict:
    quantiles = {"0.1": 1.0, "0.25": 2.0, "0.5": 3.0, "0.75": 4.0, "0.9": 5.0}
    return {"kind": kind, "observed": observed, "quantiles": quantiles, "sign": sign, "inside": inside}


IN_NONE, IN_80, IN_50 = ({"50": half, "80": most} for half, most in ((0, 0), (0, 1), (1, 1)))


@pytest.mark.parametrize(
    ("given", "missed", "verdict"),
    [
        (line("value", 3.2, inside=IN_50), False, "inside 50 %"),
        (line("value", 1.5, inside=IN_80), False, "inside 80 %"),
        (line("value", 0.2, inside=IN_NONE), True, "below the 80 % interval"),
        (line("value", 7.0, inside=IN_NONE), True, "above the 80 % interval"),
        (line("band", {"low": 4.5, "high": 9.0}), False, "meets the 80 % interval"),
        (line("band", {"low": 5.5, "high": 9.0}), True, "outside the 80 % interval"),
        (line("band", {"low": 0.0, "high": 0.9}), True, "outside the 80 % interval"),
        (line("direction", "improved", sign=True), False, "right direction"),
        (line("direction", "worse", sign=False), True, "wrong direction"),
        (line("direction", "improved"), False, "not judged"),
        (line("direction", "no_difference"), True, "zero outside the 80 % interval"),
    ],
)
def test_what_counts_as_a_miss(given, missed, verdict):
    assert words.missed(given) is missed
    assert words.verdict(given) == verdict


def test_no_difference_is_met_by_an_interval_that_holds_zero():
    given = line("direction", "no_difference")
    given["quantiles"]["0.1"] = -0.5
    assert not words.missed(given)
    assert words.verdict(given) == "zero inside 80 %"
