"""The examples of `microneedling new` are those of the examples folder, letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from microneedling.cli.commands.new import examples

FOLDER = Path(__file__).parents[2] / "examples"


def test_the_same_names():
    assert set(examples()) == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize("name", sorted(examples()))
def test_the_same_text(name):
    assert examples()[name].read_bytes() == (FOLDER / f"{name}.toml").read_bytes()
