"""What judges a page finds what is wrong with one: a page made badly on purpose."""

from __future__ import annotations

import pytest

from helpers.browser import opened

pytestmark = pytest.mark.browser

BAD = """<!DOCTYPE html><html lang="en"><head><title>bad</title>
<style>p { color: #ccc; background: #fff; }</style></head>
<body>
<main><h1>Bad</h1><p>pale on white</p><div style="width: 700px">far too wide</div>
<svg viewBox="0 0 1000 100" width="300" role="img" aria-label="small">
<text x="0" y="50" font-size="12">tiny</text></svg>
<img src="https://example.org/seen.png" alt="asked for"/><script>console.error("a complaint")</script>
<div style="break-before: page">a second sheet</div></main></body></html>"""


def test_each_fault_is_found(browser, tmp_path):
    path = tmp_path / "bad.html"
    path.write_text(BAD, encoding="utf-8")
    with opened(browser, path, 390) as seen:
        assert any(line.startswith("color-contrast") for line in seen.violations())
        assert any("far too wide" in line for line in seen.overflow())
        assert seen.small_texts() == ["tiny: 3.6 px"]
        assert seen.requests == ["https://example.org/seen.png"]
        assert "a complaint" in seen.complaints
        assert seen.printed_pages() == 2
