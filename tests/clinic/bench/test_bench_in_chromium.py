"""The bench in Chromium: judged by axe in light and dark, live while one types, nothing asked of anybody else."""

from __future__ import annotations

import pytest

from helpers.browser import PATIENT_MS, Opened
from helpers.shell import PLAIN

pytestmark = pytest.mark.browser
PAGES = {
    "/": "main",
    "/course/": "#answer .chart",
    "/dose/": "#depths .chart",
    "/delivery/": ".channel",
    "/evidence/?group=injury": "tbody tr",
    "/evidence/injury.dimple_um/": "#moves table",
    "/study/": "#answer table",
    "/trial/": "#answer .arm-line",
    "/validation/?family=fine_lines": ".strips .chart",
    "/jobs/": "#jobs",
}


@pytest.fixture
def page(browser, served):
    """A page of the bench at a desk."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, base_url=served.address)
    context.set_default_timeout(PATIENT_MS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_bars_anybody_from_the_bench(browser, served, width, scheme):
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=served.address)
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    seen = Opened(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    for path, there in PAGES.items():
        page.goto(path)
        page.locator(there).first.wait_for(state="attached")
        seen.unfold()
        assert seen.violations() == [], path
        assert seen.overflow() == [], path
        assert seen.small_texts() == [], path
    assert [url for url in seen.requests if not url.startswith(served.address)] == []
    assert seen.complaints == []
    context.close()


def test_the_curves_move_while_one_types_and_mistakes_stand_beside_the_text(page):
    page.goto("/course/")
    text = PLAIN.read_text(encoding="utf-8")
    page.get_by_label("Course file, TOML").fill(text.replace("Acne scars, cheeks", "Deeper"))
    page.get_by_role("heading", name="Deeper, four sessions").wait_for()
    page.get_by_label("Course file, TOML").fill(text.replace("age_year   = 29", "age_year   = 290"))
    page.get_by_text("person.age_year").first.wait_for()
    assert page.locator("#mistakes").get_attribute("role") == "alert"


def test_the_slider_and_the_number_are_one_field(page):
    page.goto("/dose/")
    slider = page.get_by_role("slider", name="Set depth")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#depth_mm").input_value() == "1.05"
    page.get_by_role("heading", name="Dose: pen, 12 needles, 1.05 mm").wait_for()
    page.locator("#depth_mm").fill("0,5")
    page.get_by_role("heading", name="Dose: pen, 12 needles, 0.5 mm").wait_for()
    assert slider.input_value() == "0.5"


def test_a_line_is_copied_and_a_job_is_asked_for_from_the_page(browser, served):
    context = browser.new_context(base_url=served.address, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto("/study/")
    page.get_by_role("button", name="Copy", exact=True).first.click()
    page.get_by_role("button", name="Copied").wait_for()
    line = page.evaluate("navigator.clipboard.readText()")
    assert line == "microneedling predict study.toml --draws 24 --seed 1 --json"
    page.get_by_label("In full, as a job: draws").fill("20")
    page.get_by_role("button", name="Ask for it").click()
    page.wait_for_url("**/jobs/")
    answer = page.get_by_role("link", name="Answer, JSON").first
    answer.wait_for()
    with page.expect_download() as kept:
        answer.click()
    assert kept.value.suggested_filename == "answer.json"
    page.locator("[hx-trigger='every 1s']").wait_for(
        state="detached"
    )  # once no job goes on, of no other test either
    context.close()
