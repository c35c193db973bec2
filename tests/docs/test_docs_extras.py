"""`make docs` installs what the commands on its pages need: each page is read, none is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microneedling.cli.main import COMMANDS
from microneedling.extras import EXTRAS
from tools.docs_site.blocks import blocks

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What is typed -> the extra without which it fails or leaves something out.
NEEDS = {
    r"export .*--(netcdf|arviz)": "exchange",
    r"trial .*--(people-table|query)": "trial",
    r"trial .*--engine dask": "trial",
    r".*--kernel cuda": "gpu",
    r"plan .*--goals": "plan",
    r"calibrate (?!--help)": "calibrate",
    r"evidence .*--method": "calibrate",
    r"clinic (?!--help)": "clinic",
    r"photo (?!--(help|card))": "photo",
    r"simulate|trial|predict|deliver": "fast",
}


def needed_by(command: str) -> set[str]:
    return {extra for typed, extra in NEEDS.items() if re.search(f"microneedling.*{typed}", command)}


def installed(target: str) -> set[str]:
    """The extras that one target of the Makefile installs."""
    rule = re.search(rf"^\$\({target}\):.*?-e \"\.\[(.*?)\]\"", MAKEFILE, re.MULTILINE | re.DOTALL)
    assert rule, target
    return set(rule[1].split(","))


def run_on_pages() -> list[tuple[str, str]]:
    pages = sorted((ROOT / "docs").rglob("*.md"))
    return [
        (page.relative_to(ROOT).as_posix(), command)
        for page in pages
        for block in blocks(page.read_text(encoding="utf-8"))
        if block.kind == "terminal"
        for command in block.commands
    ]


def test_the_site_installs_what_its_pages_run():
    commands = run_on_pages()
    assert len(commands) > 40
    here = installed("FOR_DOCS")
    lacking = {(page, command): needed_by(command) - here for page, command in commands}
    assert not {what: extras for what, extras in lacking.items() if extras}
    asked = set().union(*(needed_by(command) for _, command in commands))
    assert {"exchange", "trial", "plan"} <= asked  # else what is looked for is written otherwise by now


@pytest.mark.parametrize("typed", NEEDS)
def test_what_is_looked_for_exists(typed):
    assert NEEDS[typed] in EXTRAS
    names = re.match(r"[a-z|]*", typed)
    assert names is not None
    assert set(filter(None, names[0].split("|"))) <= {*COMMANDS, "clinic"}
