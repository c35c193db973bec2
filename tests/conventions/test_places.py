"""One word, five places: tissue field, cascade, process file, parameter group, manual page."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from microneedling.engine.generated import layout
from microneedling.evidence.parameter_files import FOLDER
from microneedling.healing.cascade import PROCESSES, STATES
from microneedling.observation.observer import OBSERVERS
from microneedling.skin.tissue import GROUPS, Tissue

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "inflammation",
    "proliferation",
    "ageing",
    "collagen",
    "elastin",
    "turnover",
    "pigment",
    "hydration",
    "damage",
    "surface_topography",
)


def test_the_processes_are_those_of_the_tissue_in_the_same_order():
    assert tuple(process.name for process in PROCESSES) == tuple(GROUPS) == NAMES
    assert set(NAMES) <= {item.name for item in fields(Tissue)}


def test_state_names_are_unique():
    names = [state.name for state in STATES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_the_five_places_share_the_word(process):
    name = process.name
    states = {state.name for state in process.states}
    assert (ROOT / "src" / "microneedling" / "healing" / f"{name}.py").exists()
    assert states == {item.name for item in fields(GROUPS[name])}
    assert states == set(process.rates), "every state has a rate, every rate a state"
    assert (FOLDER / f"{name}.toml").exists()
    page = ROOT / "docs" / "manual" / f"{name}.md"
    assert page.exists(), "run python tools/make_manual.py"
    text = page.read_text(encoding="utf-8")
    assert not [state for state in states if f"`{state}`" not in text]


@pytest.mark.parametrize("process", OBSERVERS, ids=lambda process: process.name)
def test_who_looks_is_no_part_of_the_tissue(process):
    """An observer's states stand in its own file, group of numbers and page, and in no tissue."""
    states = {state.name for state in process.states}
    assert states == set(process.rates)
    assert states <= set(layout.OBSERVER_STATES)
    assert not states & {item.name for group in GROUPS.values() for item in fields(group)}
    assert not states & {state.name for state in STATES}
    assert (FOLDER / f"{process.name}.toml").exists()
    assert (ROOT / "docs" / "manual" / f"{process.name}.md").exists(), "run python tools/make_manual.py"
