"""Generated pages of the manual are fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


import make_manual  # noqa: E402

PAGES = make_manual.pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_is_as_the_registry_and_the_processes_say(path):
    assert path.exists(), "run python tools/make_manual.py"
    assert path.read_text(encoding="utf-8") == PAGES[path], "run python tools/make_manual.py"


def test_the_page_of_numbers_lists_every_number_once():
    from microneedling.evidence.registry import registry

    text = PAGES[make_manual.MANUAL / "numbers.md"]
    assert not [key for key in registry() if text.count(f"| `{key}` |") != 1]
