"""The Monday in a browser, twice: a practitioner's on a tablet by touch, an assistant's at a desk by keys alone.

Every page is kept as a picture in out/clinic-monday, to be looked at.
"""

from __future__ import annotations

import signal

import pytest

from helpers.clinic.at_work import PASSWORD, filled
from helpers.clinic.keys import pressed
from helpers.clinic.monday import keys, touch
from helpers.clinic.monday.screen import AtWork
from helpers.clinic.served import Server

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A clinic with invented clients, an assistant (person0) and a practitioner (person1); its address."""
    home = tmp_path_factory.mktemp("monday") / "home"
    filled(home, 2, 8)
    server = Server(home)
    yield server.address
    server.end(signal.SIGINT)


def test_a_practitioners_monday_by_touch(browser, served):
    at = AtWork(browser, served, "practitioner", 820, touch=True)
    page = at.page
    page.goto("/")
    page.fill("#id_username", "person1")
    page.fill("#id_password", PASSWORD)
    at.keep("sign-in")
    page.get_by_role("button", name="Sign in").tap()
    page.wait_for_url(f"{served}/")
    at.keep("day")
    touch.somebody_new(at)
    touch.consulted(at)
    touch.screened(at)
    touch.planned(at)
    touch.agreed(at)
    session = touch.treated(at)
    touch.seen_again(at)
    touch.closed(at)
    assert page.locator(f"a[href='{session}']").count() == 0  # it is signed
    page.get_by_role("button", name="Sign out").tap()
    at.end()


def test_an_assistants_monday_by_keys_alone(browser, served):
    at = AtWork(browser, served, "assistant", 1400, touch=False)
    page = at.page
    page.goto("/")
    page.wait_for_function("() => document.activeElement.id === 'id_username'")  # the name has the focus
    page.keyboard.type("person0")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/")
    at.keep("day")
    of = keys.at_the_desk(at)
    keys.listened(at, of)
    session = keys.in_the_room(at)
    keys.at_the_shelf(at)
    keys.looked_back(at)
    assert page.locator(f"a[href='{session}']").count() == 1  # a practitioner's to sign
    at.keep("close")
    pressed(page, "header.top form button")
    at.end()
