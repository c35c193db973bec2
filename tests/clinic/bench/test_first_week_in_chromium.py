"""The page "A researcher's first week" walked on the bench: its numbered lines are done as they stand."""

from __future__ import annotations

import pytest

from helpers.browser import PATIENT_MS
from helpers.clinic.walked import step_of, steps, walk
from helpers.shell import ROOT

STEPS = steps(ROOT / "docs" / "how-to" / "first-week.md")


def test_every_line_is_a_step():
    assert len(STEPS) >= 40
    assert {step_of(line)[0] for line in STEPS} == {"press", "choose", "type", "read"}


def test_the_week_goes_through_every_page_of_the_bench():
    pages = ("Course", "Dose", "Evidence", "Delivery", "Study", "Trial", "Validation")
    assert [name for name in pages if f"Press *{name}*." not in STEPS] == []


@pytest.mark.browser
def test_the_week_goes_as_the_page_says(browser, served):
    context = browser.new_context(viewport={"width": 1400, "height": 900}, base_url=served.address)
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto("/")
    walk(page, STEPS)
    context.close()
