"""What the safety screen found, as the page shows it: gravest first, each once with its days and its source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...course.findings import Finding
    from ...course.forecast import Forecast
    from ...inputs.assumed import Assumed

LEVEL_WORDS = {"stop": "Stop", "delay": "Wait", "caution": "Take care", "note": "Note"}
PLACE = re.compile(
    r"docs/practice\.md#([\w-]+)"
)  # a place in the repository: no link on a page that travels alone


@dataclass(frozen=True)
class FindingView:
    """One finding in the words of the page."""

    level: str
    word: str
    rule: str
    about: str
    reason: str
    source: str


def finding_views(result: Forecast) -> list[FindingView]:
    """All findings; stops that were overridden stand among them too."""
    order = list(LEVEL_WORDS)
    return [_view(item) for item in sorted(result.findings, key=lambda item: order.index(item.level))]


def _view(item: Finding) -> FindingView:
    return FindingView(
        item.level, LEVEL_WORDS[item.level], item.rule, item.where, item.why, source_words(item.source)
    )


def source_words(source: str) -> str:
    """A source with its place in the manual in words, since a page that travels alone has nothing to link to."""
    return PLACE.sub(lambda found: f"manual, practice, “{found[1].replace('-', ' ')}”", source)


def taken_views(items: Iterable[Assumed]) -> list[Assumed]:
    """What was taken where the course says nothing, with places in the manual in words."""
    return [replace(item, why=source_words(item.why)) for item in items]
