"""Changed command lines, in this process and in a shell: an answer or a message, and no file that is half written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.fuzzing.command_lines import command_lines, in_a_shell
from helpers.fuzzing.tally import explore
from helpers.shell import here

pytestmark = pytest.mark.slow
HERE, SHELL = 200, 30
Done = tuple[int, str, str]


def in_this_process(words: tuple[str, ...]) -> Done:
    """The same without starting Python anew, in the folder where the test stands."""
    done = here(*words, cwd=Path.cwd())
    return done.returncode, done.stdout, done.stderr


def fault_of(done: Done, folder) -> str:
    """What is wrong with how a command ended; nothing where all is well."""
    code, out, told = done
    if code not in (0, 2, 3, 4) or "Traceback" in told or "internal error" in told:
        return f"exit {code}: {told[-600:]}"
    if code and not told.strip() and not out.strip():
        return f"exit {code} without a word"
    if "\x1b" in told + out or "\u202e" in told + out:
        return f"a terminal would obey: {ascii(told + out)[:300]}"
    files = [path for path in folder.rglob("*") if path.is_file()]
    half = [path.name for path in files if path.name.endswith(".part")]
    half += [
        p.name
        for p in files
        if p.suffix == ".html" and not p.read_text(encoding="utf-8").rstrip().endswith("</html>")
    ]
    return f"half written: {half}" if half else ""


def fuzzed(count: int, run: Callable[[tuple[str, ...]], Done], folder) -> tuple[Counter, dict]:
    """How many command lines ended how, and each kind of fault with a command line that shows it."""
    exits: Counter[int] = Counter()
    faults: dict[str, tuple[str, ...]] = {}

    def one(words: tuple[str, ...]) -> None:
        if any("\0" in word for word in words):
            return
        done = run(words)
        exits[done[0]] += 1
        if fault := fault_of(done, folder):
            faults.setdefault(fault, words)

    explore(command_lines(), count, one)
    return exits, faults


@pytest.mark.parametrize("count", [HERE])
def test_changed_command_lines(count, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exits, faults = fuzzed(count, in_this_process, tmp_path)
    assert faults == {}
    assert sum(exits.values()) >= count
    assert exits[0] >= count / 20
    assert exits[2] >= count / 4


@pytest.mark.parametrize("count", [SHELL])
def test_changed_command_lines_in_a_shell(count, tmp_path):
    exits, faults = fuzzed(count, lambda words: in_a_shell(words, str(tmp_path)), tmp_path)
    assert faults == {}
    assert sum(exits.values()) >= count
    assert exits[0]
    assert exits[2]
