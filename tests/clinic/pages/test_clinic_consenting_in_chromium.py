"""Consent in Chromium: signed by hand and by keyboard alone, a sheet of several pages that says whose it is on each."""

from __future__ import annotations

import re

import pytest

from helpers.browser import Opened
from helpers.clinic.pdf import texts_of_pages
from helpers.clinic.served import at_the_demonstration

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
LONG = "\n\n".join(
    f"Paragraph {n}. " + "What it may do, what it may not, what can go wrong. " * 14 for n in range(1, 15)
)


@pytest.fixture
def page(browser, served):
    """A page of somebody signed in, once the demonstration has clients."""
    context = browser.new_context(viewport={"width": 820, "height": 1100}, base_url=served.address)
    page = context.new_page()
    page.set_default_timeout(90_000)  # the model is compiled beside the first pages
    at_the_demonstration(page, served, "tbody th a >> nth=5")
    yield page
    context.close()


def undecided(page) -> str:
    """The consents of somebody who is still thinking about a plan."""
    page.goto("/")
    rows = page.locator("tbody tr", has_text="second consultation")
    href = rows.first.locator("th a").get_attribute("href")
    return f"{href}consent/"


def ask_for(page, kind: str) -> None:
    page.get_by_role("button", name=re.compile(f"Lay before the client.*{kind}", re.S)).click()
    page.wait_for_url("**/consent-offers/**")


def test_photographs_by_keyboard_alone_and_publication_by_hand(page):
    consents = undecided(page)
    page.goto(consents)
    ask_for(page, "photographs for the records")
    for selector, keys in (
        ("#id_read", "Space"),
        ("#id_none_asked", "Space"),
        ("input[name=decision]", "Space"),
        ("#id_typed", "Space"),
    ):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                break
        page.keyboard.press(keys)
        assert page.evaluate("document.activeElement.checked"), selector
    assert page.locator("[data-pad]").is_hidden()
    page.get_by_role("button", name="Keep the decision").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Signed and kept.").wait_for()

    page.goto("/consent-texts/")
    page.select_option("#id_kind", "publication")
    page.fill("#id_title", "Shown to others")
    page.fill("#id_body", LONG)
    page.get_by_role("button", name="Put on record").click()
    page.get_by_text("The words are on record.").wait_for()
    page.goto(consents)
    page.locator("input[name=purpose]").fill("teaching in this clinic")
    ask_for(page, "photographs shown to others")
    assert page.locator("[data-clear]").is_disabled()
    pad = page.locator(".pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 90)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 60 + 20 * step, box["y"] + 90 + 25 * (step % 2))
    page.mouse.up()
    page.get_by_text("Kept as a draft.").wait_for()
    page.reload()  # as after a crash: what was drawn is there
    assert page.locator(".pad g path").count() == 1
    page.check("#id_read")
    page.check("#id_none_asked")
    page.get_by_label("Yes, I agree").check()
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_text("Signed and kept.").wait_for()
    page.get_by_role("link", name="What was signed").last.click()
    assert page.locator(".signed path").count() == 1

    name = page.locator(".banner .name").inner_text()
    facts = re.search(r"born (.+?) · client (\d+)", page.locator(".banner .facts").inner_text())
    assert facts is not None
    born, number = facts.groups()
    sheets = texts_of_pages(page.pdf(prefer_css_page_size=True))
    assert len(sheets) >= 3
    for place, sheet in enumerate(sheets, 1):
        flat = re.sub(r"\s", "", sheet)
        assert re.sub(r"\s", "", name) in flat
        assert re.sub(r"\s", "", f"born {born} · client {number}") in flat
        assert f"Page{place}of{len(sheets)}" in flat
    for width in (390, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        seen = Opened(page)
        assert seen.violations() == []
        assert seen.overflow() == []
