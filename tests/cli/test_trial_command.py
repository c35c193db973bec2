"""`microneedling trial`: the promised JSON, the printed answer, refusals, the table of people and questions to it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from helpers.trial_files import EXAMPLES, PARALLEL, text
from microneedling.cli.main import main

PROMISED = ("arms", "comparison", "people_per_second", "peak_memory_mb", "result_hash")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("MICRONEEDLING_CACHE", raising=False)
    return tmp_path / "cache" / "microneedling" / "trials"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "trial.toml"
    path.write_text(text(PARALLEL), encoding="utf-8")
    return path


def run(*words):
    return main(["trial", *map(str, words), "--workers", "1"])


def answer(capsys, *words):
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_gives_the_promised_answer(path, cache, capsys):
    found = answer(capsys, path, "--people", 60)
    assert list(found)[:5] == list(PROMISED)
    for arm in found["arms"].values():
        assert set(arm) == {"people", "failed", "endpoint"}
        assert set(arm["endpoint"]) == {"mean", "sd", "quantiles"}
        assert (arm["people"], arm["failed"]) == (60, 0)
        assert list(arm["endpoint"]["quantiles"].values()) == sorted(arm["endpoint"]["quantiles"].values())
    assert set(found["comparison"]) == {"difference", "ci95", "power"}
    assert 0 <= found["comparison"]["power"] <= 1
    low, high = found["comparison"]["ci95"]
    assert low < found["comparison"]["difference"] < high
    assert found["people_per_second"] > 0
    assert found["peak_memory_mb"] > 10
    assert list(cache.glob("*.chunk")) == []  # a finished run leaves nothing in the user's cache


def test_the_same_seed_gives_the_same_hash_and_answer(file, cache, capsys):
    one, other = (answer(capsys, file, "--people", 20, "--chunk-size", size) for size in (20, 7))
    for key in ("arms", "comparison", "result_hash", "summaries", "cohort"):
        assert one[key] == other[key]
    assert answer(capsys, file, "--people", 20, "--seed", 2)["result_hash"] != one["result_hash"]


def test_fewer_people_than_a_trial_enrols_make_one_smaller_trial(file, cache, capsys):
    found = answer(capsys, file, "--people", 4)
    assert found["people_per_trial_arm"] == 4
    assert found["planning"] is None


def test_the_printed_answer_says_what_it_rests_on(file, cache, capsys):
    assert run(file, "--people", 180) == 0
    told = capsys.readouterr().out
    for words in (
        "deep minus shallow",
        "% of virtual trials succeed",
        "People an arm, to reach",
        "lower is better",
        "NOT A MEDICAL DEVICE",
        "people a second",
    ):
        assert words in told


def test_chunks_are_kept_where_asked_and_taken_again(file, tmp_path, capsys):
    words = (file, "--people", 20, "--chunk-size", 5, "--chunks", tmp_path / "kept")
    one = answer(capsys, *words)
    assert len(list((tmp_path / "kept").glob("*.chunk"))) == 4
    again = answer(capsys, *words, "--resume")
    assert (again["chunks"]["kept"], again["chunks"]["computed"]) == (4, 0)
    assert again["result_hash"] == one["result_hash"]
    (path, *_) = (tmp_path / "kept").glob("*.chunk")
    path.write_bytes(path.read_bytes()[:-3])
    assert run(*words, "--resume", "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["result_hash"] == one["result_hash"]
    assert "1 chunk file(s) were spoilt and were computed again" in told.err


def test_a_place_that_cannot_be_written_is_told(file, capsys):
    assert run(file, "--people", 4, "--chunks", file / "below") == 2
    assert "can be written to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--people", "1"), "--people"),
        (("--people", "many"), "--people"),
        (("--seed", "-1"), "--seed"),
        (("--scheduler", "tcp://x:1"), "--engine dask"),
        (("--query", "SELECT 1"), "--people-table"),
    ],
)
def test_wrong_options_are_told(file, capsys, words, told):
    assert run(file, *words) == 2
    assert told in capsys.readouterr().err


def test_the_safety_screen_stops_a_trial(tmp_path, cache, capsys):
    path = tmp_path / "deep.toml"
    path.write_text(text(("tip_width_mm = 8", "tip_width_mm = 8\ndevice_limit_mm = 1.0")), encoding="utf-8")
    assert run(path, "--people", 4) == 4
    told = capsys.readouterr().err
    assert "the safety screen says stop" in told
    assert "deep:" in told
    page = tmp_path / "page.html"
    assert run(path, "--people", 4, "--despite-stop", "--report", page) == 0
    assert capsys.readouterr().out.lstrip().startswith("TRIAL DESPITE A STOP: deep: D01 device limit")
    assert '<p class="banner" role="note">TRIAL DESPITE A STOP: deep: D01' in page.read_text(encoding="utf-8")
    found = answer(capsys, path, "--people", 4, "--despite-stop")
    assert found["despite_stop"]


def test_a_final_stop_of_a_trial_cannot_be_overridden(tmp_path, cache, capsys):
    path = tmp_path / "young.toml"
    path.write_text(text(("low = 18", "low = 15")), encoding="utf-8")
    assert run(path, "--people", 4, "--despite-stop") == 4
    told = capsys.readouterr().err
    assert "A01 child" in told
    assert "(--despite-stop does not help)" in told


def test_people_as_a_table_and_a_question_to_it(file, cache, tmp_path, capsys):
    parquet = pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("duckdb")
    path = tmp_path / "people.parquet"
    question = "SELECT arm, count(*) AS n, avg(endpoint) AS mean FROM people GROUP BY arm ORDER BY arm"
    found = answer(
        capsys, file, "--people", 20, "--chunk-size", 6, "--people-table", path, "--query", question
    )
    table = parquet.read_table(path).to_pydict()
    assert len(table["arm"]) == 40
    assert sorted(table["person"]) == list(range(40))
    for row in found["query"]:
        cells = [e for e, arm in zip(table["endpoint"], table["arm"], strict=True) if arm == row["arm"]]
        mine = np.array(cells, float)  # an empty cell is None
        assert row["n"] == 20
        assert row["mean"] == pytest.approx(float(np.nanmean(mine)))
        assert row["mean"] == pytest.approx(found["arms"][row["arm"]]["endpoint"]["mean"], rel=1e-5)
    assert run(file, "--people", 4, "--people-table", path) == 2
    assert "--force" in capsys.readouterr().err


def test_a_question_reads_the_table_and_nothing_else(file, cache, tmp_path, capsys):
    pytest.importorskip("duckdb")
    secret = Path(tmp_path / "secret.csv")
    secret.write_text("a\n1\n", encoding="utf-8")
    words = ("--people", 4, "--people-table", tmp_path / "p.parquet", "--query")
    assert run(file, *words, f"SELECT * FROM '{secret}'") == 2
    assert run(file, *words, "SELEKT", "--force") == 2
    assert "--query" in capsys.readouterr().err


def test_a_person_whose_equations_fail_is_counted_and_named(file, cache, capsys, monkeypatch):
    """The others stay as they were; the failed one is in no mean."""
    from microneedling.trials import members_of_arm

    right = answer(capsys, file, "--people", 60)
    seen = members_of_arm._seen

    def failing(job, arm, folk, *rest):
        failed, start, written = seen(job, arm, folk, *rest)
        return failed | (folk.people.age_year == youngest), start, written

    from microneedling.people.cohort import scores_of
    from microneedling.people.cut_normal import CutNormal
    from microneedling.people.recipe import AGE
    from microneedling.trials.reading import load_trial

    made = load_trial(file)
    ages = CutNormal.of(made.people.age_year).at(scores_of(made.people, 1, 0, 120)[:, AGE])
    youngest = ages.min()
    monkeypatch.setattr(members_of_arm, "_seen", failing)
    found = answer(capsys, file, "--people", 60)
    assert sum(arm["failed"] for arm in found["arms"].values()) == 1
    (named,) = found["failures"]
    assert named["person"] == int(np.argmin(ages))
    other = next(name for name in found["arms"] if name != named["arm"])
    assert found["arms"][other] == right["arms"][other]
    assert found["arms"][named["arm"]]["people"] == 60


@pytest.mark.parametrize("question", ["SELECT CAST('a' AS INT)", "SELECT CAST(endpoint AS DATE) FROM people"])
def test_a_question_that_fails_late_is_a_mistake_too(file, cache, tmp_path, capsys, question):
    pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("duckdb")
    words = (file, "--people", 4, "--people-table", tmp_path / "p.parquet", "--query")
    assert run(*words, question) == 2
    told = capsys.readouterr().err
    assert "--query" in told
    assert "--resume --force" in told
    assert run(*words, "SELECT 1 AS one", "--resume", "--force", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["query"], found["chunks"]["computed"]) == ([{"one": 1}], 0)


def test_no_output_takes_the_place_of_the_trial_or_of_another(file, tmp_path, monkeypatch, capsys):
    before = file.read_bytes()
    monkeypatch.chdir(tmp_path)
    assert run(file, "--force", "--report", f"./{file.name}") == 2
    assert "which is the file that is read" in capsys.readouterr().err
    assert run(file, "--report", "./a", "--people-table", "a") == 2
    assert "which is --people-table" in capsys.readouterr().err
    assert run(file, "--report", "none/a", "--people-table", "none/b") == 2
    assert capsys.readouterr().err.count('no folder "none"') == 2
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_equivalence_of_arms_that_differ_is_answered(tmp_path, cache, capsys):
    """Effects beyond the margin, in the direction where a series of the noncentral t has no number."""
    path = tmp_path / "equivalence.toml"
    swapped = '[aim]\nkind = "equivalence"\nmargin = 0.5\ncompare = ["shallow", "deep"]'
    path.write_text(text(("[aim]", swapped), ('compare = ["deep", "shallow"]', "")), encoding="utf-8")
    found = answer(capsys, path, "--people", 150)
    assert found["comparison"]["difference"] > 0.5
    assert 0 <= found["planning"]["assurance_ceiling"] < 0.5


def test_people_who_are_not_in_the_table_are_told_before_anything_is_written(tmp_path, capsys):
    path = tmp_path / "trial.toml"
    path.write_text(text(('site       = "cheek"', 'site = "cheek"\ntable = "c.csv"')), encoding="utf-8")
    (tmp_path / "c.csv").write_text("age_year\n" + "70\n" * 30, encoding="utf-8")
    assert run(path, "--people", 4, "--chunks", tmp_path / "kept") == 2
    assert "0 rows with such ages" in capsys.readouterr().err
    assert not (tmp_path / "kept").exists()


@pytest.mark.slow
def test_dask_on_its_own_cluster_gives_the_same_hash(file, cache, capsys):
    pytest.importorskip("distributed")
    one = answer(capsys, file, "--people", 20)
    words = [
        "trial",
        str(file),
        "--people",
        "20",
        "--engine",
        "dask",
        "--workers",
        "2",
        "--chunk-size",
        "5",
        "--json",
    ]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["result_hash"] == one["result_hash"]
