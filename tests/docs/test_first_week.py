"""The shell of "A researcher's first week": its commands are done in order, in one folder, and leave what it says."""

from __future__ import annotations

import json

import pytest

from helpers.shell import ROOT
from tools.docs_site.blocks import blocks, run
from tools.docs_site.terminal import environment, prepared

BLOCKS = list(blocks((ROOT / "docs" / "how-to" / "first-week.md").read_text(encoding="utf-8")))
MADE = ("skin.html", "trial.html", "people.parquet", "draws.nc", "skin.xml", "petab/problem.yaml")


def test_every_kind_of_question_is_asked():
    asked = {line.split()[1] for block in BLOCKS for line in block.commands}
    questions = ("new", "check", "simulate", "alive", "evidence", "deliver", "predict", "trial", "validate")
    assert asked >= {*questions, "export", "cite"}


@pytest.mark.slow
def test_the_shell_of_the_week_goes_as_the_page_says(tmp_path):
    folder = prepared(tmp_path / "week")
    for block in BLOCKS:
        if block.kind == "file":
            (folder / block.name).write_text(block.text, encoding="utf-8")
        for command in block.commands:
            code, printed = run(command, folder, environment())
            assert code == 0, f"{command}: {printed}"
    for name in MADE:
        assert (folder / name).stat().st_size > 0, name
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    assert answer["manifest"]["draws"] == 200
