"""The site as built: it builds without a warning, links lead somewhere, nothing is fetched, nothing bars anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from helpers.browser import chromium, opened

ROOT = Path(__file__).resolve().parents[2]
BUILT = "MICRONEEDLING_SITE"  # a site that was built just before, such as by `make docs`
LOOKED_AT = (
    "index.html",
    "tutorial/first-course.html",
    "how-to/trial.html",
    "reference/python.html",
    "reference/command-line.html",
    "reference/glossary.html",
    "manual/collagen.html",
    "explanation/credibility.html",
    "gallery/index.html",
    "practice.html",
    "validation.html",
    "search.html",
)
pytestmark = [pytest.mark.slow, pytest.mark.browser]


class Links(HTMLParser):
    """What a page links to, loads, and the places within it that can be linked to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for every tag."""
        given = {key: value or "" for key, value in attrs}
        self.places |= {given[key] for key in ("id", "name") if key in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") != "canonical":
            self.loads.append(given.get("href", ""))
        self.loads += [given[key] for key in ("src", "srcset", "data", "poster") if key in given]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The folder of the built site."""
    if BUILT in os.environ:
        return Path(os.environ[BUILT]).resolve()
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    words += ["-d", str(folder / "trees"), "docs", str(folder / "site")]
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=1200
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Links]:
    """Every page of the site, read."""
    return {page: Links(page) for page in sorted(site.rglob("*.html"))}


def test_links_lead_somewhere(pages, site):
    assert len(pages) > 60
    lost = set()
    for page, read in pages.items():
        for link in read.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                assert parts.scheme in ("https", "http", "mailto"), (page, link)
                continue
            there = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            known = pages[there].places if there in pages else set()
            if not there.exists() or (parts.fragment and there in pages and parts.fragment not in known):
                lost.add((page.relative_to(site).as_posix(), link))
    assert lost == set()


def test_nothing_is_fetched_from_elsewhere(pages):
    away = {load for read in pages.values() for load in read.loads if urlsplit(load).netloc}
    assert away == set()
    styles = [path for page in pages for path in page.parent.glob("_static/**/*.css")]
    assert styles
    assert not [path for path in set(styles) if "url(http" in path.read_text(encoding="utf-8")]


@pytest.fixture(scope="module")
def browser():
    """Chromium, started once."""
    with chromium() as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_nothing_bars_anybody(browser, site, name, width, scheme):
    with opened(browser, site / name, width, scheme, within=site) as seen:
        assert seen.requests == []
        assert seen.complaints == []  # before axe, which tries to read styles that a file may not read
        assert seen.violations() == []
        assert not seen.page.evaluate("document.documentElement.scrollWidth > innerWidth")
