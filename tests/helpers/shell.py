"""Run the command line as people do, in its own process; or here, where the process itself is not looked at."""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
import sys
from pathlib import Path

from microneedling.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "microneedling")
PLAIN = ROOT / "examples" / "acne_scars_cheek.toml"


def _listen() -> None:
    """A child of a background job inherits a deaf ear for Ctrl-C; a person's terminal has none."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(*words, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [*COMMAND, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_listen,
        **options,
    )


def call(*words, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    """One command with its exit code, output and messages."""
    return subprocess.run(
        [*COMMAND, *map(str, words)], capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=240
    )


def here(*words, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    """The same in this process: what a shell would see, without the second that it takes to start and load."""
    out, told = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = main([str(word) for word in words])
        sys.stdout.flush()
    return subprocess.CompletedProcess(
        words, code, out.buffer.getvalue().decode(), told.buffer.getvalue().decode()
    )


def edited(folder: Path, *changes: tuple[str, str]) -> Path:
    """The example course with some text replaced, in a folder of the test."""
    text = PLAIN.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "course.toml"
    path.write_text(text, encoding="utf-8")
    return path
