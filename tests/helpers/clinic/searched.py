"""A plan looked for in a served demonstration, in Chromium: from signing in to the sliders of the plan."""

from __future__ import annotations

import re
from typing import Any

from helpers.clinic.served import Server, at_the_demonstration

SEARCHED_MS, LOOKED_MS = 240_000, 20_000  # on a busy machine; a search takes half a minute on an idle one
GROUPS = ("skin", "health", "medicines", "allergies", "lately")
FEW = {"depth": "0.5", "interval": "56", "visits_most": "2", "price_session": "100", "currency": "EUR"}


def signed_in(browser: Any, server: Server) -> Any:
    """A page at a desk, somebody signed in, the day with its clients."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, base_url=server.address)
    page = context.new_page()
    page.set_default_timeout(LOOKED_MS)
    at_the_demonstration(page, server)
    return page


def search(page: Any, **more: str) -> None:
    """The first client of the day screened, plans looked for: ends on the page of what was found."""
    page.goto(page.locator("tbody th a").first.get_attribute("href") + "screening/")
    for name in GROUPS:
        page.check(f"[name=asked-{name}]")
    page.get_by_text("Nothing speaks against it.").wait_for()
    page.get_by_role("button", name="Sign the screening").click()
    page.wait_for_url("**/plan/")
    for name, value in {**FEW, **more}.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Look for plans").click()
    page.wait_for_url("**/searches/**")
    page.locator(".offers").wait_for(timeout=SEARCHED_MS)  # the page goes on by itself


def open_balanced(page: Any) -> None:
    """The balanced plan opened, with its first look."""
    page.get_by_role("link", name=re.compile("Open .*ost for what it asks")).first.click()
    page.wait_for_url("**/plan-*/")
    looked(page)


def looked(page: Any) -> None:
    """Wait until the plan is drawn as it stands."""
    page.get_by_text("As it stands. Move something and see.").wait_for(timeout=60_000)
