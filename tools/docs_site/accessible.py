"""What keyboards and screen readers need beyond the theme: names of landmarks, heads of tables, what scrolls."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

CHANGES = (
    (re.compile(r"<pre>"), '<pre tabindex="0">'),  # so that arrow keys scroll it
    (re.compile(r'<div class="table-wrapper([^"]*)">'), r'<div class="table-wrapper\1" tabindex="0">'),
    (
        re.compile(r"<p><img "),
        '<p class="picture" tabindex="0"><img ',
    ),  # a picture alone scrolls on a telephone
    (re.compile(r'<figure class="align-default">'), '<figure class="align-default picture" tabindex="0">'),
    (re.compile(r'<th class="head([^"]*)"><p></p></th>'), r'<td class="head\1"></td>'),
    (re.compile(r'<aside class="sidebar-drawer">'), '<aside class="sidebar-drawer" aria-label="All pages">'),
    (
        re.compile(r'<aside class="toc-drawer([^"]*)">'),
        r'<aside class="toc-drawer\1" aria-label="This page">',
    ),
    (re.compile(r'<div id="search-results">'), '<h1>Search</h1>\n<div id="search-results">'),
)


def accessible(html: str) -> str:
    """A page's text, mended."""
    for found, instead in CHANGES:
        html = found.sub(instead, html)
    return html


def _finished(app: Any, failure: Exception | None) -> None:
    if failure is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            if (mended := accessible(text)) != text:
                page.write_text(mended, encoding="utf-8")


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("build-finished", _finished)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
