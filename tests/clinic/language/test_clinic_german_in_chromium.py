"""The clinic in German, in a browser: longer words break nothing, nobody is barred, each page says its language."""

from __future__ import annotations

import re
import signal

import pytest

from helpers.browser import Opened
from helpers.clinic.at_work import PASSWORD, filled
from helpers.clinic.pdf import texts_of_pages
from helpers.clinic.served import Server
from helpers.shell import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
PICTURES = ROOT / "out" / "clinic-german"
# The pages of the day; those of the office are judged in English.
PAGES = ("/", "/close/", "/clients/", "/clients/new/")
OF_CLIENT = ("", "details/", "consult/", "screening/", "plan/", "consent/", "sessions/new/", "follow-up/")
OF_CLIENT += ("forecast/", "photographs/", "notes/new/", "book/")
# Tables that stand out of what holds them, buttons whose words do.
OUT_OF_PLACE = """() => [
  ...[...document.querySelectorAll('main table')].filter(e => !e.closest('.scroll') &&
    e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1),
  ...[...document.querySelectorAll('button, .button, .chip, nav a')].filter(e => e.getClientRects().length &&
    e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline'),
].map(e => e.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A clinic with invented clients; its address."""
    home = tmp_path_factory.mktemp("german") / "home"
    filled(home, 2, 8)
    server = Server(home)
    yield server.address
    server.end(signal.SIGINT)


def test_german_pages_hold_their_words(browser, served):
    size = {"width": 390, "height": 900}
    context = browser.new_context(
        viewport=size, base_url=served, locale="de-DE", reduced_motion="reduce"
    )  # a colour on its way to another is judged by nobody
    page = context.new_page()
    page.goto("/")
    assert page.get_by_role("button", name="Anmelden").count() == 1
    page.fill("#id_username", "demo")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/")
    of = page.locator("tbody th a").first.get_attribute("href")
    session = page.locator("a[href^='/sessions/']").first.get_attribute("href")
    seen = Opened(page)
    wrong: dict[str, list[str]] = {}
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in [*PAGES, session, *(of + part for part in OF_CLIENT)]:
        page.goto(path)
        seen.unfold()
        assert page.locator("html").get_attribute("lang") == "de"
        name = (
            "session"
            if path == session
            else path.replace(of, "client-").strip("/").replace("/", "-") or "day"
        )
        for width, scheme in ((390, "dark"), (1400, "light")):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            if found := [*seen.overflow(), *page.evaluate(OUT_OF_PLACE), *seen.violations()]:
                wrong[f"{path} {width}"] = found
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    assert wrong == {}
    page.goto(of + "consult/")
    sheets = [re.sub(r"\s", "", sheet) for sheet in texts_of_pages(page.pdf(prefer_css_page_size=True))]
    for number, sheet in enumerate(sheets, 1):
        assert f"Seite{number}von{len(sheets)}" in sheet
        assert "KeinMedizinprodukt" in sheet
        assert "Notamedicaldevice" not in sheet
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en-gb"
    context.close()
