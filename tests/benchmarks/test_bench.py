"""`make bench` names what fails and goes on; a peer that cannot be installed has a reason."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import bench
from benchmarks.bench import Step
from benchmarks.peers import environments

ROOT = Path(__file__).resolve().parents[2]
STEP = Step("some", ("--json", "results/some.json"), "results/some.json", 1)
WRITES = "import sys, pathlib; pathlib.Path(sys.argv[2]).write_text('{}')"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    scripts = tmp_path / "scripts"
    (scripts / "results").mkdir(parents=True)
    monkeypatch.setattr(bench, "FOLDER", scripts)
    return scripts


def test_a_script_that_writes_its_results_is_no_trouble(folder):
    (folder / "some.py").write_text(WRITES, encoding="utf-8")
    assert bench.trouble(STEP) == ""


@pytest.mark.parametrize(
    ("script", "reason"),
    [(None, "no such script"), ("raise SystemExit(3)", "exit code 3"), ("", "wrote no results/some.json")],
)
def test_what_goes_wrong_is_named(folder, script, reason):
    if script is not None:
        (folder / "some.py").write_text(script, encoding="utf-8")
    assert reason in bench.trouble(STEP)


def test_old_results_are_not_taken_for_new(folder):
    (folder / "results" / "some.json").write_text("{}", encoding="utf-8")
    (folder / "some.py").write_text("", encoding="utf-8")
    assert "wrote no" in bench.trouble(STEP)


def test_only_whole_runs_all_of_the_million():
    asked = {whole: bench.steps(whole)[-1].arguments[1] for whole in (False, True)}
    assert int(asked[False]) < int(asked[True]) == 1_000_000


def test_why_a_peer_is_absent():
    code = "import sys; sys.stderr.write('noise\\nERROR: no wheel for this machine\\n'); sys.exit(1)"
    with pytest.raises(environments.CannotInstall, match=r"^peer: no wheel for this machine$"):
        environments._run([sys.executable, "-c", code], "peer")
    with pytest.raises(environments.CannotInstall, match="peer: FileNotFoundError"):
        environments._run(["no-such-command-anywhere"], "peer")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "benchmarks" / "peers").glob("*.txt")), ids=lambda path: path.stem
)
def test_every_peer_has_exact_versions(path):
    lines = path.read_text(encoding="utf-8").split()
    assert lines
    assert all("==" in line for line in lines)
