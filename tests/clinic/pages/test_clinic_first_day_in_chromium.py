"""The page "A practitioner's first day" walked: what it tells its reader to press, choose, type and read is done."""

from __future__ import annotations

import signal

import pytest

from helpers.clinic.at_work import PASSWORD, filled
from helpers.clinic.served import Server
from helpers.clinic.walked import WAYS, step_of, steps, walk
from helpers.shell import ROOT

STEPS = steps(ROOT / "docs" / "how-to" / "first-day.md")


def test_every_line_is_a_step():
    assert len(STEPS) > 35
    assert {step_of(line)[0] for line in STEPS} == set(WAYS)


@pytest.mark.browser
@pytest.mark.sqlite
def test_the_first_day_goes_as_the_page_says(browser, tmp_path):
    home = tmp_path / "home"
    filled(home, 2, 8)
    server = Server(home)
    try:
        context = browser.new_context(
            viewport={"width": 1180, "height": 900}, base_url=server.address, locale="en-GB"
        )
        page = context.new_page()
        page.goto("/")
        page.fill("#id_username", "person1")
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{server.address}/")
        walk(page, STEPS)
        context.close()
    finally:
        server.end(signal.SIGINT)
