"""Every page as people open it: on a telephone and a wide screen, in light and dark, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.browser import opened
from helpers.report_result import make_result
from microneedling.report.client.sheet import client_sheet
from microneedling.report.course.page import render_report

pytestmark = pytest.mark.browser

PAGES = {"client": lambda: client_sheet(make_result()), "course": lambda: render_report(make_result())}
SHEETS = {"client": 1, "course": 8}  # of A4, at most
WIDTHS, PHONES = (390, 1400), (360, 390)


@pytest.fixture(scope="module", params=sorted(PAGES))
def page(request, tmp_path_factory) -> Path:
    """A page as a file; its stem is its name."""
    path = tmp_path_factory.mktemp("pages") / f"{request.param}.html"
    path.write_text(PAGES[request.param](), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_bars_anybody(browser, page, width, scheme):
    with opened(browser, page, width, scheme) as seen:
        assert seen.violations() == []
        assert seen.requests == []
        assert seen.complaints == []


@pytest.mark.parametrize("width", PHONES)
def test_nothing_scrolls_sideways(browser, page, width):
    with opened(browser, page, width) as seen:
        assert seen.overflow() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_can_be_read(browser, page, width):
    with opened(browser, page, width) as seen:
        assert seen.small_texts() == []


def test_sheets_of_paper(browser, page, record_property):
    with opened(browser, page, 1400) as seen:
        count = seen.printed_pages()
    record_property("printed_pages", count)
    assert 1 <= count <= SHEETS[page.stem]
