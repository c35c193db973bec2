"""Every command, as a person meets it: what it prints, what it writes, how it refuses.

Most run in this process; each kind of ending is also seen in a shell.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

import pytest

from helpers.shell import COMMAND, PLAIN, ROOT, call, edited, here
from microneedling import MODEL_NUMBER, __version__

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))


def refused(done: subprocess.CompletedProcess, code: int = 2) -> str:
    """The message of a refusal: on stderr, without a stack trace, nothing on stdout."""
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize(
    "words",
    [("--help",), ("new", "-h"), ("check", "-h"), ("simulate", "-h"), ("cite", "-h"), ("evidence", "-h")],
)
def test_help(words):
    done = call(*words)
    assert done.returncode == 0
    assert "Usage: microneedling" in done.stdout


def test_version():
    assert call("--version").stdout == f"microneedling {__version__}, model number {MODEL_NUMBER}\n"


def test_misspelt_commands_and_options_get_a_suggestion():
    assert 'did you mean "check"?' in refused(here("chek", PLAIN))
    assert 'did you mean "--draws"?' in refused(here("simulate", PLAIN, "--drows", "3"))


def test_new_writes_a_valid_file_and_never_over_another(tmp_path):
    path = tmp_path / "mine.toml"
    assert here("new", path).returncode == 0
    assert here("check", path).returncode == 0
    before = path.read_bytes()
    assert "--force" in refused(here("new", path, "--example", "fine_lines_roller"))
    assert path.read_bytes() == before
    assert here("new", path, "--example", "fine_lines_roller", "--force").returncode == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["device"]["roller"]


def test_new_names_the_examples():
    assert "striae_abdomen_roller" in refused(here("new", "x.toml", "--example", "striae"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_check_every_example(path):
    done = here("check", path)
    assert done.returncode == 0, done.stderr
    assert "a valid course file" in done.stdout
    assert done.stderr == ""


def test_check_tells_every_mistake_at_once(tmp_path):
    path = edited(tmp_path, ('"IV" ', '"IX" '), ("passes               = 4", "passes               = 0"))
    told = refused(here("check", path))
    assert "3 mistakes" in told
    for where in ("person.phototype", "session[0].passes", "session[1].passes"):
        assert where in told


def test_check_as_json(tmp_path):
    good = json.loads(here("check", PLAIN, "--json").stdout)
    assert good["valid"]
    assert good["assessment_day"] == 174
    assert {finding["level"] for finding in good["findings"]} == {"caution", "note"}
    done = here("check", edited(tmp_path, ('"rolling"', '"roling"')), "--json")
    bad = json.loads(done.stdout)
    assert done.returncode == 2
    assert [mistake["path"] for mistake in bad["mistakes"]] == ["concern[0].subtype"]


def test_a_stop_is_an_answer_of_check_and_a_refusal_of_simulate(tmp_path):
    path = edited(tmp_path, ("conditions = []", 'conditions = ["keloid tendency"]'))
    done = here("check", path)
    assert done.returncode == 4
    assert "S12 keloid tendency" in done.stdout
    told = refused(call("simulate", path, "--draws", "2"), code=4)
    assert "S12 keloid tendency" in told
    assert "This is final" in told


def test_an_overridden_stop_is_logged_in_the_result(tmp_path):
    path = edited(tmp_path, ("conditions = []", 'conditions = ["pregnancy"]'))
    done = here("simulate", path, "--draws", "2", "--json", "--despite-stop")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["manifest"]["despite_stop"] == ["S13 pregnancy"]
    assert [item["rule"] for item in found["overridden"]] == ["S13 pregnancy"]


def test_a_final_stop_cannot_be_overridden(tmp_path):
    path = edited(tmp_path, ("conditions = []", 'conditions = ["keloid tendency"]'))
    told = refused(here("simulate", path, "--draws", "2", "--despite-stop"), code=4)
    assert "This is final" in told
    assert "(--despite-stop does not help)" in told


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_simulate_every_example_as_one_json_object(path):
    done = here("simulate", path, "--json", "--draws", "3")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    result = json.loads(done.stdout)
    assert {"model_number", "course", "sessions", "outcomes", "clock", "harm", "manifest"} <= set(result)
    assert result["outcomes"]
    assert done.stdout.count("\n") == 1


def test_simulate_prints_the_table():
    done = call("simulate", PLAIN, "--draws", "3")
    assert done.returncode == 0, done.stderr
    for words in (
        "earliest assessment day",
        "How much of this is known",
        "NOT A MEDICAL DEVICE",
        "channels/cm2",
    ):
        assert words in done.stdout
    # Crossing strikes share a channel: what stands there are the channels.
    told = json.loads(here("simulate", PLAIN, "--draws", "3", "--json").stdout)["sessions"][0]
    channels, strikes = (told[name]["median"] for name in ("channels_per_cm2", "strikes_per_cm2"))
    assert channels < strikes
    assert f" {channels:.0f} [" in done.stdout


def test_the_same_seed_gives_the_same_bytes():
    words = ("simulate", PLAIN, "--json", "--draws", "4", "--seed", "7", "--days", "30,90,180")
    first, again = call(*words), here(*words)
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout
    assert [entry["day"] for entry in json.loads(first.stdout)["outcomes"][0]["at"]] == [30, 90, 180]


@pytest.mark.parametrize(
    "words", [("--draws", "0"), ("--draws", "many"), ("--seed", "-1"), ("--days", "30,x"), ("--days", ",")]
)
def test_simulate_refuses_senseless_numbers(words):
    assert words[0] in refused(here("simulate", PLAIN, *words))


def test_a_report_is_written_over_a_file_only_when_told(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("of last year", encoding="utf-8")
    # With fewer draws a report ranks the numbers one at a time; tests/sensitivity looks at that.
    words = ("simulate", ROOT / "examples" / "fine_lines_roller.toml", "--draws", "30", "--report", path)
    assert "--force" in refused(here(*words))
    assert "never replaced" in refused(here(*words, "--force"))  # no page of ours
    assert path.read_text(encoding="utf-8") == "of last year"
    path.write_text("<!doctype html><title>A course · microneedling report</title>", encoding="utf-8")
    done = here(*words, "--force")
    assert done.returncode == 0, done.stderr
    assert path.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html")


def test_a_report_that_cannot_be_written_is_refused_before_the_work(tmp_path):
    assert "no folder" in refused(here("simulate", PLAIN, "--report", tmp_path / "no" / "report.html"))
    assert "a directory" in refused(here("simulate", PLAIN, "--report", tmp_path))


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """A result as it was written: what it rests on is read from it, without a run."""
    path = tmp_path_factory.mktemp("cited") / "result.json"
    path.write_text(here("simulate", PLAIN, "--json", "--draws", "2").stdout, encoding="utf-8")
    return path


def test_a_course_and_its_result_are_cited_alike(result):
    course = json.loads(here("cite", PLAIN, "--json").stdout)
    cited = json.loads(here("cite", result, "--json").stdout)
    assert "model number" in cited["sentence"]
    assert {**course, "note": ""} == cited


def test_cite_in_other_forms(result):
    text, bibtex, csl = (here("cite", result, *form) for form in ((), ("--bibtex",), ("--csl-json",)))
    assert text.stdout.startswith("Simulated with microneedling")
    assert bibtex.stdout.startswith("@software{microneedling,")
    assert json.loads(csl.stdout)[0]["type"] == "software"
    assert "one form at a time" in refused(here("cite", PLAIN, "--bibtex", "--csl-json"))


def test_cite_refuses_what_is_neither(tmp_path):
    path = tmp_path / "odd.json"
    path.write_text('{"manifest": {"numbers_used": ["no.such"]}}', encoding="utf-8")
    assert "no.such" in refused(here("cite", path))
    path.write_text("{}", encoding="utf-8")
    assert "person" in refused(here("cite", path))


def test_evidence_show_and_check():
    assert "3 mm" in here("evidence", "show", "practice.depth_highest_mm.cheek").stdout
    assert "practice:" in here("evidence", "show", "practice").stdout
    assert "assumed" in here("evidence", "show").stdout
    moved = here("evidence", "show", "relief").stdout
    assert moved.startswith("relief is now called surface_topography")
    assert "surface_topography.crease_exponent" in moved
    assert 'did you mean "practice"?' in refused(here("evidence", "show", "practise"))
    done = here("evidence", "check")
    assert done.returncode == 0, done.stderr


def test_schema(tmp_path):
    printed = here("schema").stdout
    assert json.loads(printed)["title"].startswith("A course of microneedling")
    path = tmp_path / "schema.json"
    assert here("schema", "--output", path).returncode == 0
    assert path.read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("command", ["check", "simulate", "cite"])
def test_files_that_cannot_be_read(tmp_path, command):
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe")
    assert "UTF-16" in refused(here(command, bad))
    assert "no such file" in refused(here(command, tmp_path / "none.toml"))
    assert "a directory" in refused(here(command, tmp_path))
    bad.write_text("format = 1\n[person\n", encoding="utf-8")
    assert "line 2" in refused(here(command, bad))


def test_debug_shows_where_an_error_arose(tmp_path):
    done = call("check", tmp_path / "none.toml", "--debug")
    assert done.returncode != 0
    assert "Traceback" in done.stderr


QUICK = [
    ("--help",),
    ("check", str(PLAIN)),
    ("schema",),
    ("new", "{tmp}/a.toml"),
    ("evidence", "show"),
]  # `cite` of a course runs it once, to know the numbers that it uses


@pytest.mark.parametrize("words", QUICK, ids=lambda words: words[0])
def test_quick_commands_do_not_load_the_array_library(words, tmp_path):
    words = [word.replace("{tmp}", str(tmp_path)) for word in words]
    done = subprocess.run(
        [COMMAND[0], "-X", "importtime", *COMMAND[1:], *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-500:]
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert not loaded & {"numpy", "scipy", "numba", "jinja2", "email", "zipfile"}
    assert sys.version_info >= (3, 11)
