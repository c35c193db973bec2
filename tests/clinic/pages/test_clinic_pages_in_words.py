"""Pages are ready for another language: every word of a template is marked for it; no file is somebody else's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microneedling.clinic import pages

TEMPLATES = Path(pages.__file__).parent / "templates" / "clinic"
# Of the whole clinic as files, for who looks after the machine: in English.
OTHERS = {"export_page.html", "export_style.html"}
MARKED = re.compile(
    r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S
)
COMMANDS = re.compile(r"<code>.*?</code>|<!doctype html>|&[a-z]+;", re.S)
FILES = sorted(path for path in TEMPLATES.rglob("*.html") if path.name not in OTHERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_is_marked(path):
    text = COMMANDS.sub(" ", MARKED.sub(" ", path.read_text(encoding="utf-8")))
    spoken = re.findall(r"(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"", text)
    bare = re.sub(r"<[^>]*>", " ", text)
    left = [word for words in [*spoken, bare] for word in re.findall(r"[A-Za-z]{4,}", words)]
    assert left == []


def test_the_templates_are_looked_at():
    assert len(FILES) > 35


def test_no_file_of_somebody_else_is_among_them():
    static = TEMPLATES.parents[1] / "static" / "clinic"
    names = {path.name for path in static.iterdir()}
    assert "forms.js" in names
    assert not any("htmx" in name or ".min." in name for name in names)
