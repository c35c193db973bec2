"""Forms of the clinic as a browser sends them: done and led on, or refused with a page that says why."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

DONE, WRONG = 303, 422


def sent(browser: Browser, path: str, **fields: Any) -> str:
    """A form that is taken; where it leads."""
    said = browser.post(path, fields)
    assert said.status_code == DONE, said.content.decode()[:3000]
    return said.headers["Location"]


def refused(browser: Browser, path: str, **fields: Any) -> str:
    """A form that is not taken; the page that says what is wrong."""
    said = browser.post(path, fields)
    assert said.status_code == WRONG, said.content.decode()[:3000]
    return said.content.decode()


def page_of(browser: Browser, path: str) -> str:
    """A page as text."""
    said = browser.get(path)
    assert said.status_code == 200, (path, said.status_code)
    return said.content.decode()


def fetched(browser: Browser, path: str) -> bytes:
    """A file as it is sent, which nothing between keeps."""
    said: Any = browser.get(path)
    assert said.status_code == 200, (path, said.status_code)
    assert said.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in said.headers["Cache-Control"]
    return b"".join(said.streaming_content)


def value_of(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def questions(browser: Browser, path: str) -> int:
    """How many questions a page puts to the database."""
    with CaptureQueriesContext(connection) as found:
        page_of(browser, path)
    return len(found)
