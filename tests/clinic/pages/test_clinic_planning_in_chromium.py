"""From a screening to an offered plan in Chromium: a search by the clinic's worker, sliders by mouse and keyboard."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from helpers.browser import Opened
from helpers.clinic.searched import SEARCHED_MS, looked, open_balanced, search, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def begun(browser, served):
    """Signed in, the first client of the day screened and searched for: the page of the plans that were found."""
    page = signed_in(browser, served)
    first = page.locator("tbody th a").first.get_attribute("href")
    page.goto(f"{first}screening/")
    page.check("input[value=pregnancy]")
    page.get_by_text("S13 pregnancy").wait_for()  # told while one asks
    page.uncheck("input[value=pregnancy]")
    page.get_by_text("S13 pregnancy").wait_for(state="hidden")  # taken back, before the page is left
    page.goto("/")
    search(page)
    yield page
    page.context.close()


@pytest.fixture
def one(begun):
    """The page of the balanced plan, with its first look."""
    if "/plan-" not in begun.url:
        open_balanced(begun)
    else:
        begun.goto(begun.url)
        looked(begun)
    return begun


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_bars_anybody_from_plans(browser, begun, one, width, scheme):
    address = one.url
    state = begun.context.storage_state()
    size = {"width": width, "height": 900}
    home = urljoin(address, "/")
    context = browser.new_context(viewport=size, color_scheme=scheme, storage_state=state, base_url=home)
    page = context.new_page()
    seen = Opened(page)
    page.on("console", lambda message: seen.complaints.append(message.text))
    search = address.rsplit("/", 2)[0] + "/"
    page.goto(search)
    client = page.locator(".banner nav a").first.get_attribute("href")
    page.goto(f"{client}plan/")
    on_record = page.locator("a[href^='/plans/']").first.get_attribute("href")
    for path in (f"{client}screening/", f"{client}plan/", on_record, search, address):
        page.goto(path)
        if path == address:
            page.locator("#seen table").wait_for(timeout=60_000)
        seen.unfold()
        assert seen.violations() == [], path
        assert seen.overflow() == [], path
        assert seen.small_texts() == [], path
    assert seen.complaints == []
    context.close()


def test_a_slider_a_field_and_buttons_are_one_number_and_the_band_follows(one):
    depth, slider = one.locator("#depth-0-0"), one.locator("input[type=range][data-of='depth-0-0']")
    first = float(depth.input_value())
    less = one.get_by_role("button", name="less: Depth of visit 1")
    with one.expect_response(re.compile("/look/$")) as answer:
        less.click()
    assert answer.value.status == 200
    assert float(depth.input_value()) == pytest.approx(first - 0.05)
    assert float(slider.input_value()) == pytest.approx(first - 0.05)
    one.get_by_text("Grey: the plan as it was. Green: as you moved it.").wait_for()
    with one.expect_response(re.compile("/look/$")):
        slider.focus()
        one.keyboard.press("ArrowLeft")
    assert float(depth.input_value()) == pytest.approx(first - 0.1)
    with one.expect_response(re.compile("/look/$")):
        depth.fill("0,3")
    assert float(slider.input_value()) == pytest.approx(0.3)
    depth.hover()
    one.mouse.wheel(0, 300)
    depth.press("Enter")
    assert depth.input_value() == "0,3"
    assert "/plan-" in one.url


def test_what_is_moved_is_kept_beside_the_plan_and_offered(one):
    before = one.url
    one.locator("#depth-0-0").fill("0.3")
    one.get_by_text("Grey: the plan as it was.").wait_for()
    one.get_by_role("button", name="Keep as a plan of its own").click()
    one.wait_for_url("**/moved-*/", timeout=SEARCHED_MS)
    assert one.locator("#depth-0-0").input_value() == "0.3"
    one.get_by_role("button", name="Put on record and offer").click()
    one.wait_for_url("**/plans/*/")
    assert one.get_by_text("No consent to this version holds yet.").count() == 1
    one.goto(before)
    assert one.locator("#depth-0-0").input_value() != "0.3"
