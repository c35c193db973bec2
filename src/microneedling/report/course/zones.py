"""The report of a course with several zones: an overview, then each zone as the page of one zone has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ...course.zones.words import NO_DATA_SIGN, PERSON_NOTE
from ..pages import fragment

if TYPE_CHECKING:
    from ...course.forecast import Forecast
    from ...course.pathways import Pathway

NAMES = re.compile(r'(?<![\w-])(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
LINKS = re.compile(r'(href="#|url\(#)([^")]+)')


def overview(result: Forecast, parts: Sequence[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """What the page of several zones shows beside what every page does; `parts`: each zone with its page's content."""
    rows = result.concern_rows()
    return {
        "concern_rows": rows,
        "harm_rows": result.harm_rows(),
        "person_note": PERSON_NOTE,
        "some_without_data": any(row[-1].endswith(NO_DATA_SIGN) for row in rows),
        "zones": [
            {"site": site, "course": content["course"], "body": _body(site, content)}
            for site, content in parts
        ],
        "number_rows": [
            (f"{label}, {site}", unit, cells)
            for site, content in parts
            for label, unit, cells in content["number_rows"]
        ],
    }


def of_zone(pathways: Sequence[Pathway], site: str) -> list[Pathway]:
    """The pathways through the channels of one zone."""
    return [item for item in pathways if item.zone == site]


def _body(site: str, content: dict[str, Any]) -> Markup:
    """A zone's sections; names begin with the zone's and headings end with it, since a page may have each only once."""
    told_once = {"assumed": [], "no_effect": []}
    text = fragment("zone.html.j2", **(content | told_once))
    return Markup(apart(text.replace("</h2>", f": {site}</h2>"), site))


def apart(text: str, prefix: str) -> str:
    """The same page part with every name in it, and every reference to one, behind a prefix."""

    def named(match: re.Match[str]) -> str:
        return f'{match[1]}="{" ".join(f"{prefix}-{name}" for name in match[2].split())}"'

    return LINKS.sub(rf"\1{prefix}-\2", NAMES.sub(named, text))
