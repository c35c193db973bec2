"""A page used by its keys alone: the tab key until a thing is reached, its focus seen, then what a hand would press."""

from __future__ import annotations

from typing import Any

MOST_TABS = 160
OUTLINE = """getComputedStyle(
  document.activeElement.closest(".choice") || document.activeElement
).outlineStyle"""


def tab_to(page: Any, selector: str) -> None:
    """Go by the tab key until a thing of that selector is focused."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            shown = page.evaluate(OUTLINE)
            assert shown != "none"  # the focus is seen
            return
    raise AssertionError(f"the tab key never comes to {selector}")


def typed(page: Any, selector: str, words: str) -> None:
    """Go to a field and type; what stood in it goes."""
    tab_to(page, selector)
    if page.evaluate("document.activeElement.tagName") != "SELECT":
        page.keyboard.press("Control+a")
    page.keyboard.type(words)


def pressed(page: Any, selector: str) -> None:
    """Go to a button or a link, press it, and wait for where it leads."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
