"""The clinic's pages in Chromium: signed in over its own server, judged by axe, nothing asked of anybody else."""

from __future__ import annotations

import re
import uuid

import pytest

from helpers.browser import Opened
from helpers.clinic.keys import tab_to
from helpers.clinic.pdf import texts_of_pages
from helpers.clinic.served import at_the_demonstration

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
PAGES = ("/", "/second-step/set-up/", "/nowhere/", "/admin/", "/admin/clinic_records/session/")
PAGES += ("/close/", "/clients/", "/clients/new/", "/components/")
OFFICE = (
    "lots",
    "lots/new",
    "devices",
    "recall",
    "imports",
    "exports",
    "duplicates",
    "merge",
    "backup",
    "audit",
)
PAGES += ("/own/", "/office/", "/office/merge/?kept=1&gone=2", *(f"/office/{name}/" for name in OFFICE))
PAGES += ("/office/users/", "/office/settings/", "/consent-texts/")
# What is touched, smaller than 24 px each way; links within a line of text are let off, as WCAG does.
SMALL = """() => [...document.querySelectorAll('button, .button, select, summary, textarea, nav a, .choice, input')]
  .filter(e => e.getClientRects().length && !e.disabled && !(e.tagName === 'INPUT' && e.closest('.choice')))
  .filter(e => { const r = e.getBoundingClientRect(); return r.width < 24 || r.height < 24; })
  .map(e => e.outerHTML.slice(0, 80))"""
OF_CLIENT = (
    "",
    "details/",
    "consult/",
    "follow-up/",
    "notes/new/",
    "sessions/new/",
    "book/",
    "rights/",
    "rights/log/",
    "consent/",
    "forecast/",
    "photographs/",
)


def signed_in(context, served):
    """A page of somebody signed in, once the demonstration has a session that is not signed."""
    page = context.new_page()
    at_the_demonstration(page, served, "a[href^='/sessions/']")
    return page


@pytest.fixture
def page(browser, served):
    """The same for one test."""
    context = browser.new_context(viewport={"width": 820, "height": 1100}, base_url=served.address)
    yield signed_in(context, served)
    context.close()


def of_first(page) -> str:
    """The address of the first client of the day."""
    page.goto("/")
    return page.locator("tbody th a").first.get_attribute("href")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_bars_anybody_from_the_clinic(browser, served, width, scheme):
    address = served.address
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=address)
    page = context.new_page()
    seen = Opened(page)
    page.goto("/")
    assert page.url.startswith(f"{address}/sign-in/")
    assert seen.violations() == []
    assert seen.overflow() == []
    page.close()
    page = signed_in(context, served)
    seen = Opened(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    session = page.locator("a[href^='/sessions/']").first.get_attribute("href")
    of = of_first(page)
    for path in [*PAGES, *(of + part for part in OF_CLIENT), session]:
        page.goto(path)
        seen.unfold()
        assert seen.violations() == [], path
        if not path.startswith("/admin/"):
            assert seen.overflow() == [], path
            assert seen.small_texts() == [], path
            assert page.evaluate(SMALL) == [], path
    page.goto("/")
    if width == 390:  # where the menu is folded
        page.locator(".menu-button").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/sign-in/")
    page.goto("/admin/")
    assert "/sign-in/" in page.url
    assert [url for url in seen.requests if not url.startswith(address)] == []
    assert [words for words in seen.complaints if "404" not in words] == []
    context.close()


def test_enter_and_the_wheel_do_nothing_and_warnings_come_while_one_types(page):
    session = page.locator("a[href^='/sessions/']").first.get_attribute("href")
    page.goto(session)
    depth = page.locator("#zones #id_depth")
    before = page.locator("#zones tbody tr").count()
    page.select_option("#zones #id_zone", "chin")
    depth.fill("2,5")
    page.get_by_text("2.5 mm is over the 2 mm of the device's label").wait_for()
    depth.hover()
    page.mouse.wheel(0, 240)
    depth.press("Enter")
    page.wait_for_timeout(300)
    assert depth.input_value() == "2,5"
    assert page.locator("#zones tbody tr").count() == before
    assert page.url.endswith(session)


def test_a_scanned_number_finds_its_lot_and_the_scanners_enter_sends_nothing(page):
    session = page.locator("a[href^='/sessions/']").first.get_attribute("href")
    page.goto(session)
    lots = page.locator("#lots")
    number = re.search(r"DEMO-\d+", lots.locator("#id_lot").inner_text())
    assert number is not None
    before = lots.locator("ul.plain li").count()
    lots.locator("#id_scanned").press_sequentially(
        number[0].lower()
    )  # as a scanner types, which then presses Enter
    page.keyboard.press("Enter")
    lots.get_by_text("Found: ").wait_for()
    assert page.url.endswith(session)
    page.keyboard.type(number[0].lower())  # scanned again: in its place, not behind it
    assert lots.locator("#id_scanned").input_value() == number[0].lower()
    with page.expect_navigation():
        lots.get_by_role("button", name="Keep the lot").click()
    assert lots.locator("ul.plain li").count() == before + 1
    assert lots.locator("ul.plain li", has_text=number[0]).count() >= 1


def test_a_typed_name_outlives_the_choice_of_a_language(browser, served):
    context = browser.new_context(base_url=served.address)
    page = context.new_page()
    page.goto("/")
    page.fill("#id_username", "demo")
    with page.expect_navigation():
        page.get_by_role("button", name="Deutsch").click()
    page.get_by_role("heading", name="Anmelden").wait_for()
    assert page.input_value("#id_username") == "demo"
    page.reload()
    assert page.input_value("#id_username") == ""  # taken along once
    context.close()


def test_enter_sends_nothing_without_scripts_either(browser, served):
    context = browser.new_context(base_url=served.address)
    page = signed_in(context, served)
    state = context.storage_state()
    context.close()
    context = browser.new_context(base_url=served.address, java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto("/clients/new/")
    page.fill("#id_family_name", "Nobody")
    page.press("#id_family_name", "Enter")
    page.wait_for_timeout(300)
    assert page.url.endswith("/clients/new/")
    assert page.input_value("#id_family_name") == "Nobody"
    context.close()


def test_words_outlive_their_page(page):
    path, words = f"{of_first(page)}notes/new/", f"half a sentence {uuid.uuid4().hex}"
    page.goto(path)
    page.fill("#id_text", words)
    page.get_by_text("Kept as a draft.").wait_for()
    page.fill("#id_text", f"{words} and more")
    page.goto("/")  # left before the pause was over
    assert page.get_by_text("You were writing").count() == 1
    other = page.context.new_page()  # as after a crash
    other.goto(path)
    assert other.input_value("#id_text") == f"{words} and more"
    with other.expect_navigation():
        other.get_by_role("button", name="Throw the draft away").click()
    assert other.input_value("#id_text") == ""
    other.fill("#id_text", "x")
    other.get_by_text("Kept as a draft.").wait_for()
    other.fill("#id_text", "")  # all taken back: nothing is told later
    other.wait_for_timeout(1500)
    other.reload()
    assert other.get_by_text("It was put back").count() == 0


def test_a_page_left_alone_goes_away_and_its_words_come_back(page):
    path = f"{of_first(page)}notes/new/"
    page.clock.install()
    page.goto(path)
    page.fill("#id_text", "before the lock")
    page.evaluate("window.here = true")
    with page.expect_navigation():
        page.clock.run_for(16 * 60_000)
    assert page.evaluate("window.here") is None
    assert page.input_value("#id_text") == "before the lock"


def test_a_second_click_sends_nothing_twice(page):
    of, words = of_first(page), f"clicked twice {uuid.uuid4().hex}"
    page.goto(f"{of}notes/new/")
    page.fill("#id_text", words)
    page.get_by_role("button", name="Keep open").dblclick()
    page.wait_for_function("path => location.pathname === path", arg=of)  # the first answer may be broken off
    assert page.get_by_text(words).count() == 1


def test_a_consultation_by_keyboard_alone_and_the_map_by_touch(page):
    of = of_first(page)
    page.goto(f"{of}consult/")
    tab_to(page, "#concerns #id_concern")
    page.keyboard.type("tone")
    tab_to(page, "input[name=zone][value=nose]")
    page.keyboard.press("Space")
    assert page.locator("[data-zone=nose].on").count() == 1
    page.locator("[data-zone=chin]").click()
    assert page.locator("input[name=zone][value=chin]").is_checked()
    page.locator("[data-zone=chin]").click()
    page.locator("input[name=zone][value=nose]").focus()
    tab_to(page, "#concerns .acts button:not([formaction])")
    page.keyboard.press("Enter")  # on a button it is meant
    page.get_by_text("The concern is on record.").wait_for()
    assert page.locator("#concerns").get_by_text("Tone · nose").count() >= 1


def test_every_sheet_says_whose_it_is_and_which_of_how_many(page):
    of = of_first(page)
    page.goto(f"{of}consult/")
    name = page.locator(".banner .name").inner_text()
    facts = page.locator(".banner .facts").inner_text()
    ((born, number_of),) = re.findall(r"born (.+?) · client (\d+)", facts)
    sheets = texts_of_pages(page.pdf(prefer_css_page_size=True))
    assert len(sheets) >= 2
    for number, sheet in enumerate(sheets, 1):
        flat = re.sub(r"\s", "", sheet)
        assert re.sub(r"\s", "", name) in flat
        assert re.sub(r"\s", "", f"born {born} · client {number_of}") in flat
        assert f"Page{number}of{len(sheets)}" in flat
