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


def test_fields_and_text_of_a_course_are_two_faces_of_one_file(page):
    page.goto("/course/")
    area, depth = page.locator("#text"), page.get_by_label("Set depth mm", exact=True)
    depth.fill("1.25")
    until(page, "document.getElementById('text').value.includes('depth_mm             = 1.25 ')")
    text = area.input_value()
    assert "# what the operator sets" in text
    area.fill(text.replace("passes               = 4", "passes               = 6"))
    until(page, "document.getElementById('f-passes').value === '6'")
    page.get_by_label("Age years", exact=True).fill("300")
    page.locator("#f-age_year-wrong").wait_for()
    page.get_by_label("Age years", exact=True).fill("30")
    page.locator("#f-age_year-wrong").wait_for(state="detached")
    assert "age_year   = 30\n" in area.input_value()


def test_what_was_typed_is_there_again_until_one_begins_afresh(page):
    page.goto("/course/")
    assert not page.locator("#kept").is_visible()
    area = page.locator("#text")
    area.fill(area.input_value().replace("Acne scars, cheeks", "My own scars"))
    page.locator("#kept").wait_for()
    page.get_by_role("link", name="Jobs", exact=True).click()
    page.get_by_role("link", name="Course", exact=True).click()
    page.get_by_role("heading", name="My own scars, four sessions").wait_for()
    page.get_by_label("Start from").select_option("fine_lines_roller")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("heading", name="Fine lines, cheek, roller, four sessions").wait_for()
    page.get_by_role("button", name="Bring back what I had typed").click()
    page.get_by_role("heading", name="My own scars, four sessions").wait_for()
    page.get_by_role("button", name="Begin afresh").click()
    page.get_by_role("heading", name="Fine lines, cheek, roller, four sessions").wait_for()
    page.locator("#kept").wait_for(state="hidden")


def test_the_report_of_a_job_is_looked_at_and_its_file_fetched(page):
    page.goto("/delivery/")
    page.get_by_label("In full, as a job: draws").fill("20")
    page.get_by_role("button", name="Ask for it").click()
    page.wait_for_url("**/jobs/")
    link = page.get_by_role("link", name="Look at the report").first
    link.wait_for()
    with page.expect_download() as kept:
        page.get_by_role("link", name="delivery.toml").first.click()
    assert "ascorbic acid" in kept.value.path().read_text(encoding="utf-8")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    with page.expect_response("**/report/") as answer:
        link.click()
    policy = answer.value.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    page.get_by_text("not a medical device").first.wait_for()
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    assert complaints == []


def until(page, condition: str) -> None:
    """Wait for a condition; asked from outside, since the page's policy lets no text be run as a program."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")
