"""What goes wrong around a command: Ctrl-C, a reader that goes away. Quiet, and nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from helpers.shell import COMMAND, PLAIN, ROOT, start


@pytest.mark.parametrize(
    "words", [("check", PLAIN), ("simulate", PLAIN, "--draws", "2", "--json"), ("--help",)]
)
def test_piping_to_head_is_quiet(words):
    line = " ".join([*COMMAND, *map(str, words)]) + " | head -c 1"
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=240
    )
    assert done.stderr == ""
    assert len(done.stdout) == 1


def test_a_reader_that_has_gone_is_quiet():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "schema"], stdout=writing, stderr=subprocess.PIPE, text=True, encoding="utf-8", timeout=60
    )
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 141


def test_ctrl_c_ends_a_simulation_in_one_line_and_leaves_no_report(tmp_path):
    report = tmp_path / "report.html"
    running = start("simulate", PLAIN, "--draws", "10000", "--report", report)
    time.sleep(3)
    assert running.poll() is None, running.communicate()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert (out, err) == ("", "interrupted\n")
    assert os.listdir(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "wait_s", "kept"),
    [
        (
            ("validate", "--refit", "--checkpoints", "kept"),
            8,
            "again with:\n  microneedling validate --refit",
        ),
        (
            ("trial", ROOT / "examples/trials/acne_scars_sham.toml", "--people", "6000"),
            8,
            "go on with --resume",
        ),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_long_commands_end_within_a_second_and_say_how_to_go_on(words, wait_s, kept, sign, code, tmp_path):
    running = start(*words, cwd=tmp_path, env=os.environ | {"MICRONEEDLING_CACHE": str(tmp_path)})
    time.sleep(wait_s)
    assert running.poll() is None, running.communicate()
    begin = time.monotonic()
    running.send_signal(sign)
    out, err = running.communicate(timeout=60)
    assert time.monotonic() - begin < 3  # a second where the machine has nothing else to do
    assert (running.returncode, out) == (code, "")
    assert kept in err
    assert "Warning" not in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_a_search_for_plans_ends_on_ctrl_c_and_leaves_nothing(tmp_path):
    plans = ROOT / "examples" / "plans"
    words = ("plan", plans / "acne_scars_wedding.toml", "--goals", plans / "acne_scars_wedding_goals.toml")
    running = start(
        *words, "--draws", "1000", "--save", tmp_path / "kept", "--report", tmp_path / "page.html"
    )
    time.sleep(8)
    assert running.poll() is None, running.communicate()
    begin = time.monotonic()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert time.monotonic() - begin < 3
    assert (running.returncode, out) == (130, "")
    assert "interrupted" in err
    assert "Traceback" not in err
    assert os.listdir(tmp_path) == []


@pytest.mark.slow
def test_the_report_is_written_before_a_reader_can_go_away(tmp_path):
    report = tmp_path / "report.html"
    # With fewer draws a report runs the course again for each number it ranks; tests/sensitivity looks at that.
    words = ("simulate", ROOT / "examples" / "fine_lines_roller.toml", "--draws", "30", "--report", report)
    line = " ".join([*COMMAND, *map(str, words)]) + " | head -0"
    subprocess.run(["bash", "-c", line], capture_output=True, cwd=ROOT, timeout=240, check=False)
    assert report.read_text(encoding="utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize("words", ["check {plain}", "check {plain} --json", "--help"])
@pytest.mark.parametrize("end", [">&-", ">/dev/full", ">&- 2>&-"])
def test_an_output_that_is_closed_or_full_is_told_in_one_line(words, end):
    line = f"{' '.join(COMMAND)} {words.format(plain=PLAIN)} {end}"
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=60
    )
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.count("\n") == (0 if "2>" in end else 1)
