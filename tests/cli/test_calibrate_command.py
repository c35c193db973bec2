"""`microneedling calibrate`: mistakes before any work, files together or not at all, Ctrl-C that says how to go on."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.validation_results import make_results, make_validation
from microneedling.calibration import fit
from microneedling.cli import calibration_run as run
from microneedling.cli.main import main
from microneedling.validation import held_out as computed


@pytest.fixture
def made(monkeypatch) -> list:
    """Sampling replaced by a note of how it was asked for; three draws come back."""
    asked: list = []

    def calibrate(checkpoints, draws, seeds, progress):
        asked.append((checkpoints, draws, seeds))
        progress(step())
        return SimpleNamespace(z=[0, 0, 0])

    monkeypatch.setattr(fit, "calibrate", calibrate)
    monkeypatch.setattr(fit, "write", lambda fitted, folder: folder.mkdir(parents=True, exist_ok=True))
    monkeypatch.setattr(computed, "judge_calibration", lambda fitted, progress: make_validation())
    return asked


def step(**changes) -> fit.Progress:
    given = {"doing": "sampling, posterior, seed 1", "done": 12, "of": 40, "seconds": 200.0}
    return fit.Progress(**(given | changes))


def test_it_writes_to_its_own_folder_and_prints_the_verdict(made, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["calibrate", "--draws", "20", "--seeds", "3,1"]) == 0
    assert made == [(Path("calibration") / "checkpoints", 20, (3, 1))]
    written = json.loads((tmp_path / "calibration" / "validation.json").read_text(encoding="utf-8"))
    assert written == make_results()
    assert "the model beats all" in " ".join(capsys.readouterr().out.split())


def test_out_decides_where_it_writes(made, tmp_path):
    folder = tmp_path / "new" / "posterior"
    assert main(["calibrate", "--out", str(folder), "--checkpoints", str(tmp_path / "kept")]) == 0
    assert sorted(path.name for path in tmp_path.rglob("*.json")) == ["validation.json"]
    assert (folder / "validation.json").exists()


def test_every_wrong_option_is_told_and_nothing_is_made(made, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    words = ["--draws", "3", "--seeds", "1,1", "--out", "file/x", "--checkpoints", "file"]
    assert main(["calibrate", *words]) == 2
    err = capsys.readouterr().err
    assert all(name in err for name in ("--draws", "--seeds", "--out", "--checkpoints"))
    assert made == []
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    "text", ["", "1,,2", "-1", "1,x", "1,1", "99999999999", ",".join(map(str, range(20)))]
)
def test_seeds_that_cannot_be_used(text):
    mistakes: list = []
    assert run.seed_list(text, mistakes) == ()
    assert [mistake.path for mistake in mistakes] == ["--seeds"]


def test_ctrl_c_writes_nothing_and_says_how_to_go_on(made, tmp_path, monkeypatch, capsys):
    def interrupted(fitted, progress):
        raise KeyboardInterrupt

    monkeypatch.setattr(computed, "judge_calibration", interrupted)
    kept, out = tmp_path / "kept", tmp_path / "out"
    kept.mkdir()
    (kept / "seed_1.npz").write_bytes(b"")
    assert main(["calibrate", "--seeds", "1", "--checkpoints", str(kept), "--out", str(out)]) == 130
    assert not out.exists()
    err = capsys.readouterr().err
    assert f"kept in {kept}" in err
    again = f"microneedling calibrate --draws 512 --seeds 1 --checkpoints {kept} --out {out}"
    assert again in err


def test_ctrl_c_of_a_refit_names_the_refit(made, tmp_path, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(fit, "calibrate", interrupted)
    kept = tmp_path / "kept"
    assert main(["validate", "--refit", "--json", "--checkpoints", str(kept)]) == 130
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"microneedling validate --refit --checkpoints {kept} --json" in printed.err


def test_a_refit_shows_what_it_found_and_ships_nothing(made, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["validate", "--refit", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == make_validation().to_json()
    assert made == [(Path("calibration") / "checkpoints", fit.DRAWS, fit.SEEDS)]
    assert os.listdir(tmp_path) == []


def test_progress_says_what_is_done_and_how_long_it_took(capsys):
    told = run.ProgressLine()
    told.calibrating(step())
    told.calibrating(step(done=13))  # the same thing: no second line where nobody watches
    told.calibrating(step(doing="sampling, posterior, seed 2"))
    first, second = capsys.readouterr().err.splitlines()
    assert first == "sampling, posterior, seed 1: 12 of 40, 3 min so far"
    assert second.startswith("sampling, posterior, seed 2")


def test_on_a_terminal_the_line_replaces_itself(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    told = run.ProgressLine()
    told.calibrating(step())
    told.leaving_out(0, 26, "somebody")
    told.end()
    shown = screen.getvalue()
    assert "\n" not in shown
    assert shown.count("\r\x1b[K") == 3


@pytest.mark.parametrize(("seconds", "text"), [(20, "under a minute"), (600, "10 min"), (7200, "2.0 h")])
def test_times_are_told_as_finely_as_they_are_known(seconds, text):
    assert run.duration(seconds) == text


@pytest.mark.slow
def test_a_real_calibration_stopped_by_ctrl_c_leaves_a_checkpoint_and_goes_on(tmp_path):
    words = ["calibrate", "--draws", "20", "--seeds", "1", "--checkpoints", "kept", "--out", "out"]
    checkpoint = tmp_path / "kept" / "runs_prior.npz"
    for _ in range(2):  # the second goes on from the first
        before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0
        running = subprocess.Popen(
            [sys.executable, "-m", "microneedling", *words],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        end = time.monotonic() + 120
        while time.monotonic() < end and (not checkpoint.exists() or checkpoint.stat().st_mtime_ns <= before):
            assert running.poll() is None, running.communicate()
            time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
        assert (running.returncode, out) == (130, ""), err
        assert "What was done is kept in kept; go on with:" in err
        assert not (tmp_path / "out").exists()
    with np.load(checkpoint) as kept:
        assert len(kept["forward"]) >= 2 * fit.BATCH
