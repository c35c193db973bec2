"""The examples of a page, read out of its Markdown: commands, files to save, Python. The site and the tests share them.

Four fences of docs/ are examples. `{terminal}` holds lines `$ command`, run in order in one folder a page; `:exit: 4`
says that the last one is meant to end so. `{file} NAME` holds a file that the reader saves, `{terminal-edit} NAME
[NEW NAME]` a change to it (what stood, `---`, what stands now). `python` holds code that runs as it stands.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"^(`{3,}|:{3,})(\{terminal\}|\{file\}|\{terminal-edit\}|python)[ ]*(.*)$")
OPTION = re.compile(r"^:([\w-]+):\s*(.*)$")
PROMPT = "$ "
PROGRAM = "microneedling"
RUN = (sys.executable, "-m", "microneedling")


@dataclass(frozen=True)
class Block:
    """One example: its kind (`terminal`, `file`, `terminal-edit`, `python`), its name, its lines, where it stands."""

    kind: str
    name: str
    lines: tuple[str, ...]
    line: int
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its lines as a file."""
        return "\n".join(self.lines) + "\n"

    @property
    def commands(self) -> tuple[str, ...]:
        """What is typed behind each prompt."""
        return commands(self.lines)


def commands(lines: Sequence[str]) -> tuple[str, ...]:
    """What is typed: the lines behind a prompt."""
    return tuple(line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT))


def blocks(markdown: str) -> Iterator[Block]:
    """Every example of a page, from top to bottom."""
    lines = markdown.splitlines()
    at = 0
    while at < len(lines):
        found = FENCE.match(lines[at])
        if found is None:
            at += 1
            continue
        fence, kind, name = found.groups()
        end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == fence)
        body, options = lines[at + 1 : end], {}
        while body and (option := OPTION.match(body[0])):
            options[option.group(1)] = option.group(2)
            body = body[1:]
        yield Block(kind.strip("{}"), name.strip(), tuple(body), at + 1, options)
        at = end + 1


def edit(folder: Path, names: Sequence[str], lines: Sequence[str]) -> None:
    """Change one line of a saved file; raises `ValueError` where it does not stand there exactly once."""
    at = lines.index("---")
    old, new = "\n".join(lines[:at]), "\n".join(lines[at + 1 :])
    text = (folder / names[0]).read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{names[0]} holds {old!r} {text.count(old)} times")
    (folder / names[-1]).write_text(text.replace(old, new), encoding="utf-8")


def run(
    command: str, folder: Path, environment: Mapping[str, str], more: Sequence[str] = ()
) -> tuple[int, str]:
    """Run one command line in a folder; its exit code and all that it printed.

    `microneedling` is this checkout's; `> NAME` writes what is printed into a file; `more` words are put behind it.
    """
    words = shlex.split(command)
    target = None
    if ">" in words:
        at = words.index(">")
        target, words = words[at + 1], words[:at]
    if words[0] == PROGRAM:
        words = [*RUN, *words[1:], *more]
    elif words[0] == "python":
        words = [sys.executable, *words[1:]]
    done = subprocess.run(
        words,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if target else subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    if target:
        (folder / target).write_text(done.stdout, encoding="utf-8")
        return done.returncode, done.stderr
    return done.returncode, done.stdout
