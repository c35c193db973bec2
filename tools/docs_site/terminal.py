"""The directives of examples: what a page tells its reader to do is done while the site is built.

So the output on a page is what the program prints today, and a command that no longer works stops the build.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.directives.code import container_wrapper
from sphinx.util.docutils import SphinxDirective

from tools.docs_site.blocks import PROMPT, commands, edit, run

WIDTH = "92"  # characters of a line; wider lines are scrolled
ROOT = Path(__file__).resolve().parents[2]
SHARED = ("examples",)  # folders of the repository that every page may name


def folder_of(app: Any, page: str) -> Path:
    """Where the commands of one page run."""
    return Path(app.doctreedir).parent / "docs-work" / page.replace("/", "-")


def environment() -> dict[str, str]:
    """The environment of a plain terminal, this checkout's program in it."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    plain = {
        "PYTHONPATH": path,
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONIOENCODING": "utf-8",
    }
    return {**os.environ, **plain}


def _begin(app: Any, page: str, _source: list[str]) -> None:
    folder = folder_of(app, page)
    shutil.rmtree(folder, ignore_errors=True)


def prepared(folder: Path) -> Path:
    """The folder, with what every page may name in it."""
    if not folder.exists():
        folder.mkdir(parents=True)
        for name in SHARED:
            shutil.copytree(ROOT / name, folder / name)
    return folder


class Terminal(SphinxDirective):
    """Commands and what they print; `:exit:` the code of the last, `:quiet:` runs without showing the output,
    `:lines: N` shows the first N lines."""

    has_content = True
    option_spec: ClassVar = {
        "exit": directives.nonnegative_int,
        "quiet": directives.flag,
        "lines": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """The literal block of what a reader would see."""
        typed = commands(list(self.content))
        if not self.config.run_examples:
            return [self._block([PROMPT + command for command in typed])]
        folder = prepared(folder_of(self.env.app, self.env.docname))
        shown: list[str] = []
        for command in typed:
            wanted = self.options.get("exit", 0) if command == typed[-1] else 0
            code, printed = run(command, folder, environment())
            if code != wanted:
                raise self.error(f"`{command}` ended with {code}, not {wanted}:\n{printed}")
            if not printed and ">" not in command and "quiet" not in self.options:
                raise self.error(f"`{command}` printed nothing")
            shown += [PROMPT + command, *self._cut(printed)]
        return [self._block(shown)]

    def _block(self, shown: list[str]) -> nodes.literal_block:
        text = "\n".join(line.rstrip() for line in shown).rstrip()
        literal = nodes.literal_block(text, text, language="console", classes=["terminal"])
        self.set_source_info(literal)
        return literal

    def _cut(self, printed: str) -> list[str]:
        lines = printed.rstrip().splitlines()
        if "quiet" in self.options:
            return []
        most = self.options.get("lines", len(lines))
        return [*lines[:most], *(["..."] if len(lines) > most else [])]


class SavedFile(SphinxDirective):
    """A file that the reader saves under the name given: shown with its name, and saved for the commands below."""

    has_content = True
    required_arguments = 1
    option_spec: ClassVar = {"hidden": directives.flag}  # the reader has it from another page

    def run(self) -> list[nodes.Node]:
        """The literal block, with the name as caption."""
        folder = prepared(folder_of(self.env.app, self.env.docname))
        name, text = self.arguments[0], "\n".join(self.content) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
        if "hidden" in self.options:
            return []
        language = {".toml": "toml", ".csv": "text", ".py": "python"}[Path(name).suffix]
        literal = nodes.literal_block(text, text, language=language)
        self.set_source_info(literal)
        return [container_wrapper(self, literal, name)]


class Edit(SphinxDirective):
    """A change that the words above ask for, made in the reader's file or saved under a second name; shows nothing."""

    has_content = True
    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Nothing: the page says it in words."""
        folder = prepared(folder_of(self.env.app, self.env.docname))
        edit(folder, tuple(self.arguments), tuple(self.content))
        return []


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    kinds: dict[str, type[Directive]] = {"terminal": Terminal, "file": SavedFile, "terminal-edit": Edit}
    for name, kind in kinds.items():
        app.add_directive(name, kind)
    app.add_config_value("run_examples", True, "env")  # -D run_examples=0: a quick look at the words
    app.connect("source-read", _begin)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
