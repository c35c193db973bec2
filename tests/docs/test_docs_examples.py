"""The examples of docs/ and README: commands exist as written, Python runs as it stands; the site runs the rest."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

from helpers.shell import here
from helpers.source_files import text_of
from tools.docs_site.blocks import Block, blocks, commands, edit, run
from tools.docs_site.terminal import environment, prepared

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?microneedling (.+)$", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
# What a page's Python opens was made by commands that the page shows with names of its own.
MADE_BEFORE = {
    "docs/exchange.md": (
        "microneedling export my_course.toml --sbml column.xml --layers 3",
        "microneedling export my_course.toml --netcdf ensemble.nc --draws 8",
    )
}


def name(page: Path) -> str:
    """A page as the repository's readers say it."""
    return page.relative_to(ROOT).as_posix()


def examples(page: Path, *kinds: str) -> list[Block]:
    """The examples of a page, of some kinds."""
    return [block for block in blocks(page.read_text(encoding="utf-8")) if block.kind in kinds]


def typed(page: Path) -> list[str]:
    """What a page shows behind `microneedling`, in any fence."""
    fenced = "\n".join(body for _, body in FENCED.findall(page.read_text(encoding="utf-8")))
    return [line.split(" #")[0].strip() for line in LINE.findall(fenced)]


@cache
def offered(*command: str) -> frozenset[str]:
    """The options of a command, as its help lists them."""
    done = here(*command, "--help")
    assert done.returncode == 0, f"there is no command {command!r}"
    return frozenset(OPTION.findall(done.stdout)) | {"--version"}


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with what every page may name, as the site prepares it."""
    return prepared(tmp_path / "page")


def test_pages_show_commands():
    assert sum(len(typed(page)) for page in PAGES) > 60


@pytest.mark.parametrize("page", [page for page in PAGES if typed(page)], ids=name)
def test_every_command_and_option_on_a_page_exists(page):
    for line in typed(page):
        first, *rest = line.split()
        if first == "clinic":  # a word more names which of its commands; none is the first
            named = [word for word in rest[:1] if not word.startswith("-")]
            known = offered(first, *(named or ["serve"]))
        else:
            known = frozenset() if first.startswith("-") else offered(first)
        if not first.startswith("-"):
            assert not set(OPTION.findall(line)) - known - {"--help"}, line


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if examples(page, "python")], ids=name)
def test_python_on_a_page_runs(page, folder):
    shutil.copy(ROOT / "examples" / "acne_scars_cheek.toml", folder / "my_course.toml")
    saved = [block for block in examples(page, "file") if block.name.endswith(".toml")]
    for block in saved:
        (folder / block.name).write_text(block.text, encoding="utf-8")
    for command in MADE_BEFORE.get(name(page), ()):
        assert run(command, folder, environment())[0] == 0
    script = folder / "page.py"
    parts = [f"# line {block.line}\n{block.text}" for block in examples(page, "python")]
    script.write_text("\n".join(parts), encoding="utf-8")
    code, printed = run(f"{shlex.quote(sys.executable)} page.py", folder, environment())
    assert code == 0, printed


def test_what_a_page_tells_its_reader_to_type_is_run_whenever_the_site_is_built():
    """The build does what these fences say and stops at a wrong ending; so no test here does it a second time."""
    assert not examples(ROOT / "README.md", "file", "terminal", "terminal-edit")  # no page of the site
    recipe = text_of(ROOT / "Makefile").split("\ndocs:", 1)[1].split("\n\n", 1)[0]
    assert "-m sphinx -W" in recipe
    for text in (recipe, text_of(ROOT / "docs" / "conf.py"), text_of(ROOT / ".ci" / "run")):
        assert "run_examples" not in text
    assert '\nbegin "docs" make docs VENV="$logs/docs-venv"\n' in text_of(ROOT / ".ci" / "run")


def test_examples_are_read_out_of_a_page():
    text = (
        "a\n```{file} b.toml\nx = 1\n```\n```{terminal}\n:exit: 4\n$ microneedling check b.toml\nsays\n```\n"
    )
    saved, shown = blocks(text)
    assert (saved.kind, saved.name, saved.text) == ("file", "b.toml", "x = 1\n")
    assert (shown.kind, shown.options, shown.commands) == (
        "terminal",
        {"exit": "4"},
        ("microneedling check b.toml",),
    )
    assert commands(["$ a", "b"]) == ("a",)


def test_a_change_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "a.toml").write_text("x = 1\n", encoding="utf-8")
    edit(tmp_path, ("a.toml", "b.toml"), ("x = 1", "---", "x = 2"))
    assert (tmp_path / "b.toml").read_text(encoding="utf-8") == "x = 2\n"
    with pytest.raises(ValueError, match="0 times"):
        edit(tmp_path, ("a.toml",), ("y", "---", "z"))
