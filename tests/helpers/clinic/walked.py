"""Pages of the documentation that are walked in a browser: a numbered line is a step, done as it stands."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

NUMBERED = re.compile(r"^\d+\. (.+)$", re.M)
WAYS = {
    "press": re.compile(r"Press \*(?P<what>[^*]+)\*( below the form)?\."),
    "choose": re.compile(r"Choose \*(?P<what>[^*]+)\* in \*(?P<where>[^*]+)\*\."),
    "pick": re.compile(r"Pick \*(?P<what>[^*]+)\*\."),
    "type": re.compile(r"Type `(?P<what>[^`]+)` into \*(?P<where>[^*]+)\*\."),
    "read": re.compile(r"Read “(?P<what>[^”]+)”"),
}


def steps(page: Path) -> list[str]:
    """The numbered lines of a page."""
    return NUMBERED.findall(page.read_text(encoding="utf-8"))


def step_of(line: str) -> tuple[str, dict[str, str]]:
    """What a line tells to do, and with what; a line that tells nothing known fails."""
    for way, shape in WAYS.items():
        if found := shape.fullmatch(line):
            return way, {**found.groupdict(), "below": "yes" if "below" in line else ""}
    raise AssertionError(f"no step: {line}")


def walk(page: Any, lines: list[str]) -> None:
    """Every step in an open page; the first that cannot be done is named with its number."""
    for number, line in enumerate(lines, 1):
        way, words = step_of(line)
        try:
            do(page, way, **words)
        except Exception as error:
            raise AssertionError(f"step {number}, {line}: {error}") from error


def do(page: Any, way: str, what: str, where: str = "", below: str = "") -> None:
    """One step in a browser."""
    if way == "read":
        page.get_by_text(what).filter(visible=True).first.wait_for()
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
