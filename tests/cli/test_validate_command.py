"""`microneedling validate`: shipped results at once and in the agreed shape, misses first, losses said plainly."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from helpers.validation_results import make_results, make_validation
from microneedling.cli.commands import validate as command
from microneedling.cli.main import main
from microneedling.studies import published as rows
from microneedling.studies.contrasts import contrasts
from microneedling.validation import validate as validation
from microneedling.validation.bench.tables import bench_table
from microneedling.validation.judged import misses
from microneedling.validation.validate import StudyValidation

FOUND = make_validation()


@pytest.fixture(autouse=True)
def _shipped(monkeypatch):
    monkeypatch.setattr(validation, "shipped", lambda: FOUND)


def out(capsys, *options) -> str:
    assert main(["validate", *map(str, options)]) == 0
    return capsys.readouterr().out


def test_json_has_the_agreed_shape(capsys):
    answer = json.loads(out(capsys, "--json"))
    left = answer["leave_one_study_out"]
    assert set(left["coverage"]) == {"50", "80"}
    assert set(left["crps"]) == {"model", "family_mean", "sessions_only", "family_and_design"}
    assert "sign_agreement" in left
    assert len(answer["studies"]) == len(rows.reported())
    for line in answer["studies"]:
        assert {"id", "reading", "observed", "quantiles", "split"} <= set(line)


def test_json_tells_whether_the_draws_can_be_trusted_and_every_comparison(capsys):
    answer = json.loads(out(capsys, "--json"))
    assert answer["max_r_hat"] == {"reports": 1.012, "unknowns": 1.031}
    assert answer["min_ess"] == {"reports": 640, "unknowns": 412.5}
    within = answer["within_studies"]
    assert len(within["contrasts"]) == len(contrasts())
    for item in within["contrasts"]:
        assert set(item["chances"]["model"]) == {"a", "no difference", "b"}
        assert set(item["rps"]) == {"model", "no_difference", "as_the_family"}
    assert {"predicted", "observed", "low", "high"} <= set(answer["not_significant"]["all"])


def test_the_summary_tells_comparisons_misses_first_and_shares_of_nulls(capsys):
    text = out(capsys)
    assert "Within studies the mechanism tells more than that sides do not differ" in " ".join(text.split())
    places = {item.id: text.index(f" {item.id} {item.study}") for item in FOUND.within_studies.contrasts}
    missed = {item.id for item in FOUND.within_studies.contrasts if item.missed}
    assert max(places[name] for name in missed) < min(places[name] for name in set(places) - missed)
    assert "does NOT agree" in " ".join(text.split())


def test_results_without_comparisons_are_told_too(capsys, monkeypatch):
    old = replace(FOUND, within_studies=None, not_significant={})
    monkeypatch.setattr(validation, "shipped", lambda: old)
    text = out(capsys)
    assert "Within studies" not in text
    assert "Misses: " in text


def test_the_summary_names_every_miss_and_nothing_but_misses(capsys):
    text = out(capsys).partition("\nMisses: ")[2]
    told = {line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2:3].isupper()}
    assert told == {item.id for item in misses(FOUND.readings)}
    assert len(told) > 5
    assert max(map(len, text.splitlines())) <= 110


def test_the_summary_says_where_the_model_does_not_win(capsys):
    text = " ".join(out(capsys).split())
    assert "the model beats all: score (CRPS) 9.20" in text
    assert "It does not beat all of them in: Fine lines and wrinkles." in text


def test_a_model_that_loses_is_said_to_lose(capsys, monkeypatch):
    lost = replace(FOUND, left_out=replace(FOUND.left_out, crps={**FOUND.left_out.crps, "model": 11.7}))
    monkeypatch.setattr(validation, "shipped", lambda: lost)
    assert "the model does NOT beat that mean and the number of sessions:" in " ".join(out(capsys).split())


def test_without_shipped_results_it_says_how_to_get_them(capsys, monkeypatch):
    monkeypatch.setattr(validation, "shipped", lambda: None)
    for options in ((), ("--json",)):
        assert main(["validate", *options]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "microneedling calibrate" in printed.err


def test_the_summary_needs_no_array_library(tmp_path):
    path = tmp_path / "validation.json"
    path.write_text(json.dumps(make_results()), encoding="utf-8")
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from microneedling.cli.main import main\nfrom microneedling.validation import validate\n"
        "from microneedling.validation.result import shipped\n"
        "found = shipped(Path(sys.argv[1]))\nvalidate.shipped = lambda: found\n"
        "code = main(['validate'])\n"
        "heavy = [name for name in ('numpy', 'scipy', 'numba', 'jinja2') if name in sys.modules]\n"
        "sys.exit(str(heavy) if heavy else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_a_study_is_predicted_now_and_its_left_out_prediction_stands_beside_it(capsys, monkeypatch):
    before = tuple(item for item in FOUND.readings if item.study == "dogra2014")
    now = tuple(replace(item, how="fitted or unseen") for item in before)
    monkeypatch.setattr(command, "validate_study", lambda word, draws: StudyValidation(now, before))
    text = " ".join(out(capsys, "--study", "dogra2014").split())
    assert "Dogra" in text
    assert text.count("(fitted)") == len(now)
    assert text.count("(left out)") == sum(item.how == "left out" for item in before) > 0
    answer = json.loads(out(capsys, "--study", "dogra2014", "--json"))
    assert [line["id"] for line in answer["studies"]] == [item.id for item in before]


def test_a_bench_table_is_printed_misses_first_with_its_counts(capsys):
    (first, *_), found = out(capsys, "--bench", "bleeding").splitlines(), bench_table("bleeding")
    assert first == found.summary()
    (table,) = json.loads(out(capsys, "--bench", "bleeding", "--json"))["bench"]
    assert table["table"] == "bleeding"
    assert [row["row"] for row in table["rows"]] == [row.row for row in found.rows]
    assert table["counts"] == Counter(
        " ".join(filter(None, (row["verdict"], row["role"]))) for row in table["rows"]
    )


def test_an_unknown_bench_table_is_refused_with_the_nearest_name(capsys):
    assert main(["validate", "--bench", "bleding"]) == 2
    assert 'did you mean "bleeding"?' in capsys.readouterr().err


@pytest.mark.slow
def test_a_row_is_predicted_with_the_model_itself(capsys):
    answer = json.loads(out(capsys, "--study", "C047", "--json"))
    (line,) = answer["studies"]
    assert line["study"] == "dogra2014"
    assert line["observed"] == rows.reported()[[row.row for row in rows.reported()].index("C047")].observed
    assert line["quantiles"]["0.1"] < line["quantiles"]["0.9"]


def test_a_row_of_the_tables_stands_for_all_its_lines():
    several = next(row.row for row in rows.reported() if row.row != rows.table_row(row.row))
    found = validation.readings_named(rows.table_row(several))
    assert several in found
    assert {rows.table_row(row) for row in found} == {rows.table_row(several)}


def test_unknown_studies_and_rows_that_are_not_compared_are_refused_with_a_reason(capsys):
    assert main(["validate", "--study", "dogra2041"]) == 2
    assert 'did you mean "dogra2014"?' in capsys.readouterr().err
    assert main(["validate", "--study", "nope"]) == 2
    assert "Close to it: " in capsys.readouterr().err
    unused = next(line for line in rows.lines() if line["usable"] == "no")
    assert main(["validate", "--study", unused["row"]]) == 2
    assert unused["reason"] in capsys.readouterr().err


def test_options_that_do_not_go_together_are_told_together(capsys):
    assert main(["validate", "--study", "dogra2014", "--html", "x.html", "--checkpoints", "x"]) == 2
    err = capsys.readouterr().err
    assert "--report" in err
    assert "--checkpoints" in err


def test_the_page_is_written_and_an_old_one_kept_unless_forced(tmp_path, capsys):
    path = tmp_path / "page.html"
    path.write_text("mine", encoding="utf-8")
    assert main(["validate", "--html", str(path)]) == 2
    assert main(["validate", "--html", str(path), "--force"]) == 2  # no page of ours: never
    assert path.read_text(encoding="utf-8") == "mine"
    capsys.readouterr()
    path.unlink()
    assert f"Report: {path}" in out(capsys, "--report", path)
    assert f"Report: {path}" in out(capsys, "--html", path, "--force")
    assert "Published studies beside the model" in path.read_text(encoding="utf-8")


def test_a_family_of_which_nothing_was_judged_is_not_scored():
    found = validation.shipped()
    assert any(
        not scores.readings for scores in found.by_family.values()
    )  # else there is nothing to leave out
    assert all(scores.readings for _, scores in found.scored_rows())
