"""A browser for the tests of pages: Chromium as the system has it, pages as people open them, axe as the judge.

Pages are opened from files, with every request beyond the page itself noted and refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SMALLEST_TEXT_PX = 11.0
PATIENT_MS = 120_000  # what a page may take on a machine that does much else
Scheme = Literal["light", "dark"]

# Size on the screen of every written text of a picture: what the style says, times how far the picture is scaled.
TEXT_SIZES = """() => [...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length).map(t => {
  const scale = t.getScreenCTM();
  return [t.textContent, parseFloat(getComputedStyle(t).fontSize) * Math.hypot(scale.b, scale.d)];
})"""
WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest('svg defs'))
  .slice(0, 5).map(e => e.tagName + '.' + (e.getAttribute('class') || '') + ': ' + e.textContent.trim().slice(0, 40))"""


@dataclass
class Opened:
    """A page that is open, and what it did that a page should not."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def unfold(self) -> None:
        """Opens what is folded, so that it is judged too."""
        self.page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")

    def violations(self) -> list[str]:
        """What axe finds against the page, a line each."""
        found = Axe().run(self.page).response["violations"]
        return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"][:3]]

    def overflow(self) -> list[str]:
        """Elements that reach beyond the right edge; empty where nothing scrolls sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return ["the page", *self.page.evaluate(WIDEST)] if wide else []

    def small_texts(self) -> list[str]:
        """Texts in pictures that are smaller on this screen than can be read."""
        sizes = self.page.evaluate(TEXT_SIZES)
        return [f"{words}: {size:.1f} px" for words, size in sizes if size < SMALLEST_TEXT_PX]

    def printed_pages(self) -> int:
        """How many sheets of A4 it makes."""
        pdf = self.page.pdf(prefer_css_page_size=True, print_background=True)
        return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ") or pdf.count(b"/Type/Page/")


def chromium_path() -> str:
    """Where Chromium lies; a machine without one fails, it does not skip."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("no Chromium: apt-get install -y chromium")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, path: Path, width: int, scheme: Scheme = "light", within: Path | None = None
) -> Iterator[Opened]:
    """A file as a window of `width` pixels shows it, in light or dark; it may load files of the folder `within`."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_default_timeout(PATIENT_MS)
    seen = Opened(page)

    def only_itself(route: Route) -> None:
        address = route.request.url.split("#")[0].split("?")[0]
        if address == path.as_uri() or (within and address.startswith(within.as_uri())):
            route.continue_()
        else:
            seen.requests.append(route.request.url)
            route.abort()

    page.route("**/*", only_itself)
    page.on(
        "console", lambda message: seen.complaints.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    try:
        page.goto(path.as_uri())
        yield seen
    finally:
        page.close()
