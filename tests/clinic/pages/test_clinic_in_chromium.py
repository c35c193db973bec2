"""The clinic's pages in Chromium: signed in over its own server, judged by axe, nothing asked of anybody else."""

from __future__ import annotations

import re
import signal

import pytest

from helpers.browser import Opened
from helpers.clinic.served import Server, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
PAGES = ("/", "/second-step/set-up/", "/nowhere/", "/admin/", "/admin/clinic_records/session/")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A demonstration, served; its address and its password."""
    server = Server(tmp_path_factory.mktemp("served") / "home", "--demo")
    found = re.search(r"password (\S+)", "".join(server.told))
    assert found is not None
    yield server.address, found[1]
    server.end(signal.SIGINT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_bars_anybody_from_the_clinic(browser, served, width, scheme):
    address, password = served
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    seen = Opened(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.goto(f"{address}/")
    assert page.url.startswith(f"{address}/sign-in/")
    assert seen.violations() == []
    assert seen.overflow() == []
    page.fill("#id_username", "demo")
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    assert wait_for(lambda: page.reload() and page.locator("tbody tr").count() > 3)
    for path in PAGES:
        page.goto(f"{address}{path}")
        assert seen.violations() == [], path
        if not path.startswith("/admin/"):
            assert seen.overflow() == [], path
    page.goto(f"{address}/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/sign-in/")
    page.goto(f"{address}/admin/")
    assert "/sign-in/" in page.url
    assert [url for url in seen.requests if not url.startswith(address)] == []
    assert [words for words in seen.complaints if "404" not in words] == []
    context.close()
