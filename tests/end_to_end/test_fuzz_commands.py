"""Changed command lines, in this process and in a shell: an answer or a message, and no file that is half written."""

from __future__ import annotations

import contextlib
import io
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from helpers.fuzzing.command_lines import command_lines, in_a_shell
from helpers.fuzzing.tally import explore
from microneedling.__main__ import main

pytestmark = pytest.mark.slow
HERE, SHELL = 200, 30
Done = tuple[int, str, str]


def in_this_process(words: tuple[str, ...]) -> Done:
    """The same without starting Python anew."""
    out, told = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = main(list(words))
        sys.stdout.flush()
    return code, out.buffer.getvalue().decode(), told.buffer.getvalue().decode()


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
