"""The page "A practitioner's first day" walked: what it tells its reader to press, choose, type and read is done."""

from __future__ import annotations

import re
import signal
from datetime import date, timedelta

import pytest

from helpers.clinic.at_work import PASSWORD, filled
from helpers.clinic.served import Server
from helpers.shell import ROOT

PAGE = ROOT / "docs" / "how-to" / "first-day.md"
STEPS = re.findall(r"^\d+\. (.+)$", PAGE.read_text(encoding="utf-8"), re.M)
WAYS = {
    "press": re.compile(r"Press \*(?P<what>[^*]+)\*( below the form)?\."),
    "choose": re.compile(r"Choose \*(?P<what>[^*]+)\* in \*(?P<where>[^*]+)\*\."),
    "pick": re.compile(r"Pick \*(?P<what>[^*]+)\*\."),
    "type": re.compile(r"Type `(?P<what>[^`]+)` into \*(?P<where>[^*]+)\*\."),
    "read": re.compile(r"Read “(?P<what>[^”]+)”"),
}


def step_of(line: str) -> tuple[str, dict[str, str]]:
    """What a line tells to do, and with what; a line that tells nothing known fails."""
    for way, shape in WAYS.items():
        if found := shape.fullmatch(line):
            return way, {**found.groupdict(), "below": "yes" if "below" in line else ""}
    raise AssertionError(f"no step: {line}")


def do(page, way: str, what: str, where: str = "", below: str = "") -> None:
    """One step in a browser."""
    if way == "read":
        page.get_by_text(what).first.wait_for()
    elif way == "type":
        field = page.get_by_label(where, exact=True).first
        tomorrow = (date.today() + timedelta(days=1)).isoformat()
        field.fill(tomorrow if what == "tomorrow" else what)
    elif way == "choose":
        page.get_by_label(where, exact=True).first.select_option(label=what)
    elif way == "pick":
        page.locator("label.choice", has_text=re.compile(rf"\d?\s*{re.escape(what)}\s*$")).first.click()
    else:
        name = re.compile(rf"{re.escape(what)}\s*(:.*)?", re.S)
        inside = page.locator("main form .acts") if below else page
        found = inside.get_by_role("button", name=name).or_(inside.get_by_role("link", name=name))
        found.first.wait_for()
        exact = [item for item in found.all() if name.fullmatch(item.inner_text().strip())]
        exact[0].click()
        page.wait_for_load_state()


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
        for number, line in enumerate(STEPS, 1):
            way, words = step_of(line)
            try:
                do(page, way, **words)
            except Exception as error:
                raise AssertionError(f"step {number}, {line}: {error}") from error
        context.close()
    finally:
        server.end(signal.SIGINT)
