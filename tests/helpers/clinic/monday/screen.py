"""A Monday in a browser: the page of one person at work, what it must not do, and a picture of each of its pages."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from helpers.shell import ROOT

PICTURES = ROOT / "out" / "clinic-monday"
PATIENT_MS = 60_000  # on a machine that does much else
# The button that sends a form: not the one that throws a draft away, nor the one that signs.
SEND = ".acts button:not([formaction], [name=sign], [disabled])"


class AtWork:
    """Somebody at a screen: a page of their own, its complaints, and its pictures numbered as they came."""

    def __init__(self, browser: Any, address: str, who: str, width: int, touch: bool):
        size = {"width": width, "height": 1180 if touch else 900}
        self.address, self.who, self.numbers = address, who, count(1)
        context = browser.new_context(viewport=size, base_url=address, locale="en-GB", has_touch=touch)
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENT_MS)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)
        PICTURES.mkdir(parents=True, exist_ok=True)
        for old in PICTURES.glob(f"{who}-*.png"):
            old.unlink()

    def _asked(self, sent: Any) -> None:
        if not sent.url.startswith((self.address, "blob:", "data:")):
            self.complaints.append(sent.url)

    def keep(self, name: str) -> Path:
        """A picture of the page as it stands."""
        path = PICTURES / f"{self.who}-{next(self.numbers):02}-{name}.png"
        self.page.screenshot(path=path, full_page=True)
        return path

    def told(self, words: str) -> None:
        """The page says so."""
        self.page.get_by_text(words).first.wait_for()

    def end(self) -> None:
        """Nothing broke, and nobody else was asked for anything."""
        self.page.wait_for_url(f"{self.address}/sign-in/")
        assert self.complaints == []
        self.page.context.close()
