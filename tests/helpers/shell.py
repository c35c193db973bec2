"""Run the command line as people do: in its own process."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

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


def edited(folder: Path, *changes: tuple[str, str]) -> Path:
    """The example course with some text replaced, in a folder of the test."""
    text = PLAIN.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "course.toml"
    path.write_text(text, encoding="utf-8")
    return path
