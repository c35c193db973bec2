"""Words of the clinic's pages that Python holds are marked for translation, as those of templates are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.shell import ROOT

PAGES = ROOT / "src" / "microneedling" / "clinic" / "pages"
MARKS = {"_", "_lazy", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "pgettext_lazy"}
# Read by nobody on a page, or looked up in the catalogue where it is shown.
APART = {"InputError", "Mistake", "NotAllowed", "NotFound", "ValueError", "compile", "format_html", "refused"}
INVENTED = {"components.py"}  # people and texts of the living page
SPOKEN = re.compile(r"[A-Za-z’']{2,}[,:;]? [A-Za-z’']{2,}[,:;]? [A-Za-z’']{2,}")  # three words in a row
FILES = sorted(path for path in PAGES.rglob("*.py") if path.name not in INVENTED)


def bare_words(text: str) -> Iterator[str]:
    """Texts of three words or more in a file of Python that nothing marks, docstrings left out."""
    tree = ast.parse(text)
    marked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKS | APART:
                marked |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            marked.add(id(node.value))
        elif isinstance(node, ast.Compare):  # with a word of the records
            marked |= {id(part) for part in node.comparators}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in marked:
            continue
        if isinstance(node.value, str) and SPOKEN.search(node.value):
            yield node.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PAGES).as_posix())
def test_words_of_a_page_are_marked(path: Path):
    assert list(bare_words(path.read_text(encoding="utf-8"))) == []


def test_bare_words_are_seen():
    text = '"""What it is for."""\nsaid = _("marked as it is")\nbare = "not marked at all"\n'
    assert list(bare_words(text)) == ["not marked at all"]
    assert len(FILES) > 20
