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
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, timeout=240)
    assert done.stderr == ""
    assert len(done.stdout) == 1


def test_a_reader_that_has_gone_is_quiet():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, "schema"], stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60)
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
