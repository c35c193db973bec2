"""Pages at the root of the repository, shown in the site too; their links led to where things lie there."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Page of the site -> file of the repository whose text follows what the page itself says.
SHOWN = {
    "explanation/credibility": "CREDIBILITY.md",
    "explanation/architecture": "ARCHITECTURE.md",
    "explanation/contributing": "CONTRIBUTING.md",
    "explanation/changes": "CHANGELOG.md",
}
PAGES = {name: page for page, name in SHOWN.items()}
LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]+)?\)")


def lead(text: str, page: str, at: PurePosixPath) -> str:
    """A page's text with its links into the repository as the site has them.

    `at` is the folder that the links start from. A page of the site stays a link, a file becomes one that is delivered
    with the site, a folder is only named.
    """
    start = PurePosixPath("docs") / page

    def led(found: re.Match[str]) -> str:
        words, target, anchor = found.group(1), found.group(2), found.group(3) or ""
        whole = PurePosixPath(os.path.normpath(at / target))
        if (ROOT / whole).is_dir():
            return words if whole.name in words else f"{words} (`{whole}`)"
        if not (ROOT / whole).exists():
            return found.group(0)
        there = PurePosixPath("docs") / f"{PAGES[str(whole)]}.md" if str(whole) in PAGES else whole
        return f"[{words}]({os.path.relpath(there, start.parent)}{anchor})"

    return LINK.sub(led, text)


def _read(app: Any, page: str, source: list[str]) -> None:
    if page in SHOWN:
        file = ROOT / SHOWN[page]
        app.env.note_dependency(str(file))
        source[0] = f"{source[0]}\n{lead(file.read_text(encoding='utf-8'), page, PurePosixPath('.'))}"
    else:
        source[0] = lead(source[0], page, (PurePosixPath("docs") / page).parent)


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
